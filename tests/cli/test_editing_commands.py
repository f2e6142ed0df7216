# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single facts on the command line: add, set, retire; what they change, refuse and say."""

import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from grundriss import resources
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.workspace import Workspace
from tests.cli.conftest import Run

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the packaged facts in its first revision."""
    path = tmp_path_factory.mktemp("filled") / "w"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    quads = read_landscape(resources.path("data", "landscape"), workspace.base).quads
    assert replace_dataset(workspace, quads, Intent(DATASET, "facts", "tester")).revision == 1
    return path


@pytest.fixture
def edit(run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in a copy of that workspace."""
    monkeypatch.delenv("GRUNDRISS_SCENARIO", raising=False)
    monkeypatch.setenv("GRUNDRISS_AUTHOR", "planner")
    shutil.copytree(filled, tmp_path / "w")
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(tmp_path / "w"))
    return run


def newest(edit: Run) -> dict[str, object]:
    entry: dict[str, object] = json.loads(edit("log", "-f", "json").out)["items"][0]
    return entry


def query(edit: Run, pattern: str) -> list[str]:
    """What ?x is, in the order of the answer."""
    told = edit("query", "-e", f"SELECT ?x {{ {pattern} }} ORDER BY ?x", "-f", "csv")
    assert told.status == 0, told.err
    return told.out.split()[1:]


C = "<https://w3id.org/grundriss/id/component/{}>"


def test_a_new_component_is_found_and_shown(edit: Run) -> None:
    assert "Nothing is called" in edit("search", "Bürgerkonto Zwei").err
    told = edit(
        *("add", "component", "konto-2", "--label", "Bürgerkonto Zwei", "kind=Basiskomponente", "level=bund"),
        *("owner=fitko", "-m", "for the plan", "--source", "https://example.org/plan Seite 2"),
    )
    assert (told.status, told.out) == (0, "")
    assert "This is revision 2." in told.err and "manual: " in told.err
    assert "konto-2" in edit("search", "Bürgerkonto Zwei").out
    shown = edit("show", "konto-2").out
    assert "https://example.org/plan" in shown and "Seite 2" in shown and "FITKO" in shown
    assert {"message": "for the plan", "author": "planner", "mode": "patch"}.items() <= newest(edit).items()
    assert edit("fsck").status == 0


def test_a_new_name_is_found_and_the_old_one_no_longer(edit: Run) -> None:
    assert edit("set", "bundid", "label", "Nutzerkonto Nord", "-m", "renamed").status == 0
    assert "bundid" in edit("search", "Nutzerkonto Nord").out
    assert edit("set", "bundid", "label", "Account North@en", "-m", "translated").status == 0
    assert edit("show", "bundid", "--lang", "en").out.startswith("Account North")
    assert edit("show", "bundid", "--lang", "de").out.startswith("Nutzerkonto Nord")


def test_the_gap_shows_a_retirement_with_its_successor(edit: Run) -> None:
    assert edit("add", "component", "elster-2", "--label", "Elster Zwei", "-m", "x").status == 0
    told = edit("retire", "elster", "--on", "2027-06", "--replaced-by", "elster-2", "-m", "x", "--lang", "de")
    assert told.status == 0 and "Das ist Revision 3." in told.err
    found = json.loads(edit("gap", "ist", "2027-06", "-f", "json").out)
    assert ["elster-2"] in [
        [i["key"] for i in g["new"]] for g in found["replaced"] if [i["key"] for i in g["old"]] == ["elster"]
    ]
    assert query(edit, f"{C.format('elster')} gru:replacedBy ?x") == [C.format("elster-2").strip("<>")]
    assert (
        query(edit, f"GRAPH <https://w3id.org/grundriss/graph/state/soll> {{ {C.format('elster')} a ?x }}")
        == []
    )


def test_who_retires_something_is_told_how_many_need_it(edit: Run) -> None:
    needing = query(edit, f"?x gru:dependsOn {C.format('dvdv')}")
    assert len(needing) > 5
    told = edit("retire", "DVDV", "--on", "2030", "-m", "x", "--dry-run")
    assert f"{len(needing)} elements need it today: `grundriss impact dvdv`" in told.err
    assert edit("add", "component", "neu", "--label", "Neu", "-m", "x").status == 0
    assert "need" not in edit("retire", "neu", "--on", "2030", "-m", "x").err


def test_another_successor_is_told_and_replaced_on_demand(edit: Run) -> None:
    command = ("retire", "bundid", "--on", "2028", "--replaced-by", "elster", "-m", "x")
    told = edit(*command)
    assert told.status == 6
    assert "deutschlandid" in told.err and "--instead" in told.err
    assert edit(*command, "--instead").status == 0
    assert query(edit, f"{C.format('bundid')} gru:replacedBy ?x") == [C.format("elster").strip("<>")]


def test_a_warning_about_what_was_changed_is_told_with_its_fix(edit: Run) -> None:
    told = edit("add", "component", "neu", "--label", "Neu", "-m", "x")
    assert told.status == 0 and "The source is missing" in told.err and "→ State the source" in told.err
    told = edit("add", "component", "neuer", "--label", "Neuer", "-m", "x", "--source", "Protokoll")
    assert told.status == 0 and "The source is missing" not in told.err


def test_an_address_with_an_equals_sign_is_an_end_and_no_fact(edit: Run) -> None:
    told = edit("add", "relation", "uses", "elster", "https://example.org/?a=b", "-m", "x")
    assert told.status == 4 and "https://example.org/?a=b" in told.err


def test_a_value_is_taken_away(edit: Run) -> None:
    lifecycle = f"{C.format('bundid')} gru:lifecycle ?x"
    assert len(query(edit, lifecycle)) == 1
    assert edit("set", "bundid", "lifecycle", "--remove", "-m", "unknown").status == 0
    assert query(edit, lifecycle) == []
    told = edit("set", "bundid", "lifecycle", "--remove", "-m", "unknown")
    assert told.status == 2 and "nothing is stated" in told.err
    assert edit("set", "bundid", "lifecycle", "-m", "x").status == 2
    assert edit("set", "bundid", "lifecycle", "produktiv", "--remove", "-m", "x").status == 2


def test_a_dry_run_says_what_would_happen_and_changes_nothing(edit: Run) -> None:
    for command in (
        ("add", "component", "neu", "--label", "Neu"),
        ("set", "bundid", "owner", "fitko"),
        ("retire", "bundid", "--on", "2028"),
    ):
        told = edit(*command, "-m", "x", "--dry-run")
        assert told.status == 0 and "nothing was changed" in told.err
    assert newest(edit)["revision"] == 1


def test_new_facts_go_to_the_dataset_that_is_named(edit: Run) -> None:
    told = edit("set", "bundid", "lifecycle", "abloesung", "--dataset", "planung", "-m", "x")
    assert "landscape: 0 added, 1 removed" in told.err and "planung: 1 added, 0 removed" in told.err
    graph = "GRAPH ?x { " + C.format("bundid") + " gru:lifecycle ?value }"
    assert query(edit, graph) == ["https://w3id.org/grundriss/graph/source/planung"]
    told = edit("set", "bundid", "lifecycle", "produktiv", "--dataset", "Plan A", "-m", "x")
    assert told.status == 2 and "plan-a" in told.err


def test_the_decision_and_the_expected_revision_are_kept(edit: Run) -> None:
    decision = query(edit, "?x a gru:Decision")[0]
    key = decision.rpartition("/")[2]
    told = edit("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--decision", key, "--expect", "1")
    assert told.status == 0, told.err
    assert newest(edit)["decision"] == decision
    told = edit("set", "bundid", "lifecycle", "produktiv", "-m", "x", "--expect", "1")
    assert told.status == 6 and "r2: x" in told.err
    assert edit("set", "bundid", "lifecycle", "produktiv", "-m", "x", "--decision", "elster").status == 2


def test_what_breaks_a_rule_changes_nothing_and_is_reported(edit: Run) -> None:
    for command in (
        ("add", "interface", "if-neu", "--label", "Ohne Anbieter"),
        ("retire", "bundid", "--on", "1999"),
        ("retire", "deutschlandid", "--on", "2030", "--replaced-by", "bundid"),
    ):
        told = edit(*command, "-m", "x")
        assert told.status == 1
        assert "VIOLATION" in told.out and "→" in told.out and "Refused, nothing was changed" in told.err
    assert newest(edit)["revision"] == 1


def test_a_scenario_is_changed_and_the_main_line_is_not(edit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert edit("scenario", "new", "abloesung-2028", "-m", "try").status == 0
    told = edit("set", "bundid", "label", "Szenarienkonto", "-m", "x", "--scenario", "abloesung-2028")
    assert "revision 1 in abloesung-2028" in told.err
    assert "bundid" in edit("search", "Szenarienkonto", "--scenario", "abloesung-2028").out
    monkeypatch.setenv("GRUNDRISS_SCENARIO", "abloesung-2028")
    assert edit("retire", "elster", "--on", "2028", "-m", "x").status == 0
    monkeypatch.delenv("GRUNDRISS_SCENARIO")
    assert "Szenarienkonto" not in edit("show", "bundid").out
    assert newest(edit)["revision"] == 1
    assert edit("set", "bundid", "label", "y", "-m", "x", "--scenario", "abloesung-2082").status == 4
    assert edit("scenario", "merge", "abloesung-2028", "-m", "decided").status == 0
    assert edit("show", "bundid").out.startswith("Szenarienkonto")


def test_the_packaged_landscape_is_not_changed(run: Run) -> None:
    told = run("set", "bundid", "label", "y", "-m", "x")
    assert told.status == 6 and "grundriss init" in told.err


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (["set", "bundid", "lifecycl", "produktiv"], 2, "lifecycle"),
        (["set", "bundid", "lifecycle", "produktive"], 2, "produktiv"),
        (["set", "bundid", "validFrom", "gestern"], 2, "YYYY"),
        (["set", "bundid", "owner", "elster"], 2, "no organisation"),
        (["set", "bundid", "dependsOn", "elster"], 2, "computed"),
        (["set", "bundidd", "lifecycle", "produktiv"], 4, "bundid"),
        (["set", "http://[", "lifecycle", "produktiv"], 4, "http://["),
        (["set", "bundid", "source", "http://a b"], 2, "no address"),
        (["set", "bundid", "source", 'https://a/">'], 2, "no address"),
        (["set", "bundid", "description", "x" * 10**5], 5, "20000"),
        (["set", "bundid", "description", "\x1b[31m"], 2, "U+001B"),
        (["set", "bundid", "label", ""], 2, "empty"),
        (["set", "bundid", "label", "x", "--from", "2027"], 2, "--from"),
        (["set", "bundid", "ownr", "fitko"], 2, "mean owner"),
        (["set", "bundid", "Betreibr", "fitko"], 2, "mean betreiber"),
        (["set", "bundid", "Chef", "fitko"], 2, "owner, operator"),
        (["set", "bundid", "owner", "fitko", "--from", "2027-13"], 2, "2027-13"),
        (["add", "komponenten", "neu", "--label", "x"], 2, "component"),
        (["add", "component", "neu"], 2, "--label"),
        (["add", "component", "bundid", "--label", "x"], 6, "exists already"),
        (["add", "component", "a", "b", "--label", "x"], 2, "exactly one key"),
        (["add", "component", "…", "--label", "x"], 2, "a–z"),
        (["add", "relation", "uses", "elster"], 2, "two ends"),
        (["add", "relation", "usess", "elster", "bundid"], 2, "uses"),
        (["add", "relation", "uses", "elster", "nobody"], 4, "nobody"),
        (["add", "relation", "uses", "elster", "bundid", "target=dvdv"], 2, "not named again"),
        (["retire", "bundid", "--on", "2028-02-30"], 2, "2028-02-30"),
        (["retire", "bundid", "--on", "10000000000"], 2, "YYYY"),
        (["retire", "bundid", "--on", "2028", "--instead"], 2, "--replaced-by"),
        (["retire", "fitko", "--on", "2028"], 2, "validUntil"),
        (["retire", "bundid"], 2, "--on"),
        (["retire", "x" * 10**5, "--on", "2028"], 4, "No element"),
        (["retire", "\udcff", "--on", "2028"], 4, "No element"),
        (["add", "component", "\udcff", "--label", "x"], 2, "a–z"),
        (["add", "x" * 10**5, "a", "b"], 2, "no kind"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(
    edit: Run, command: list[str], status: int, said: str
) -> None:
    told = edit(*command, "-m", "x")
    assert (told.status, told.out) == (status, "")
    assert said in told.err and "Traceback" not in told.err
    assert len(told.err) < 3_000
    assert newest(edit)["revision"] == 1


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 2),
        (["-m", ""], 2),
        (["-m", " \n"], 2),
        (["-m", "x" * 10**5], 5),
        (["-m", "a\x1b]0;b"], 2),
        (["-m", "x", "--source", " "], 2),
        (["-m", "x", "--expect", "-1"], 2),
        (["-m", "x", "--dataset", "../x"], 2),
        (["-m", "x", "--dataset", "x" * 10**5], 2),
        (["-m", "\udcff"], 2),
        (["-m", "x", "--source", "\udcff"], 2),
        (["-m", "x", "--decision", "\udcff"], 4),
        (["-m", "x", "--decision", "nothing"], 4),
    ],
)
def test_a_change_needs_a_reason_and_options_that_can_be(edit: Run, options: list[str], status: int) -> None:
    told = edit("set", "bundid", "lifecycle", "abloesung", *options)
    assert (told.status, told.out) == (status, "")
    assert newest(edit)["revision"] == 1


def test_markup_stays_text(edit: Run, tmp_path: Path) -> None:
    markup = "<script>alert(1)</script> & \"'"
    assert edit("set", "bundid", "label", markup, "-m", markup, "--source", markup).status == 0
    shown = json.loads(edit("show", "bundid", "-f", "json").out)
    assert shown["label"] == markup
    assert edit("draw", "neighbourhood", "--focus", "bundid", "-o", "x.svg").status == 0
    assert "<script>" not in (tmp_path / "x.svg").read_text(encoding="utf-8")


CODE = "<https://w3id.org/grundriss/ns/lifecycle/{}>"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], str]:
    """Writes an update to a file; its name."""

    def write(text: str) -> str:
        (tmp_path / "change.ru").write_text(text, encoding="utf-8")
        return "change.ru"

    return write


def test_an_update_changes_many_facts_as_one_revision(edit: Run, written: Callable[[str], str]) -> None:
    lifecycle = f"?x gru:lifecycle {CODE.format('abloesung')} ; gru:kind ?kind"
    before = query(edit, lifecycle)
    told = edit(
        *(
            "update",
            written(
                "DELETE { GRAPH ?g { ?x gru:lifecycle ?old } }\n"
                f"INSERT {{ GRAPH ?g {{ ?x gru:lifecycle {CODE.format('abloesung')} }} }}\n"
                "WHERE { GRAPH ?g { ?x gru:lifecycle ?old ; gru:kind ?kind } }"
            ),
        ),
        *("-m", "all of them", "--expect", "1"),
    )
    assert (told.status, told.out) == (0, ""), told.err
    assert "This is revision 2." in told.err and "landscape: " in told.err
    assert len(query(edit, lifecycle)) > len(before)
    assert {"message": "all of them", "author": "planner", "mode": "patch"}.items() <= newest(edit).items()
    assert edit("update", "change.ru", "-m", "x", "--expect", "1").status == 6
    assert edit("fsck").status == 0


def test_an_update_from_standard_input_is_told_as_json(edit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"INSERT DATA {{ {C.format('bundid')} skos:altLabel 'a' }} ; DELETE WHERE {{ ?x gru:owner ?y }}"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    told = edit("update", "-", "-m", "x", "--dataset", "planung", "-f", "json")
    found = json.loads(told.out)
    assert told.status == 0 and found["revision"] == 2
    assert found["datasets"] == [{"dataset": "planung", "added": 1, "removed": 0}]
    assert found["derivedLeft"] > 100 and found["report"]["conforms"]


def test_an_update_that_breaks_a_rule_is_refused_as_loading_is(
    edit: Run, written: Callable[[str], str]
) -> None:
    file = written(f"DELETE WHERE {{ {C.format('bundid')} a ?type }}")
    told = edit("update", file, "-m", "x", "--lang", "de")
    assert told.status == 1 and "bundid" in told.out and "Abgelehnt" in told.err
    told = edit("update", file, "-m", "x", "-f", "json")
    assert told.status == 1 and json.loads(told.out)["revision"] is None
    assert not json.loads(told.out)["report"]["conforms"]
    assert newest(edit)["revision"] == 1


def test_an_update_in_a_scenario_leaves_the_main_line_alone(edit: Run, written: Callable[[str], str]) -> None:
    assert edit("scenario", "new", "plan", "-m", "x").status == 0
    file = written(f"INSERT DATA {{ {C.format('bundid')} skos:altLabel 'Plan' }}")
    told = edit("update", file, "-m", "x", "--scenario", "plan")
    assert told.status == 0 and "revision 1 in plan" in told.err
    assert query(edit, f"{C.format('bundid')} skos:altLabel ?x") == []
    told = edit("update", file, "-m", "x", "--dry-run")
    assert told.status == 0 and "nothing was changed" in told.err and newest(edit)["revision"] == 1


@pytest.mark.parametrize(
    ("text", "options", "status", "said"),
    [
        ("INSERT DATA {\n <a> <b> ?c }", ["-m", "x"], 3, "change.ru:2:10: data has no variable"),
        ("SELECT * { }", ["-m", "x"], 3, "change.ru:1:1: SELECT only asks"),
        ("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o . }}", ["-m", "x"], 3, "change.ru:1:41"),
        ("INSERT DATA { c:a c:b 1 }", ["-m", "x"], 3, "change.ru:1:15"),
        ("LOAD <http://127.0.0.1:9/x>", ["-m", "x"], 6, "network"),
        (
            "DELETE { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            ["-m", "x"],
            6,
            "SERVICE",
        ),
        (
            "CLEAR GRAPH <https://w3id.org/grundriss/graph/derived>",
            ["-m", "x"],
            2,
            "not the graph of a dataset",
        ),
        ("CLEAR ALL", [], 2, "message"),
        ("CLEAR ALL", ["-m", "x", "--dataset", "../x"], 2, "dataset"),
        ("CLEAR ALL", ["-m", "x", "-f", "xml"], 2, "json"),
        ("CLEAR ALL", ["-m", "x", "--decision", "nothing"], 4, "nothing"),
        (
            "INSERT { <a> <b> ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
            ["-m", "x", "--timeout", "0.5"],
            5,
            "stopped after 0.5 seconds",
        ),
    ],
)
def test_what_no_update_may_be_is_told(
    edit: Run, written: Callable[[str], str], text: str, options: list[str], status: int, said: str
) -> None:
    told = edit("update", written(text), *options)
    assert (told.status, told.out) == (status, ""), told.err
    assert said in told.err and "Traceback" not in told.err
    assert newest(edit)["revision"] == 1


def test_a_file_that_is_no_text_is_told(edit: Run, tmp_path: Path) -> None:
    (tmp_path / "bytes.ru").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.ru", "missing.ru", "."):
        told = edit("update", name, "-m", "x")
        assert told.status == 3 and name in told.err
