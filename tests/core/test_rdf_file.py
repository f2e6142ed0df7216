# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""RDF files: every format, bare triples lifted, blank nodes named for good, hostile files refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from grundriss.errors import GrundrissError, InputError, LimitExceeded, UsageError
from grundriss.importers.rdf_file import FORMATS, format_of, read_rdf
from grundriss.model.identifier import Base
from grundriss.model.terms import GRU, TYPE, gru
from grundriss.store.bulk import BULK_FROM_BYTES, bulk_load
from grundriss.store.commit import Intent, load_large_file, replace_dataset
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.skolem import skolemise
from grundriss.store.workspace import Workspace
from grundriss.validation.candidate import candidate_store
from tests.core.conftest import TODAY, intent

BASE = Base()
GRAPH = BASE.source_graph("test")
C = BASE.iri + "id/component/"


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_bare_direct_triple_becomes_a_relation_of_its_type(tmp_path: Path) -> None:
    file = written(tmp_path, "x.ttl", f"<{C}a> <{GRU}authenticatesWith> <{C}b> .")
    node = BASE.element("relation", "authenticates-with--a--b")
    quads = read_rdf(file, BASE, GRAPH)
    assert {(q.predicate.value, q.object.value) for q in quads if q.subject == node} == {  # type: ignore[union-attr]
        (TYPE.value, GRU + "AuthenticatesWith"),
        ("http://purl.org/dc/terms/identifier", "authenticates-with--a--b"),
        (GRU + "source", C + "a"),
        (GRU + "target", C + "b"),
        (GRU + "inState", GRU + "ist"),
    }
    assert len(quads) == 5


def test_a_direct_triple_that_a_relation_carries_is_not_doubled(tmp_path: Path) -> None:
    relation = f"<{BASE.iri}id/relation/r> a <{GRU}Uses> ; <{GRU}source> <{C}a> ; <{GRU}target> <{C}b> ."
    file = written(tmp_path, "x.ttl", f"<{C}a> <{GRU}uses> <{C}b> . {relation}")
    assert {q.subject.value for q in read_rdf(file, BASE, GRAPH)} == {BASE.iri + "id/relation/r"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "text", "error", "said"),
    [
        ("x.ttl", "<urn:a> <urn:b> .", InputError, "x.ttl:1"),
        ("x.ttl", "@prefix a: <urn:a> .\na:b a:c a:d a:e .", InputError, "x.ttl:2"),
        ("x.nt", "<urn:a> <urn:b> <urn:c>\n", InputError, "x.nt"),
        ("x.jsonld", '{"@context": "http://127.0.0.1:9/context", "a": 1}', InputError, "x.jsonld"),
        ("x.jsonld", "[" * 20_000, GrundrissError, "x.jsonld"),
        ("x.rdf", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', InputError, "DTD"),
        ("x.rdf", "<rdf", InputError, "x.rdf"),
        ("x.docx", "text", UsageError, "docx"),
        ("x.ttl", "\0\0\0", InputError, "NUL"),
    ],
)
def test_what_is_no_rdf_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, error: type[GrundrissError], said: str
) -> None:
    with pytest.raises(error) as refused:
        read_rdf(written(tmp_path, name, text), BASE, GRAPH)
    assert said in str(refused.value)


def test_a_missing_file_offers_the_nearest(tmp_path: Path) -> None:
    written(tmp_path, "landscape.ttl", "")
    with pytest.raises(InputError) as refused:
        read_rdf(tmp_path / "landscap.ttl", BASE, GRAPH)
    assert "landscape.ttl" in str(refused.value.hint)


def test_a_missing_file_without_an_extension_is_missing_and_not_of_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no such file"):
        read_rdf(tmp_path / "nofile", BASE, GRAPH)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.ttl", '<urn:a> <urn:b> "Straße" .'),
        ("x.nt", '<urn:a> <urn:b> "Straße" .'),
        ("x.nq", '<urn:a> <urn:b> "Straße" <urn:g> .'),
        ("x.trig", '<urn:g> { <urn:a> <urn:b> "Straße" }'),
        ("x.jsonld", '{"@id": "urn:a", "urn:b": "Straße"}'),
        (
            "x.rdf",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
            '<r:Description r:about="urn:a"><u:b>Straße</u:b></r:Description></r:RDF>',
        ),
    ],
)
def test_utf_8_may_begin_with_a_mark_and_other_encodings_are_refused_as_such(
    tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content.encode("utf-8-sig"))
    assert [str(quad.object) for quad in read_rdf(file, BASE, GRAPH)] == ['"Straße"']
    for encoding in ("latin-1", "utf-16"):
        file.write_bytes(content.encode(encoding))
        with pytest.raises(InputError, match=r"x\.\w+.*: The file is not in UTF-8") as refused:
            read_rdf(file, BASE, GRAPH)
        assert refused.value.hint == "Save it as UTF-8."


@pytest.mark.parametrize("name", ["x.ttl", "x.nt", "x.jsonld"])
def test_a_text_that_is_longer_than_the_parser_reads_names_the_limit(tmp_path: Path, name: str) -> None:
    text, most = "a" * 17_000_000, r"x\.\w+ .* more than 16 MB"
    content = {"x.jsonld": f'{{"@id": "urn:a", "urn:b": "{text}"}}'}.get(
        name, f'<urn:a> <urn:b> "{text}" .\n'
    )
    with pytest.raises(LimitExceeded, match=most) as refused:
        read_rdf(written(tmp_path, name, content), BASE, GRAPH)
    assert "limit is fixed" in str(refused.value.hint)


def test_the_format_is_known_by_extension_or_name() -> None:
    assert {name: format_of(Path(f"x.{name}")) for name in FORMATS} == FORMATS
    assert format_of(Path("x"), "turtle") == RdfFormat.TURTLE


names = st.sampled_from([BlankNode(f"n{number}") for number in range(6)])
values = st.one_of(names, st.sampled_from([NamedNode("urn:x"), Literal("a"), Literal("b")]))
blank_quads = st.lists(
    st.builds(Quad, names, st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")]), values, st.just(GRAPH)),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(blank_quads, st.permutations(range(6)))
def test_names_of_blank_nodes_do_not_depend_on_labels_or_order(quads: list[Quad], order: list[int]) -> None:
    renamed = {f"n{old}": BlankNode(f"m{new}") for old, new in enumerate(order)}

    def other(node: object) -> object:
        return renamed[node.value] if isinstance(node, BlankNode) else node

    again = [Quad(other(q.subject), q.predicate, other(q.object), q.graph_name) for q in reversed(quads)]  # type: ignore[arg-type]
    assert set(skolemise(quads, BASE)) == set(skolemise(again, BASE))


def test_a_new_blank_node_does_not_rename_the_others() -> None:
    one = [Quad(BlankNode("a"), NamedNode("urn:p"), Literal("one"), GRAPH)]
    two = [*one, Quad(BlankNode("b"), NamedNode("urn:p"), Literal("two"), GRAPH)]
    assert set(skolemise(one, BASE)) < set(skolemise(two, BASE))


def test_a_clique_of_like_blank_nodes_is_refused() -> None:
    nodes = [BlankNode(f"n{number}") for number in range(9)]
    quads = [Quad(a, NamedNode("urn:p"), b, GRAPH) for a in nodes for b in nodes if a != b]
    with pytest.raises(LimitExceeded):
        skolemise(quads, BASE)


def test_a_long_chain_of_blank_nodes_is_refused() -> None:
    quads = [
        Quad(BlankNode(f"n{n}"), NamedNode("urn:p"), BlankNode(f"n{n + 1}"), GRAPH) for n in range(1_001)
    ]
    with pytest.raises(LimitExceeded):
        skolemise(quads, BASE)


def test_a_triple_term_is_refused_with_its_place() -> None:
    term = Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
    with pytest.raises(InputError, match="urn:reifier"):
        skolemise([Quad(NamedNode("urn:reifier"), NamedNode("urn:says"), term, GRAPH)], BASE)


def test_loading_blank_nodes_twice_changes_nothing(fresh: Workspace, tmp_path: Path) -> None:
    nested = f'[] <{GRU}sourceNote> "y" ; <{GRU}evidenceText> [ <{GRU}sourceNote> "z" ] .'
    text = f'<{C}bundid> <{GRU}sourceNote> "x" . {nested}'
    file = written(tmp_path, "blank.ttl", text)
    graph = fresh.base.source_graph("blank")
    first = replace_dataset(fresh, read_rdf(file, fresh.base, graph), Intent("blank", "x", "tester"))
    assert first.added == 4
    assert replace_dataset(fresh, read_rdf(file, fresh.base, graph), Intent("blank", "x", "tester")).unchanged
    with fresh.snapshot() as snapshot:
        assert not any(
            isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode) for q in snapshot.store
        )


def test_the_fast_way_gives_what_the_other_gives(loaded: Workspace, tmp_path: Path) -> None:
    """A large file is read by the store itself; the result is the same as statement by statement."""
    with loaded.snapshot() as snapshot:
        graph = loaded.base.source_graph("landscape")
        quads = list(snapshot.store.quads_for_pattern(None, None, None, graph))
    file = tmp_path / "landscape.nt"
    file.write_text("".join(f"{quad.triple} .\n" for quad in quads), encoding="utf-8")
    Workspace.init(tmp_path / "w")
    fast = Workspace.open(tmp_path / "w", loaded.today)
    outcome = load_large_file(fast, file, RdfFormat.N_TRIPLES, intent())
    assert outcome is not None and outcome.revision == 1 and outcome.added == len(quads)
    provenance = fast.base.graph("provenance")
    with fast.snapshot() as one, loaded.snapshot() as two:
        found = [{q for q in s.store if q.graph_name != provenance} for s in (one, two)]
    assert found[0] == found[1]
    assert {q.triple for q in fast.log.read(1).added} == {quad.triple for quad in quads}
    assert load_large_file(fast, file, RdfFormat.N_TRIPLES, intent()) is None, (
        "the dataset is not empty any more"
    )
    assert file.stat().st_size < BULK_FROM_BYTES


@pytest.mark.parametrize(
    ("rdf_format", "text"),
    [
        (RdfFormat.N_TRIPLES, "_:a <urn:p> <urn:o> .\n"),
        (RdfFormat.N_TRIPLES, "<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .\n"),
        (RdfFormat.N_TRIPLES, f"<{C}a> <{GRU}uses> <{C}b> .\n"),
        (RdfFormat.TURTLE, "<urn:s> <urn:p> [ <urn:q> 1 ] .\n"),
        (RdfFormat.TURTLE, f"<{C}a> <{GRU}uses> <{C}b> .\n"),
    ],
)
def test_the_fast_way_leaves_what_must_be_rewritten_to_the_other(
    tmp_path: Path, rdf_format: RdfFormat, text: str
) -> None:
    file = written(tmp_path, "x", text)
    workspace = Workspace.init(tmp_path / "w")
    assert load_large_file(workspace, file, rdf_format, intent()) is None
    assert workspace.log.last == 0 and workspace.generations.current == 0


@pytest.mark.parametrize("rdf_format", [RdfFormat.N_TRIPLES, RdfFormat.TURTLE])
def test_the_fast_way_is_not_led_astray_by_texts(tmp_path: Path, rdf_format: RdfFormat) -> None:
    label = '"_:a is no blank node, <<this>> no triple, [] () nothing"'
    file = written(tmp_path, "x", f"<{C}a> <http://www.w3.org/2004/02/skos/core#prefLabel> {label}@en .\n")
    workspace = Workspace.init(tmp_path / "w")
    outcome = load_large_file(workspace, file, rdf_format, intent(), dry_run=True)
    assert outcome is not None and outcome.added == 1


def test_the_fast_way_reads_every_term_alike_into_both_graphs(tmp_path: Path) -> None:
    text = """@base <http://example.org/q/> . @prefix : <http://example.org/x/../> .
        <../a/./b> :p "x"@de-DE, "x"@EN, 01, 1.50, true, "\\u00e4", <#y>, <?z>, <//h/x>, <> . :a\\,b :p :ä%20 ."""
    store = Store()
    file = written(tmp_path, "x.ttl", text)
    assert bulk_load(MaterialisedStore(store, BASE), file, RdfFormat.TURTLE, GRAPH, BASE.iri)
    found = [
        {q.triple for q in store.quads_for_pattern(None, None, None, g)} for g in (GRAPH, DefaultGraph())
    ]
    assert found[0] == found[1] and len(found[0]) == 11


def test_an_empty_file_is_no_change_on_the_fast_way_either(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "w")
    outcome = load_large_file(workspace, written(tmp_path, "x", ""), RdfFormat.N_TRIPLES, intent())
    assert outcome is not None and outcome.unchanged and workspace.log.last == 0


def test_a_broken_large_file_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, "x.nt", "<urn:a> <urn:b> <urn:c> .\nnonsense\n")
    workspace = Workspace.init(tmp_path / "w")
    with pytest.raises(SyntaxError):
        load_large_file(workspace, file, RdfFormat.N_TRIPLES, intent())
    assert workspace.log.last == 0
    assert [p.name for p in (workspace.path / "store").iterdir()] == []


def test_a_term_of_another_vocabulary_is_kept(fresh: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path, "x.ttl", "<https://example.org/a> <https://example.org/p> 'kept'@de .")
    graph = fresh.base.source_graph("other")
    assert (
        replace_dataset(fresh, read_rdf(file, fresh.base, graph), Intent("other", "x", "tester")).revision
        == 2
    )
    with fresh.snapshot() as snapshot:
        assert (
            Quad(
                NamedNode("https://example.org/a"),
                NamedNode("https://example.org/p"),
                Literal("kept", language="de"),
                graph,
            )
            in snapshot.store
        )
    assert gru("uses").value == GRU + "uses"


@pytest.mark.parametrize(
    ("name", "text", "said", "hint"),
    [
        ("x.ttl", "<urn:a> <urn:b> .", ":1:17: „.“ kann kein Wert sein.", "gru:ist"),
        ("x.ttl", "a:b a:c a:d .", ":1:1: Das Präfix „a:“ ist nicht vereinbart.", "@prefix a: <…> ."),
        ("x.ttl", "Hallo Welt", ":1:1: Mit „Hallo“ kann keine Aussage beginnen.", "<IRI>"),
        ("x.ttl", '<urn:a> <urn:b> "x .', ":1:17: Die Datei endet mitten", "Anführungszeichen"),
        ("x.ttl", "<urn:a b> <urn:b> 1 .", ":1:1: Das Zeichen „ “ darf", "%20"),
        ("x.nt", "<urn:a> <urn:b> <urn:c>\n", ":2:1: Hier fehlt der Punkt", "`;`"),
        ("x.jsonld", '{"@context": "http://127.0.0.1:9/c", "a": 1}', ": Der @context steht", "in die Datei"),
        (
            "x.jsonld",
            '{"@id": 1}',
            ": Die Datei ist nicht zu lesen; das Leseprogramm meldet „@id value",
            "-f",
        ),
    ],
)
def test_what_the_parser_complains_of_is_told_once_in_german_with_a_fix(
    tmp_path: Path, name: str, text: str, said: str, hint: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_rdf(written(tmp_path, name, text), BASE, GRAPH)
    told = refused.value.text("de").removeprefix(str(tmp_path / name))
    assert told.startswith(said) and "error" not in told
    assert hint in str(refused.value.hint_in("de"))


def test_what_is_wrong_with_the_statements_of_a_file_names_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "x.ttl", "[] <urn:b> " + ", ".join(["[]"] * 9) + " .")
    with pytest.raises(LimitExceeded, match=r"x\.ttl: 9 blank nodes say the same") as refused:
        candidate_store([file], TODAY)
    assert refused.value.hint == "Give the nodes IRIs."
    file = written(tmp_path, "y.ttl", "<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .")
    with pytest.raises(InputError, match=r"y\.ttl: A statement about a statement .*<urn:c> <urn:d> <urn:e>"):
        candidate_store([file], TODAY)
