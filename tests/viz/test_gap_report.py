# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report on a gap against the tables of facts, and data that no template takes for code."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from grundriss import resources
from grundriss.analysis.weak_points import weak_points
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.states.gap import gap
from grundriss.states.state import state
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss_viz.reports.gap_report import render, report_data
from tests.core.conftest import with_cell
from tests.viz.conftest import ROOT, TODAY

FACTS = resources.path("data", "landscape")


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "landscape" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def report(snapshot: Snapshot) -> dict[str, Any]:
    needs = weak_points(snapshot, "ist", 10_000).ending
    return report_data(gap(snapshot), state(snapshot, "ist"), state(snapshot, "soll"), needs, "de")


def section(report: dict[str, Any], title: str) -> dict[str, Any]:
    [found] = [section for section in report["sections"] if section["title"] == title]
    return dict(found)


def test_the_cover_counts_components_as_the_tables_do(report: dict[str, Any], facts: Any) -> None:
    ist, soll = ({i.key for i in s.of_type("Component")} for s in (facts.ist, facts.soll))
    replaced = {r["from_component"] for r in rows("dependencies") if r["nature"] == "abgelöst durch"}
    assert (report["landscape"], report["title"]) == ("IT-Landschaft", "IST 23.11.2026 → SOLL 31.12.2028")
    numbers = [int(number["value"]) for number in report["numbers"]]
    going = ist - soll
    assert numbers[:3] == [len(soll - ist), len(going - replaced), len(going & replaced)]
    assert numbers[3] + numbers[4] == len(ist & soll)


def test_every_component_that_moves_stands_under_its_owner(report: dict[str, Any], facts: Any) -> None:
    owners = {row["id"]: row["name"] for row in rows("organisations")}
    ist, soll = ({i.key for i in s.of_type("Component")} for s in (facts.ist, facts.soll))
    expected = {
        (owners.get(row["owner_org"], ""), row["name"])
        for row in rows("components")
        if row["id"] in ist ^ soll
    }
    told = {
        (part["title"].rpartition(" (")[0], row[1])
        for part in section(report, "Änderungen nach Verantwortlichen")["parts"]
        for row in part["rows"]
        if row[0] != "geändert"
    }
    none = "Ohne verantwortliche Organisation"
    assert {(owner or none, name) for owner, name in expected} <= told


def test_open_is_who_needs_what_ends_and_uses_no_successor(report: dict[str, Any]) -> None:
    [part] = [p for p in section(report, "Offene Fragen")["parts"] if p["title"].startswith("Braucht")]
    names = {row["id"]: row["name"] for row in rows("components")}
    told = {(row[0], row[1]) for row in part["rows"]}
    # both use BundID today; only the portal of Hesse has a relation to its successor in the target
    assert (names["bundesportal"], names["bundid"]) in told
    users = {
        row["from_component"]
        for row in rows("dependencies")
        if row["to_component"] == "deutschlandid"
        and row["state"] in ("soll", "beide")
        and row["nature"] != "abgelöst durch"
    }
    assert "portal-he" in users and not told & {(names[user], names["bundid"]) for user in users}


def test_each_replacement_is_a_sentence_with_its_decision(report: dict[str, Any]) -> None:
    assert any(s.startswith("FIT-Connect löst dDatabox ab.") for s in report["summary"])
    decisions = {row["id"]: row["title"] for row in rows("decisions")}
    told = {row[0] for part in section(report, "Beschlüsse")["parts"] for row in part["rows"]}
    assert told and told <= set(decisions.values())


def test_the_report_is_a_pdf_and_the_same_each_time(snapshot: Snapshot) -> None:
    content = render(snapshot, lang="en")
    assert content.startswith(b"%PDF-1.") and content == render(snapshot, lang="en")


def test_data_is_never_code_of_the_template(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FACTS, tmp_path / "facts"))
    with_cell(folder, "components", "deutschlandid", "name", '#panic("x") *b* `c` $d$ @e <f> \\ // ] }')
    Workspace.init(tmp_path / "workspace")
    workspace = Workspace.open(tmp_path / "workspace", TODAY)
    quads = read_landscape(folder, workspace.base).quads
    replace_dataset(workspace, quads, Intent(DATASET, "test", "tester"))
    with workspace.snapshot() as snapshot:
        assert render(snapshot).startswith(b"%PDF-1.")
