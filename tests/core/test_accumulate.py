# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A dataset that accumulates holds the last content of each version of an artefact, and a load touches only its own."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from grundriss.cli.history_text import blame_text
from grundriss.cli.statistics import statistics_dict
from grundriss.editing.edit import set_value
from grundriss.errors import Conflict, InputError, NotFound, UsageError
from grundriss.exporters.canonical_export import export_canonical
from grundriss.exporters.rdf_export import quads_of
from grundriss.history.blame import blame
from grundriss.history.revert import revert
from grundriss.importers.canonical_folder import MANIFEST, Folder, file_name
from grundriss.model.artefact import Artefact, artefact_in
from grundriss.model.identifier import Base, dataset_in
from grundriss.model.terms import IDENTIFIER, LABEL, PROV, TYPE, concept, gru
from grundriss.scenarios.branching import create
from grundriss.scenarios.joining import merge
from grundriss.store.accumulation import Accumulated, accumulate, compared
from grundriss.store.asserted import Patch
from grundriss.store.canonical_load import load_folder
from grundriss.store.commit import Intent, apply_patch, load_large_file, replace_dataset
from grundriss.store.dataset_mode import check_one_mode
from grundriss.store.incremental import Reads
from grundriss.store.line import Line
from grundriss.store.provenance import revision_iri
from grundriss.store.workspace import Workspace
from grundriss.validation.validate import validate
from tests.core.conftest import TODAY
from tests.core.published import check
from tests.core.stated import stated
from tests.core.test_canonical import _stop_after
from tests.counts import examples
from tests.json_schema import faults

T = TypeVar("T")
BASE = Base()
FIM = "fim"
ONE, TWO, OTHER = Artefact("S60000011", "1.0"), Artefact("S60000011", "1.1"), Artefact("S7", "1.0")
ODD = Artefact("ä/../b c%2F", ".git")
NOTE = gru("sourceNote")


def about(key: str, *texts: str) -> list[Quad]:
    node = BASE.element("component", key)
    return [Quad(node, NOTE, Literal(text)) for text in texts]


def component(key: str, code: str = "produktiv") -> list[Quad]:
    """The facts of a component that breaks no rule."""
    node = BASE.element("component", key)
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (TYPE, gru("Component")),
        (IDENTIFIER, Literal(key)),
        (LABEL, Literal(key.title(), language="de")),
        (gru("kind"), concept("kind", "portal")),
        (gru("lifecycle"), concept("lifecycle", code)),
        (gru("layer"), concept("layer", "fach")),
    ]
    return [Quad(node, predicate, value) for predicate, value in said]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two components and no more: what is claimed here does not depend on how much else there is."""
    path = tmp_path_factory.mktemp("small") / "workspace"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    graph = BASE.source_graph("landscape")
    facts = [*component("bundid"), *component("zapuk")]
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in facts]
    assert replace_dataset(workspace, quads, Intent("landscape", "begin", "tester")).revision == 1
    return workspace


@pytest.fixture
def fresh(small: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it that a test may write to."""
    shutil.copytree(small.path, tmp_path / "workspace")
    return Workspace.open(tmp_path / "workspace", TODAY)


def load(line: Line, contents: Mapping[Artefact, Iterable[Quad]], dataset: str = FIM) -> Accumulated:
    return accumulate(line, contents, Intent(dataset, "import", "tester", source="fim.xml", sha256="0" * 64))


def held(line: Line, dataset: str = FIM) -> dict[Artefact, set[str]]:
    """What the dataset says of each artefact: the notes."""
    found: dict[Artefact, set[str]] = {}
    with line.snapshot() as snapshot:
        for quad in snapshot.store:
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and dataset_in(graph.value) == dataset:
                artefact = artefact_in(graph.value)
                assert artefact and isinstance(quad.object, Literal)
                found.setdefault(artefact, set()).add(quad.object.value)
    return found


def test_a_load_replaces_what_it_holds_and_leaves_the_others(fresh: Workspace) -> None:
    first = load(fresh, {ONE: about("bundid", "a", "b"), OTHER: about("zapuk", "c")})
    assert (first.revision, first.added, first.removed) == (2, 3, 0)
    assert (first.new, first.changed, first.same) == ((ONE, OTHER), (), ())
    second = load(fresh, {TWO: about("bundid", "d"), ONE: about("bundid", "b", "e")})
    assert (second.revision, second.added, second.removed) == (3, 2, 1)
    assert (second.new, second.changed, second.same) == ((TWO,), (ONE,), ())
    assert held(fresh) == {ONE: {"b", "e"}, TWO: {"d"}, OTHER: {"c"}}
    change = fresh.log.read(3)
    graphs = {ONE.graph(BASE, FIM), TWO.graph(BASE, FIM)}
    assert {quad.graph_name for quad in (*change.added, *change.removed)} == graphs
    assert [quad.object for quad in change.removed] == [Literal("a")]
    assert (change.entry.dataset, change.entry.mode, change.entry.source) == (FIM, "accumulate", "fim.xml")
    assert check(fresh).faults == [] == check(fresh, 2).faults


def test_the_same_again_changes_nothing_and_says_so(fresh: Workspace) -> None:
    nested = [Quad(BASE.element("component", "bundid"), NOTE, BlankNode("x"))]
    contents = {ONE: about("bundid", "a"), ODD: nested}
    assert load(fresh, contents).revision == 2
    again = load(fresh, contents)
    assert again.unchanged and again.revision is None and again.same == (ONE, ODD)
    assert fresh.log.last == 2


def test_an_artefact_that_is_loaded_empty_goes(fresh: Workspace) -> None:
    load(fresh, {ONE: about("bundid", "a"), TWO: about("bundid", "a")})
    outcome = load(fresh, {ONE: [], OTHER: []})
    assert (outcome.emptied, outcome.same, outcome.removed) == ((ONE,), (OTHER,), 1)
    assert held(fresh) == {TWO: {"a"}}
    with fresh.snapshot() as snapshot:
        assert Quad(BASE.element("component", "bundid"), NOTE, Literal("a")) in snapshot.store


KEYS = st.sampled_from([ONE, TWO, OTHER, ODD])
LOADS = st.lists(
    st.dictionaries(KEYS, st.sets(st.sampled_from("abc"), max_size=3), min_size=1), min_size=1, max_size=5
)


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(loads=LOADS)
def test_after_any_loads_each_artefact_holds_what_came_last(
    fresh: Workspace, loads: list[dict[Artefact, set[str]]]
) -> None:
    expected = held(fresh)
    for contents in loads:
        load(fresh, {artefact: about("bundid", *texts) for artefact, texts in contents.items()})
        expected |= contents
    assert held(fresh) == {artefact: texts for artefact, texts in expected.items() if texts}


def test_after_loads_and_reverts_the_store_is_what_the_log_gives(fresh: Workspace) -> None:
    before = stated(fresh)
    load(fresh, {ONE: about("bundid", "a"), ODD: about("zapuk", "b")})
    load(fresh, {ONE: about("bundid", "c")})
    revert(fresh, 3, "tester")
    assert held(fresh) == {ONE: {"a"}, ODD: {"b"}}
    revert(fresh, 2, "tester")
    assert stated(fresh) == before
    assert [check(fresh, since).faults for since in (None, 0, 3)] == [[], [], []]
    with fresh.at(3) as snapshot:
        assert len(quads_of(snapshot.store, BASE, FIM)) == 2
    fresh.remove_store()
    assert stated(fresh) == before


class Counting:
    """Counts the statements and the names of graphs that a store gives, and those that it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store, self.read = store, 0

    def quads_for_pattern(self, *pattern: object) -> Iterator[Quad]:
        return self._counted(self._store.quads_for_pattern(*pattern))  # type: ignore[arg-type]

    def named_graphs(self) -> Iterator[object]:
        return self._counted(self._store.named_graphs())

    def _counted(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            self.read += 1
            yield row


def test_what_is_read_does_not_grow_with_the_dataset(fresh: Workspace) -> None:
    load(fresh, {ONE: about("bundid", "text")})

    def reads(text: str) -> tuple[int, Reads | None]:
        contents = {ONE: about("bundid", text)}
        with fresh.writing() as writer:
            store: Any = Counting(writer.store)
            [(held, wanted)] = compared(store, BASE, FIM, contents).values()
            check_one_mode(store, wanted - held, held - wanted)
            read = store.read
            del store  # the writer gives its store back with the lock
        return read, load(fresh, contents).reads

    alone = reads("other")
    load(fresh, {Artefact("S9", str(number)): about("zapuk", str(number)) for number in range(50)})
    assert reads("another") == alone
    assert alone[0] == 1 and alone[1] is not None


@pytest.mark.parametrize("again", [[], about("zapuk", "z")])
def test_a_dataset_that_accumulates_is_not_replaced(
    fresh: Workspace, tmp_path: Path, again: list[Quad]
) -> None:
    load(fresh, {ONE: about("bundid", "a")})
    graph = BASE.source_graph(FIM)
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in again]
    with pytest.raises(Conflict, match="accumulates"):
        replace_dataset(fresh, quads, Intent(FIM, "replace", "tester"))
    (tmp_path / "x.nt").write_text("".join(f"{q.triple} .\n" for q in about("zapuk", "z")))
    with pytest.raises(Conflict, match="accumulates"):
        load_large_file(fresh, tmp_path / "x.nt", RdfFormat.N_TRIPLES, Intent(FIM, "large", "tester"))
    with pytest.raises(Conflict, match="accumulates"):
        apply_patch(fresh, patch(graph, "z"), Intent(None, "patch", "tester", mode="patch"))
    assert held(fresh) == {ONE: {"a"}} and fresh.log.last == 2
    assert check(fresh).faults == []


def patch(graph: NamedNode, text: str) -> Patch:
    return Patch(frozenset(Quad(q.subject, q.predicate, q.object, graph) for q in about("bundid", text)))


def test_a_dataset_that_is_replaced_does_not_accumulate(fresh: Workspace) -> None:
    with pytest.raises(Conflict, match="as a whole"):
        load(fresh, {ONE: about("bundid", "a")}, "landscape")
    both = patch(BASE.source_graph("new"), "a").added | patch(ONE.graph(BASE, "new"), "a").added
    with pytest.raises(Conflict, match="as a whole"):
        apply_patch(fresh, Patch(both), Intent(None, "patch", "tester", mode="patch"))
    assert fresh.log.last == 1


def test_a_dataset_that_has_become_empty_may_begin_in_the_other_mode(fresh: Workspace) -> None:
    load(fresh, {ONE: about("bundid", "a")})
    load(fresh, {ONE: []})
    graph = BASE.source_graph(FIM)
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in about("bundid", "b")]
    assert replace_dataset(fresh, quads, Intent(FIM, "whole", "tester")).revision == 4
    change = Patch(patch(ONE.graph(BASE, FIM), "c").added, frozenset(quads))
    assert apply_patch(fresh, change, Intent(None, "turn", "tester", mode="patch")).revision == 5
    assert held(fresh) == {ONE: {"c"}}
    assert [check(fresh, since).faults for since in (None, 3)] == [[], []]


def test_a_scenario_that_gave_a_dataset_another_mode_is_not_merged(fresh: Workspace) -> None:
    scenario = create(fresh, "try", "Try", "tester")
    load(scenario, {ONE: about("bundid", "in the scenario")})
    graph = BASE.source_graph(FIM)
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in about("zapuk", "a")]
    replace_dataset(fresh, quads, Intent(FIM, "whole", "tester"))
    with pytest.raises(Conflict, match="as a whole"):
        merge(scenario, "merge", "tester")
    replace_dataset(fresh, [], Intent(FIM, "nothing", "tester"))
    merge(scenario, "merge", "tester")
    assert held(fresh) == {ONE: {"in the scenario"}}


def test_a_canonical_export_has_a_file_for_each_artefact_and_comes_back(
    fresh: Workspace, tmp_path: Path
) -> None:
    load(fresh, {ONE: about("bundid", "a"), TWO: about("bundid", "b"), ODD: about("zapuk", "c")})
    folder, again = tmp_path / "x", tmp_path / "y"
    with fresh.snapshot() as snapshot:
        done = export_canonical(snapshot, folder)
    odd = "fim/%C3%A4%2F..%2Fb%20c%252F/%2Egit.nt"
    assert done.datasets == 2
    assert done.written == (odd, "fim/S60000011/1.0.nt", "fim/S60000011/1.1.nt", "landscape.nt")
    assert (folder / odd).read_bytes() == f"{about('zapuk', 'c')[0].triple} .\n".encode()
    Workspace.init(tmp_path / "empty")
    empty = Workspace.open(tmp_path / "empty", TODAY)
    opened = Folder.open(folder)
    assert load_folder(empty, opened, Intent(None, "load", "tester"), verify=True).revision == 1
    assert stated(empty) == stated(fresh) and held(empty) == held(fresh)
    assert check(empty).faults == []
    assert load_folder(empty, opened, Intent(None, "load", "tester"), verify=True).unchanged
    with empty.snapshot() as snapshot:
        export_canonical(snapshot, again)
    assert contents(again) == contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_files_of_artefacts_that_went_go_with_their_folders(fresh: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    load(fresh, {ONE: about("bundid", "a"), OTHER: about("bundid", "b")})
    with fresh.snapshot() as snapshot:
        export_canonical(snapshot, folder)
    load(fresh, {OTHER: []})
    with fresh.snapshot() as snapshot:
        assert export_canonical(snapshot, folder).removed == ("fim/S7/1.0.nt",)
    assert sorted(path.name for path in (folder / "fim").iterdir()) == ["S60000011"]
    (folder / "fim" / "S60000011" / "9.nt").write_bytes(b"")
    with pytest.raises(InputError, match=r"9\.nt"):
        Folder.open(folder)
    (folder / "fim" / "S60000011" / "9.nt").rename(folder / "fim" / "mine.txt")
    with fresh.snapshot() as snapshot, pytest.raises(Conflict, match=r"mine\.txt"):
        export_canonical(snapshot, folder)


def test_an_export_that_is_stopped_at_any_file_is_refused_and_can_be_written_again(
    fresh: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(fresh, {ONE: about("bundid", "a"), ODD: about("zapuk", "c")})
    with fresh.snapshot() as snapshot:
        export_canonical(snapshot, tmp_path / "whole")
        for writes in range(4):
            folder = tmp_path / f"stopped-{writes}"
            with monkeypatch.context() as patching:
                _stop_after(writes, patching)
                with pytest.raises(KeyboardInterrupt):
                    export_canonical(snapshot, folder)
            with pytest.raises(InputError):
                Folder.open(folder)
            export_canonical(snapshot, folder)
            assert contents(folder) == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    "name", ["fim/S1", "fim/../x", "fim/S1/..", "fim/S1/a b", "fim/S1/1/2", "/a/b", "fim/a/%zz"]
)
def test_a_manifest_that_names_no_graph_of_an_artefact_is_refused(tmp_path: Path, name: str) -> None:
    text = f'format = 1\nbase = "{BASE.iri}"\n[datasets."{name}"]\n'
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError):
        Folder.open(tmp_path)
    with pytest.raises((UsageError, ValueError)):
        patch(BASE.source_graph(name), "a")


def test_no_name_leads_out_of_the_folder() -> None:
    for name in ("../../x", "..", "a/../..", ".git/hooks/x"):
        steps = file_name(name).split("/")
        assert not any(step.startswith(".") for step in steps), name


@pytest.mark.parametrize(
    "text", ["", ".", "..", "x" * 201, "ä" * 40, "a\x00", "a\nb", "\ud800", "\u202e", "x" * 10_000]
)
def test_an_id_or_version_that_cannot_be_one_is_refused(text: str) -> None:
    for arguments in ((text, "1"), ("S1", text)):
        with pytest.raises(UsageError) as refused:
            Artefact(*arguments)
        assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    "text", ["a/b", "../..", "a b", "%2F", "ä", "a?b#c", "<>", '"', "...", "-", "A", "ａ"]
)
def test_odd_ids_and_versions_are_kept(text: str) -> None:
    artefact = Artefact(text, text)
    assert artefact_in(artefact.graph(BASE, FIM).value) == artefact
    assert dataset_in(artefact.graph(BASE, FIM).value) == FIM


def test_blame_and_provenance_name_the_dataset_and_the_artefact(fresh: Workspace) -> None:
    load(fresh, {ONE: about("bundid", "a")})
    load(fresh, {TWO: about("bundid", "b")})
    found = blame(fresh, "bundid")
    notes = {f.value.text: f for f in found.facts if f.property == "gru:sourceNote" and f.dataset == FIM}
    assert {text: f.artefact for text, f in notes.items()} == {"a": ONE, "b": TWO}
    assert [f.entry.revision for f in notes.values() if f.entry] == [2, 3]
    assert faults(found.to_dict(), "blame") == []
    assert "fim.xml (S60000011 1.1)" in blame_text(found, "en")
    generated = NamedNode(PROV + "wasGeneratedBy")
    with fresh.snapshot() as snapshot:
        made = snapshot.store.quads_for_pattern(None, generated, revision_iri(BASE, 3), None)
        assert {quad.subject for quad in made} == {BASE.source_graph(FIM), TWO.graph(BASE, FIM)}
        statements = statistics_dict(snapshot)["statements"]
        assert statements["source/fim"] == 2 and not [name for name in statements if "S6" in name]


def test_an_export_is_of_all_artefacts_and_offers_the_dataset_by_its_name(fresh: Workspace) -> None:
    load(fresh, {ONE: about("bundid", "a"), TWO: about("bundid", "b")}, "baustein-katalog")
    with fresh.snapshot() as snapshot:
        assert len(quads_of(snapshot.store, BASE, "baustein-katalog")) == 2
        with pytest.raises(NotFound) as unknown:
            quads_of(snapshot.store, BASE, "baustein-katalg")
    assert "baustein-katalog?" in str(unknown.value.advice)


@pytest.mark.parametrize("dataset", [None, FIM])
def test_a_single_fact_is_changed_where_it_is_stated(fresh: Workspace, dataset: str | None) -> None:
    load(fresh, {ONE: component("neues"), TWO: about("zapuk", "a")})
    done = set_value(fresh, "neues", "lifecycle", "abloesung", Intent(dataset, "ends", "tester"))
    assert done.datasets == {FIM: (1, 1)}
    assert {quad.graph_name for quad in done.patch.added} == {ONE.graph(BASE, FIM)}
    assert check(fresh).faults == []
    again = load(fresh, {ONE: component("neues")})
    assert (again.changed, again.added, again.removed) == ((ONE,), 1, 1)


def test_a_new_fact_is_not_written_past_the_artefacts(fresh: Workspace) -> None:
    load(fresh, {ONE: component("neues")})
    with pytest.raises(Conflict, match="accumulates"):
        set_value(fresh, "neues", "sourceNote", "Somebody", Intent(FIM, "new", "tester"))


def test_versions_that_disagree_are_a_warning_and_one_that_contradicts_itself_is_wrong(
    fresh: Workspace,
) -> None:
    first = load(fresh, {ONE: component("neues"), TWO: component("neues", "abloesung")})
    assert first.revision == 2
    with fresh.snapshot() as snapshot:
        found = {f.rule: f.severity for f in validate(snapshot.store).results if f.focus.key == "neues"}
    assert found["grush:SourcesDisagree"] == "warning"
    refused = load(fresh, {OTHER: [*component("anderes"), *component("anderes", "abloesung")]})
    assert refused.revision is None and not refused.report.conforms
    assert fresh.log.last == 2
