# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""state, gap, impact, path and the export of lists, as their users meet them."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grundriss.resources import path
from tests.cli.conftest import Run
from tests.json_schema import faults

FACTS = path("data", "landscape")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def facts(table: str) -> list[dict[str, str]]:
    return rows((FACTS / f"{table}.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (["state"], "state"),
        (["state", "2028"], "state"),
        (["gap"], "gap"),
        (["gap", "2025", "soll", "--lang", "en"], "gap"),
        (["impact", "bundid"], "impact"),
        (["impact", "bundid", "--down", "--state", "2027"], "impact"),
        (["impact", "bundid", "--state", "soll"], "impact"),
        (["path", "pvog", "bundid"], "path"),
        (["path", "deutschlandid", "bundid"], "path"),
        (["timeline"], "timeline"),
        (["timeline", "bundid", "--to", "soll"], "timeline"),
        (["weak-points"], "weak-points"),
        (["weak-points", "--state", "soll", "--limit", "2"], "weak-points"),
        (["export", "components"], "list"),
        (["export", "soll"], "list"),
    ],
)
def test_json_is_as_the_schema_says(run: Run, arguments: list[str], schema: str) -> None:
    told = run(*arguments, "-f", "json")
    assert told.status == 0 and faults(json.loads(told.out), schema) == []


@pytest.mark.parametrize("form", ["human", "json", "csv", "md"])
@pytest.mark.parametrize(
    "command", ["state", "gap", "impact eid", "path pvog bundid", "weak-points", "timeline"]
)
def test_every_format_is_the_same_twice(run: Run, command: str, form: str) -> None:
    once, twice = (run(*command.split(), "-f", form) for _ in range(2))
    assert once.status == 0 and once.out == twice.out and len(once.out) > 100


@pytest.mark.parametrize(("lang", "more"), [("de", "--limit"), ("en", "Raise --limit")])
def test_weak_points_name_what_breaks_and_say_that_there_is_more(run: Run, lang: str, more: str) -> None:
    told = run("weak-points", "--limit", "3", "--lang", lang)
    names = {row["id"]: row["name"] for row in facts("components")}
    [successor] = (
        row["to_component"]
        for row in facts("dependencies")
        if row["nature"] == "abgelöst durch" and row["from_component"] == "bundid"
    )
    assert f"{names['bundid']} [bundid]" in told.out and f"{names[successor]} [{successor}]" in told.out
    assert more in told.err
    assert run("weak-points", "--limit", "1000", "-f", "csv", "--lang", lang).err == ""


def test_a_timeline_that_ends_before_it_begins_is_refused(run: Run) -> None:
    told = run("timeline", "--from", "soll", "--to", "ist", "--lang", "en")
    assert told.status == 2 and "2028-12-31" in told.err and "Exchange" in told.err
    empty = run("timeline", "--from", "1990", "--to", "1991", "--lang", "en")
    assert empty.status == 0 and "1990" not in empty.out and "Without a day" in empty.out


def test_what_if_tells_what_it_would_do_and_keeps_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "changes.toml"
    file.write_text('[[retire]]\nx = "bundid"\non = "2027"\n', encoding="utf-8")
    told = run("what-if", str(file), "--state", "ist", "--lang", "en")
    assert told.status == 0 and "retire bundid" in told.out and "grundriss impact bundid" in told.out
    answer = run("what-if", str(file), "-f", "json")
    assert answer.status == 0 and faults(json.loads(answer.out), "what-if") == []
    file.write_text('[[retire]]\nx = "bundit"\n', encoding="utf-8")
    assert run("what-if", str(file)).status == 1
    assert run("what-if", str(tmp_path / "nowhere.toml")).status == 3
    assert run("what-if", str(file), "-f", "csv").status == 2


def test_impact_tells_the_proof_in_words(run: Run) -> None:
    told = run("impact", "bundid", "--depth", "2", "--lang", "de")
    names = {row["id"]: row["name"] for row in facts("components")}
    direct = [
        row
        for row in facts("dependencies")
        if row["to_component"] == "bundid" and row["nature"] == "authentifiziert" and row["state"] != "soll"
    ]
    assert direct
    for row in direct:
        assert f"{names[row['from_component']]} authentifiziert mit {names['bundid']}\n" in told.out
    assert "Es gibt mehr" in told.err, "a depth that leaves something out is said"
    english = run("impact", "bundid", "--depth", "1", "--lang", "en").out
    assert "OZG-Cloud uses BundID" in english and "What depends on BundID" in english


def test_a_chain_of_dependence_reads_from_who_depends_to_what_is_needed(run: Run) -> None:
    found = json.loads(run("impact", "eid", "-f", "json").out)
    deep = next(item for item in found["items"] if item["depth"] == 2)
    line = run("impact", "eid").out.split(f"[{deep['key']}]")[1].splitlines()[1].strip()
    first, second = line.split("; ")
    assert second.startswith(deep["path"][0]["source"]["label"])
    assert deep["label"] in first


def test_impact_downwards_is_the_other_way_round(run: Run) -> None:
    needs = {item["key"] for item in json.loads(run("impact", "bundid", "--down", "-f", "json").out)["items"]}
    for key in ("eid", "elster"):
        assert key in needs
        back = json.loads(run("impact", key, "--up", "-f", "json").out)["items"]
        assert "bundid" in {item["key"] for item in back}


def test_the_largest_depth_is_all(run: Run) -> None:
    assert run("impact", "eid", "--depth", "100").out == run("impact", "eid").out


def test_the_gap_tells_what_comes_and_goes_and_why(run: Run) -> None:
    told = run("gap", "--lang", "de").out
    assert (
        "BayernID [bayernid] (ungeprüft), BundID (Nutzerkonto Bund) [bundid] → DeutschlandID [deutschlandid]"
        in told
    )
    reasons = {
        row["element"]: row["reason"] for row in facts("target_changes") if row["plateau"] == "ZIEL-2028"
    }
    assert reasons["osip"] in told and "Beschluss" in told
    table = rows(run("gap", "-f", "csv").out)
    removed = {row["key"] for row in table if row["change"] in ("removed", "replaced")}
    components = {row["id"] for row in facts("components")}
    assert removed & components == set(
        "elster-pf zbp mjp egvp demail muk-pf2 muk-plus bundid bayernid efa-mp dvc-csp ddatabox osip od-ez200".split()
    )
    assert (
        len([row for row in table if row["change"] == "relationAdded" and row["key"].startswith("dep-")])
        == 79
    )


def test_the_exit_status_tells_of_differences_where_it_is_asked_to(run: Run) -> None:
    assert run("gap").status == 0
    assert run("gap", "--exit-code").status == 1
    same = run("gap", "ist", "ist", "--exit-code", "--lang", "de")
    assert same.status == 0 and "keine Unterschiede" in same.out


def test_the_numbers_of_a_state_are_those_of_the_design(run: Run) -> None:
    for when, components, relations in (("ist", 149, 218), ("soll", 154, 257)):
        lines = run("state", when, "--lang", "de").out.splitlines()
        assert next(line for line in lines if line.startswith("Komponente")).split()[-1] == str(components)
        assert next(line for line in lines if line.startswith("Abhängigkeiten")).split()[-1] == str(relations)
        assert (
            len([r for r in rows(run("state", when, "-f", "csv").out) if r["type"] == "Component"])
            == components
        )


def test_no_path_is_no_failure(run: Run) -> None:
    told = run("path", "deutschlandid", "bundid", "--lang", "de")
    assert told.status == 0 and "nicht vorhanden" in told.out
    table = run("path", "deutschlandid", "bundid", "-f", "csv")
    assert rows(table.out) == [] and "nicht vorhanden" in table.err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["impact", "bundit"], 4, "Did you mean bundid"),
        (["impact", "bundid", "--depth", "0"], 2, "depth of 0"),
        (["impact", "bundid", "--depth", "-3"], 2, "depth of -3"),
        (["impact", "bundid", "--depth", str(10**9)], 2, "from 1 to 100"),
        (["impact", "bundid", "--depth", "viel"], 2, "--depth"),
        (["impact", "bundid", "--limit", "0"], 2, "limit of 0"),
        (["impact", "bundid", "--state", "ZIEL-2082"], 2, "Did you mean ZIEL-2028"),
        (["impact", "bundid", "-f", "docx"], 2, "human, json, csv, md"),
        (["impact", "bundid", "--lang", "fr"], 2, "de or en"),
        (["impact", "\x00'\"<>{}?&\u202e"], 4, "No element"),
        (["path", "bundid", "bundid"], 2, "two different ends"),
        (["path", "bundid", "pvoq"], 4, "pvog"),
        (["path", "bundid", "pvog", "--limit", str(10**9)], 2, "1 to 100"),
        (["gap", "ist", "2028-02-30"], 2, "2028-02-30"),
        (["gap", "ist", "soll", "2030"], 2, ""),
        (["state", "morgen"], 2, "morgen"),
        (["state", "-f", "ttl"], 2, "ttl"),
        (["export", "-f", "csv"], 2, "components"),
        (["export", "componets", "-f", "csv"], 4, "Did you mean components"),
        (["export", "xyz", "-f", "json"], 4, "Collections"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_status(
    run: Run, arguments: list[str], status: int, said: str
) -> None:
    told = run(*arguments)
    assert told.status == status, told.err
    assert said in told.err and "Traceback" not in told.err and told.out == ""


@pytest.mark.parametrize(
    ("what", "table"),
    [("components", "components"), ("interfaces", "interfaces"), ("decisions", "decisions")],
)
def test_a_collection_is_exported_whole(run: Run, what: str, table: str) -> None:
    exported = rows(run("export", what, "-f", "csv").out)
    assert len(exported) == len(facts(table))
    assert {row["label"] for row in exported} == {row.get("name") or row["title"] for row in facts(table)}


def test_the_format_of_an_export_follows_from_the_file(run: Run, tmp_path: Path) -> None:
    assert run("export", "soll", "-o", "soll.csv").err.startswith("2")
    assert (tmp_path / "soll.csv").read_text(encoding="utf-8-sig") == run("export", "soll", "-f", "csv").out


HOSTILE = '=HYPERLINK("http://127.0.0.1/")<script>alert(1)</script>|`*\u202e\x1b[2J'


@pytest.fixture
def hostile(run: Run, tmp_path: Path) -> Callable[..., str]:
    """A workspace whose GovData has a name made to break out of whatever shows it."""
    shutil.copytree(FACTS, tmp_path / "facts")
    file = tmp_path / "facts" / "components.csv"
    table = rows(file.read_text(encoding="utf-8"))
    for row in table:
        row["name"] = HOSTILE if row["id"] == "pvog" else row["name"]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    assert run("init", "w").status == 0 and run("-w", "w", "load", str(tmp_path / "facts")).status == 0

    def call(*arguments: str) -> str:
        told = run("-w", "w", *arguments)
        assert told.status == 0, told.err
        return told.out

    return call


def test_a_hostile_name_stays_text_in_every_format(hostile: Callable[..., str]) -> None:
    for command in ("state", "impact pvog", "impact pvog --down", "path pvog bundid"):
        human = hostile(*command.split())
        assert "\x1b" not in human and "\u202e" not in human
        markdown = hostile(*command.split(), "-f", "md")
        assert "\u202e" not in markdown and "<script>" not in markdown.replace("\\<script", "")
        widths = {
            line.replace("\\|", "").count("|") for line in markdown.splitlines() if line.startswith("|")
        }
        assert len(widths) <= 1, "no name makes a cell of its own"
    for command in ("export components", "state"):
        table = rows(hostile(*command.split(), "-f", "csv"))
        assert next(row for row in table if row["key"] == "pvog")["label"].startswith("'=HYPERLINK")
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in table for cell in row.values())


def test_a_replacement_that_no_source_confirms_is_marked(run: Run) -> None:
    out = run("gap", "ist", "soll", "--lang", "de").out
    replaced = "\n".join(line for line in out.splitlines() if " → " in line)
    found = {
        (row["from_component"], f"[{row['from_component']}] (ungeprüft)" in replaced)
        for row in facts("dependencies")
        if row["nature"] == "abgelöst durch" and f"[{row['from_component']}]" in replaced
    }
    assert found == {
        (row["from_component"], row["confidence"] == "unverified")
        for row in facts("dependencies")
        if row["nature"] == "abgelöst durch" and row["state"] == "soll"
    }
    assert len({marked for _, marked in found}) == 2
