# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Links that no file declares: found by what proves them, and by nothing less.

What real files hold is counted here by plain loops over their XML.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad

from grundriss import resources
from grundriss.errors import InputError, UsageError
from grundriss.fim.links import rare_features, similar_names
from grundriss.fim.links.artefacts import Artefact, Catalogue, read_catalogue
from grundriss.fim.links.evidence import Evidence, Grade, Link, LinkType, Method, Pair, combined
from grundriss.fim.links.inference import FoundLink, infer
from grundriss.fim.links.name_words import similarity, words_of
from grundriss.fim.links.rare_features import rarity
from grundriss.fim.links.service_keys import keys_in, sentence_around
from grundriss.fim.links.shared_addresses import host_of
from grundriss.fim.links.shared_provisions import overlap
from grundriss.fim.links.similar_names import services_by_name
from grundriss.fim.links.statements import statements
from grundriss.fim.links.threshold import Threshold, default_threshold, threshold_from
from grundriss.importers.fim.collection import read_collection
from grundriss.importers.fim.xdatenfelder import PLACEHOLDER_PROFILE
from grundriss.model.identifier import Base
from grundriss.model.terms import GRU, LABEL, TYPE, gru
from grundriss.model.vocabulary import concepts, ontology_store
from grundriss.store.snapshot import Snapshot
from tests.core.questions.test_fim import snapshot_of

BASE = Base()
EXAMPLES = resources.path("data", "examples", "fim")
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "fim" / "samples"
SCHEMA = "gartenlaube_xdf3.xml"
PROFILE = "gartenlaube_dokumentsteckbrief_xdf3.xml"
PROCESS = "gartenlaube_xprozess2.xml"
KEY = "99999001001000"
ALL = Threshold(Grade.SIMILAR_NAME, {})
NOUNS = st.sampled_from("Garten Laube Hund Jagdschein Erlaubnis Anzeige Erteilung für der Antrag".split())
NAMES = st.one_of(st.text(max_size=40), st.lists(NOUNS, max_size=6).map(" ".join))


# The examples, with one cell changed


def folder_with(tmp_path: Path, changes: dict[str, list[tuple[str, str]]]) -> Path:
    """A copy of the FIM examples in which some cells are changed."""
    for file in EXAMPLES.glob("*.xml"):
        text = file.read_text(encoding="utf-8")
        for old, new in changes.get(file.name, []):
            assert text.count(old) >= 1, old
            text = text.replace(old, new, 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    return tmp_path


def links_of(
    snapshot: Snapshot, threshold: Threshold = ALL, type_: LinkType = LinkType.COLLECTS_DATA_FOR
) -> dict[tuple[str, str], FoundLink]:
    """The links of a type by the keys of their ends."""
    found = infer(snapshot, threshold)
    return {(x.source.key, x.target.key): x for x in found.links if x.link.pair.type is type_}


def grades(link: FoundLink) -> dict[Grade, float]:
    return {evidence.grade: evidence.score for evidence in link.link.evidence}


def test_the_example_is_linked_by_its_document_profile_and_all_other_evidence_stands_beside(
    tmp_path: Path,
) -> None:
    links = links_of(snapshot_of(folder_with(tmp_path, {})))
    link = links["S99000000901/1.0.0", KEY]
    assert list(grades(link)) == [Grade.DOCUMENT_PROFILE, Grade.SHARED_LEGAL_BASIS, Grade.SIMILAR_NAME]
    assert "D99000000941" in link.evidence.text and "§ 2 BeispielG" in link.link.text
    assert "[similar-name" in link.link.text and link.evidence.method is Method.KEY_MATCH


def test_the_placeholder_profile_proves_nothing(tmp_path: Path) -> None:
    changes = {
        SCHEMA: [("<x:id>D99000000941</x:id>", f"<x:id>{PLACEHOLDER_PROFILE}</x:id>")],
        PROCESS: [
            ("<p:formularID>D99000941</p:formularID>", f"<p:formularID>{PLACEHOLDER_PROFILE}</p:formularID>")
        ],
    }
    link = links_of(snapshot_of(folder_with(tmp_path, changes)))["S99000000901/1.0.0", KEY]
    assert Grade.DOCUMENT_PROFILE not in grades(link) and link.evidence.grade is Grade.SHARED_LEGAL_BASIS


def test_the_profile_that_a_conversion_wrote_into_the_text_counts(tmp_path: Path) -> None:
    block = "Originalwerte der XDF2-Datei: ID: S1 Zugeordneter Dokumentsteckbrief: D99000941Antrag"
    changes = {
        SCHEMA: [
            ("<x:id>D99000000941</x:id>", f"<x:id>{PLACEHOLDER_PROFILE}</x:id>"),
            ("Angaben für die Erlaubnis einer Gartenlaube.", block),
        ]
    }
    snapshot = snapshot_of(folder_with(tmp_path, changes))
    link = links_of(snapshot)["S99000000901/1.0.0", KEY]
    assert link.evidence.grade is Grade.DOCUMENT_PROFILE
    [(ends, link)] = links_of(snapshot, ALL, LinkType.FOLLOWS_PROFILE).items()
    assert ends == ("S99000000901/1.0.0", "D99000000941/1.0.0"), "the version that is loaded"
    assert list(grades(link)) == [Grade.TEXT_MENTION, Grade.SIMILAR_NAME]


def test_a_schema_whose_file_names_its_profile_is_given_no_other(tmp_path: Path) -> None:
    assert not links_of(snapshot_of(folder_with(tmp_path, {})), ALL, LinkType.FOLLOWS_PROFILE)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Gehört zu 99012003004000. Ende.", 1.0),
        ("Zu 99012003004000, 99012003004001 und 99012003004002.", 1 / 3),
        ("Zu 9901200300400 oder 990120030040001.", None),
        ("Zu F99012003004000 oder 1.99012003004000.", None),
        ("Zu 99000003004000.", None),
    ],
)
def test_a_key_in_the_text_is_a_whole_number_and_of_several_each_counts_less(
    tmp_path: Path, text: str, score: float | None
) -> None:
    changes = {SCHEMA: [("Angaben für die Erlaubnis einer Gartenlaube.", text)]}
    link = links_of(snapshot_of(folder_with(tmp_path, changes))).get(("S99000000901/1.0.0", "99012003004000"))
    assert (grades(link).get(Grade.TEXT_MENTION) if link else None) == score
    if link:
        assert link.evidence.text.startswith("„") and "99012003004000" in link.evidence.text


def test_a_title_in_place_of_an_identifier_leads_to_the_document_profile(tmp_path: Path) -> None:
    changes = {PROFILE: [("<x:name>Antrag Gartenlaube</x:name>", "<x:name>Lageplan des Gartens</x:name>")]}
    snapshot = snapshot_of(folder_with(tmp_path, changes))
    found = links_of(snapshot, ALL, LinkType.WORKS_WITH_PROFILE)
    [(ends, link)] = found.items()
    assert ends == ("process/99999001001000/01.00.00-101", "D99000000941/1.0.0")
    assert link.evidence.score == 1 and "„Lageplan des Gartens“" in link.evidence.text


def with_component(
    snapshot: Snapshot, name: str, homepage: str | None = None, key: str = "garten"
) -> Snapshot:
    node = BASE.element("component", key)
    snapshot.store.add(Quad(node, TYPE, gru("Component")))
    snapshot.store.add(Quad(node, LABEL, Literal(name, language="de")))
    if homepage:
        snapshot.store.add(Quad(node, gru("homepage"), NamedNode(homepage)))
    return snapshot


def test_a_specialist_application_and_an_online_service_lead_to_components(tmp_path: Path) -> None:
    snapshot = with_component(
        snapshot_of(folder_with(tmp_path, {})), "Beispielverfahren Garten", "https://www.example.org/start"
    )
    assert set(links_of(snapshot, ALL, LinkType.SUPPORTED_BY)) == {
        ("process/99999001001000/01.00.00-101", "garten")
    }
    realises = links_of(snapshot, ALL, LinkType.REALISES)["garten", "B999999.OD.3001/aktuell"]
    assert (realises.evidence.grade, realises.evidence.score) == (Grade.TEXT_MENTION, 1)
    with_component(snapshot, "Etwas anderes", "https://example.org", "anderes")
    shared = links_of(snapshot, ALL, LinkType.REALISES)
    assert {link.evidence.score for link in shared.values()} == {0.5} and len(shared) == 2


def test_what_somebody_declares_is_not_inferred(tmp_path: Path) -> None:
    snapshot = snapshot_of(folder_with(tmp_path, {}))
    schema, relation = BASE.element("fim", "schema/S99000000901/1.0.0"), NamedNode("urn:x:declared")
    for said in (
        (TYPE, gru("CollectsDataFor")),
        (gru("source"), schema),
        (gru("target"), BASE.element("service", KEY)),
    ):
        snapshot.store.add(Quad(relation, *said))
    found = infer(snapshot, ALL)
    assert not any(link.source.key == "S99000000901/1.0.0" for link in found.links)
    assert found.counts[LinkType.COLLECTS_DATA_FOR]["declared"] == 1


# Names, keys, provisions


@given(NAMES, NAMES)
def test_the_similarity_of_names_is_from_0_to_1_and_the_same_both_ways(a: str, b: str) -> None:
    one, other = words_of(a), words_of(b)
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)


@given(NAMES)
def test_a_name_is_as_similar_to_itself_as_can_be_or_says_nothing(name: str) -> None:
    assert (
        similarity(words_of(name), words_of(name.upper())) in (0, 1) or name.upper().lower() != name.lower()
    )


PLACES = st.frozensets(st.integers(0, 9), max_size=6)


@given(st.lists(PLACES, min_size=2, max_size=8))
def test_the_overlap_of_legal_bases_is_from_0_to_1_and_the_same_both_ways(
    bases: list[frozenset[int]],
) -> None:
    nodes = [frozenset(NamedNode(f"urn:x:{n}") for n in numbers) for numbers in bases]
    citing = [base for base in nodes if base]
    rarities = {
        place: rarity(sum(place in base for base in citing), len(citing)) for base in citing for place in base
    }
    found = overlap(nodes[0], nodes[1], rarities)
    assert 0 <= found <= 1 and found == overlap(nodes[1], nodes[0], rarities)
    assert (found > 0) == bool(nodes[0] & nodes[1])


def test_a_place_that_very_many_cite_weighs_little() -> None:
    common, rare = NamedNode("urn:x:vwvfg--26"), NamedNode("urn:x:bmg--17")
    rarities = {common: rarity(900, 1000), rare: rarity(2, 1000)}
    assert overlap(frozenset({common}), frozenset({common}), rarities) < 0.2
    assert overlap(frozenset({rare, common}), frozenset({rare, common}), rarities) > 0.8


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        ("Erteilung", "Erteilung", 0, 0),
        ("Antrag auf Erteilung eines Jagdscheins", "Jagdschein Erteilung", 1, 1),
        ("Anzeige", "Hund Anzeige", 0, 0),
        ("Hund Anmeldung", "Hund Abmeldung", 0.6, 0.7),
        ("", "", 0, 0),
        ("Der für und", "Der für und", 0, 0),
    ],
)
def test_names_are_compared_without_words_that_every_form_has(
    a: str, b: str, least: float, most: float
) -> None:
    assert least <= similarity(words_of(a), words_of(b)) <= most


@given(st.text(alphabet="0123456789 .,-/F\n", max_size=60))
def test_every_key_that_is_found_stands_alone_in_the_text(text: str) -> None:
    for key, place in keys_in(text):
        assert text[place : place + 14] == key and key.startswith("99")
        around = text[max(0, place - 1) : place] + text[place + 14 : place + 15]
        assert not any(character.isalnum() for character in around)
        assert key in sentence_around(text, place)


def test_a_long_sentence_is_quoted_around_the_key() -> None:
    text = "x " * 500 + KEY + " y" * 500
    quoted = sentence_around(text, text.index(KEY))
    assert KEY in quoted and len(quoted) < 300


def test_hosts_are_read_from_whole_addresses_only() -> None:
    assert host_of("https://www.beispiel.de/a") == host_of("http://beispiel.de") == "beispiel.de"
    assert not any(map(host_of, ("", "beispiel.de", "mailto:a@beispiel.de", "https://[", "javascript:1")))


# Gathering


def named(key: str, *names: str) -> Artefact:
    return Artefact(NamedNode(f"urn:x:{key}"), names=names)


def test_two_schemas_of_one_name_are_both_linked_and_empty_names_never() -> None:
    schemas = [
        named("s1", "Antrag Gartenlaube"),
        named("s2", "Antrag Gartenlaube"),
        named("s3", ""),
        named("s4"),
    ]
    services = [named("d1", "Gartenlaube Erlaubnis"), named("d2", ""), named("d3")]
    catalogue = Catalogue(BASE, {s.node: s for s in schemas}, {s.node: s for s in services})
    found = {(pair.source.value[-2:], pair.target.value[-2:]) for pair, _ in services_by_name(catalogue)}
    assert found == {("s1", "d1"), ("s2", "d1")}


def test_the_cost_does_not_grow_with_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    real = similar_names.similarity

    def counted(a: frozenset[str], b: frozenset[str]) -> float:
        nonlocal compared
        compared += 1
        return real(a, b)

    monkeypatch.setattr(similar_names, "similarity", counted)
    many = 2 * rare_features.COMMON
    schemas = [named(f"s{n}", f"Erlaubnis wort{n}xx") for n in range(many)]
    services = [named(f"d{n}", f"Erlaubnis wort{n}xx") for n in range(many)]
    catalogue = Catalogue(BASE, {s.node: s for s in schemas}, {s.node: s for s in services})
    assert len(list(services_by_name(catalogue))) == many
    assert compared == many


def test_the_strongest_grade_counts_and_the_others_stand_in_the_text() -> None:
    pair = Pair(LinkType.COLLECTS_DATA_FOR, NamedNode("urn:x:s"), NamedNode("urn:x:d"))
    weak = Evidence(Grade.SIMILAR_NAME, Method.NAME_COMPARISON, 1.0, "Namen")
    strong = Evidence(Grade.TEXT_MENTION, Method.TEXT_SEARCH, 0.25, "Stelle")
    better = Evidence(Grade.TEXT_MENTION, Method.TEXT_SEARCH, 0.5, "bessere Stelle")
    [link] = combined([(pair, weak), (pair, strong), (pair, better)])
    assert link.strongest == better
    assert link.text == "[text-mention 0.50] bessere Stelle · [similar-name 1.00] Namen"
    with pytest.raises(ValueError, match="score"):
        Evidence(Grade.TEXT_MENTION, Method.TEXT_SEARCH, 1.1, "")


def test_ids_that_differ_only_in_what_a_key_does_not_keep_get_relations_of_their_own() -> None:
    target, evidence = (
        BASE.element("service", KEY),
        Evidence(Grade.SIMILAR_NAME, Method.NAME_COMPARISON, 1, "x"),
    )
    links = [
        Link(Pair(LinkType.COLLECTS_DATA_FOR, BASE.element("fim", f"schema/{name}"), target), (evidence,))
        for name in ("S1/1.0", "s1/1.0")
    ]
    quads = statements(links, BASE, BASE.source_graph("fim-links"))
    assert len({quad.subject for quad in quads}) == 2 and len(quads) == 18


def test_grades_methods_and_types_are_those_of_the_ontology() -> None:
    order = {
        quad.subject: int(quad.object.value)
        for quad in ontology_store().quads_for_pattern(None, gru("order"), None, None)
        if isinstance(quad.object, Literal)
    }
    codes = concepts("evidence-grade")
    assert sorted(codes, key=lambda code: order[codes[code]]) == list(Grade)
    assert set(Method) <= set(concepts("evidence-method"))
    types = ontology_store().quads_for_pattern(None, gru("directPredicate"), None, None)
    assert {GRU + name for name in LinkType} <= {quad.subject.value for quad in types}  # type: ignore[union-attr]


# The threshold


def test_the_threshold_leaves_out_what_is_weaker(tmp_path: Path) -> None:
    snapshot = snapshot_of(folder_with(tmp_path, {}))
    ends = ("S99000000901/1.0.0", KEY)
    strong = links_of(snapshot, default_threshold().with_options("document-profile", None))[ends]
    assert list(grades(strong)) == [Grade.DOCUMENT_PROFILE]
    assert links_of(snapshot, default_threshold().with_options("declared", None)) == {}


def test_settings_say_what_is_enough() -> None:
    said = threshold_from({"grade": "text-mention", "min-score": {"text-mention": 0.5}}, "grundriss.toml")
    assert said.grade is Grade.TEXT_MENTION and said.least[Grade.TEXT_MENTION] == 0.5
    assert said.least[Grade.DOCUMENT_PROFILE] == default_threshold().least[Grade.DOCUMENT_PROFILE]
    assert set(threshold_from({"min-score": 0.9}, "x").least.values()) == {0.9}
    assert threshold_from({}, "x") == default_threshold()


@pytest.mark.parametrize(
    "settings",
    [
        {"grade": "best"},
        {"grade": 1},
        {"min-score": {"best": 0.5}},
        {"min-score": {"similar-name": 2}},
        {"min-score": {"similar-name": "viel"}},
        {"min-score": "viel"},
        {"min-score": True},
        {"minscore": 0.5},
    ],
)
def test_a_setting_that_cannot_be_meant_is_told(settings: dict[str, object]) -> None:
    with pytest.raises(InputError) as told:
        threshold_from(settings, "grundriss.toml")
    assert "grundriss.toml" in told.value.text("de")


def test_an_option_that_cannot_be_meant_is_told() -> None:
    for options in (("best", None), (None, 1.5), (None, -0.1), (None, float("nan"))):
        with pytest.raises(UsageError):
            default_threshold().with_options(*options)


# Real files


def below(element: etree._Element, *names: str) -> Iterator[str]:
    """The texts of the direct children with these names."""
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname in names:
            yield "".join(child.itertext())


def keys_by_loops(files: list[Path]) -> dict[str, set[str]]:
    """The keys in the own texts of the schemas of some files: runs of exactly fourteen digits that begin with 99."""
    found: dict[str, set[str]] = defaultdict(set)
    texts = ("name", "bezeichnung", "beschreibung", "definition", "hilfetext", "versionshinweis", "stichwort")
    for file in files:
        for element in etree.parse(file).iter("{*}stammdatenschema"):
            identified = next(child for child in element if etree.QName(child).localname == "identifikation")
            schema = "/".join([*below(identified, "id"), *below(identified, "version")])
            found[schema] |= {
                run
                for text in below(element, *texts)
                for run in re.split(r"\D+", text)
                if len(run) == 14 and run.startswith("99")
            }
    return found


def profiles_by_loops(files: list[Path]) -> dict[str, set[str]]:
    """The document profiles that only the text of a conversion names, of schemas whose file has the placeholder."""
    found = {}
    for file in files:
        for element in etree.parse(file).iter("{*}stammdatenschema"):
            identified = next(child for child in element if etree.QName(child).localname == "identifikation")
            stated = "".join(below(element, "beschreibung")).partition("Zugeordneter Dokumentsteckbrief: D")[
                2
            ]
            if stated and PLACEHOLDER_PROFILE in "".join(below(element, "dokumentsteckbrief")):
                found["/".join([*below(identified, "id"), *below(identified, "version")])] = {
                    f"D{stated[:2]}000{stated[2:8]}"
                }
    return found


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared (fim/samples)")
def test_real_schemas_are_linked_by_the_keys_in_their_texts_and_nothing_else_is(tmp_path: Path) -> None:
    files = sorted((SAMPLES / "xdatenfelder3").glob("*.xml"), key=lambda file: file.stat().st_size)
    wanted = {schema: keys for schema, keys in keys_by_loops(files).items() if keys}
    assert (len(files), len(wanted)) == (34, 6), "of 91 schemas FIM.md counts 13"
    # of those that name none, the small ones stand for all: a test may not take long
    chosen = {file for file in files if any(schema.partition("/")[0] in file.name for schema in wanted)}
    chosen |= set(files[:10])
    process = SAMPLES / "xprozess" / "99006028261000_01.00.00_xprozess2.xml"
    for file in [*chosen, process, SAMPLES / "xdatenfelder2" / "S00000094V1.0_xdf2_a.xml"]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    found = infer(snapshot_of(tmp_path))
    told: dict[LinkType, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in found.links:
        if Grade.TEXT_MENTION in grades(link):
            told[link.link.pair.type][link.source.key].add(link.target.key)
    assert told[LinkType.COLLECTS_DATA_FOR] == wanted
    assert told[LinkType.FOLLOWS_PROFILE] == profiles_by_loops(sorted(chosen))
    [similar] = [link for link in found.links if Grade.TEXT_MENTION not in grades(link)]
    assert (similar.source.key, similar.target.key) == ("S00000094/1.0", "99006028261000")
    assert similar.evidence.grade is Grade.SIMILAR_NAME
    counts = found.counts[LinkType.COLLECTS_DATA_FOR]
    assert (counts["text-mention"], counts["similar-name"]) == (6, 1)
    assert counts["none"] == len(chosen) - 6 == len(found.unlinked[LinkType.COLLECTS_DATA_FOR])


def test_the_catalogue_holds_only_current_versions(tmp_path: Path) -> None:
    newer = folder_with(tmp_path, {})
    text = (newer / SCHEMA).read_text(encoding="utf-8")
    old = "<x:id>S99000000901</x:id><x:version>1.0.0"
    (newer / "neuer.xml").write_text(text.replace(old, old.replace("1.0.0", "1.10.0")), encoding="utf-8")
    content = read_collection(newer, BASE).content
    assert {v.version for v in content.versions if v.kind == "schema"} == {"1.0.0", "1.10.0"}
    catalogue = read_catalogue(snapshot_of(newer).store, BASE)
    assert [node.value.rpartition("/")[2] for node in catalogue.schemas] == ["1.10.0"]
