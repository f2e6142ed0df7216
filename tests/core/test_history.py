# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""History says what each revision changed; what is expected comes from the change that the test makes."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import grundriss
from grundriss.errors import Conflict, NotFound, UsageError
from grundriss.history.blame import blame
from grundriss.history.diff import diff, difference_lines
from grundriss.history.element_history import log
from grundriss.history.revert import revert
from grundriss.history.revision_name import revision_number
from grundriss.store.time_travel import net_patch
from grundriss.store.workspace import Workspace
from tests.core.conftest import FACTS, load_facts
from tests.core.published import check
from tests.json_schema import faults

ChangeCell = Callable[[str, str, str, str], Path]


def cell(table: str, row_id: str, column: str) -> str:
    with (FACTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(row[column] for row in csv.DictReader(file) if row["id"] == row_id)


def sentences(workspace: Workspace, element: str, revision: int, lang: str = "en") -> list[str]:
    return next(
        found.sentences(lang)
        for found in log(workspace, element, lang=lang).entries
        if found.entry.revision == revision
    )


def test_a_new_name_is_one_sentence_with_both_names(fresh: Workspace, change_cell: ChangeCell) -> None:
    old = cell("components", "bundid", "name")
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    assert sentences(fresh, "bundid", 2) == [f"name: {old} → BundID neu"]
    assert sentences(fresh, "bundid", 2, "de") == [f"Name: {old} → BundID neu"]
    assert [found.entry.revision for found in log(fresh, "bundid").entries] == [2, 1]
    assert [found.entry.revision for found in log(fresh, "eid").entries] == [1]


def test_a_new_owner_is_one_sentence_with_both_organisations(
    fresh: Workspace, change_cell: ChangeCell
) -> None:
    names = [
        cell("organisations", key, "name") for key in (cell("components", "bundid", "owner_org"), "fitko")
    ]
    load_facts(fresh, change_cell("components", "bundid", "owner_org", "fitko"))
    assert sentences(fresh, "bundid", 2) == [f"owner: {names[0]} → {names[1]}"]


def test_a_relation_belongs_to_both_of_its_ends(fresh: Workspace, change_cell: ChangeCell) -> None:
    ends = [cell("dependencies", "dep-0002", end) for end in ("from_component", "to_component")]
    load_facts(fresh, change_cell("dependencies", "dep-0002", "to_component", "bundid"))
    gone, come = (cell("components", key, "name") for key in (ends[1], "bundid"))
    for element, name in ((ends[1], gone), ("bundid", come)):
        assert any(name in sentence for sentence in sentences(fresh, element, 2))
    assert sentences(fresh, ends[0], 2)


def test_a_first_revision_creates_and_counts(fresh: Workspace) -> None:
    said = sentences(fresh, "bundid", 1)
    assert said[0].startswith("created, with ")
    touching = sum(
        "bundid" in (row["from_component"], row["to_component"])
        for row in csv.DictReader((FACTS / "dependencies.csv").open(encoding="utf-8"))
    )
    assert sum(sentence.startswith("relation added: ") for sentence in said) >= touching


def test_a_difference_names_what_each_revision_calls_it(fresh: Workspace, change_cell: ChangeCell) -> None:
    old = cell("components", "bundid", "name")
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID am Ende"))
    found = next(e for e in diff(fresh, 1, "r2").elements if e.element.key == "bundid")
    assert found.element.label == "BundID neu"
    assert [(c.old[0].text, c.new[0].text) for c in found.changes if c.property == "skos:prefLabel"] == [
        (old, "BundID neu")
    ]
    back = next(e for e in diff(fresh, "now", 1).elements if e.element.key == "bundid")
    assert back.element.label == old
    assert diff(fresh, 2, 2).is_empty
    lines = difference_lines(fresh, 1, 2)
    patch = net_patch(fresh.log, 1, 2)
    assert [line[:1] for line in lines].count("A") == len(patch.added)
    assert [line[:1] for line in lines].count("D") == len(patch.removed)


def test_blame_names_the_revision_that_asserted_each_fact(fresh: Workspace, change_cell: ChangeCell) -> None:
    load_facts(fresh, change_cell("components", "bundid", "owner_org", "fitko"))
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    facts = {fact.property: fact for fact in blame(fresh, "bundid").facts if fact.entry}
    by = {name: fact.entry.revision for name, fact in facts.items() if fact.entry}
    assert (by["skos:prefLabel"], by["gru:owner"], by["gru:validFrom"]) == (3, 2, 1)
    assert all(fact.entry for fact in blame(fresh, "bundid").facts)


def test_revert_brings_back_the_statements_of_before(fresh: Workspace, change_cell: ChangeCell) -> None:
    load_facts(fresh, change_cell("components", "bundid", "owner_org", "fitko"))
    assert revert(fresh, "r2", "tester", dry_run=True).revision is None
    assert fresh.log.last == 2
    assert revert(fresh, "r2", "tester", "back").revision == 3
    assert not any(net_patch(fresh.log, 1, 3).counts)
    assert fresh.log.entry(3).mode == "revert"


def test_what_was_changed_again_is_not_reverted(fresh: Workspace, change_cell: ChangeCell) -> None:
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID am Ende"))
    with pytest.raises(Conflict, match=r"BundID neu.*r3"):
        revert(fresh, 2, "tester")
    assert fresh.log.last == 3


def test_an_element_that_is_gone_has_a_history(fresh: Workspace, facts: Path) -> None:
    name = cell("components", "egovcampus", "name")
    for table in facts.glob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if "egovcampus" not in line), encoding="utf-8")
    outcome = load_facts(fresh, facts)
    assert outcome.revision == 2
    found = log(fresh, "egovcampus", lang="en")
    assert found.element.label == name
    assert [entry.kind for entry in found.entries] == ["removed", "added"]


@pytest.mark.parametrize("name", ["r1; DROP", "", "-1", "r", "1.0", "rr1"])
def test_what_is_no_revision_is_said(fresh: Workspace, name: str) -> None:
    with pytest.raises(UsageError, match="is no revision"):
        revision_number(fresh.log, name)


@pytest.mark.parametrize("name", ["r2", 10**9, "999999999999999999"])
def test_a_revision_that_is_not_there_is_said(fresh: Workspace, name: str | int) -> None:
    with pytest.raises(NotFound, match="the newest is 1"):
        diff(fresh, 1, name)


def test_an_element_that_never_was_has_no_history(fresh: Workspace) -> None:
    for name in ("never-there", "<script>", "https://example.org/x", ""):
        with pytest.raises(NotFound):
            log(fresh, name)


def test_before_the_first_revision_there_is_nothing_to_take_back(fresh: Workspace) -> None:
    with pytest.raises(NotFound, match="before revision 1"):
        revert(fresh, "r0", "tester")
    assert len(diff(fresh, 0, 1).elements) > 100


def test_python_reads_a_revision_and_its_history(fresh: Workspace, change_cell: ChangeCell) -> None:
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    with grundriss.open(fresh.path, today="2026-11-23", revision=1) as land:
        assert land.snapshot.revision == 1
        assert land.log("bundid").to_dict()["total"] == 2
        assert land.diff(1, 2).elements
        assert land.blame("bundid").facts


def test_answers_are_as_the_schemas_say(fresh: Workspace, change_cell: ChangeCell) -> None:
    load_facts(fresh, change_cell("components", "bundid", "owner_org", "fitko"))
    assert faults(log(fresh, "bundid").to_dict(), "log") == []
    assert faults(diff(fresh, 0, 2).to_dict(), "diff") == []
    assert faults(blame(fresh, "bundid").to_dict(), "blame") == []
    assert faults({"surprise": 1}, "diff")


def test_the_log_replayed_from_any_revision_gives_the_store(
    fresh: Workspace, change_cell: ChangeCell
) -> None:
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    load_facts(fresh, change_cell("components", "zapuk", "name", "ZaPuK neu"))
    for since in (0, 1, 2, 3):
        assert check(fresh, since).faults == []
