# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XDatenfelder files as RDF: every element of a real file is there, what is wrong is told with its place."""

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from grundriss.errors import GrundrissError, InputError, LimitExceeded
from grundriss.importers.fim.artefact_content import (
    Content,
    VersionId,
    long_identifier,
    short_identifier,
    version_order,
)
from grundriss.importers.fim.xdatenfelder import read_xdatenfelder
from grundriss.importers.fim.xml_stream import ended_elements
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, LABEL, PROV, SKOS, concept, gru

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "fim" / "samples"
EXAMPLES = ROOT / "data" / "examples" / "fim"
SCHEMA = (EXAMPLES / "gartenlaube_xdf3.xml").read_bytes()
FIELD_2 = (EXAMPLES / "familienname_xdf2.xml").read_bytes()
BASE = Base()
KINDS = {"stammdatenschema": "schema", "datenfeldgruppe": "group", "datenfeld": "field", "regel": "rule"}


def read(content: bytes, name: str = "datei.xml") -> Content:
    return read_xdatenfelder(io.BytesIO(content), BASE, name)


def changed(content: bytes, old: str, new: str) -> bytes:
    assert content.count(old.encode()) >= 1, old
    return content.replace(old.encode(), new.encode(), 1)


def said(content: Content, version: VersionId, property_: NamedNode) -> set[str]:
    held = content.versions[version]
    return {q.object.value for q in held.quads if q.subject == held.node and q.predicate == property_}  # type: ignore[union-attr]


def parts(content: Content, version: VersionId, class_: str) -> set[NamedNode]:
    quads = content.versions[version].quads
    return {q.subject for q in quads if q.object == gru(class_) and isinstance(q.subject, NamedNode)}


def about(content: Content, version: VersionId, node: NamedNode) -> dict[str, str]:
    quads = content.versions[version].quads
    return {q.predicate.value: q.object.value for q in quads if q.subject == node}  # type: ignore[union-attr]


def real_files(folder: str, pattern: str) -> list[Path]:
    return sorted((SAMPLES / folder).glob(pattern))


@pytest.fixture(
    params=real_files("xdatenfelder3", "*.xml") + real_files("xdatenfelder2", "S*.xml"), ids=lambda p: p.name
)
def real(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def below(element: ET.Element, *names: str) -> str:
    found = element
    for name in names:
        found = next(inner for inner in found if local(inner) == name)
    return (found.text or "").strip()


def elements(path: Path) -> Iterator[ET.Element]:
    return (element for element in ET.parse(path).iter() if local(element) in KINDS)


FIELD = VersionId("field", "F99000000911", "1.0.0")
GROUP = VersionId("group", "G99000000931", "1.0.0")
RULE = VersionId("rule", "R99000000921", "1.0.0")
ROOT_VERSION = VersionId("schema", "S99000000901", "1.0.0")


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared (fim/samples)")
def test_every_version_of_a_real_file_is_read_once_with_its_name(real: Path) -> None:
    names = {}
    for element in elements(real):
        version = VersionId(
            KINDS[local(element)],
            below(element, "identifikation", "id"),
            below(element, "identifikation", "version"),
        )
        names.setdefault(version, " ".join(below(element, "name").split()))
    content = read(real.read_bytes(), real.name)
    assert {version: said(content, version, LABEL) for version in content.versions} == {
        version: {name} for version, name in names.items()
    }
    assert content.unmapped == Counter()


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared (fim/samples)")
def test_the_positions_of_a_real_file_hold_what_stands_there_how_often(real: Path) -> None:
    wanted: Counter[tuple[str, str, str, str]] = Counter()
    seen = set()
    for element in elements(real):
        key = (
            local(element),
            below(element, "identifikation", "id"),
            below(element, "identifikation", "version"),
        )
        if key in seen or local(element) not in ("stammdatenschema", "datenfeldgruppe"):
            continue
        seen.add(key)
        for rank, position in enumerate((p for p in element if local(p) == "struktur"), 1):
            least, most = below(position, "anzahl").split(":")
            inner = next(iter(next(e for e in position if local(e) == "enthaelt")))
            contained = f"{below(inner, 'identifikation', 'id')}/{below(inner, 'identifikation', 'version')}"
            wanted[f"{key[1]}/{key[2]}/position/{rank}", contained, least, most.replace("*", "")] += 1
    content = read(real.read_bytes(), real.name)
    found: Counter[tuple[str, str, str, str]] = Counter()
    for version in content.versions:
        for node in parts(content, version, "StructurePosition"):
            facts = about(content, version, node)
            found[
                node.value.split("/", 7)[-1],
                facts[gru("contains").value].split("/", 7)[-1],
                facts[gru("minCount").value],
                facts.get(gru("maxCount").value, ""),
            ] += 1
    assert found == wanted


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared (fim/samples)")
def test_relations_that_a_real_file_repeats_thousands_of_times_are_stated_once() -> None:
    path = SAMPLES / "xdatenfelder3" / "S05000001319_xdf3.xml"
    distinct, written = set(), 0
    for element in elements(path):
        source = (
            local(element),
            below(element, "identifikation", "id"),
            below(element, "identifikation", "version"),
        )
        for relation in (r for r in element if local(r) == "relation"):
            distinct.add((source, " ".join("".join(relation.itertext()).split())))
            written += 1
    content = read(path.read_bytes(), path.name)
    relations = {
        NamedNode(PROV + "wasDerivedFrom"),
        NamedNode(DCT + "replaces"),
        gru("equivalentTo"),
        NamedNode(SKOS + "related"),
    }
    stated = sum(q.predicate in relations for version in content.versions.values() for q in version.quads)
    assert (stated, written > 100 * stated) == (len(distinct), True)


def test_a_field_says_what_its_values_may_be() -> None:
    content = read(SCHEMA)
    assert said(content, FIELD, gru("maxLength")) == {"100"}
    assert said(content, FIELD, gru("fieldKind")) == {concept("fim-field-kind", "input").value}
    other = read(changed(SCHEMA, 'maxLength="100"', 'maxLength="90"'))
    assert said(other, FIELD, gru("maxLength")) == {"90"}


def test_the_same_field_of_both_standards_is_two_artefacts_that_know_each_other() -> None:
    new, old = read(SCHEMA), read(FIELD_2)
    version_2 = VersionId("field", "F99000911", "1.0")
    assert FIELD.stable(BASE) != version_2.stable(BASE)
    assert about(new, FIELD, FIELD.stable(BASE))[gru("xdf2Identifier").value] == version_2.id
    assert said(old, version_2, gru("legalReferenceText")) == {"§ 2 BeispielG", "§ 3 BeispielG"}
    assert said(old, version_2, gru("maxLength")) == {"100"}


def test_cardinality_order_and_legal_basis_belong_to_the_position() -> None:
    content = read(SCHEMA)
    node = NamedNode(f"{GROUP.node(BASE).value}/position/3")
    facts = about(content, GROUP, node)
    assert facts[gru("contains").value] == VersionId("field", "F99000000914", "1.0.0").node(BASE).value
    assert (facts[gru("rank").value], facts[gru("minCount").value]) == ("3", "0")
    assert gru("maxCount").value not in facts
    assert facts[gru("legalReferenceText").value] == "§ 2 Abs. 3 BeispielG"
    assert not said(content, VersionId("field", "F99000000914", "1.0.0"), gru("legalReferenceText"))


def test_a_rule_refers_to_the_artefacts_that_its_text_names() -> None:
    content = read(SCHEMA)
    field = VersionId("field", "F99000000912", "1.1.0").stable(BASE).value
    assert said(content, RULE, gru("refersTo")) == {field, FIELD.stable(BASE).value}
    other = read(changed(SCHEMA, 'wenn F99000000911 "Familienname"', 'wenn F99000914 "Staat"'))
    assert said(other, RULE, gru("refersTo")) == {field, f"{BASE.iri}id/fim/field/F99000000914"}


def test_what_a_conversion_wrote_into_the_description_stands_apart() -> None:
    block = "Originalwerte der XDF2-Datei:\n ID: F99000911\n Zugeordneter Dokumentsteckbrief: D99000941Antrag"
    content = read(changed(SCHEMA, "Der Familienname der Person.", f"Der Familienname. {block}"))
    assert said(content, FIELD, NamedNode(DCT + "description")) == {"Der Familienname."}
    assert said(content, FIELD, gru("conversionNote")) == {block}
    assert said(content, FIELD, gru("statedProfileText")) == {"D99000941Antrag"}


def test_the_placeholder_of_a_profile_is_marked() -> None:
    content = read(
        changed(SCHEMA, "<x:id>D99000000941</x:id><x:version>1.0.0</x:version>", "<x:id>D99000000001</x:id>")
    )
    profile = NamedNode(f"{BASE.iri}id/fim/profile/D99000000001")
    assert said(content, ROOT_VERSION, gru("realisesProfile")) == {profile.value}
    assert about(content, ROOT_VERSION, profile) == {gru("isPlaceholder").value: "true"}


def test_an_element_that_is_not_known_is_told() -> None:
    content = read(changed(SCHEMA, "<x:vorbefuellung>", "<x:neu art='1'/><x:vorbefuellung zusatz='1'>"))
    assert content.unmapped == Counter({"field/neu": 1, "field/vorbefuellung/@zusatz": 1})


def test_the_same_version_with_other_content_is_a_conflict_and_the_first_one_counts() -> None:
    twice = re.search(rb"<x:struktur>\n<x:anzahl>1:2.*?</x:struktur>", SCHEMA, re.S)
    assert twice
    other = twice[0].replace(b"Wof\xc3\xbcr", b"Wozu")
    content = read(SCHEMA.replace(twice[0], twice[0] + b"\n" + other))
    version = VersionId("field", "F99000000913", "1.0.0")
    assert content.conflicts == Counter({version: 1})
    assert said(content, version, NamedNode(DCT + "description")) == {"Wofür die Laube genutzt wird."}


def test_prefixes_do_not_matter() -> None:
    plain = SCHEMA.replace(b"<x:", b"<").replace(b"</x:", b"</").replace(b"xmlns:x=", b"xmlns=")
    plain = plain.replace(b"<code>", b'<code xmlns="">')
    assert {v: set(held.quads) for v, held in read(plain).versions.items()} == {
        v: set(held.quads) for v, held in read(SCHEMA).versions.items()
    }


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_another_encoding_that_the_file_declares_is_read(encoding: str) -> None:
    text = SCHEMA.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert read(text.encode(encoding)).versions.keys() == read(SCHEMA).versions.keys()


DEEP = b"<x:a xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'>" + b"<x:b>" * 10_000
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        (b"", "datei.xml", "XML"),
        (b"kein XML", "datei.xml:1:", "XML"),
        (
            changed(SCHEMA, "<x:stichwort>Garten</x:stichwort>", "<xx:stichwort>Garten</xx:stichwort>"),
            "datei.xml:",
            "xx",
        ),
        (SCHEMA[: len(SCHEMA) // 2], "datei.xml:", "XML"),
        (DEEP, "datei.xml:1:", "XML"),
        (SCHEMA.replace(b"?>\n", b"?>\n" + LAUGHS, 1), "datei.xml", "DTD"),
        (
            changed(SCHEMA, "fim:standard:xdatenfelder_3.0.0", "fim:standard:xdatenfelder_9"),
            "datei.xml:",
            "xdatenfelder_9",
        ),
        (SCHEMA.replace(b"stammdatenschema.0102", b"stammdatenschema.0999"), "datei.xml:", "Nachricht"),
        (changed(SCHEMA, "<x:id>F99000000911</x:id>", ""), "datei.xml:", "keine ID"),
        (changed(SCHEMA, "<x:id>F99000000911</x:id>", "<x:id>F1</x:id>"), "datei.xml:", "F1"),
        (changed(SCHEMA, "<x:id>F99000000911</x:id>", "<x:id>../../x</x:id>"), "datei.xml:", "ID"),
        (
            changed(
                SCHEMA, "<x:id>F99000000911</x:id><x:version>1.0.0</x:version>", "<x:id>F99000000911</x:id>"
            ),
            "datei.xml:",
            "Version",
        ),
        (
            changed(SCHEMA, "<x:version>1.0.0</x:version>", "<x:version>eins</x:version>"),
            "datei.xml:",
            "eins",
        ),
        (changed(SCHEMA, "<code>5</code>", "<code>55</code>"), "datei.xml:", "55"),
        (changed(SCHEMA, "<code>date</code>", "<code>dtae</code>"), "datei.xml:", "dtae"),
        (
            changed(SCHEMA, "<x:statusGesetztAm>2026-11-02", "<x:statusGesetztAm>2026-13-02"),
            "datei.xml:",
            "2026-13-02",
        ),
        (changed(SCHEMA, 'maxLength="100"', 'maxLength="-1"'), "datei.xml:", "-1"),
        (changed(SCHEMA, "<x:anzahl>0:*", "<x:anzahl>*:0"), "datei.xml:", "Anzahl"),
        (changed(SCHEMA, "<x:anzahl>0:*</x:anzahl>", ""), "datei.xml:", "Anzahl"),
        (
            changed(
                SCHEMA,
                "<x:id>G99000000931</x:id><x:version>1.0.0</x:version>",
                "<x:id>S99000000901</x:id><x:version>1.0.0</x:version>",
            ),
            "datei.xml:",
            "S99000000901",
        ),
        (changed(SCHEMA, "<code>ABL</code>", "<code>XXX</code>"), "datei.xml:", "XXX"),
        (changed(SCHEMA, "<x:code>001</x:code>", ""), "datei.xml:", "Code"),
        (
            changed(
                SCHEMA,
                "<x:canonicalIdentification>urn:example:codeliste:staat</x:canonicalIdentification>",
                "",
            ),
            "datei.xml:",
            "Kennung",
        ),
        (changed(FIELD_2, '{"minLength":"1","maxLength":"100"}', "{minLength}"), "datei.xml:", "minLength"),
        (
            changed(FIELD_2, '{"minLength":"1","maxLength":"100"}', '[["' + "[" * 900),
            "datei.xml:",
            "Präzisierung",
        ),
        (
            changed(FIELD_2, '{"minLength":"1","maxLength":"100"}', '{"maxLength":{"a":1}}'),
            "datei.xml:",
            "Präzisierung",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: bytes, place: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    text = caught.value.text("de")
    assert text.startswith(place) and words in text


def test_a_group_inside_of_itself_is_refused() -> None:
    inner = re.search(rb"<x:datenfeldgruppe>.*</x:datenfeldgruppe>", SCHEMA, re.S)
    assert inner
    nested = inner[0].replace(
        b"</x:datenfeldgruppe>",
        b"<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt>"
        + inner[0]
        + b"</x:enthaelt></x:struktur></x:datenfeldgruppe>",
    )
    with pytest.raises(InputError, match="G99000000931"):
        read(SCHEMA.replace(inner[0], nested))


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    outer = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]>'.encode()
    with pytest.raises(InputError, match="DTD"):
        read(changed(SCHEMA, "Der Familienname der Person.", "&s;").replace(b"?>\n", b"?>\n" + outer, 1))


def test_a_file_that_is_too_large_is_refused() -> None:
    endless = io.BytesIO(b"<a>" + b"<b/>" * 10_000)
    with pytest.raises(LimitExceeded):
        list(ended_elements(endless, "a.xml", ["c"], most_bytes=20_000))


@given(st.binary(max_size=400), st.integers(0, len(SCHEMA)), st.integers(0, 200))
def test_a_damaged_file_is_read_or_refused_in_words(junk: bytes, at: int, cut: int) -> None:
    try:
        read(SCHEMA[:at] + junk + SCHEMA[at + cut :])
    except GrundrissError as error:
        assert error.text("de") and error.text("en")


@given(
    st.lists(st.integers(0, 99_999), min_size=1, max_size=4),
    st.lists(st.integers(0, 99_999), min_size=1, max_size=4),
)
def test_versions_sort_as_their_numbers(a: list[int], b: list[int]) -> None:
    order = [version_order(".".join(map(str, numbers))) for numbers in (a, b)]
    assert (order[0] < order[1]) == (a < b)


@given(st.from_regex(r"[SDFGR]\d{8}", fullmatch=True))
def test_an_id_of_version_2_survives_the_way_to_3_and_back(identifier: str) -> None:
    assert short_identifier(long_identifier(identifier)) == identifier


def test_statements_are_of_the_ontology() -> None:
    ontology = "\n".join(path.read_text("utf-8") for path in (ROOT / "ontology").glob("*.ttl"))
    quads: list[Quad] = [
        q for held in (*read(SCHEMA).versions.values(), *read(FIELD_2).versions.values()) for q in held.quads
    ]
    for quad in quads:
        name = quad.predicate.value.partition("grundriss/ns#")[2]
        assert not name or re.search(rf"^gru:{name}$", ontology, re.M), name
    assert any(isinstance(q.object, Literal) for q in quads)
