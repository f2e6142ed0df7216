# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The model inside of a process: its flow is the one that is drawn, and a hostile one is refused with its place."""

import base64
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from grundriss.errors import GrundrissError, InputError, LimitExceeded
from grundriss.importers.fim import process_model
from grundriss.importers.fim.artefact_content import Content, VersionId
from grundriss.model.terms import DCT, LABEL, gru
from tests.core.test_xdatenfelder import ROOT, about, local, parts
from tests.core.test_xprozess import BASE, CONTENT, ID, PROCESS, REAL, needs_real, part, read
from tests.counts import examples

MODEL = (ROOT / "tests" / "examples" / "fim" / "gartenlaube.bpmn").read_bytes()
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP that has the same bytes every time."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 3, 8, 0, 0)), content, method)
    return written.getvalue()


def with_content(content: bytes) -> bytes:
    assert CONTENT
    return PROCESS.replace(CONTENT[0], b"<p:inhalt>" + base64.b64encode(content) + b"</p:inhalt>")


def with_model(model: bytes) -> bytes:
    return with_content(packed(("gartenlaube.bpmn", model)))


def changed(old: str, new: str) -> bytes:
    assert MODEL.count(old.encode()) == 1, old
    return with_model(MODEL.replace(old.encode(), new.encode()))


def flows(content: Content, version: VersionId) -> Counter[tuple[str, str, str, str, str]]:
    """Each flow: its kind, id, where from, where to, name."""
    found: Counter[tuple[str, str, str, str, str]] = Counter()
    for node in parts(content, version, "ModelFlow"):
        facts = about(content, version, node)
        ends = [facts[gru(end).value].rpartition("/")[2] for end in ("flowFrom", "flowTo")]
        name = facts.get(gru("flowName").value, "")
        found[facts[gru("flowKind").value], node.value.rpartition("/")[2], ends[0], ends[1], name] += 1
    return found


def drawn(model: bytes) -> Counter[tuple[str, str, str, str, str]]:
    return Counter(
        (
            local(e),
            e.attrib["id"],
            e.attrib["sourceRef"],
            e.attrib["targetRef"],
            " ".join(e.get("name", "").split()),
        )
        for e in ET.fromstring(model).iter()
        if local(e) in ("sequenceFlow", "messageFlow")
    )


def real_model() -> bytes:
    content = re.search(r"prozessmodelldatei>.*?inhalt>([^<]+)<", REAL.read_text("utf-8"), re.S)
    assert content
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(content[1]))) as archive:
        return archive.read(archive.namelist()[0])


def test_the_example_holds_the_model_of_the_repository() -> None:
    assert CONTENT
    held = base64.b64decode(b"".join(CONTENT[0][len("<p:inhalt>") : -len("</p:inhalt>")].split()))
    again = packed(("gartenlaube.bpmn", MODEL))
    assert held == again, f"put this into <p:inhalt>: {base64.b64encode(again).decode()}"


def test_the_flow_is_the_one_that_is_drawn() -> None:
    assert flows(read(PROCESS), ID) == drawn(MODEL)
    other = changed('targetRef="e-ende"', 'targetRef="e-abgelehnt"')
    assert flows(read(other), ID) != drawn(MODEL)


def test_next_leads_along_the_flow() -> None:
    content = read(PROCESS)
    pairs = {(q.subject, q.object) for q in content.versions[ID].quads if q.predicate == gru("next")}
    assert pairs == {(part("bpmn", source), part("bpmn", target)) for _, _, source, target, _ in drawn(MODEL)}


def test_an_element_says_what_it_is_and_in_what_it_stands() -> None:
    content = read(PROCESS)
    within = DCT + "isPartOf"
    task = about(content, ID, part("bpmn", "t-lageplan"))
    assert (task[gru("modelElementKind").value], task[LABEL.value]) == ("task", "Lageplan ansehen")
    assert task[within] == part("bpmn", "s-pruefen").value
    event = about(content, ID, part("bpmn", "e-frist"))
    assert (event[gru("attachedTo").value], event[gru("eventKind").value]) == (task[within], "timer")
    sub = about(content, ID, part("bpmn", "s-pruefen"))
    assert sub[gru("inLane").value] == part("bpmn", "l-sachbearbeitung").value
    participant = about(content, ID, part("bpmn", "p-amt"))
    assert participant[gru("modelledProcess").value] == part("bpmn", "process-amt").value
    assert participant[within] == ID.node(BASE).value


def test_layout_and_extensions_of_tools_are_counted_and_not_read() -> None:
    content = read(PROCESS)
    assert (content.unmapped["bpmn/BPMNDiagram"], content.unmapped["bpmn/extensionElements"]) == (1, 1)
    more = read(
        changed(
            '<b:process id="process-amt"', '<b:textAnnotation id="a"/><b:process neu="1" id="process-amt"'
        )
    )
    assert (more.unmapped["bpmn/textAnnotation"], more.unmapped["bpmn/process/@neu"]) == (1, 1)


@needs_real
def test_the_flow_of_a_real_model_is_there_whole() -> None:
    content, version = (
        read(REAL.read_bytes(), REAL.name),
        VersionId("process", "99006028261000", "01.00.00-101"),
    )
    wanted = drawn(real_model())
    assert flows(content, version) == wanted
    assert Counter(kind for kind, *_ in wanted.elements()) == {"sequenceFlow": 33, "messageFlow": 9}


@needs_real
def test_every_element_of_a_real_model_is_there_with_its_kind_and_name() -> None:
    text = real_model().decode()
    kinds = r"participant|process|subProcess|callActivity|\w+Event|\w+Gateway"
    wanted = set()
    for kind, attributes in re.findall(rf"<({kinds})\s([^>]*)>", text):
        said = dict(re.findall(r'(\w+)="([^"]*)"', attributes))
        wanted.add((kind, said["id"], " ".join(said["name"].split())))
    content, version = (
        read(REAL.read_bytes(), REAL.name),
        VersionId("process", "99006028261000", "01.00.00-101"),
    )
    found = set()
    for node in parts(content, version, "ModelElement"):
        facts = about(content, version, node)
        found.add((facts[gru("modelElementKind").value], node.value.rpartition("/")[2], facts[LABEL.value]))
    assert found == wanted and len(found) == 39


@needs_real
def test_pictures_and_reports_of_a_real_process_are_named_by_their_hash() -> None:
    wanted = {}
    for inhalt in re.findall(r"inhalt>([^<]{20,})<", REAL.read_text("utf-8")):
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(inhalt))) as archive:
            for name in archive.namelist():
                wanted[f"urn:sha256:{sha256(archive.read(name)).hexdigest()}"] = name
    content, version = (
        read(REAL.read_bytes(), REAL.name),
        VersionId("process", "99006028261000", "01.00.00-101"),
    )
    hashed = [q.object for q in content.versions[version].quads if q.predicate.value == DCT + "hasPart"]
    found = {
        node.value: about(content, version, node)[DCT + "title"]
        for node in hashed
        if isinstance(node, NamedNode)
    }
    assert found == wanted and len(found) == 3


def test_a_model_without_a_zip_around_it_is_read_as_well() -> None:
    content = read(with_content(MODEL))
    assert flows(content, ID) == drawn(MODEL)


def test_what_is_no_bpmn_is_only_named() -> None:
    content = read(with_content(packed(("a.pdf", b"%PDF-1.4"), ("b.xml", b"<a/>"))))
    assert not flows(content, ID)
    assert (
        about(content, ID, NamedNode(f"urn:sha256:{sha256(b'%PDF-1.4').hexdigest()}"))[DCT + "title"]
        == "a.pdf"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_model_in_another_encoding_that_it_declares_is_read(encoding: str) -> None:
    text = MODEL.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert flows(read(with_model(text.encode(encoding))), ID) == drawn(MODEL)


def lying(content: bytes) -> bytes:
    """A ZIP that says its member unpacks to less than it does."""
    cut = bytearray(packed(("a.bpmn", content), method=zipfile.ZIP_DEFLATED))
    entry = cut.rindex(b"PK\x01\x02")
    cut[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    return bytes(cut)


def encrypted(content: bytes) -> bytes:
    marked = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        marked[marked.index(mark) + offset] |= 1
    return bytes(marked)


def flipped(content: bytes) -> bytes:
    other = bytearray(content)
    other[len(other) // 2] ^= 0xFF
    return bytes(other)


GOOD = packed(("gartenlaube.bpmn", MODEL), method=zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(("bombe.bpmn", MODEL + b" " * 5_000_000), method=zipfile.ZIP_DEFLATED), "200-mal"),
        (packed(("innen.zip", GOOD)), "ZIP in einem ZIP"),
        (encrypted(GOOD), "verschlüsselt"),
        (lying(MODEL), "inhalt"),
        (flipped(GOOD), "inhalt"),
        (GOOD[:-30], "entpacken"),
        (packed(*((f"{n}.txt", b"") for n in range(process_model.MOST_MEMBERS + 1))), "mehr als 100"),
        (packed(("a.bpmn", MODEL[: len(MODEL) // 2])), "a.bpmn:"),
        (packed(("a.bpmn", MODEL.replace(b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY a "a">]>\n', 1))), "DTD"),
        (packed(("a.bpmn", MODEL.replace(b'id="f5"', b'id="f4"'))), "f4"),
        (packed(("a.bpmn", MODEL.replace(b'id="f5" sourceRef', b'id="f5" x'))), "<sequenceFlow>"),
        (packed(("a.bpmn", MODEL.replace(b'id="g-zulaessig" ', b""))), "<exclusiveGateway>"),
    ],
)
def test_a_hostile_or_broken_model_is_refused_with_its_place(content: bytes, words: str) -> None:
    assert CONTENT
    line = PROCESS[: PROCESS.index(CONTENT[0])].count(b"\n") + 1
    with pytest.raises((InputError, LimitExceeded)) as caught:
        read(with_content(content))
    text = caught.value.text("de")
    assert f"datei.xml:{line} <inhalt>" in text and words in text


def test_members_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_model, "MOST_BYTES", len(MODEL) + 1)
    read(with_model(MODEL))
    with pytest.raises(LimitExceeded):
        read(with_content(packed(("a.bpmn", MODEL), ("b.txt", b"ab"))))


def test_an_id_of_a_model_cannot_leave_its_place() -> None:
    content = read(changed('id="t-lageplan"', 'id="../../../x"'))
    assert about(content, ID, part("bpmn", "..%2F..%2F..%2Fx"))[LABEL.value] == "Lageplan ansehen"


NAMED = packed(("gärtenlaube.bpmn", MODEL), ("leer/", b""), ("c.txt", b"abc"), method=zipfile.ZIP_DEFLATED)


def test_damage_that_zipfile_does_not_expect_is_told_in_words() -> None:
    name = NAMED.rindex("gärtenlaube".encode())
    offset = NAMED.rindex(b"PK\x05\x06") + 16
    for at, byte in ((name, b"\x80"), (offset, b"\xff\xff\xff\x00"), (name, b"\x00")):
        damaged = NAMED[:at] + byte + NAMED[at + len(byte) :]
        with pytest.raises(InputError) as caught:
            read(with_content(damaged))
        assert "<inhalt>" in caught.value.text("de")


@settings(max_examples=examples(400))
@given(st.lists(st.tuples(st.integers(0, len(NAMED) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_model_is_read_or_refused_in_words(damage: list[tuple[int, int]]) -> None:
    content = bytearray(NAMED)
    for at, byte in damage:
        content[at] = byte
    try:
        read(with_content(bytes(content)))
    except GrundrissError as error:
        assert error.text("de") and error.text("en")
