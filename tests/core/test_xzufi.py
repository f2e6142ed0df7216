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
from pyoxigraph import Literal, NamedNode, Quad

from grundriss import resources
from grundriss.editing.fim_import import import_fim
from grundriss.errors import InputError
from grundriss.importers.fim.artefact_content import Content, VersionId
from grundriss.importers.fim.collection import format_of, read_collection
from grundriss.importers.fim.regional_key import FEDERATION, LENGTHS, area_of, larger_areas
from grundriss.importers.fim.service_html import ALLOWED, plain, sanitised
from grundriss.importers.fim.service_values import language_tag
from grundriss.importers.fim.xzufi import read_xzufi
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, LABEL, gru
from grundriss.store.commit import Intent
from grundriss.store.fsck import check
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY

BASE = Base()
EXAMPLE = (resources.path("data", "examples", "fim") / "gartenlaube_xzufi231.xml").read_bytes()
SERVICE = VersionId("service", "B999999.LB.1001", "aktuell")
OFFICE = VersionId("organisation-unit", "B999999.OE.2001", "aktuell")
ONLINE = VersionId("online-service", "B999999.OD.3001", "aktuell")
COMPETENCES = VersionId("competence", "B999999.OE.2001", "aktuell")
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
    assert said(content, SERVICE, NamedNode(DCT + "title")) == titles == said(content, SERVICE, LABEL)
    assert said(content, SERVICE, gru("describesService")) == {
        BASE.element("service", "99999001001000").value
    }
    assert said(content, SERVICE, gru("legalReference")) == {f"{BASE.iri}id/legal-resource/beispielg--2"}
    assert said(content, SERVICE, gru("hasProcess")) == {f"{BASE.iri}id/fim/process/99999001001000"}
    assert said(content, SERVICE, gru("machineTranslated")) == {"en"}


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
            element.set(name, f"9{value}")
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


@given(st.text(max_size=12))
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
