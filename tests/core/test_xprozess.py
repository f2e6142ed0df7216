# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XProzess files as RDF: nothing of a real file is lost in silence, and what is wrong is told with its place."""

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from grundriss.errors import GrundrissError, InputError
from grundriss.importers.fim import mapping
from grundriss.importers.fim.administrative_area import area
from grundriss.importers.fim.artefact_content import Content, VersionId
from grundriss.importers.fim.xml_stream import ended_elements
from grundriss.importers.fim.xprozess import read_xprozess
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, LABEL, SKOS, concept, gru
from tests.core.test_xdatenfelder import EXAMPLES, ROOT, SAMPLES, about, changed, local, parts, said
from tests.counts import examples

REAL = SAMPLES / "xprozess" / "99006028261000_01.00.00_xprozess2.xml"
PROCESS = (EXAMPLES / "gartenlaube_xprozess2.xml").read_bytes()
BASE = Base()
KEY = "99999001001000"
ID = VersionId("process", KEY, "01.00.00-101")
CLASS = VersionId("process-class", KEY, "01.00.00")
NAMESPACE = "http://www.regierung-mv.de/xprozess/2"
CV = "http://data.europa.eu/m8g/"
SCHEMA_ORG = "https://schema.org/"
REPEATED = """
aktivitaetengruppe handlungsgrundlage klassifikation prozessteilnehmer verwaltungspolitischeKodierung
""".split()
needs_real = pytest.mark.skipif(not REAL.exists(), reason="needs ../shared (fim/samples)")


def read(content: bytes, name: str = "datei.xml") -> Content:
    return read_xprozess(io.BytesIO(content), BASE, name)


def part(*names: str) -> NamedNode:
    return NamedNode("/".join((ID.node(BASE).value, *names)))


def objects(content: Content, subject: NamedNode, property_: NamedNode) -> set[str]:
    return {
        q.object.value  # type: ignore[union-attr]
        for held in content.versions.values()
        for q in held.quads
        if q.subject == subject and q.predicate == property_
    }


def quads(content: Content) -> set[Quad]:
    return {q for held in content.versions.values() for q in held.quads}


def named(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if local(element) == name]


def inner(element: ET.Element, name: str) -> str:
    return next(((e.text or "").strip() for e in element if local(e) == name), "")


# Nothing is lost in silence


def outcome(root: ET.Element) -> object:
    """All that a reader can be told of a file: statements, what was left out, or an error."""
    try:
        content = read(ET.tostring(root))
    except GrundrissError as error:
        return str(error)
    return quads(content), content.unmapped


def paths(element: ET.Element, above: str = "") -> set[str]:
    """The path of an element and of all that is in it."""
    path = f"{above}/{local(element)}"
    return {path}.union(*(paths(below, path) for below in element))


def shortened(path: Path) -> ET.Element:
    """A file without the content of its files, and without what only repeats elements of the same paths."""
    root = ET.parse(path).getroot()
    for element in named(root, "inhalt"):
        element.text = ""
    seen: set[str] = set()

    def prune(element: ET.Element, above: str) -> None:
        here = f"{above}/{local(element)}"
        for below in list(element):
            if local(below) in REPEATED and paths(below, here) <= seen:
                element.remove(below)
            else:
                prune(below, here)
                seen.update(paths(below, here))

    prune(root, "")
    assert paths(root) == paths(ET.parse(path).getroot())
    return root


@pytest.fixture(
    params=[
        pytest.param(REAL, marks=needs_real, id="real"),
        pytest.param(EXAMPLES / "gartenlaube_xprozess2.xml", id="example"),
    ]
)
def whole(request: pytest.FixtureRequest) -> ET.Element:
    return shortened(request.param)


def test_no_text_of_a_file_can_change_or_go_without_being_noticed(whole: ET.Element) -> None:
    before, silent = outcome(whole), []
    for element in whole.iter():
        text = element.text
        element.text = "9" + (text or "")
        noticed = outcome(whole) != before
        element.text = None
        noticed = noticed or outcome(whole) != before  # of what is left out, only that it is there is told
        element.text = text
        if not noticed:
            silent.append(local(element))
    assert silent == []


def test_nothing_new_in_a_file_goes_without_being_noticed(whole: ET.Element) -> None:
    elements = list(whole.iter())
    for element in elements:
        element.set("neu", "1")
        ET.SubElement(element, f"{{{NAMESPACE}}}neu").text = "etwas"
    noticed: Counter[str] = Counter()
    for path, number in read(ET.tostring(whole)).unmapped.items():
        noticed[path.partition(" (")[0].rpartition("/")[2]] += number
    assert (noticed["@neu"], noticed["neu"]) == (len(elements), len(elements))


# A real file


@needs_real
def test_the_participants_of_a_real_process_are_there_with_their_roles() -> None:
    root = ET.parse(REAL).getroot()
    wanted = {
        (inner(e, "name"), concept("fim-process-role", code.text or "").value)
        for e in named(root, "prozessteilnehmer")
        for code in e.iter("code")
    }
    content = read(REAL.read_bytes(), REAL.name)
    (process,) = (version for version in content.versions if version.kind == "process")
    nodes = {
        q.object
        for q in content.versions[process].quads
        if q.predicate.value == CV + "hasParticipation" and isinstance(q.object, NamedNode)
    }
    found = [about(content, process, node) for node in nodes]
    assert {(facts[LABEL.value], facts[CV + "role"]) for facts in found} == wanted
    assert len(found) == len(named(root, "prozessteilnehmer")) == 3


@needs_real
def test_the_activity_groups_of_a_real_process_are_in_its_model_whatever_their_order() -> None:
    root = ET.parse(REAL).getroot()
    wanted = {
        inner(e, "id"): (inner(e, "name"), inner(e, "subProzessID"))
        for e in named(root, "aktivitaetengruppe")
    }
    content = read(REAL.read_bytes(), REAL.name)
    (process,) = (version for version in content.versions if version.kind == "process")
    found = {}
    for node in parts(content, process, "ActivityGroup"):
        facts = about(content, process, node)
        drawn = facts[gru("modelElement").value]
        assert about(content, process, NamedNode(drawn))[gru("modelElementKind").value] == "subProcess"
        found[facts[SKOS + "notation"]] = facts[LABEL.value], drawn.rpartition("/")[2]
    assert found == wanted and len(found) == 12


@needs_real
def test_legal_bases_of_a_real_file_stay_verbatim_with_their_address() -> None:
    root = ET.parse(REAL).getroot()
    wanted = Counter((inner(e, "name"), inner(e, "uri")) for e in named(root, "handlungsgrundlage"))
    content = read(REAL.read_bytes(), REAL.name)
    found: Counter[tuple[str, str]] = Counter()
    for version in content.versions:
        for node in parts(content, version, "LegalBasis"):
            facts = about(content, version, node)
            found[facts[gru("legalReferenceText").value], facts[gru("legalReferenceLink").value]] += 1
    assert found == wanted and sum(found.values()) == 18


@needs_real
def test_the_days_of_a_real_file_are_those_in_germany() -> None:
    content = read(REAL.read_bytes(), REAL.name)
    key = "99006028261000"
    process, class_ = VersionId("process", key, "01.00.00-101"), VersionId("process-class", key, "01.00.00")
    from_ = NamedNode(SCHEMA_ORG + "validFrom")
    assert said(content, process, from_) == said(content, class_, from_) == {"2020-01-01"}
    assert said(content, class_, gru("expertReleasedOn")) == {"2021-08-13"}
    assert said(content, process, gru("formallyReleasedOn")) == {"2021-08-19"}


@needs_real
def test_a_real_process_is_triggered_by_its_document_and_its_titles_of_documents_are_no_links() -> None:
    content = read(REAL.read_bytes(), REAL.name)
    process = VersionId("process", "99006028261000", "01.00.00-101")
    profile = f"{BASE.iri}id/fim/profile/D00000000094"
    assert said(content, process, gru("triggeredBy")) == {profile}
    titles = Counter((e.text or "").strip() for e in named(ET.parse(REAL).getroot(), "formularsteckbriefID"))
    found = Counter(
        q.object.value  # type: ignore[union-attr]
        for q in quads(content)
        if q.predicate == gru("profileTitle")
    )
    assert found == titles
    assert not [q for q in quads(content) if q.predicate == gru("usesProfile")]


# Gotchas


def test_a_code_inside_of_a_text_is_told() -> None:
    content = read(changed(PROCESS, "<p:hilfsmittel>Lageplan<", "<p:hilfsmittel>Lageplan<code>9</code><"))
    assert [n for path, n in content.unmapped.items() if path.endswith("hilfsmittel/code")] == [1]


def test_parts_of_one_kind_that_stand_in_two_places_are_two_parts() -> None:
    feature = "<p:merkmal><p:merkmalName>{}</p:merkmalName></p:merkmal>".format
    content = read(
        changed(
            PROCESS,
            "<p:prozesssteckbrief>",
            f"{feature('außen')}<p:prozesssteckbrief>{feature('innen')}{feature('innen 2')}",
        )
    )
    names = [objects(content, part("feature", rank), LABEL) for rank in "123"]
    assert names == [{"außen"}, {"innen"}, {"innen 2"}]


def test_a_class_and_a_process_of_the_same_key_are_two_artefacts_of_one_service() -> None:
    content = read(PROCESS)
    assert set(content.versions) == {CLASS, ID} and content.roots == [CLASS, ID]
    service = {f"{BASE.iri}id/service/{KEY}"}
    assert said(content, CLASS, gru("describesService")) == service
    assert said(content, ID, gru("describesService")) == service
    assert CLASS.artefact != ID.artefact
    assert said(content, ID, gru("version")) == said(content, CLASS, gru("version")) == {"01.00.00"}


def test_the_level_of_detail_tells_processes_of_one_version_apart() -> None:
    other = changed(PROCESS, "<code>101</code>", "<code>103</code>")
    content = read(PROCESS)
    content.merge(read(other))
    assert {v.version for v in content.versions if v.kind == "process"} == {"01.00.00-101", "01.00.00-103"}
    assert not content.conflicts
    without = re.sub(rb"<p:detaillierungsstufe.*?</p:detaillierungsstufe>", b"", PROCESS)
    assert VersionId("process", KEY, "01.00.00") in read(without).versions


def test_keywords_are_split_at_the_pipe() -> None:
    keyword = NamedNode("http://www.w3.org/ns/dcat#keyword")
    assert said(read(PROCESS), CLASS, keyword) == {"Garten", "Laube"}
    spaced = changed(PROCESS, "<p:schlagwort>Garten|Laube<", "<p:schlagwort> Garten || Laube |<")
    assert said(read(spaced), CLASS, keyword) == {"Garten", "Laube"}


def test_midnight_in_germany_is_its_day_in_summer_and_winter() -> None:
    content = read(PROCESS)
    assert said(content, ID, NamedNode(SCHEMA_ORG + "validFrom")) == {"2027-01-01"}
    assert said(content, ID, NamedNode(SCHEMA_ORG + "validThrough")) == {"2027-12-31"}
    assert said(content, ID, gru("expertReleasedOn")) == {"2026-07-01"}
    assert said(content, ID, gru("formallyReleasedOn")) == {"2026-11-02"}


def test_the_order_of_activity_groups_in_the_file_says_nothing() -> None:
    groups = re.findall(rb"<p:aktivitaetengruppe>.*?</p:aktivitaetengruppe>\n", PROCESS, re.S)
    assert len(groups) == 2
    turned = PROCESS.replace(groups[0] + groups[1], groups[1] + groups[0])
    assert turned != PROCESS and quads(read(turned)) == quads(read(PROCESS))


def test_an_id_of_a_form_is_a_link_and_a_title_is_not() -> None:
    content = read(PROCESS)
    first, second = (part("activity-group", "01", "incoming", rank) for rank in "12")
    profile = {f"{BASE.iri}id/fim/profile/D99000000941"}
    assert objects(content, first, gru("usesProfile")) == profile
    assert objects(content, second, gru("profileTitle")) == {"Lageplan des Gartens"}
    assert said(content, ID, gru("triggeredBy")) == profile, "the short form means the same profile"
    called = changed(
        PROCESS,
        "<p:textuelleBeschreibung>Bescheid</p:textuelleBeschreibung></p:ergebnis>",
        "<p:prozessID>99999001003000</p:prozessID></p:ergebnis>",
    )
    assert said(read(called), ID, gru("resultsIn")) == {f"{BASE.iri}id/fim/process/99999001003000"}


def test_a_specialist_application_is_a_text_and_no_component() -> None:
    held = read(PROCESS)
    assert objects(held, part("activity-group", "02"), gru("specialistApplication")) == {
        "Beispielverfahren Garten"
    }


def test_areas_are_those_of_dcat_ap_de_with_their_zeros() -> None:
    spatial = NamedNode(DCT + "spatial")
    geocoding = "http://dcat-ap.de/def/politicalGeocoding/"
    assert said(read(PROCESS), ID, spatial) == {f"{geocoding}stateKey/01", f"{geocoding}stateKey/13"}
    nearer = read(
        changed(
            PROCESS,
            "<code>13</code></p:bundesland>",
            "<code>13</code></p:bundesland><p:kreis><code>13073</code></p:kreis>",
        )
    )
    assert said(nearer, ID, spatial) == {f"{geocoding}stateKey/01", f"{geocoding}districtKey/13073"}
    kreis = NamedNode(f"{geocoding}districtKey/13073")
    assert objects(nearer, kreis, NamedNode(DCT + "isPartOf")) == {f"{geocoding}stateKey/13"}
    unknown = read(changed(PROCESS, "<code>13</code></p:bundesland>", "<code>130</code></p:bundesland>"))
    assert unknown.unmapped["process/prozesssteckbrief/verwaltungspolitischeKodierung/bundesland (130)"] == 1


def test_a_code_that_no_list_knows_is_told_and_the_file_is_read() -> None:
    role = b'listVersionID="2019-08-05"><code>2</code></p:rolle>'
    content = read(PROCESS.replace(role, role.replace(b">2<", b">77<")))
    assert content.unmapped["process/prozesssteckbrief/prozessteilnehmer/rolle (77)"] == 1
    assert not objects(content, part("participation", "2"), NamedNode(CV + "role"))
    assert objects(content, part("participation", "2"), LABEL) == {"Gartenamt"}


def test_an_element_that_no_row_knows_is_told_with_all_that_is_in_it() -> None:
    content = read(
        changed(
            PROCESS,
            "<p:fachverfahren>",
            "<p:neu art='1'><p:a>x</p:a><p:a>y</p:a><p:b/></p:neu><p:fachverfahren>",
        )
    )
    group = "process/prozessstrukturbeschreibung/strukturbeschreibungFIM/aktivitaetengruppe"
    assert {k: n for k, n in content.unmapped.items() if "neu" in k} == {
        f"{group}/neu/@art": 1,
        f"{group}/neu/a": 2,
    }


def test_the_parts_of_a_version_have_addresses_below_it() -> None:
    below = {
        q.subject.value
        for q in read(PROCESS).versions[ID].quads
        if isinstance(q.subject, NamedNode) and "/id/fim/" in q.subject.value
    }
    assert {iri for iri in below if not iri.startswith(ID.node(BASE).value)} == {ID.stable(BASE).value}
    assert part("activity-group", "01").value in below and part("bpmn", "s-pruefen").value in below


def test_prefixes_do_not_matter() -> None:
    plain = PROCESS.replace(b"<p:", b"<").replace(b"</p:", b"</").replace(b"xmlns:p=", b"xmlns=")
    plain = re.sub(rb"<code>(\w+)</code>", rb'<code xmlns="">\1</code>', plain)
    assert quads(read(plain)) == quads(read(PROCESS))


@pytest.mark.parametrize(
    ("message", "carried"),
    [
        ("prozesskatalog.antwort.0102", CLASS),
        ("prozesskatalog.export.0103", CLASS),
        ("prozessbibliothek.antwort.0202", ID),
        ("prozessbibliothek.export.0203", ID),
    ],
)
def test_messages_with_one_half_of_the_content_are_read(message: str, carried: VersionId) -> None:
    other = "prozessbibliothek" if carried == CLASS else "prozesskatalog"
    half = re.sub(rf"<p:{other}>.*</p:{other}>".encode(), b"", PROCESS, flags=re.S)
    half = half.replace(b"alleInhalte.export.0303", message.encode())
    assert set(read(half).versions) == {carried}


def test_a_part_of_a_form_is_named_once_by_what_it_says_first() -> None:
    form = "<p:formularsteckbriefID>Lageplan des Gartens</p:formularsteckbriefID>"
    content = read(
        changed(PROCESS, form, f"{form}<p:textuelleBeschreibung>Ein Plan.</p:textuelleBeschreibung>")
    )
    node = part("activity-group", "01", "incoming", "2")
    assert objects(content, node, LABEL) == {"Lageplan des Gartens"}
    assert objects(content, node, NamedNode(DCT + "description")) == {"Ein Plan."}


def test_the_same_version_with_other_content_is_a_conflict_and_the_first_one_counts() -> None:
    whole = re.search(rb"<p:prozess>.*</p:prozess>", PROCESS, re.S)
    assert whole
    content = read(PROCESS.replace(whole[0], whole[0] + whole[0].replace(b"Ein Beispiel.", b"Ein anderes.")))
    assert content.conflicts == Counter({ID: 1})
    assert said(content, ID, NamedNode(DCT + "description")) == {"Ein Beispiel."}


# What is wrong

CONTENT = re.search(rb"<p:inhalt>.*</p:inhalt>", PROCESS, re.S)
GROUP = re.search(rb"<p:aktivitaetengruppe>.*?</p:aktivitaetengruppe>", PROCESS, re.S)
assert CONTENT and GROUP


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "XML"),
        (PROCESS[: len(PROCESS) // 2], "XML"),
        (PROCESS.replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY a "a">]>', 1), "DTD"),
        (changed(PROCESS, NAMESPACE, "http://www.regierung-mv.de/xprozess/1"), "xprozess/1"),
        (PROCESS.replace(b"alleInhalte.export.0303", b"alleInhalte.anfrage.0301"), "Nachricht"),
        (re.sub(rb"<p:prozess(katalog|bibliothek)>.*</p:prozess\1>", b"", PROCESS, flags=re.S), "weder"),
        (changed(PROCESS, f"<p:id>{KEY}</p:id>", ""), "keine ID"),
        (changed(PROCESS, f"<p:id>{KEY}</p:id>", "<p:id>../../x</p:id>"), "../../x"),
        (changed(PROCESS, f"<p:id>{KEY}</p:id>", f"<p:id>{'9' * 300}</p:id>"), "999"),
        (changed(PROCESS, "<p:version>01.00.00</p:version>", "<p:version>eins</p:version>"), "eins"),
        (changed(PROCESS, "<code>101</code>", "<code>1/../..</code>"), "1/../.."),
        (changed(PROCESS, "<code>5</code>", "<code>55</code>"), "55"),
        (changed(PROCESS, "2026-12-31T23:00:00.000Z", "2026-13-31T23:00:00.000Z"), "2026-13-31"),
        (changed(PROCESS, "2026-12-31T23:00:00.000Z", "9999-12-31T23:00:00.000Z"), "9999"),
        (changed(PROCESS, "<p:id>02</p:id>", ""), "keine ID"),
        (PROCESS.replace(GROUP[0], GROUP[0] * 2), "02"),
        (PROCESS.replace(CONTENT[0], b"<p:inhalt>kein Base64!</p:inhalt>"), "Base64"),
        (PROCESS.replace(CONTENT[0], b"<p:inhalt>UEsDBAA=</p:inhalt>"), "entpacken"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    text = caught.value.text("de")
    assert text.startswith("datei.xml") and words in text
    assert caught.value.text("en") != text


def test_an_error_names_file_line_and_element() -> None:
    wrong = changed(PROCESS, "<p:id>02</p:id>", "")
    line = wrong[: wrong.index(b"<p:aktivitaetengruppe>")].count(b"\n") + 1
    with pytest.raises(InputError) as caught:
        read(wrong)
    assert caught.value.location == f"datei.xml:{line} <aktivitaetengruppe>"


def test_a_file_of_many_parts_inside_each_other_ends() -> None:
    deep = b"<p:formularverweis>" * 200 + b"</p:formularverweis>" * 200
    content = read(PROCESS.replace(b"<p:formularverweis>", deep + b"<p:formularverweis>", 1))
    assert ID in content.versions


@settings(max_examples=examples(100))
@given(st.binary(max_size=200), st.integers(0, len(PROCESS)), st.integers(0, 200))
def test_a_damaged_file_is_read_or_refused_in_words(junk: bytes, at: int, cut: int) -> None:
    try:
        read(PROCESS[:at] + junk + PROCESS[at + cut :])
    except GrundrissError as error:
        assert error.text("de") and error.text("en")


# what XML can hold
WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20)


@settings(max_examples=examples(200))
@given(WORDS, WORDS)
def test_any_id_of_a_part_is_in_its_address_and_leads_back(number: str, drawn: str) -> None:
    ids = {b"<p:id>01</p:id>": number, b"s-pruefen</p:subProzessID>": drawn}
    content = PROCESS
    for old, new in ids.items():
        head, _, tail = old.rpartition(b"</")
        content = content.replace(old, head[: head.rfind(b">") + 1] + escape(new).encode() + b"</" + tail)
    if number == "02":
        return
    held = read(content)
    node = part("activity-group", quote(number, safe=""))
    assert objects(held, node, NamedNode(SKOS + "notation")) == {number}
    (element,) = objects(held, node, gru("modelElement"))
    assert unquote(element.removeprefix(part("bpmn", "").value)) == drawn
    assert NamedNode(element)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_midnight_in_germany_written_in_utc_gives_back_its_day(day: date) -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    xml = f"<a>{midnight:%Y-%m-%dT%H:%M:%S}.000Z</a>".encode()
    (element,) = ended_elements(io.BytesIO(xml), "a.xml", ("b",))
    value = mapping.value_of("localDay", element, "a.xml")
    assert value is not None and value.value == day.isoformat()


@given(st.sampled_from(["bundesland", "kreis", "regionalschluessel", "nation", "x"]), st.text(max_size=14))
def test_an_area_is_only_what_has_all_its_digits(level: str, code: str) -> None:
    digits = {"bundesland": 2, "kreis": 5, "regionalschluessel": 12}.get(level)
    found = area(level, code)
    assert (found is not None) == bool(re.fullmatch(f"[0-9]{{{digits}}}", code) if digits else None)


def test_statements_are_of_the_ontology() -> None:
    ontology = "\n".join(path.read_text("utf-8") for path in (ROOT / "ontology").glob("*.ttl"))
    for quad in quads(read(PROCESS)):
        name = quad.predicate.value.partition("grundriss/ns#")[2]
        assert not name or re.search(rf"^gru:{name}$", ontology, re.M), name
