# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is competent for what (XZuFi, zustaendigkeitTransferObjekt): one list for each office or online service.

The PVOG transfers competences one by one, some eight million, and in files of which none is complete: a list holds what
all files said of its object, and a competence is replaced and deleted by its own id. The areas are those that were
stated; which larger ones they are a part of, their digits say.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import COMPETENCE, CURRENT, Statements, VersionId, stable_iri
from grundriss.importers.fim.service_values import qualified, with_agency
from grundriss.importers.fim.xml_stream import TYPE_ATTRIBUTE, Element, local_name, text_of
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL, gru

TRANSFERRED: Final = "zustaendigkeitTransferObjekt"
OWNER: Final = "uebergeordnetesObjektID"
ENTRY: Final = "zustaendigkeit"
DELETED_AS: Final = "Zustaendigkeit"
"""The class by which `loesche` names a competence."""


@dataclass(frozen=True, slots=True)
class OwnerKind:
    """What can be competent: its kind in IRIs, and the letters in its id."""

    kind: str
    letters: str


OWNERS: Final = {
    "ZustaendigkeitOrganisationseinheit": OwnerKind("organisation-unit", "OE"),
    "ZustaendigkeitOnlinedienst": OwnerKind("online-service", "OD"),
}
"""By the type that a file gives an entry (xsi:type)."""


def take_owner_kind(element: Element) -> OwnerKind | None:
    """What an entry says to be competent; where that is understood, the attribute is gone, so that it is not told."""
    kind = OWNERS.get((element.get(TYPE_ATTRIBUTE) or "").rpartition(":")[2])
    if kind:
        del element.attrib[TYPE_ATTRIBUTE]
    return kind


def kind_in(identifier: str) -> OwnerKind | None:
    """What an id in the form of the PVOG is the id of.

    >>> kind_in("L100042.OE.2292").kind
    'organisation-unit'
    >>> kind_in("2292")
    """
    return next((kind for kind in OWNERS.values() if f".{kind.letters}." in identifier), None)


def owner_id(element: Element, kind: OwnerKind | None) -> str | None:
    """The id of what is competent, with its agency, and with the letters of its kind where that is known."""
    if kind:
        return qualified(element, kind.letters)
    return with_agency(element)


def key_of(entry: Element, written: Element | None) -> str:
    """By what a competence is told apart: its id, or its content where it has none."""
    identifier = with_agency(written) if written is not None else None
    return identifier or f"x{_content_hash(entry)}"


def list_of(owner: str, kind: OwnerKind | None, base: Base) -> Statements:
    """What is said of the list of an object before any of its competences."""
    held = Statements(VersionId(COMPETENCE, owner, CURRENT), base)
    held.identify(gru("CompetenceList"))
    held.add(LABEL, mapping.label(owner))
    kind = kind or kind_in(owner)
    if kind:
        held.add(gru("competencesOf"), stable_iri(base, kind.kind, owner))
    return held


def _content_hash(entry: Element) -> str:
    said = ((local_name(below), text_of(below) or "") for below in entry.iter() if isinstance(below.tag, str))
    return sha256("\0".join("\1".join(pair) for pair in said).encode()).hexdigest()[:16]
