# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Relations that repeat the one before them are dropped from the bytes, and nothing else about a file changes."""

import io
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from grundriss.importers.fim import xml_portions
from grundriss.importers.fim.repeated_relations import without_repeats
from grundriss.importers.fim.xml_portions import Portions
from tests.counts import examples

START, END = b'<a xmlns:x="urn:x" xmlns="urn:x">', b"</a>"
PIECES = [
    b"<x:relation>1</x:relation>",
    b"<x:relation>1</x:relation>\n",
    b'<x:relation><x:id n="\n">2</x:id></x:relation>',
    b"<relation>1</relation>",
    b"<x:relation></x:relation>",
    b"<x:relation/>",
    b"<x:xrelation>1</x:xrelation>",
    b"<x:stichwort>relation></x:stichwort>\n ",
    b"&#228;",
    b"<?p <x:relation>1</x:relation>?>",
    b"<b>",
    b"</b>",
]
HIDDEN = [
    b"<!--<x:relation>1</x:relation>-->",
    b"<![CDATA[<x:relation>1</x:relation><x:relation>1</x:relation>]]>",
]
Said = tuple[object, ...]


def said(xml: bytes) -> list[Said]:
    """Every element with its line, attributes and text, without white space and without relations said before."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    root = etree.fromstring(xml, parser)
    found: list[Said] = []
    for element in root.iter():
        before = element.getprevious()
        repeats = (
            before is not None
            and str(element.tag).endswith("}relation")
            and not (before.tail or "").strip()
            and etree.tostring(before, with_tail=False) == etree.tostring(element, with_tail=False)
        )
        if not repeats and not any(str(a.tag).endswith("}relation") for a in element.iterancestors()):
            text = "".join("".join(element.itertext()).split()) if "relation" in str(element.tag) else ""
            tail = "" if str(element.tag).endswith("}relation") else (element.tail or "").strip()
            found.append((element.tag, dict(element.attrib), element.sourceline, text, tail))
    return found


def repeated(pieces: list[tuple[bytes, int]]) -> bytes:
    return START + b"".join(piece * times for piece, times in pieces) + END


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 4)), max_size=8))
@settings(max_examples=examples(150))
def test_all_else_stays_where_it_was(pieces: list[tuple[bytes, int]]) -> None:
    xml = repeated(pieces)
    short = without_repeats(xml)
    assert len(short) == len(xml) and short.count(b"\n") == xml.count(b"\n")
    try:
        expected = said(xml)
    except etree.XMLSyntaxError as error:
        with pytest.raises(etree.XMLSyntaxError) as found:
            said(short)
        assert found.value.position == error.position
        return
    assert said(short) == expected


@pytest.mark.parametrize("piece", PIECES[:4])
def test_of_a_run_the_first_one_is_left(piece: bytes) -> None:
    other = b"<x:relation>other</x:relation>"
    xml = repeated([(piece, 500), (other, 1), (piece, 1)])
    kept = [element.text for element in etree.fromstring(without_repeats(xml)).iterfind("{*}relation")]
    first = etree.fromstring(repeated([(piece, 1)]))[0].text
    assert [text for text, _ in groupby(kept)] == [first, "other", first]
    # the last one may be followed by other white space than those before it
    assert len(kept) <= 4


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("portion", [1, 7, 64, 1 << 18])
def test_what_is_no_markup_stays(hidden: bytes, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_portions, "PORTION", portion)
    xml = repeated([(PIECES[0], 3), (hidden, 1), (PIECES[0], 3)])
    stream = Portions(io.BytesIO(xml), without_repeats)
    short = b"".join(iter(lambda: stream.read(10), b""))
    assert hidden in short and len(short) == len(xml)


@pytest.mark.parametrize("portion", [1, 5, 30, 100])
def test_portions_do_not_matter(portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_portions, "PORTION", portion)
    xml = repeated([(PIECES[2], 20), (PIECES[7], 2), (PIECES[1], 20)])
    stream = Portions(io.BytesIO(xml), without_repeats)
    assert said(b"".join(iter(lambda: stream.read(10), b""))) == said(xml)
