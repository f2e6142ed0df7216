# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XZuFi: what editorial teams say of services, offices and online services; nothing is left out in silence."""

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from grundriss import resources
from grundriss.editing.fim_import import FimImport, import_fim
from grundriss.errors import InputError
from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Content, VersionId
from grundriss.importers.fim.collection import format_of, read_collection
from grundriss.importers.fim.regional_key import FEDERATION, LENGTHS, area_of, larger_areas
from grundriss.importers.fim.service_html import ALLOWED, plain, sanitised
from grundriss.importers.fim.service_values import language_tag
from grundriss.importers.fim.xzufi import read_xzufi
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, LABEL, SKOS, gru
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY
from tests.core.published import check

BASE = Base()
EXAMPLE = (resources.path("data", "examples", "fim") / "gartenlaube_xzufi231.xml").read_bytes()
SERVICE = VersionId("service", "B999999.LB.1001", "aktuell")
OFFICE = VersionId("organisation-unit", "B999999.OE.2001", "aktuell")
ONLINE = VersionId("online-service", "B999999.OD.3001", "aktuell")
COMPETENCES = VersionId("competence", "B999999.OE.2001", "aktuell")
OLDER = (resources.path("data", "examples", "fim") / "gartenlaube_xzufi220.xml").read_bytes()
CV = "http://data.europa.eu/m8g/"
SCHEMA_ORG = "https://schema.org/"
INTENT = Intent("fim", "test", "tester")


def read(content: bytes, name: str = "datei.xml") -> Content:
    return read_xzufi(io.BytesIO(content), BASE, name)


def message(inner: str, version: str = "2_2_0") -> bytes:
    return f'<x:a xmlns:x="http://xoev.de/schemata/xzufi/{version}">{inner}</x:a>'.encode()


def service(inner: str, identifier: str = '<x:id schemeAgencyID="L1">7</x:id>') -> str:
    return f"<x:schreibe><x:leistung>{identifier}{inner}</x:leistung></x:schreibe>"


def said(content: Content, version: VersionId, property_: NamedNode) -> set[str]:
    """What a version, or a part of it, says by a property, with languages."""
    return {
        f"{q.object.value}@{q.object.language}"
        if isinstance(q.object, Literal) and q.object.language
        else q.object.value  # type: ignore[union-attr]
        for q in content.versions[version].quads
        if q.predicate == property_
    }


def quads(content: Content) -> set[Quad]:
    return {quad for held in content.versions.values() for quad in held.quads}


def outcome(root: ET.Element) -> object:
    try:
        content = read(ET.tostring(root))
    except InputError as error:
        return str(error)
    return quads(content), content.unmapped, content.deleted


def test_the_example_says_what_a_service_is_in_every_language() -> None:
    content = read(EXAMPLE)
    assert list(content.versions) == [SERVICE, OFFICE, ONLINE, COMPETENCES] == content.roots
    titles = {
        "Gartenlaube Erlaubnis Erteilung@de",
        "Erlaubnis für eine Garten-Laube@de-simple",
        "Permit for a garden shed@en",
    }
    assert said(content, SERVICE, NamedNode(DCT + "title")) == titles
    assert set(content.versions[SERVICE].values(LABEL)) == {title.rpartition("@")[0] for title in titles}
    assert said(content, SERVICE, gru("describesService")) == {
        BASE.element("service", "99999001001000").value
    }
    assert said(content, SERVICE, gru("legalReference")) == {f"{BASE.iri}id/legal-resource/beispielg--2"}
    assert said(content, SERVICE, gru("hasProcess")) == {f"{BASE.iri}id/fim/process/99999001001000"}
    assert said(content, SERVICE, gru("machineTranslated")) == {"en"}


def test_a_legal_basis_keeps_the_address_that_its_text_leads_to() -> None:
    line = b"&lt;li&gt;\xc2\xa7 2 BeispielG&lt;/li&gt;"
    linked = '&lt;li&gt;&lt;a href="https://example.org/3"&gt;§ 3 BeispielG vom 1.2.2020&lt;/a&gt;&lt;/li&gt;'
    assert EXAMPLE.count(line) == 1
    content = read(EXAMPLE.replace(line, line + linked.encode()))
    [basis] = said(content, SERVICE, gru("hasLegalBasis"))
    told = {
        (q.predicate.value, q.object.value)  # type: ignore[union-attr]
        for q in content.versions[SERVICE].quads
        if q.subject == NamedNode(str(basis))
    }
    assert {
        (gru("legalReferenceLink").value, "https://example.org/3"),
        (gru("legalReferenceText").value, "§ 3 BeispielG vom 1.2.2020"),
        (gru("citedVersionDate").value, "2020-02-01"),
        (gru("legalReference").value, f"{BASE.iri}id/legal-resource/beispielg--3"),
    } <= told


def test_texts_are_there_as_html_and_without_any_markup() -> None:
    content = read(EXAMPLE)
    text = "Wer eine Gartenlaube bauen will, braucht eine Erlaubnis.\n- „klein“: bis 24 m²@de"
    assert text in said(content, SERVICE, NamedNode(DCT + "description"))
    html = said(content, SERVICE, gru("html"))
    assert (
        "<p>Wer eine <b>Gartenlaube</b> bauen will, braucht eine Erlaubnis.</p><ul><li>„klein“: bis 24 m²</li></ul>"
        in html
    )


def test_days_are_those_in_germany_and_open_ends_are_no_days() -> None:
    content = read(EXAMPLE)
    assert said(content, SERVICE, gru("expertReleasedOn")) == {"2026-11-01"}
    assert said(content, SERVICE, NamedNode(SCHEMA_ORG + "validFrom")) == set()
    assert said(content, SERVICE, NamedNode(SCHEMA_ORG + "validThrough")) == {"2028-12-31"}


def test_areas_lead_to_the_larger_ones() -> None:
    content = read(EXAMPLE)
    kreis, bezirk, land, bund = (
        area_of(key) for key in ("064120000000", "064000000000", "060000000000", FEDERATION)
    )
    part_of = NamedNode(DCT + "isPartOf")
    chain = {(q.subject, q.object) for q in content.versions[SERVICE].quads if q.predicate == part_of}
    assert chain == {(kreis, bezirk), (bezirk, land), (land, bund)}
    assert said(content, OFFICE, NamedNode(DCT + "spatial")) == {area_of("06412000").value}  # type: ignore[union-attr]


def test_an_office_is_competent_for_a_service_in_an_area() -> None:
    content = read(EXAMPLE)
    assert said(content, COMPETENCES, gru("competentFor")) == {SERVICE.stable(BASE).value}
    assert said(content, COMPETENCES, gru("competenceRole")) == {"01"}
    again = EXAMPLE.replace(b">4001<", b">4002<").replace(b"064120000000", b"061110000000")
    both = (
        re.sub(rb"(?s)</z:transfer.*", b"", EXAMPLE) + re.search(rb"(?s)<z:schreibe>\s*<z:zust.*", again)[0]
    )  # type: ignore[index]
    assert len(said(read(both), COMPETENCES, gru("hasCompetence"))) == 2, (
        "all competences of one object are kept"
    )


def transferred(identifier: str, area: str, owner: str = "1", agency: str = "L1") -> str:
    """A message about a competence of an office."""
    return f"""<x:schreibe><x:zustaendigkeitTransferObjekt>
        <x:uebergeordnetesObjektID schemeAgencyID="{agency}">{owner}</x:uebergeordnetesObjektID>
        <x:zustaendigkeit xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
            i:type="x:ZustaendigkeitOrganisationseinheit">
        <x:id schemeAgencyID="{agency}">{identifier}</x:id><x:leistungID schemeAgencyID="{agency}">7</x:leistungID>
        <x:gebietID>{area}</x:gebietID></x:zustaendigkeit></x:zustaendigkeitTransferObjekt></x:schreibe>"""


def not_competent(identifier: str, agency: str = "L1") -> str:
    return (
        f'<x:loesche klasse="Zustaendigkeit"><x:id schemeAgencyID="{agency}">{identifier}</x:id></x:loesche>'
    )


def areas(content: Content, owner: str = "L1.OE.1") -> set[str]:
    """The keys of the areas that an office is competent in."""
    told = said(content, VersionId("competence", owner, "aktuell"), NamedNode(DCT + "spatial"))
    return {iri.rpartition("/")[2] for iri in told}


def test_an_office_is_known_by_the_type_of_its_competence_and_its_agency() -> None:
    content = read(message(transferred("5", "01") + transferred("5", "02", agency="L2")))
    assert [version.id for version in content.versions] == ["L1.OE.1", "L2.OE.1"]
    assert said(content, VersionId("competence", "L1.OE.1", "aktuell"), gru("competencesOf")) == {
        f"{BASE.iri}id/fim/organisation-unit/L1.OE.1"
    }
    assert not any("type" in path for path in content.unmapped)


def test_a_competence_is_replaced_and_deleted_by_its_id() -> None:
    both = transferred("5", "01") + transferred("6", "02")
    assert areas(read(message(both))) == {"01", "02"}
    assert areas(read(message(both + transferred("5", "03")))) == {"02", "03"}
    moved = read(message(both + transferred("5", "03", owner="2")))
    assert (areas(moved), areas(moved, "L1.OE.2")) == ({"02"}, {"03"})
    less = read(message(both + not_competent("5")))
    assert areas(less) == {"02"} and list(less.deleted_parts) == ["L1.5"]
    none = read(message(both + not_competent("5") + not_competent("6")))
    assert not none.versions and not none.roots
    assert areas(read(message(both + not_competent("5", agency="L2")))) == {"01", "02"}


def test_files_add_to_the_competences_that_other_files_told(tmp_path: Path) -> None:
    for name, inner in (
        ("a", transferred("5", "01")),
        ("b", transferred("6", "02")),
        ("c", not_competent("5")),
    ):
        (tmp_path / f"{name}.xml").write_bytes(message(inner))
    together = read_collection(tmp_path, BASE).content
    assert areas(together) == {"02"} and together.roots == [VersionId("competence", "L1.OE.1", "aktuell")]


def test_an_import_keeps_what_is_stored_of_a_list(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w", TODAY)

    def imported(inner: str) -> FimImport:
        (tmp_path / "a.xml").write_bytes(message(inner))
        return import_fim(workspace, read_collection(tmp_path / "a.xml", BASE), INTENT)

    def stored() -> set[str]:
        with workspace.snapshot() as snapshot:
            spatial = snapshot.store.quads_for_pattern(None, NamedNode(DCT + "spatial"), None, DefaultGraph())
            return {quad.object.value.rpartition("/")[2] for quad in spatial}  # type: ignore[union-attr]

    imported(transferred("5", "01") + transferred("6", "02"))
    imported(transferred("7", "03"))
    assert stored() == {"01", "02", "03"}
    imported(transferred("5", "04", owner="2"))
    assert stored() == {"02", "03", "04"}, "a competence that moves is no longer where it was"
    assert imported(not_competent("6") + not_competent("99")).unknown == ("L1.99",)
    assert stored() == {"03", "04"}
    gone = '<x:loesche klasse="Organisationseinheit"><x:id schemeAgencyID="L1">1</x:id></x:loesche>'
    imported(gone + transferred("8", "05"))
    assert stored() == {"04", "05"}, "after the office is deleted, its list begins anew"
    emptied = imported(not_competent("5")).outcome.emptied
    assert [str(artefact) for artefact in emptied] == ["competence/L1.OE.2 aktuell"]
    assert check(workspace).faults == []


def test_time_limits_costs_and_documents_say_their_numbers() -> None:
    content = read(EXAMPLE)
    assert said(content, SERVICE, gru("deadlineFrom")) == {"--04-01"}
    assert said(content, SERVICE, NamedNode(CV + "processingTime")) == {"P14D"}
    assert said(content, SERVICE, NamedNode(CV + "hasValue")) == {"80.00"}
    assert said(content, SERVICE, NamedNode(CV + "currency")) == {"EUR"}
    assert said(content, SERVICE, gru("documentKindCode")) == {"001", "Plakette"}
    assert said(content, SERVICE, gru("serviceStructureCode")) == {"LOV"}
    older = read(OLDER)
    version = VersionId("service", "S999998.LB.17_a-2", "3")
    assert older.roots == [version]
    assert said(older, version, gru("costUpTo")) == {"120.50"}
    assert said(older, version, gru("writtenFormRequired")) == {"false"}
    assert {path for path in older.unmapped if path.startswith("service")} == set()


@pytest.mark.parametrize(
    ("choice", "taken"),
    [
        ("<x:dauer>5</x:dauer><x:einheit><code>WERKTAG</code></x:einheit>", set()),
        ("<x:dauer>2</x:dauer><x:einheit><code>MONAT</code></x:einheit>", {"P2M"}),
        (
            "<x:dauer>2</x:dauer><x:einheit><code>MONAT</code></x:einheit><x:dauerBis>3</x:dauerBis>",
            set(),
        ),
        ("<x:dauer>zwei</x:dauer><x:einheit><code>TAG</code></x:einheit>", set()),
    ],
)
def test_only_a_single_duration_is_a_processing_time(choice: str, taken: set[str]) -> None:
    module = f"<x:bearbeitungsdauer><x:fristauswahl>{choice}</x:fristauswahl></x:bearbeitungsdauer>"
    content = read(message(service(f"<x:modulBearbeitungsdauer>{module}</x:modulBearbeitungsdauer>")))
    version = VersionId("service", "L1.LB.7", "aktuell")
    assert said(content, version, NamedNode(CV + "processingTime")) == taken
    assert ("zwei" in choice) == any("(zwei)" in path for path in content.unmapped)


def test_a_profile_of_the_catalogue_leads_to_the_broader_services() -> None:
    content = read(message(service("", '<x:id schemeAgencyID="L1">99115005104001</x:id>')))
    broader = {
        (q.subject.value[-14:], q.object.value[-14:])  # type: ignore[union-attr]
        for q in quads(content)
        if q.predicate == NamedNode(SKOS + "broader")
    }
    assert broader == {("99115005104001", "99115005104000"), ("99115005104000", "99115005000000")}


MODELS = Path(__file__).resolve().parents[3] / "shared" / "fim" / "xzufi_models_from_fimportal_openapi.txt"
UPPER = {"Id": "ID", "Ea": "EA", "Sdg": "SDG", "Leika": "LeiKa"}


@pytest.mark.parametrize("model", ["Leistung220", "Leistung231"])
def test_every_field_of_the_published_model_has_a_row(model: str) -> None:
    if not MODELS.exists():
        pytest.skip("the published models are not at hand")
    section = MODELS.read_text(encoding="utf-8").partition(f"## {model} ")[2].partition("\n## ")[0]
    fields = re.findall(r"(?m)^   (\w+) :", section)
    names = {
        first + "".join(UPPER.get(p.title(), p.title()) for p in rest) for first, *rest in map(split, fields)
    }
    known = {element for _, owner, element in mapping.rules("xzufi") if owner in ("service", "*")}
    assert len(names) > 30
    assert names - known <= {"kennzeichenSchritformerfordernis"}, "the model's own spelling"


def split(name: str) -> list[str]:
    return name.split("_")


LISTS = {"listURI", "listVersionID"}
"""The attributes of a code that is read: which list it is of is not told, as in the other formats."""


def test_nothing_in_the_example_can_change_without_being_noticed() -> None:
    root = ET.fromstring(EXAMPLE)
    before, silent = outcome(root), set()
    told = {path.rpartition("/")[2] for path in read(EXAMPLE).unmapped}
    for element in root.iter():
        text, local = element.text, element.tag.rpartition("}")[2]
        if (text or "").strip():
            element.text = f"9{text}"
            silent |= {local} if outcome(root) == before and local not in told else set()
            element.text = text
        for name, value in list(element.attrib.items()):
            element.set(name, f"{value}9")
            silent |= {name} if outcome(root) == before and f"@{name}" not in told else set()
            element.set(name, value)
    assert silent <= LISTS | {"xzufiVersion"}


def test_what_no_row_knows_is_told_leaf_by_leaf() -> None:
    root = ET.fromstring(EXAMPLE)
    silent = []
    for element in list(root.iter()):
        new = ET.SubElement(element, "{urn:x}neu", {"art": "1"})
        new.text = "x"
        told = read(ET.tostring(root)).unmapped
        if not {path.rpartition("neu")[2] for path in told if "neu" in path} >= {"", "/@art"}:
            silent.append(element.tag.rpartition("}")[2])
        element.remove(new)
    assert silent == []


@pytest.mark.parametrize("version", ["2_1_0", "2_2_0", "2_3_1"])
def test_every_version_is_known_by_its_namespace_and_read(version: str) -> None:
    content = message(service("<x:referenzLeiKa><code>99115005104000</code></x:referenzLeiKa>"), version)
    assert format_of(content) == "xzufi"
    found = said(read(content), VersionId("service", "L1.LB.7", "aktuell"), gru("describesService"))
    assert found == {f"{BASE.iri}id/service/99115005104000"}


def test_one_id_of_two_agencies_is_two_services_and_a_whole_id_stays() -> None:
    content = read(
        message(
            service("")
            + service("", '<x:id schemeAgencyID="L2">7</x:id>')
            + service("", "<x:id>L3.LB.7_a-b</x:id>")
        )
    )
    assert [v.id for v in content.versions] == ["L1.LB.7", "L2.LB.7", "L3.LB.7_a-b"]


def test_a_text_of_several_services_names_them_all_and_a_wrong_key_is_told() -> None:
    keys = "".join(
        f"<x:referenzLeiKa><code>{key}</code></x:referenzLeiKa>"
        for key in ("99115005104000", "99115005104001", "1150")
    )
    content = read(message(service(keys)))
    version = VersionId("service", "L1.LB.7", "aktuell")
    assert len(said(content, version, gru("describesService"))) == 2
    assert content.unmapped["service/referenzLeiKa (1150)"] == 1


def test_of_several_messages_about_an_object_the_last_counts() -> None:
    title = "<x:modulText><x:leikaTextmodul><code>02</code></x:leikaTextmodul><x:inhalt>{}</x:inhalt></x:modulText>"
    gone = '<x:loesche klasse="Leistung"><x:id schemeAgencyID="L1">7</x:id></x:loesche>'
    version = VersionId("service", "L1.LB.7", "aktuell")
    both = read(message(service(title.format("alt")) + service(title.format("neu"))))
    assert said(both, version, LABEL) == {"neu@de"} and both.roots == [version]
    deleted = read(message(service(title.format("alt")) + gone))
    assert not deleted.versions and not deleted.roots and list(deleted.deleted) == [("service", "L1.LB.7")]
    again = read(message(gone + service(title.format("neu"))))
    assert list(again.versions) == [version] and not again.deleted


def test_a_deletion_takes_what_is_stored_and_nothing_else(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w", TODAY)
    file = tmp_path / "a.xml"
    file.write_bytes(EXAMPLE)
    first = import_fim(workspace, read_collection(file, BASE), INTENT)
    assert first.unknown == ("B999999.OD.3000",) and first.outcome.report.conforms
    assert import_fim(workspace, read_collection(file, BASE), INTENT).outcome.unchanged
    file.write_bytes(
        message(
            '<x:loesche klasse="Organisationseinheit"><x:id schemeAgencyID="B999999">2001</x:id></x:loesche>'
        )
    )
    done = import_fim(workspace, read_collection(file, BASE), INTENT)
    assert {str(artefact) for artefact in done.outcome.emptied} == {
        "B999999.OE.2001 aktuell",
        "competence/B999999.OE.2001 aktuell",
    }
    with workspace.snapshot() as snapshot:
        left = {q.subject for q in snapshot.store.quads_for_pattern(None, gru("version"), None, None)}
    assert left == {SERVICE.node(BASE), ONLINE.node(BASE)}
    assert check(workspace).faults == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (EXAMPLE[:-60], "datei.xml:"),
        (message(service("")).replace(b"2_2_0", b"9_9_9"), "no version of XZuFi"),
        (message(service("", "")), "<leistung>"),
        (message(service("", "<x:id/>")), "<leistung>"),
        (message(""), "nothing that is read"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + message(service("")), "DTD"),
        (
            message(
                service(
                    "<x:modulFachlicheFreigabe><x:fachlichFreigegebenAm>gestern</x:fachlichFreigegebenAm></x:modulFachlicheFreigabe>"
                )
            ),
            "gestern",
        ),
        (message("<x:y>" * 5_000 + "</x:y>" * 5_000), "datei.xml"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    assert words in str(caught.value)


def test_a_deletion_of_an_unknown_kind_is_told() -> None:
    content = read(message(service("") + '<x:loesche klasse="Formular"><x:id>1</x:id></x:loesche>'))
    assert content.unmapped["loesche/@klasse (Formular)"] == 1 and not content.deleted


# Texts, languages and areas


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ('<a href="javascript:x()">Klick</a>', "<a>Klick</a>", "Klick"),
        (
            '<a href="https://example.org" target="_blank">Klick</a>',
            '<a href="https://example.org">Klick</a>',
            "Klick",
        ),
        ("<script>x()</script>Text<style>p{}</style>", "Text", "Text"),
        ("<table><tr><td>Zelle</td></tr></table>", "Zelle", "Zelle"),
        ("<h2>Frist</h2><p>2 Wochen</p>", "<h2>Frist</h2><p>2 Wochen</p>", "Frist\n2 Wochen"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("H<sub>2</sub>O<br/>Wasser", "H<sub>2</sub>O<br>Wasser", "H2O\nWasser"),
        ("ohne alles", None, "ohne alles"),
    ],
)
def test_html_keeps_what_the_pvog_allows_and_no_more(text: str, html: str | None, words: str) -> None:
    assert (sanitised(text), plain(text)) == (html, words)


@given(st.text(alphabet="<>/abpscriptul \"'=&;:hrefonx()", max_size=80))
def test_whatever_a_text_holds_no_other_tag_comes_through(text: str) -> None:
    marked = sanitised(text) or ""
    assert {tag.lower() for tag in re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", marked)} <= ALLOWED
    assert sanitised(marked) in (marked, None)


@given(st.text(max_size=12) | st.from_regex(r"[A-Za-z]{1,9}([-_][A-Za-z0-9]{1,9}){0,3}", fullmatch=True))
def test_any_language_gives_a_tag_that_a_literal_can_have(written: str) -> None:
    assert Literal("x", language=language_tag(written)).language


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_every_area_is_part_of_larger_ones_up_to_the_federation(key: str) -> None:
    above = larger_areas(key)
    assert key not in above and len(set(above)) == len(above)
    assert (above[-1:] == [FEDERATION]) == (key != FEDERATION)
    for larger in above:
        digits = next(n for n in (0, *LENGTHS) if larger == key[:n].ljust(12, "0"))
        assert larger_areas(larger) == [
            k
            for k in above
            if k != larger and key[:digits].startswith(k.rstrip("0")) and above.index(k) > above.index(larger)
        ]
