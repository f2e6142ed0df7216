# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Genericode files as SKOS: every row and cell of a real list, in both spellings."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from grundriss.errors import GrundrissError, InputError
from grundriss.importers.fim.artefact_content import Content, Statements, VersionId
from grundriss.importers.fim.genericode import NAMESPACE, read_genericode
from grundriss.importers.fim.xdatenfelder import read_xdatenfelder
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, LABEL, SKOS, gru
from tests.core.test_xdatenfelder import EXAMPLES, SAMPLES, SCHEMA, changed

LIST = (EXAMPLES / "staat_genericode.xml").read_bytes()
BASE = Base()
ID = VersionId("codelist", "urn:example:codeliste:staat", "2026-01-01")


def read(content: bytes) -> Content:
    return read_genericode(io.BytesIO(content), BASE, "liste.xml")


def only(content: Content) -> Statements:
    (found,) = content.versions.values()
    return found


def facts(held: Statements) -> dict[str, dict[str, str]]:
    """What is said of each code, by the last part of the property."""
    found: dict[str, dict[str, str]] = {}
    for quad in held.quads:
        if quad.predicate.value == SKOS + "notation":
            found[quad.subject.value] = {}  # type: ignore[union-attr]
    for quad in held.quads:
        node = quad.subject.value  # type: ignore[union-attr]
        if node in found and "ns#type" not in quad.predicate.value:
            found[node][quad.predicate.value.rpartition("/")[2]] = quad.object.value  # type: ignore[union-attr]
    return found


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared (fim/samples)")
@pytest.mark.parametrize("path", sorted((SAMPLES / "genericode").glob("*.xml")), ids=lambda p: p.name)
def test_every_cell_of_a_real_list_is_there(path: Path) -> None:
    rows = [row for row in ET.parse(path).getroot().iter() if row.tag.rpartition("}")[2] == "Row"]
    texts = [
        [cell.text.strip() for cell in row.iter() if cell.tag.endswith("SimpleValue") and cell.text]
        for row in rows
    ]
    codes = facts(only(read(path.read_bytes())))
    told = [{text for name, text in said.items() if name != "core#inScheme"} for said in codes.values()]
    assert sorted(map(sorted, told)) == sorted(sorted(set(row) - {""}) for row in texts)


def test_a_code_has_its_name_and_its_other_columns() -> None:
    held = only(read(LIST))
    assert held.id == ID
    assert [
        (said["core#notation"], said["core#prefLabel"], said.get("k%C3%BCrzel"))
        for said in facts(held).values()
    ] == [
        ("000", "Deutschland", "DE"),
        ("121", "Albanien", None),
    ]


def test_a_field_that_uses_the_list_names_the_same_resource() -> None:
    schema = read_xdatenfelder(io.BytesIO(SCHEMA), BASE, "schema.xml")
    field = schema.versions[VersionId("field", "F99000000914", "1.0.0")]
    assert {q.object for q in field.quads if q.predicate == gru("usesCodeList")} == {only(read(LIST)).node}


def test_both_spellings_say_the_same() -> None:
    parts = (
        "Annotation",
        "Description",
        "Identification",
        "ShortName",
        "LongName",
        "Version",
        "CanonicalUri",
    )
    parts += (
        "CanonicalVersionUri",
        "ColumnSet",
        "Column",
        "Data",
        "Key",
        "ColumnRef",
        "SimpleCodeList",
        "Row",
        "Value",
        "SimpleValue",
    )
    prefixed = LIST.decode()
    for name in parts:
        for ending in (">", " ", "/>"):
            prefixed = prefixed.replace(f"<{name}{ending}", f"<gc:{name}{ending}")
        prefixed = prefixed.replace(f"</{name}>", f"</gc:{name}>")
    assert NAMESPACE in prefixed
    assert set(only(read(prefixed.encode())).quads) == set(only(read(LIST)).quads)


def test_the_recommended_key_column_wins() -> None:
    mark = "<Annotation><AppInfo><xoev-cl-4:recommendedKeyColumn/></AppInfo></Annotation>"
    other = changed(LIST, '<Key Id="codenameKey">', f'<Key Id="codenameKey">{mark}')
    assert [said["core#notation"] for said in facts(only(read(other))).values()] == [
        "Deutschland",
        "Albanien",
    ]


def test_names_and_description_of_the_list_are_kept() -> None:
    held = only(read(LIST))
    said = {(q.predicate, q.object.value) for q in held.quads if q.subject == held.node}  # type: ignore[union-attr]
    assert (LABEL, "Staaten des Beispiels") in said
    assert (NamedNode(DCT + "description"), "Staaten eines Beispiels.") in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LIST[:300], "XML"),
        (changed(LIST, "genericode/1.0/", "genericode/9/"), "Genericode"),
        (changed(LIST, "<Version>2026-01-01</Version>", ""), "Kennung"),
        (changed(LIST, "<CanonicalUri>urn:example:codeliste:staat</CanonicalUri>", ""), "Kennung"),
        (changed(LIST, '<ColumnRef Ref="schluessel"/>', '<ColumnRef Ref="fehlt"/>'), "Spalte"),
        (changed(LIST, '<Value ColumnRef="kürzel">', '<Value ColumnRef="fehlt">'), "fehlt"),
        (changed(LIST, "<SimpleValue>121</SimpleValue>", "<SimpleValue>000</SimpleValue>"), "000"),
        (changed(LIST, "<SimpleValue>121</SimpleValue>", "<SimpleValue/>"), "keinen Code"),
        (LIST[: LIST.index(b"<Row>")] + LIST[LIST.index(b"</SimpleCodeList>") :], "keine Zeile"),
        (changed(LIST, ' Id="kürzel"', ""), "Id"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(content)
    assert caught.value.text("de").startswith("liste.xml") and words in caught.value.text("de")


def test_rows_before_their_columns_are_refused() -> None:
    start, end = LIST.index(b"<ColumnSet>"), LIST.index(b"</ColumnSet>") + len(b"</ColumnSet>")
    with pytest.raises(GrundrissError):
        read(LIST[:start] + LIST[end:])
