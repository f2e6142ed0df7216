# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The landscape in Python: typed answers with JSON, a table for notebooks and a graph."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import networkx
import pytest

import grundriss
from grundriss.errors import Conflict, GrundrissError, InputError, NotFound, PermissionDenied, UsageError
from grundriss.landscape import Landscape
from grundriss.model.analysis_types import Answer
from grundriss.model.notebook import NotebookGraph, NotebookTable
from grundriss.model.vocabulary import relation_types
from grundriss.scenarios.branching import create
from grundriss.store.commit import Outcome
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY, load_facts
from tests.core.test_states import Expected, table
from tests.json_schema import faults

EX = "https://w3id.org/grundriss/id/component/"


@pytest.fixture(scope="module")
def land(loaded: Workspace) -> Iterator[Landscape]:
    with grundriss.open(loaded.path, today=TODAY) as opened:
        yield opened


def answers(land: Landscape) -> dict[str, NotebookTable]:
    return {
        "state": land.state("2028"),
        "gap": land.gap("ist", "soll"),
        "impact": land.impact("bundid"),
        "path": land.paths("pvog", "bundid"),
        "dependencies": land.dependencies("bundid"),
        "ask": land.ask("CQ01"),
        "item": land.element("bundid"),
    }


def test_importing_the_package_loads_nothing() -> None:
    late = ["pyoxigraph", "networkx", "grundriss.landscape"]
    code = f"import sys, grundriss; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_packaged_landscape_opens_without_a_path(no_cache: Path) -> None:
    with grundriss.open(today="2026-11-23") as land:
        assert {item.key for item in land.state().of_type("Component")} == Expected(TODAY).components


def test_every_answer_has_the_json_of_the_schemas(land: Landscape) -> None:
    for name, answer in answers(land).items():
        assert faults(answer.to_dict(), name) == [], name  # type: ignore[attr-defined]


class Tags(HTMLParser):
    """The tags of a document, with what is written between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_every_answer_is_a_table_in_a_notebook(land: Landscape) -> None:
    for name, answer in answers(land).items():
        found = Tags(answer._repr_html_())
        assert not found.open, "every tag is closed"
        assert set(found.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}, name
        assert found.tags.count("tr") > 3
    assert "Was von BundID (Nutzerkonto Bund) abhängt" in land.impact("bundid")._repr_html_()


def test_every_answer_is_a_line_on_a_console(land: Landscape) -> None:
    for name, answer in answers(land).items():
        assert re.fullmatch(r"<[A-Z][a-z]+: .+, [0-9]+ rows>", repr(answer)), name
        assert len(repr(answer)) < 300


def test_lists_and_searches_are_answers_too(land: Landscape) -> None:
    found = land.elements("components", state="soll", level="bund")
    assert {item.fields["federalLevel"] for item in found.items} == {"bund"}
    assert {item.key for item in found.items} <= {item.key for item in land.state("soll").elements}
    assert faults(found.to_dict(), "list") == [] and "<table" in found._repr_html_()
    assert land.search("bundid").hits[0].item.key == "bundid"
    for wrong in ({"kind": "portall"}, {"colour": "red"}):
        with pytest.raises(UsageError):
            land.elements("components", **wrong)


def test_a_landscape_speaks_english_where_it_is_asked_to(loaded: Workspace) -> None:
    with grundriss.open(loaded.path, today=TODAY, lang="en") as land:
        shown = land.impact("bundid")
        assert "What depends on BundID" in shown._repr_html_() and " uses " in shown._repr_html_()
        assert 'lang="en"' in land.gap()._repr_html_()
        assert "uses" in {data["label"] for *_, data in shown.graph().edges(data=True)}
        assert "not there" in str(land.impact("bundid", "soll").note)
    with pytest.raises(UsageError):
        grundriss.open(loaded.path, lang="fr")


def test_an_empty_answer_says_why(land: Landscape) -> None:
    assert "nicht vorhanden" in land.impact("bundid", "soll")._repr_html_()
    assert "Keine Treffer" in Answer("CQ00", "?", {}, ("a",), ())._repr_html_()


def test_a_long_table_is_cut_and_says_so(land: Landscape) -> None:
    state = land.state("soll")
    assert f"… und {len(state.elements) - 200} weitere Zeilen" in state._repr_html_()


HOSTILE = {
    "bundid": "<script>alert(1)</script>",
    "eid": '"><img src=x onerror=alert(1)>',
    "pvog": "&lt;b&gt;",
    "portal-he": "a\u202eb",
    "zbp": "{source} {target}",
}


def test_a_hostile_name_stays_text(change_cell: Callable[[str, str, str, str], Path], tmp_path: Path) -> None:
    for key, name in HOSTILE.items():
        folder = change_cell("components", key, "name", name)
    Workspace.init(tmp_path / "w")
    load_facts(Workspace.open(tmp_path / "w", TODAY), folder)
    with grundriss.open(tmp_path / "w", today=TODAY) as land:
        for answer in answers(land).values():
            found = Tags(answer._repr_html_())
            assert set(found.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
        shown = Tags(land.state()._repr_html_()).texts
        shown += Tags(land.paths("pvog", "bundid")._repr_html_()).texts
        shown += Tags(land.dependencies("bundid")._repr_html_()).texts
        graph = land.state().graph()
    for key, name in HOSTILE.items():
        assert name.replace("\u202e", " ") in shown
        assert graph.nodes[EX + key]["label"] == name


def test_a_state_as_a_graph_has_its_elements_and_relations(land: Landscape) -> None:
    state = land.state("soll")
    graph = state.graph()
    assert {item.id for item in state.elements} <= set(graph)
    relations = (*state.relations, *state.structure)
    assert {(s, t, k) for s, t, k in graph.edges(keys=True)} == {
        (r.source.id, r.target.id, r.id) for r in relations
    }
    assert all({"key", "type", "label"} <= set(data) for _, data in graph.nodes(data=True))
    names = {relation_type.name for relation_type in relation_types().values()}
    assert all(data["type"] in names and data["label"] for *_, data in graph.edges(data=True))
    assert graph.nodes[EX + "fit-connect"]["kind"] == "basiskomponente"


def test_an_impact_as_a_graph_leads_from_every_hit_to_the_element(land: Landscape) -> None:
    for direction in ("up", "down"):
        found = land.impact("bundid", direction=direction)
        graph = found.graph()
        assert set(graph) == {found.element.id, *(hit.item.id for hit in found.items)}
        lengths = networkx.single_source_shortest_path_length(graph.to_undirected(), found.element.id)
        assert {hit.item.id: hit.depth for hit in found.items} == {
            node: length for node, length in lengths.items() if node != found.element.id
        }
        assert all(graph.nodes[node]["depth"] == length for node, length in lengths.items())


def test_a_path_as_a_graph_joins_its_ends(land: Landscape) -> None:
    graph = land.paths("pvog", "bundid").graph()
    assert networkx.has_path(graph.to_undirected(), EX + "pvog", EX + "bundid")


def test_a_gap_as_a_graph_says_what_happens_to_each(land: Landscape) -> None:
    gap = land.gap()
    graph = gap.graph()
    for line in gap.added:
        assert graph.nodes[line.item.id]["change"] == "added"
    assert graph.nodes[EX + "bundid"]["change"] == "replaced"
    assert graph.nodes[EX + "deutschlandid"]["change"] == "successor"
    assert graph.nodes[EX + "eid"]["change"] == "unchanged"
    changes = [data["change"] for *_, data in graph.edges(data=True)]
    assert changes.count("replaced") == sum(len(group.relations) for group in gap.replaced)


def test_an_answer_without_relations_is_no_graph(land: Landscape) -> None:
    assert not isinstance(land.ask("CQ01"), NotebookGraph)


def test_dependencies_and_elements_by_any_name(land: Landscape) -> None:
    names = ["bundid", "component/bundid", EX + "bundid", "BundID (Nutzerkonto Bund)"]
    assert len({land.dependencies(name) for name in names}) == 1
    assert land.element("bundid").item.key == "bundid"


def test_a_query_gives_rows_of_python_values(land: Landscape) -> None:
    found = land.query("SELECT (COUNT(*) AS ?n) { ?x a gru:Component }")
    assert found == [{"n": len(table("components"))}]
    assert land.query("ASK { ?x a gru:Component }") == [{"ask": True}]
    row = land.query(
        f"SELECT ?x ?missing ?l (1.5 AS ?f) (true AS ?b) {{ VALUES ?x {{ <{EX}bundid> }} ?x skos:prefLabel ?l }}"
    )
    expected = {"x": EX + "bundid", "missing": None, "l": "BundID (Nutzerkonto Bund)", "f": 1.5, "b": True}
    assert row == [expected]
    triples = land.query(f"CONSTRUCT WHERE {{ <{EX}bundid> gru:lifecycle ?o }}")
    assert [t["predicate"] for t in triples] == ["https://w3id.org/grundriss/ns#lifecycle"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", PermissionDenied),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", UsageError),
        ("SELECT ?x WHERE { ?x", InputError),
        ("SELECT * { " + "{" * 5000 + "}" * 5000 + " }", GrundrissError),
    ],
)
def test_a_query_that_may_not_run_is_refused(land: Landscape, query: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        land.query(query)


def test_what_is_not_known_is_said_with_a_hint(land: Landscape) -> None:
    with pytest.raises(NotFound) as unknown:
        land.impact("bundit")
    assert "bundid" in str(unknown.value.hint)
    with pytest.raises(UsageError):
        land.state("ZIEL-2082")
    with pytest.raises(UsageError):
        grundriss.open(today="gestern")
    with pytest.raises(InputError, match="/nowhere/at/all is no workspace"):
        grundriss.open("/nowhere/at/all")


def test_a_closed_landscape_says_so_and_its_answers_stay(loaded: Workspace) -> None:
    with grundriss.open(loaded.path, today=TODAY) as land:
        found = land.impact("bundid")
        assert "revision 1" in repr(land)
    assert found.items and "closed" in repr(land)
    with pytest.raises(UsageError, match="closed"):
        land.state()


def test_every_relation_type_has_a_sentence_in_both_languages() -> None:
    for relation_type in relation_types().values():
        for lang in ("de", "en"):
            pattern = dict(relation_type.sentences)[lang]
            assert pattern.count("{source}") == pattern.count("{target}") == 1
            assert pattern.index("{source}") < pattern.index("{target}")
    uses = next(t for t in relation_types().values() if t.name == "Offers")
    assert uses.sentence("{target}", "{source}", "de") == "{target} bietet {source} an"


# Changing the landscape.


def test_a_change_is_a_commit_that_the_landscape_moves_to(fresh: Workspace) -> None:
    with grundriss.open(fresh.path, today=TODAY) as land:
        before = land.snapshot
        facts = {"label": "Neues Konto", "owner": "fitko"}
        added = land.add("component", "neu", facts=facts, message="first", source="Protokoll 3")
        assert isinstance(added, Outcome)
        assert (added.revision, land.snapshot.revision, before.closed) == (2, 2, True)
        assert land.add("relation", "uses", "neu", "dvdv", message="second").revision == 3
        assert land.set("bundid", "operator", "fitko", since=date(2026, 12, 1), message="third").revision == 4
        assert land.retire("elster", "2028", replaced_by="neu", message="fourth").revision == 5
        assert "neu" in {item.key for item in land.state().of_type("Component")}
        assert [g.new[0].key for g in land.gap().replaced if g.old[0].key == "elster"] == ["neu"]
    assert [entry.message for entry in fresh.log.entries()][1:] == ["first", "second", "third", "fourth"]


def test_what_is_not_committed_leaves_the_landscape_where_it_is(fresh: Workspace) -> None:
    with grundriss.open(fresh.path, today=TODAY) as land:
        before = land.snapshot
        assert not land.retire("bundid", "1999", message="too early").report.conforms
        assert land.set("bundid", "lifecycle", "produktiv", message="so it is").unchanged
        assert land.set("bundid", "lifecycle", "abloesung", message="maybe", dry_run=True).added == 1
        with pytest.raises(UsageError, match="Why"):
            land.set("bundid", "lifecycle", "abloesung", message=" ")
        with pytest.raises(Conflict):
            land.set("bundid", "lifecycle", "abloesung", message="late", expect=0)
        assert land.snapshot is before and not before.closed
    assert fresh.log.last == 1


def test_a_change_in_a_scenario_stays_there(fresh: Workspace) -> None:
    create(fresh, "one-login", "try", "tester")
    with grundriss.open(fresh.path, today=TODAY, scenario="one-login") as land:
        land.set("bundid", "label", "Einlogin", message="try")
        assert land.element("bundid").item.label == "Einlogin"
    with grundriss.open(fresh.path, today=TODAY) as land:
        assert land.element("bundid").item.label != "Einlogin"


def test_neither_the_packaged_landscape_nor_the_past_can_be_changed(fresh: Workspace, no_cache: Path) -> None:
    with grundriss.open(fresh.path, today=TODAY) as land:
        land.set("bundid", "label", "Neu", message="so")
    past = grundriss.open(fresh.path, today=TODAY, revision=1)
    packaged = grundriss.open(today=TODAY)
    for land in (past, packaged):
        with land, pytest.raises(PermissionDenied):
            land.set("bundid", "label", "Alt", message="so")
    with pytest.raises(UsageError, match="closed"):
        past.set("bundid", "label", "Alt", message="so")
    assert fresh.log.last == 2
