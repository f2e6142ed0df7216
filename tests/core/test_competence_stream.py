# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Competences as a stream say what the same files say when they are read as a whole."""

import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple, parse

from grundriss.errors import InputError
from grundriss.importers.fim import xml_portions
from grundriss.importers.fim.competence_file import write_competence_file
from grundriss.importers.fim.competence_stream import Written, write_competences
from grundriss.importers.fim.xzufi import read_xzufi
from grundriss.model.identifier import Base
from tests.core.test_xzufi import EXAMPLE, message, not_competent, service, transferred
from tests.counts import examples

BASE = Base()
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
AGENCIES = [
    "",
    ' schemeAgencyID="L1"',
    ' schemeAgencyID="L2" schemeName="x"',
    ' listURI="u"',
    ' schemeAgencyID="Ä&#38;"',
]
IDS = ["7", "L1.7", "L1.LB.7", "L1.OE.7", " 7\n", "a b", "ü", "7&amp;8", "99102005000000", ""]
AREAS = ["064120000000", "06412000", "06", "6", " 064120000000 ", "abc"]
TYPES = ["Organisationseinheit", "Onlinedienst", "Formular"]


def written(content: bytes) -> tuple[Written, set[Triple]]:
    out = io.BytesIO()
    told = write_competences(io.BytesIO(content), BASE, "datei.xml", out)
    return told, {quad.triple for quad in parse(out.getvalue(), format=RdfFormat.N_TRIPLES)}


def expected(content: bytes) -> tuple[Counter[str], set[Triple]]:
    read = read_xzufi(io.BytesIO(content), BASE, "datei.xml")
    return read.unmapped, {quad.triple for held in read.versions.values() for quad in held.quads}


def transfer(inner: str, prefix: str = "x:") -> bytes:
    """A message whose elements have this prefix, or none."""
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    root = f'<{prefix}a {declared}="http://xoev.de/schemata/xzufi/2_2_0" {XSI}>'
    return f"{root}\n{inner}</{prefix}a>".replace("‹", f"<{prefix}").replace("›", f"</{prefix}").encode()


@st.composite
def competences(draw: st.DrawFn) -> str:
    """A message about a competence, in one of many shapes; ‹ and › begin tags, # stands for a number of its own."""
    agency, own, other = (draw(st.sampled_from(AGENCIES)) for _ in range(3))
    areas = draw(st.lists(st.sampled_from(AREAS), max_size=3))
    attribute = draw(st.sampled_from(["", ' schemeID="ARS"', ' listVersionID="1"', ' schemeAgencyID="L1"']))
    role = draw(
        st.sampled_from(
            [
                "",
                "‹rolle><code>01</code>›rolle>",
                '‹rolle listURI="u"><code>a b</code>›rolle>',
                "‹rolle>1›rolle>",
            ]
        )
    )
    more = draw(st.sampled_from(["", "\n ", "‹rest>x›rest>", "<!-- x -->", "<?x y?>", "text"]))
    identifier = draw(st.sampled_from([f"‹id{own}>n#›id>", f"‹id{own}>L1.n#›id>", ""]))
    type_ = draw(st.sampled_from(TYPES))
    return (
        f"‹schreibe>{draw(st.sampled_from(['', chr(10)]))}‹zustaendigkeitTransferObjekt>"
        f"‹uebergeordnetesObjektID{agency}>{draw(st.sampled_from(IDS[:-1]))}›uebergeordnetesObjektID>"
        f'‹zustaendigkeit xsi:type="x:Zustaendigkeit{type_}">{identifier}'
        f"‹leistungID{other}>{draw(st.sampled_from(IDS))}›leistungID>"
        + "".join(f"‹gebietID{attribute}>{area}›gebietID>" for area in areas)
        + f"{role}{more}›zustaendigkeit>›zustaendigkeitTransferObjekt>›schreibe>\n"
    )


@given(st.lists(competences(), min_size=1, max_size=6, unique=True), st.sampled_from(["x:", "", "xzufi-2.:"]))
@settings(max_examples=examples(160))
def test_a_stream_says_what_the_file_says(messages: list[str], prefix: str) -> None:
    content = transfer("".join(said.replace("n#", f"n{n}") for n, said in enumerate(messages)), prefix)
    unmapped, triples = expected(content)
    told, found = written(content)
    assert found == triples
    assert told.unmapped == unmapped


@pytest.mark.parametrize("portion", [1, 50, 700])
def test_the_ends_of_portions_do_not_matter(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = message("".join(transferred(str(n), "064120000000", owner=str(n % 3)) for n in range(30)))
    content = content.replace(b" xmlns:i=", b" xmlns:xsi=").replace(b"i:type", b"xsi:type")
    usual = transfer("".join(USUAL.format(n) for n in range(30)))
    monkeypatch.setattr(xml_portions, "PORTION", portion)
    for xml in (content, usual):
        told, found = written(xml)
        assert (told.competences, found) == (30, expected(xml)[1])


USUAL = (
    '‹schreibe>‹zustaendigkeitTransferObjekt>‹uebergeordnetesObjektID schemeAgencyID="L1">1›uebergeordnetesObjektID>'
    '‹zustaendigkeit xsi:type="x:ZustaendigkeitOrganisationseinheit">‹id schemeAgencyID="L1">{}›id>'
    '‹leistungID schemeAgencyID="L1">7›leistungID>‹gebietID>064120000000›gebietID>›zustaendigkeit>'
    "›zustaendigkeitTransferObjekt>›schreibe>"
)


def test_messages_of_the_usual_shape_are_not_read_by_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("read by the table")

    monkeypatch.setattr("grundriss.importers.fim.xzufi.ObjectReader.read_competences", refused)
    told, found = written(transfer("".join(USUAL.format(n) for n in range(100))))
    assert told.competences == 100 and len(found) == 10 + 5 * 100


def test_a_prefix_that_is_not_that_of_schema_instance_says_no_type() -> None:
    content = transfer(USUAL.format(1)).replace(b"http://www.w3.org/2001/XMLSchema-instance", b"urn:other")
    unmapped, triples = expected(content)
    told, found = written(content)
    assert (found, told.unmapped) == (triples, unmapped) and unmapped


def test_what_is_no_markup_is_no_competence() -> None:
    hidden = f"<!--{USUAL.format(1)}-->‹nachricht><![CDATA[{USUAL.format(2)}]]>›nachricht>{USUAL.format(3)}"
    content = transfer(hidden)
    told, found = written(content)
    assert (told.competences, found) == (1, expected(content)[1])
    assert told.unmapped == {"nachricht": 1}


def test_what_a_stream_cannot_carry_out_is_told() -> None:
    inner = service("") + transferred("5", "01") + transferred("5", "02") + not_competent("4")
    told, _ = written(message(inner))
    assert (told.competences, told.repeated, told.deletions) == (2, 1, 1)
    assert told.others == {"leistung": 1}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (transfer(USUAL.format(1) * 3)[:-2], "datei.xml:2:"),
        (transfer(USUAL.format(1) + "\n\n<b>"), "datei.xml:4:"),
        (transfer(USUAL.format(1)).replace(b"xzufi/2_2_0", b"xzufi/9"), "datei.xml:1 <a>"),
        (message(service("")), "datei.xml:1 <a>"),
        (b"<!DOCTYPE a><a/>", "datei.xml"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: bytes, place: str) -> None:
    with pytest.raises(InputError) as wrong:
        written(content)
    assert wrong.value.text("de").startswith(place)


def test_a_file_that_is_wrong_leaves_nothing_behind(tmp_path: Path) -> None:
    folder, target = tmp_path / "xzufi", tmp_path / "z.nt"
    folder.mkdir()
    (folder / "a.xml").write_bytes(transfer(USUAL.format(1)))
    (folder / "b.xml").write_bytes(transfer(USUAL.format(2))[:-3])
    (folder / "c.xml").write_bytes(EXAMPLE)
    (folder / "d.txt").write_bytes(b"no FIM")
    told, found = write_competence_file(folder, BASE, target)
    assert [file.name for file in found.refused] == ["b.xml"] and [f.name for f in found.skipped] == ["d.txt"]
    assert told.competences == 2 and b"L1.2>" not in target.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path != folder] == ["z.nt"]
    target.unlink()
    for name in ("a.xml", "c.xml"):
        (folder / name).unlink()
    assert not write_competence_file(folder, BASE, target)[0].competences
    assert [path.name for path in tmp_path.iterdir()] == ["xzufi"]
