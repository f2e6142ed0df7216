# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A data schema is the form that its file describes, and a new version says in sentences what changes in it."""

import re
from pathlib import Path

import pytest
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad

from grundriss.errors import LimitExceeded, UsageError
from grundriss.fim.schema_difference import schema_difference
from grundriss.fim.schema_tree import Part, schema_tree
from grundriss.model.terms import gru
from grundriss.store.snapshot import Snapshot
from tests.core.questions.test_fim import BASE, EXAMPLES, SAMPLES, artefact, local, own, snapshot_of

EXAMPLE = (EXAMPLES / "gartenlaube_xdf3.xml").read_text("utf-8")
SCHEMA = BASE.element("fim", "schema/S99000000901")
FORM = list[tuple[str, str, str]]  # path of ids, how often, what it is called


def form_of_file(element: etree._Element, above: str = "") -> FORM:
    """The form that an element of a file describes, read from the file."""
    found: FORM = []
    for position in own(element, "struktur"):
        [inside] = own(position, "enthaelt")
        [part] = [below for below in inside if isinstance(below.tag, str)]
        path = f"{above}/{artefact(part)[0]}"
        names = own(part, "bezeichnungEingabe") or own(part, "name")
        found.append((path, own(position, "anzahl")[0].text or "", (names[0].text or "").strip()))
        found += form_of_file(part, path)
    return found


def form_of_tree(part: Part, above: str = "") -> FORM:
    found: FORM = []
    for below in part.parts:
        path = f"{above}/{below.artefact.rpartition('/')[2]}"
        found.append(
            (path, f"{below.minimum}:{'*' if below.maximum is None else below.maximum}", below.label)
        )
        found += form_of_tree(below, path)
    return found


def schema_in(text: str) -> etree._Element:
    return next(
        e
        for e in etree.fromstring(text.encode())
        if isinstance(e.tag, str) and local(e) == "stammdatenschema"
    )


GROUP = "G99000000931"


def both(tmp_path: Path, changed: str, *parts: str) -> Snapshot:
    """The example and a later version of its schema, with new versions of the group in it and of some parts."""
    for identifier in (GROUP, *parts):
        changed = renumbered(changed, identifier)
    [identification] = own(schema_in(EXAMPLE), "identifikation")
    version = own(identification, "version")[0].text
    later = changed.replace(f">{version}</x:version>", ">9.0.0</x:version>", 1)
    (tmp_path / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    (tmp_path / "b_xdf3.xml").write_text(later, "utf-8")
    return snapshot_of(tmp_path)


def said(snapshot: Snapshot, lang: str = "de") -> list[str]:
    old, new = NamedNode(f"{SCHEMA.value}/{first_version()}"), NamedNode(f"{SCHEMA.value}/9.0.0")
    found = schema_difference(snapshot, old, new, lang)
    return [sentence for change in found.changes for sentence in change.sentences]


def first_version() -> str:
    return ".".join(map(str, artefact(schema_in(EXAMPLE))[1]))


def test_the_tree_of_the_example_is_the_form_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    tree = schema_tree(snapshot_of(tmp_path), SCHEMA)
    assert form_of_tree(tree) == form_of_file(schema_in(EXAMPLE)) != []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/fim/samples")
def test_the_tree_of_a_real_schema_is_the_form_in_its_file(tmp_path: Path) -> None:
    file = SAMPLES / "S05000001195_xdf3.xml"
    (tmp_path / file.name).symlink_to(file)
    schema = schema_in(file.read_text("utf-8"))
    tree = schema_tree(snapshot_of(tmp_path), BASE.element("fim", f"schema/{artefact(schema)[0]}"))
    expected = form_of_file(schema)
    assert len(expected) > 10 and form_of_tree(tree) == [
        (p, n, " ".join(label.split())) for p, n, label in expected
    ]


def renumbered(text: str, identifier: str) -> str:
    """The text with a new version of an artefact wherever it stands."""
    pattern = re.compile(rf"(<x:id>{identifier}</x:id>\s*<x:version>)[\d.]+(</x:version>)")
    assert pattern.search(text)
    return pattern.sub(r"\g<1>8.0.0\g<2>", text)


@pytest.mark.parametrize(
    ("old", "new", "identifier", "sentence"),
    [
        ("<x:anzahl>0:*</x:anzahl>", "<x:anzahl>1:*</x:anzahl>", None, "ist jetzt Pflicht."),
        (
            "<x:anzahl>0:*</x:anzahl>",
            "<x:anzahl>0:3</x:anzahl>",
            None,
            "anzugeben war 0 und mehr mal, jetzt 0–3 mal.",
        ),
        (
            "<x:bezeichnungEingabe>Geburtsdatum<",
            "<x:bezeichnungEingabe>Tag der Geburt<",
            "F99000000912",
            "Tag der Geburt",
        ),
        ("<x:datentyp><code>date</code>", "<x:datentyp><code>text</code>", "F99000000912", "Datentyp war"),
    ],
)
def test_one_change_in_the_file_is_one_sentence_about_the_form(
    tmp_path: Path, old: str, new: str, identifier: str | None, sentence: str
) -> None:
    assert EXAMPLE.count(old) >= 1
    changed = EXAMPLE.replace(old, new, 1)
    parts = [identifier] if identifier else []
    told = said(both(tmp_path, changed, *parts))
    assert len([line for line in told if sentence in line]) == len(told) == 1
    assert len(said(both(tmp_path, changed, *parts), "en")) == 1


def test_what_is_no_longer_there_is_told_once_with_all_that_is_in_it(tmp_path: Path) -> None:
    position = re.search(r"<x:struktur>\s*<x:anzahl>0:\*</x:anzahl>.*?</x:struktur>", EXAMPLE, re.DOTALL)
    assert position
    gone = both(tmp_path, EXAMPLE.replace(position[0], "", 1))
    [line] = said(gone)
    assert line.startswith("Nicht mehr gefragt: ")
    new, old = NamedNode(f"{SCHEMA.value}/9.0.0"), NamedNode(f"{SCHEMA.value}/{first_version()}")
    [back] = schema_difference(gone, new, old).changes
    assert back.kind == "added" and back.sentences[0].startswith("Neu gefragt, freiwillig: ")


def test_nothing_changes_between_a_version_and_itself(tmp_path: Path) -> None:
    snapshot = both(tmp_path, EXAMPLE)
    assert said(snapshot) == []
    found = schema_difference(snapshot, SCHEMA, SCHEMA)
    assert found.changes == () and found.new.key.endswith("/9.0.0"), "an artefact means its current version"


def test_what_has_no_parts_is_refused_and_what_contains_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    snapshot = snapshot_of(tmp_path)
    with pytest.raises(UsageError, match="neither a data schema"):
        schema_tree(snapshot, BASE.element("fim", "field/F99000000912"))
    node = NamedNode(f"{SCHEMA.value}/{first_version()}")
    position = NamedNode(f"{node.value}/position/99")
    store, graph = snapshot.store, BASE.source_graph("fim")
    for quad in (
        Quad(node, gru("hasPosition"), position),
        Quad(position, gru("contains"), node),
        Quad(position, gru("rank"), Literal(99)),
    ):
        store.add(quad)
        store.add(Quad(*quad.triple, graph))
    with pytest.raises(LimitExceeded):
        schema_tree(snapshot, node)
