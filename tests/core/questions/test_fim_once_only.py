# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM02: which fields a register presumably holds; expected from the XML and the tables by plain loops."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree
from pyoxigraph import DefaultGraph, Store

from grundriss.model.state_types import Item
from grundriss.questions.answer import ask
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import FACTS, TODAY, load_facts, with_cell
from tests.core.questions.tables import by_id
from tests.core.questions.test_fim import (
    BASE,
    EXAMPLES,
    SAMPLES,
    artefact,
    asked_fields,
    newest,
    own,
    schemas,
    snapshot_of,
)
from tests.core.test_states import table

EXAMPLE = (EXAMPLES / "gartenlaube_xdf3.xml").read_text("utf-8")
FIELD = "F99000000911"
NAME = "<x:name>Familienname</x:name>"
Candidates = set[tuple[str, str, str]]
"""Field, register and what speaks for it."""


def with_landscape(fim: Snapshot, landscape: Workspace) -> Snapshot:
    """The landscape with what the FIM files say."""
    store = Store()
    with landscape.snapshot() as snapshot:
        for source in (snapshot.store, fim.store):
            store.extend(source.quads_for_pattern(None, None, None, DefaultGraph()))
    return Snapshot(store, fim.directory, 1, 1, TODAY, BASE)


def spread(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text)) + " "


def registers(folder: Path) -> dict[str, str]:
    """What the landscape says of each register, in words."""
    return {
        r["id"]: f"{r['name']} {r['description_de']}"
        for r in table("components", folder)
        if r["type"] == "Register"
    }


def standards_of(register: str, folder: Path) -> set[str]:
    """The names of the standards by which a register, or what works with it, exchanges data."""
    doors, names = by_id("interfaces", folder), by_id("standards", folder)
    procedures = {r["id"] for r in table("components", folder) if r["type"] == "Fachverfahren"}
    keys, around = set(), {register}
    for row in table("dependencies", folder):
        ends = {row["from_component"], row["to_component"]}
        if register in ends:
            keys.add(doors[row["via"]]["standard_id"] if row["via"] in doors else row["via"])
        if row["to_component"] == register and row["nature"] == "nutzt":
            around |= ends & procedures
    keys |= {door["standard_id"] for door in doors.values() if door["provider_component"] in around}
    return {re.sub(r" \(.*", "", names[key]["name"]) for key in keys if key in names}


def expected(folder: Path, facts: Path = FACTS) -> Candidates:
    """What speaks for a register by standard and by name."""
    current, asked, found = newest(folder), asked_fields(folder), set()
    known = {register: standards_of(register, facts) for register in registers(facts)}
    for schema in schemas(folder):
        for field in schema.iter("{*}datenfeld"):
            identifier, version = artefact(field)
            kind = own(own(field, "feldart")[0], "code")[0].text
            if identifier not in asked or current[identifier] != version or kind == "label":
                continue
            cited = [spread((e.text or "").lower()) for e in own(field, "bezug")]
            name = (own(field, "name")[0].text or "").lower()
            for register, text in registers(facts).items():
                needles = [spread(standard.lower()) for standard in known[register]]
                if any(needle in said for needle in needles for said in cited):
                    found.add((identifier, register, "text-mention"))
                words = [
                    w for w in re.findall(r"[^\W_]+", text) if len(w) >= 9 and w[0].isupper() and w.isalpha()
                ]
                if any(word.lower() in name for word in words):
                    found.add((identifier, register, "similar-name"))
    return found


def candidates(snapshot: Snapshot) -> Candidates:
    found = set()
    for row in ask(snapshot, "FIM02").rows:
        field, register, grade = row["field"], row["register"], row["grade"]
        assert (
            isinstance(field, Item)
            and isinstance(register, Item)
            and isinstance(grade, Item)
            and row["proof"]
        )
        found.add((field.key, register.key, grade.key))
    return found


def example(folder: Path, loaded: Workspace, *changes: tuple[str, str]) -> Snapshot:
    """The example with some texts changed, in the landscape."""
    text = EXAMPLE
    for old, new in changes:
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    etree.fromstring(text.encode())
    (folder / "a_xdf3.xml").write_text(text, "utf-8")
    return with_landscape(snapshot_of(folder), loaded)


def cites(text: str) -> tuple[str, str]:
    """The field cites something."""
    description = "<x:beschreibung>Der Familienname der Person.</x:beschreibung>"
    return description, f"{description}<x:bezug>{text}</x:bezug>"


def test_the_real_schemas_have_the_candidates_that_files_and_tables_give(
    loaded: Workspace, tmp_path: Path
) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("needs ../shared/fim/samples")
    marks = (b"34f", b"XMeld.type", "Führungszeugnis".encode())
    for file in SAMPLES.glob("*xdf3.xml"):
        if file.stat().st_size < 1_000_000 and any(mark in file.read_bytes() for mark in marks):
            (tmp_path / file.name).symlink_to(file)
    snapshot = with_landscape(snapshot_of(tmp_path), loaded)
    found, wanted = candidates(snapshot), expected(tmp_path)
    assert {c for c in found if c[2] != "shared-legal-basis"} == wanted
    assert {grade for _, _, grade in wanted} == {"text-mention", "similar-name"} and len(wanted) > 20
    counts = {
        row["field"].key: row["count"]
        for row in ask(snapshot, "FIM02").rows
        if isinstance(row["field"], Item)
    }
    asked: dict[str, int] = defaultdict(int, {field: len(by) for field, by in asked_fields(tmp_path).items()})
    assert counts and all(asked[field] == number for field, number in counts.items())


@pytest.mark.parametrize(
    ("change", "register", "grade"),
    [
        (cites("XMeld.type.NameNatuerlichePerson Version 2.4.4"), "reg-melde", "text-mention"),
        (cites("Spezifikation OSCI-XMeld 2.4.2"), "reg-melde", "text-mention"),
        (cites("XGewerbeanzeige.Betrieb Version 2.2"), "reg-gew", "text-mention"),
        (cites("§ 3 Abs. 1 Nr. 1 BMG"), "reg-melde", "shared-legal-basis"),
        (cites("§ 4 IDNrG"), "reg-idnr", "shared-legal-basis"),
        ((NAME, "<x:name>Kopie der Geburtsurkunde</x:name>"), "reg-pers", "similar-name"),
        ((NAME, "<x:name>Handelsregisternummer</x:name>"), "reg-hr", "similar-name"),
        (cites("XMeldung 1.0"), None, None),
        (cites("§ 5 PAuswG"), None, None),
        ((NAME, "<x:name>Nachweis</x:name>"), None, None),
    ],
)
def test_one_changed_text_makes_a_field_a_candidate(
    loaded: Workspace, tmp_path: Path, change: tuple[str, str], register: str | None, grade: str | None
) -> None:
    found = candidates(example(tmp_path, loaded, change))
    assert {one for one in found if one[1] == register} == ({(FIELD, register, grade)} if register else set())
    assert {field for field, _, _ in found} == ({FIELD} if register else set())


def test_the_example_as_it_is_has_no_candidate(loaded: Workspace, tmp_path: Path) -> None:
    snapshot = example(tmp_path, loaded)
    assert candidates(snapshot) == expected(tmp_path) == set()
    told = "\n".join(ask(snapshot, "FIM02").missing)
    assert "ist nirgends angegeben" in told and "4 abgefragte Datenfelder nennen weder" in told
    assert "Zu „Grundbuch“ nennt die Landschaft weder" in told and "Melderegister“ nennt" not in told
    assert "Zu „Grundbuch“" not in "\n".join(ask(example(tmp_path, loaded), "FIM02", lang="en").missing)


def test_a_notice_is_no_candidate(loaded: Workspace, tmp_path: Path) -> None:
    change = cites("XMeld.type.NameNatuerlichePerson Version 2.4.4")
    assert candidates(example(tmp_path, loaded, change)) != set()
    hidden = ("<x:feldart><code>input</code>", "<x:feldart><code>label</code>")
    assert candidates(example(tmp_path, loaded, change, hidden)) == set()


def test_one_changed_cell_of_the_tables_changes_the_candidates(
    loaded: Workspace, tmp_path: Path, facts: Path
) -> None:
    """Once no interface of the Melderegister follows XMeld, a field that cites it speaks for nobody there."""
    (tmp_path / "fim").mkdir()
    snapshot = example(tmp_path / "fim", loaded, cites("XMeld.type.NameNatuerlichePerson"))
    assert {register for _, register, _ in candidates(snapshot)} == {"reg-melde", "reg-idnr"}
    with_cell(facts, "interfaces", "if-xmeld", "standard_id", "xbau")
    shutil.copytree(loaded.path, tmp_path / "changed")
    changed = Workspace.open(tmp_path / "changed", TODAY)
    load_facts(changed, facts)
    after = with_landscape(snapshot_of(tmp_path / "fim"), changed)
    assert candidates(after) == expected(tmp_path / "fim", facts) == set()


def test_without_schemas_or_registers_the_question_says_so(loaded: Workspace, tmp_path: Path) -> None:
    with loaded.snapshot() as snapshot:
        told = ask(snapshot, "FIM02").missing
    assert len(told) == 1 and "kein Datenschema geladen" in told[0]
    (tmp_path / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    told = ask(snapshot_of(tmp_path), "FIM02").missing
    assert "Die Landschaft nennt kein Register." in told


def test_a_register_says_whom_it_supplies(loaded: Workspace, tmp_path: Path) -> None:
    snapshot = example(tmp_path, loaded, cites("XMeld.type.NameNatuerlichePerson"))
    row = next(
        r
        for r in ask(snapshot, "FIM02").rows
        if isinstance(r["register"], Item) and r["register"].key == "reg-melde"
    )
    names = {r["id"]: r["name"] for r in table("components", FACTS)}
    supplied = {
        names[r["to_component"]]
        for r in table("dependencies", FACTS)
        if r["from_component"] == "reg-melde" and r["nature"] == "liefert Daten"
    }
    assert set(str(row["suppliesTo"]).split("; ")) == supplied != set()
