# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal references lead to provisions: the same one from every text, in its section, in its act."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import Literal, NamedNode, Store

from grundriss import resources
from grundriss.importers.fim.artefact_content import Content
from grundriss.importers.fim.collection import read_collection
from grundriss.importers.fim.legal_citation import Citation, citations
from grundriss.importers.fim.legal_reference import abbreviated, described, place_order, provision, steps_up
from grundriss.importers.fim.xdatenfelder import read_xdatenfelder
from grundriss.model.identifier import Base
from grundriss.model.terms import gru
from tests.core.test_xdatenfelder import SCHEMA, read

BASE = Base()
LAWS = BASE.iri + "id/legal-resource/"
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "fim" / "samples" / "xdatenfelder3"
LAW_CLASS = "http://data.europa.eu/eli/ontology#LegalResource"
NOTE = Literal("zitiert in einem Test", language="de")
NAMES = {"http://www.w3.org/2004/02/skos/core#altLabel"}


def cited_by_some_text(text: str) -> tuple[set[str], set[tuple[str, str, str]]]:
    """What the example's schema cites with another reference, and what is stated of provisions."""
    content = read(SCHEMA.replace(b"<x:bezug>", b"<x:bezug>" + text.encode(), 1))
    store = Store()
    for version in content.versions.values():
        store.extend(version.quads)
    provisions = {
        (q.subject.value, q.predicate.value, q.object.value)  # type: ignore[union-attr]
        for q in store
        if str(q.subject).startswith(f"<{LAWS}")
    }
    return {q.object.value for q in store.quads_for_pattern(None, gru("legalReference"), None)}, provisions  # type: ignore[union-attr]


digits = st.integers(1, 9).map(str)
sections = st.builds("{}{}".format, st.integers(1, 999), st.sampled_from(["", "a", "z"]))
places = st.builds(
    Citation,
    law=st.sampled_from(["BMG", "bmg", "SGB II", "Gewerbeordnung", "VO (EU) 2016/679"]),
    article=st.booleans(),
    section=sections,
    paragraph=st.none() | digits,
    sentence=st.none() | digits,
)


@given(places)
def test_every_place_is_part_of_one_place_up_to_one_law(citation: Citation) -> None:
    above: dict[object, NamedNode] = {}
    for triple in described(citation, BASE, NOTE):
        if triple.predicate.value.endswith("is_part_of"):
            assert above.setdefault(triple.subject, triple.object) == triple.object  # type: ignore[arg-type]
    node, steps = provision(citation, BASE), 0
    while node in above:
        node, steps = above[node], steps + 1
    assert node == provision(Citation(citation.law), BASE)
    assert steps == 1 + bool(citation.paragraph) + bool(citation.sentence) == len(above)


deep_places = st.builds(
    Citation,
    law=st.just("BMG"),
    article=st.booleans(),
    section=st.none() | sections,
    annex=st.none() | st.just("Anhang 3 Abschnitt 1"),
    until=st.none() | st.sampled_from(["9", "f.", "ff."]),
    letter=st.none() | st.sampled_from(["a", "a aa"]),
    **{
        level: st.none() | digits
        for level in ("paragraph", "subparagraph", "sentence", "half_sentence", "number", "alternative")
    },
)


@given(deep_places)
def test_each_step_up_says_less_and_ends_at_the_law(place: Citation) -> None:
    def given_parts(citation: Citation) -> set[str]:
        return {name for name in Citation.__slots__ if getattr(citation, name)}

    steps = list(steps_up(place))
    assert steps[-1] == Citation("BMG")
    assert len({step.key for step in steps}) == len(steps), "no step leads to itself"
    for below, above in pairwise(steps):
        assert given_parts(above) <= given_parts(below)
        assert above.until is None
        assert not (above.sentence and above.number), "which of the two stands in the other is not known"


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("§ 17 Abs. 2 Satz 1 BMG", ["bmg--17-abs-2", "bmg--17", "bmg"]),
        ("§ 17 Abs. 2 Satz 1 Nr. 3 BMG", ["bmg--17-abs-2", "bmg--17", "bmg"]),
        (
            "§ 17 Abs. 2 Nr. 3 Buchst. a Doppelbuchst. bb BMG",
            ["bmg--17-abs-2-nr-3-buchst-a", "bmg--17-abs-2-nr-3"],
        ),
        ("§ 17 Abs. 2 bis 4 BMG", ["bmg--17", "bmg"]),
        ("§§ 17 bis 19 BMG", ["bmg"]),
        ("Art. 6 Abs. 1 UAbs. 1 Buchst. e DSGVO", ["dsgvo--art-6-abs-1-uabs-1", "dsgvo--art-6-abs-1"]),
    ],
)
def test_a_place_is_part_of_what_the_text_names_it_in(text: str, steps: list[str]) -> None:
    [place] = citations(text).citations
    assert [step.key for step in steps_up(place)][1 : len(steps) + 1] == steps


@given(places)
def test_two_ways_of_writing_a_law_differ_in_its_names_only(citation: Citation) -> None:
    other = Citation(
        **{name: getattr(citation, name) for name in Citation.__slots__} | {"law": citation.law.upper()}
    )
    if provision(citation, BASE) == provision(other, BASE):
        said, again = (
            {t for t in described(c, BASE, NOTE) if t.predicate.value not in NAMES} for c in (citation, other)
        )
        assert said == again


@given(
    *(st.integers(1, 999), st.sampled_from(["", "a", "b"]), st.sampled_from(["", "1", "2", "10"])),
    *(st.integers(1, 999), st.sampled_from(["", "a"]), st.sampled_from(["", "1", "9"])),
)
def test_places_sort_by_section_then_by_letter_then_by_paragraph(
    a: int, b: str, c: str, d: int, e: str, f: str
) -> None:
    one, other = (
        Citation("BMG", section=f"{number}{letter}", paragraph=paragraph or None)
        for number, letter, paragraph in ((a, b, c), (d, e, f))
    )
    order = (a, b, int(c or 0)) < (d, e, int(f or 0))
    assert (place_order(one) < place_order(other)) == order


def laws() -> list[dict[str, str]]:
    path = resources.path("ontology", "mappings", "laws.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_law_has_one_node_however_it_is_written() -> None:
    rows = laws()
    for row in rows:
        written = provision(Citation(row["written"], section="1"), BASE)
        assert written == provision(Citation(row["abbreviation"], section="1"), BASE), row
        assert re.match(r"https?://", row["source"])
        assert row["written"] == str(citations(f"§ 1 {row['written']}").citations[0])[4:], "it can be read"
    assert len({Citation(row["written"]).law_key for row in rows}) == len(rows)
    again = {row["written"] for row in rows if row["written"] != row["abbreviation"]}
    assert not {row["abbreviation"] for row in rows} & again, "an abbreviation is not written otherwise again"
    addresses = {(row["abbreviation"], row["source"]) for row in rows}
    assert len({law for law, _ in addresses}) == len({address for _, address in addresses}) == len(addresses)
    assert str(abbreviated(Citation("GEWERBEORDNUNG", section="34f"))) == "§ 34f GewO"


def test_the_text_stays_and_what_it_cites_is_added() -> None:
    whole, stated = cited_by_some_text("§ 17 Abs. 2 BMG vom 3.5.2013 i. V. m. § 7 PAuswG; ")
    assert {f"{LAWS}bmg--17-abs-2", f"{LAWS}pauswg--7"} <= whole
    part_of = "http://data.europa.eu/eli/ontology#is_part_of"
    assert {
        (f"{LAWS}bmg--17-abs-2", part_of, f"{LAWS}bmg--17"),
        (f"{LAWS}bmg--17", part_of, f"{LAWS}bmg"),
        (f"{LAWS}bmg--17", gru("sectionOrder").value, "000017"),
    } <= stated
    assert not {text for _, _, text in stated if "2013" in text}, "a provision is the same in every version"


def test_a_range_says_where_it_begins_and_ends() -> None:
    stated = set(described(Citation("BMG", section="17", until="19a"), BASE, NOTE))
    node = NamedNode(f"{LAWS}bmg--17-bis-19a")
    said = {(t.predicate, t.object) for t in stated if t.subject == node}
    assert {(gru("sectionOrder"), Literal("000017")), (gru("lastSectionOrder"), Literal("000019a"))} <= said
    stated = set(described(Citation("BMG", section="17", paragraph="2", until="4"), BASE, NOTE))
    node = NamedNode(f"{LAWS}bmg--17-abs-2-bis-4")
    said = {t.object for t in stated if t.subject == node}
    assert {Literal("000017-abs-000002"), Literal("000017-abs-000004")} <= said


def test_what_is_not_understood_stays_as_text_and_is_counted() -> None:
    changed = SCHEMA.replace(b"<x:bezug>", b"<x:bezug>Belegart O</x:bezug><x:bezug>", 1)
    before, after = map(read, (SCHEMA, changed))
    assert after.cited.stated == before.cited.stated + 1 and after.cited.whole == before.cited.whole
    assert after.cited.rests - before.cited.rests == {"Belegart O": 1}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/fim/samples")
def test_real_schemas_cite_what_their_references_name() -> None:
    """Every plain "§ 34f (…) Gewerbeordnung" or GewO in the files, found by a pattern, is a reference in the graph."""
    pattern = re.compile(r"^§ (\d+[a-z]?)\b[^§,;]* (?:Gewerbeordnung|GewO)$")
    named: set[str] = set()
    for file in sorted(SAMPLES.glob("*.xml")):
        for element in etree.parse(file).getroot().iter("{*}bezug"):
            if found := pattern.match((element.text or "").strip()):
                named.add(f"gewo--{found[1]}")
    content = read_collection(SAMPLES, BASE).content
    stated = {
        q.object.value.removeprefix(LAWS)  # type: ignore[union-attr]
        for version in content.versions.values()
        for q in version.quads
        if q.predicate == gru("legalReference")
    }
    sections = {re.match(r"gewo--(\d+[a-z]?)", key) for key in stated if key.startswith("gewo--")}
    assert len(named) > 3 and named <= {match[0] for match in sections if match}
    plain = re.compile(r"(§|Art\.) \d+[a-z]?( Abs\. \d+)? [A-Za-z]+(G|O|V)( vom [\d.]{8,10})?")
    assert content.cited.stated > 1_000 and not [
        rest for rest in content.cited.rests if plain.fullmatch(rest)
    ]


@pytest.mark.parametrize(
    ("text", "law", "address"),
    [
        ("§ 17 des Bundesmeldegesetzes", "bmg", "https://www.gesetze-im-internet.de/bmg/"),
        ("§ 28 SGB 12", "sgb-xii", "https://www.gesetze-im-internet.de/sgb_12/"),
        (
            "Art. 6 der Verordnung (EU) Nr. 910/2014",
            "eidas-vo",
            "http://data.europa.eu/eli/reg/2014/910/oj",
        ),
        ("§ 3 LBO NRW", "lbo-nrw", None),
    ],
)
def test_a_law_of_the_table_leads_to_its_text(text: str, law: str, address: str | None) -> None:
    _, stated = cited_by_some_text(text)
    see = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
    assert {to for node, about, to in stated if (node, about) == (LAWS + law, see)} == {address} - {None}
    assert (LAWS + law, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", LAW_CLASS) in stated


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/fim/samples")
def test_addresses_of_the_table_are_those_that_files_give() -> None:
    """Where a real reference cites a single law of the table by the address of a section, both have one base.

    One file links § 55 (1) AufenthG to the Aufenthaltsverordnung.
    """
    known = {row["abbreviation"]: row["source"] for row in laws()}
    links = {
        ((element.text or "").strip(), (element.get("link") or "").strip())
        for name in ("S00000000362", "S00000000364", "S00000000387", "S00000000395", "S07000000260")
        for element in etree.parse(SAMPLES / f"{name}_xdf3.xml").getroot().iter("{*}bezug")
        if "gesetze-im-internet.de/" in (element.get("link") or "")
    }
    compared, other = set(), []
    for text, link in links:
        cited = re.fullmatch(r"§[^A-Z]* (?:[SN]\S* [^A-Z]*)*([A-Z][A-Za-z]+[A-Z])(?: vom [\d.]+)?", text)
        if cited and cited[1] in known:
            compared.add(cited[1])
            base = known[cited[1]].removeprefix("https://www.")
            other += [] if base in link else [(text, link)]
    assert len(compared) == 11
    assert other == [("§ 55 (1) AufenthG", "https://www.gesetze-im-internet.de/aufenthv/__55.html")]


# What a file gives with a reference


def statements(content: Content) -> dict[str, dict[str, set[str]]]:
    """What is stated of each gru:LegalBasis, by property."""
    found: dict[str, dict[str, set[str]]] = {}
    quads = {quad for version in content.versions.values() for quad in version.quads}
    bases = {q.subject for q in quads if q.object == gru("LegalBasis")}
    for q in quads:
        if q.subject in bases:
            said = found.setdefault(q.subject.value, {})  # type: ignore[union-attr]
            said.setdefault(q.predicate.value.partition("#")[2], set()).add(q.object.value)  # type: ignore[union-attr]
    return found


def with_references(*references: str) -> Content:
    old = b'<x:bezug link="https://example.org/beispielg/2">\xc2\xa7 2 BeispielG</x:bezug>'
    assert SCHEMA.count(old) == 1
    return read(SCHEMA.replace(old, "".join(references).encode()))


def test_each_reference_keeps_its_own_address_and_date() -> None:
    content = with_references(
        '<x:bezug link=" https://example.org/17 ">§ 17 BMG vom 3.5.2013</x:bezug>',
        "<x:bezug>§ 7 PAuswG vom 21.6.2019</x:bezug>",
        '<x:bezug link="https://example.org/8">Satzung der Gemeinde</x:bezug>',
        '<x:bezug link="https://example.org/9"/>',
        "<x:bezug>§ 8 BMG</x:bezug>",
    )
    told = [
        {name: values for name, values in said.items() if name.startswith(("legal", "cited"))}
        for _, said in sorted(statements(content).items())
    ]
    assert told == [
        {
            "legalReferenceText": {"§ 17 BMG vom 3.5.2013"},
            "legalReferenceLink": {"https://example.org/17"},
            "legalReference": {f"{LAWS}bmg--17"},
            "citedVersionDate": {"2013-05-03"},
        },
        {
            "legalReferenceText": {"§ 7 PAuswG vom 21.6.2019"},
            "legalReference": {f"{LAWS}pauswg--7"},
            "citedVersionDate": {"2019-06-21"},
        },
        {
            "legalReferenceText": {"Satzung der Gemeinde"},
            "legalReferenceLink": {"https://example.org/8"},
        },
        {"legalReferenceLink": {"https://example.org/9"}},
    ]


def test_two_dates_in_one_wording_stay_with_their_laws() -> None:
    content = with_references("<x:bezug>§ 5 PAuswG vom 21.6.2019; Anhang 3 PAuswV vom 28.9.2017</x:bezug>")
    dated = {(*said["citedVersionDate"], *said["legalReference"]) for said in statements(content).values()}
    assert dated == {
        ("2019-06-21", f"{LAWS}pauswg--5"),
        ("2017-09-28", f"{LAWS}pauswv--anhang-3"),
    }


def test_an_element_leads_to_its_references() -> None:
    content = with_references("<x:bezug>§ 17 BMG vom 3.5.2013</x:bezug>")
    [node] = statements(content)
    [holder] = {
        q.subject.value  # type: ignore[union-attr]
        for version in content.versions.values()
        for q in version.quads
        if q.predicate == gru("hasLegalBasis")
    }
    assert node == f"{holder}/legal-basis/1" and "/fim/schema/S" in holder


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/fim/samples")
def test_all_addresses_and_dates_of_a_real_schema_stay_with_their_wording() -> None:
    file = SAMPLES / "S07000000260_xdf3.xml"
    linked, dated = set(), set()
    for element in etree.parse(file).getroot().iter("{*}bezug"):
        text, link = (element.text or "").strip(), (element.get("link") or "").strip()
        if link:
            linked.add((text, link))
        dated |= {
            (text, f"{year}-{month.zfill(2)}-{day.zfill(2)}")
            for day, month, year in re.findall(r"^(?:§|Anhang).*vom (\d{1,2})\.(\d{1,2})\.(\d{4})$", text)
        }
    with file.open("rb") as source:
        found = statements(read_xdatenfelder(source, BASE, file.name)).values()
    texts = [("".join(said.get("legalReferenceText", "")), said) for said in found]
    assert {(text, link) for text, said in texts for link in said.get("legalReferenceLink", ())} == linked
    assert {(text, day) for text, said in texts for day in said.get("citedVersionDate", ())} >= dated
    assert len(linked) > 10 and len(dated) > 10
