# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files that a process carries: base64 of a ZIP, whose members are named by their hash; of BPMN the flow is read.

They come from strangers: what grows beyond measure, is encrypted, or is a ZIP in a ZIP is refused with its place.
"""

import binascii
import io
import zipfile
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError, LimitExceeded
from grundriss.importers.fim import bpmn
from grundriss.importers.fim.artefact_content import Statements
from grundriss.importers.fim.xml_stream import Element, location, text_of
from grundriss.importers.fim.zip_members import DAMAGED, ZIP, refused_member, said
from grundriss.model.terms import DCT, TYPE, XSD

MOST_MEMBERS: Final = 100
MOST_BYTES: Final = 100_000_000
"""How large the members of one ZIP may be together, unpacked."""
DISTRIBUTION: Final = NamedNode("http://www.w3.org/ns/dcat#Distribution")
_SIZE: Final = NamedNode("http://www.w3.org/ns/dcat#byteSize")
_HAS_PART: Final = NamedNode(DCT + "hasPart")
_TITLE: Final = NamedNode(DCT + "title")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The element `inhalt` of a file: whose content it is, whether that is a model to be read, and in which file."""

    element: Element
    node: NamedNode
    is_model: bool
    name: str

    @property
    def place(self) -> str:
        """Where it stands, for an error."""
        return location(self.name, self.element)


def state_content(file: ModelFile, held: Statements, unmapped: Counter[str]) -> None:
    """State what a file consists of, and the flow of the BPMN in it; counts in `unmapped` what of that is left out.

    Raises InputError and LimitExceeded, with the place of the element, for what cannot be unpacked or read.
    """
    content = _decoded(file)
    if content is None:
        return
    for name, member in _unpacked(content, file.place):
        _state_member(file, held, unmapped, name, member)


def _unpacked(content: bytes, place: str) -> Iterator[tuple[str, bytes]]:
    """The members of a ZIP with their names, or without a name what is none."""
    if not content.startswith(ZIP):
        yield "", content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in _members(archive, place):
                yield member.filename, archive.read(member)
    except DAMAGED as error:
        raise InputError("xp-model-unreadable", location=place, reason=said(error)) from error


def _decoded(file: ModelFile) -> bytes | None:
    text = text_of(file.element)
    if text is None:
        return None
    try:
        return b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError("xp-base64", location=file.place) from error


def _members(archive: zipfile.ZipFile, place: str) -> list[zipfile.ZipInfo]:
    """The files in a ZIP, by name; raises for one that is not to be unpacked."""
    found = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda member: member.filename)
    if len(found) > MOST_MEMBERS or sum(member.file_size for member in found) > MOST_BYTES:
        raise LimitExceeded(
            "xp-model-too-large", file=place, most=MOST_MEMBERS, megabytes=MOST_BYTES // 1_000_000
        )
    for member in found:
        wrong = refused_member(archive, member, f"{place} {member.filename[:80]}")
        if wrong:
            raise wrong
    return found


def _state_member(
    file: ModelFile, held: Statements, unmapped: Counter[str], name: str, content: bytes
) -> None:
    node = NamedNode(f"urn:sha256:{sha256(content).hexdigest()}")
    held.add(_HAS_PART, node, file.node)
    held.add(TYPE, DISTRIBUTION, node)
    held.add(_SIZE, Literal(str(len(content)), datatype=NamedNode(XSD + "nonNegativeInteger")), node)
    if name:
        held.add(_TITLE, Literal(name), node)
    if file.is_model and bpmn.is_bpmn(content):
        where = f"{file.place} {name[:80]}".rstrip()
        bpmn.state_model(content, held, where, unmapped)
