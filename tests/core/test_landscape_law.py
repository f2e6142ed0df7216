# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tables of the landscape cite leads to the provisions that FIM artefacts cite, too."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.terms import ELI, TYPE, gru
from tests.core.conftest import FACTS
from tests.core.test_states import table

BASE = Base()
LAWS = BASE.iri + "id/legal-resource/"
Change = Callable[[str, str, str, str], Path]
Links = set[tuple[str, str]]

SECTION = re.compile(r"(§|Art\.) (\d+[a-z]?)(?: Abs\. (\d+))? (?:.*? )??([A-Z][A-Za-z-]*[A-Z])\b")


def links(quads: list[Quad], property_: NamedNode) -> Links:
    """Key of the element and key of the provision."""
    return {
        (q.subject.value.rsplit("/", 1)[1], q.object.value.removeprefix(LAWS))  # type: ignore[union-attr]
        for q in quads
        if q.predicate == property_
    }


def provision_key(text: str) -> str | None:
    """Of the plain "§ 7 Abs. 2 IDNrG" in a text: its law and its numbers."""
    found = SECTION.search(text)
    if not found:
        return None
    sign, section, paragraph, law = found.groups()
    article = "art-" if sign == "Art." else ""
    return f"{law.lower()}--{article}{section}" + (f"-abs-{paragraph}" if paragraph else "")


@pytest.fixture(scope="module")
def read() -> list[Quad]:
    return read_landscape(FACTS, BASE).quads


def test_a_legal_basis_of_a_service_is_the_provision_itself(read: list[Quad]) -> None:
    plain = {
        (row["leika_key"], provision_key(basis))
        for row in table("services", FACTS)
        for basis in row["legal_basis"].split("; ")
        if re.fullmatch(r"§ \d+[a-z]?( Abs\. \d+)? [A-Za-z]+", basis)
    }
    assert len(plain) > 8 and plain <= links(read, gru("legalBasis"))
    assert ("99115005104000", "bmg--17") in links(read, gru("legalBasis"))


def test_a_basis_that_is_not_understood_keeps_its_wording_and_is_not_guessed(change_cell: Change) -> None:
    folder = change_cell("services", "99115005104000", "legal_basis", "Landesmeldeordnungen; § 17 BMG")
    quads = read_landscape(folder, BASE).quads
    found = {basis for service, basis in links(quads, gru("legalBasis")) if service == "99115005104000"}
    assert found == {"landesmeldeordnungen", "bmg--17"}
    worded = {
        q.object.value  # type: ignore[union-attr]
        for q in quads
        if q.predicate == gru("legalReferenceText") and q.subject.value.endswith("/99115005104000")  # type: ignore[union-attr]
    }
    assert worded == {"Landesmeldeordnungen", "§ 17 BMG"}


def test_texts_of_elements_lead_to_the_sections_that_they_cite(read: list[Quad]) -> None:
    expected = set()
    for name, columns in (
        ("components", ("description_de",)),
        ("organisations", ("role",)),
        ("guidelines", ("title", "content")),
        ("target_changes", ("reason", "beschluss")),
    ):
        for row in table(name, FACTS):
            for column in columns:
                if key := provision_key(row[column]):
                    expected.add((re.sub("[^a-z0-9._-]", "-", row["id"].lower()), key))
    assert len(expected) > 5 and links(read, gru("legalReference")) == expected


def test_every_provision_cited_is_stated_with_its_law(read: list[Quad]) -> None:
    classes = {q.subject: q.object.value for q in read if q.predicate == TYPE and LAWS in str(q.subject)}  # type: ignore[union-attr]
    within = {q.subject for q in read if q.predicate.value == ELI + "is_part_of"}
    cited = {key for of in ("legalBasis", "legalReference") for _, key in links(read, gru(of))}
    for key in cited:
        node = NamedNode(LAWS + key)
        assert classes[node] == ELI + ("LegalResourceSubdivision" if "--" in key else "LegalResource")
        assert (node in within) == ("--" in key)
