# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A legal reference that names a standard leads to the standard, that of the landscape where it has it."""

import csv
import doctest
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from grundriss import resources
from grundriss.importers.fim import cited_standard
from grundriss.importers.fim.artefact_content import Content
from grundriss.importers.fim.cited_standard import standards_named
from grundriss.importers.fim.xdatenfelder import read_xdatenfelder
from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, GRU, TYPE, gru
from tests.core.conftest import FACTS
from tests.core.test_states import table
from tests.core.test_xdatenfelder import SCHEMA, read

BASE = Base()
STANDARDS = BASE.iri + "id/standard/"
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "fim" / "samples" / "xdatenfelder3"


def rows() -> list[dict[str, str]]:
    path = resources.path("ontology", "mappings", "cited-standards.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cited(content: Content, property_: str) -> Counter[str]:
    return Counter(
        q.object.value.rpartition("/")[2]  # type: ignore[union-attr]
        for version in content.versions.values()
        for q in version.quads
        if q.predicate == gru(property_)
    )


def with_reference(text: str) -> Content:
    return read(SCHEMA.replace(b"<x:bezug>", f"<x:bezug>{text}</x:bezug><x:bezug>".encode(), 1))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("XInneres.Meldeanschrift.Wohnort Version 8", ["xinneres"]),
        ("Xinneres-Basismodul", ["xinneres"]),
        ("Spezifikation OSCI-XMeld 2.4.2", ["xmeld"]),
        ("XÖV.Kernkomponente.Zeitraum.beginn", ["xoev-kernkomponenten"]),
        ("urn:xoev-de:kosit:xoev:kernkomponente:anschrift", ["xoev-kernkomponenten"]),
        ("urn:xoev-de:bmk:standard:xbau_2.1:geokodierung", ["xbau"]),
        ("BSI TR-03123-2, Version 1.5.1", ["bsi-tr-03123-2"]),
        ("DIN EN ISO 9001:2015 und ISO/IEC 27001", ["din-en-iso-9001", "iso-iec-27001"]),
        ("ITU E.123", ["itu-e.123"]),
        ("RFC 5322; RFC 5321", ["rfc-5322", "rfc-5321"]),
        (
            "Codeliste laut XMeld und DSMeld: Staat (urn:de:bund:destatis:schluessel:staat)",
            ["xmeld", "dsmeld"],
        ),
        ("urn:xoev-de:xunternehmen:codeliste:rechtsformen_2", []),
        ("XBaukasten, AXMeld, Din 5008, RFC 1, DIN-Format, EN 12", []),
        ("§ 17 BMG", []),
    ],
)
def test_a_text_names_the_standards_of_the_table_and_no_others(text: str, keys: list[str]) -> None:
    assert [standard.key for standard in standards_named(text)] == keys


def test_a_standard_is_a_standard_and_no_provision() -> None:
    before, after = (
        read(SCHEMA),
        with_reference("XInneres.Meldeanschrift.Wohnort Version 8; § 17 BMG; DIN 5008"),
    )
    assert cited(after, "citedStandard") == Counter(["xinneres", "din-5008"])
    assert cited(after, "legalReference") - cited(before, "legalReference") == Counter(["bmg--17"])
    classes = {
        q.object.value  # type: ignore[union-attr]
        for version in after.versions.values()
        for q in version.quads
        if q.predicate == TYPE and str(q.subject).startswith(f"<{STANDARDS}")
    }
    assert classes == {DCT + "Standard"}
    assert after.cited.whole == before.cited.whole + 1 and after.cited.rests == before.cited.rests


def test_names_of_the_table_are_those_of_the_landscape() -> None:
    """A standard that the landscape has is cited by the node and the name that it has there."""
    known = {row["id"]: row["name"] for row in table("standards", FACTS)}
    named = {row["key"]: row["name"] for row in rows() if row["key"]}
    assert {key: name for key, name in named.items() if key in known} == {
        key: known[key] for key in named.keys() & known.keys()
    }
    assert named.keys() - known.keys() == {
        "dsmeld",
        "xberufsbildung",
        "xoev-kernkomponenten",
        "xschule-digital",
    }
    assert len({row["written"] for row in rows()}) == len(rows())
    nodes = {q.subject.value for q in read_landscape(FACTS, BASE).quads if q.object == gru("Standard")}  # type: ignore[union-attr]
    [linked] = {
        q.object.value  # type: ignore[union-attr]
        for version in with_reference("XMeld").versions.values()
        for q in version.quads
        if q.predicate.value == GRU + "citedStandard"
    }
    assert linked in nodes


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/fim/samples")
def test_every_reference_of_a_real_schema_to_a_standard_is_one_in_the_graph() -> None:
    file = SAMPLES / "S05000001195_xdf3.xml"
    texts = {(element.text or "").strip() for element in etree.parse(file).getroot().iter("{*}bezug")}
    by_name = {row["id"] for row in table("standards", FACTS) if row["id"].startswith("x")}
    expected = set()
    for text in texts:
        words = set(re.split(r"[^a-z0-9öä]+", text.lower()))
        expected |= {name for name in by_name & words if "codeliste:" not in text}
        expected |= {"xoev-kernkomponenten"} if "kernkomponente" in words else set()
        expected |= {"dsmeld"} & words
        for key, number in re.findall(r"(BSI TR|RFC|DIN|ITU)[ -](\d+|[A-Z]\.\d+)", text):
            expected.add(f"{key}-{number}".lower().replace(" ", "-"))
    with file.open("rb") as source:
        found = set(cited(read_xdatenfelder(source, BASE, file.name), "citedStandard"))
    assert len(expected) > 5 and found == expected


def test_the_examples_of_the_documentation_hold() -> None:
    failed, tried = doctest.testmod(cited_standard)
    assert tried and not failed
