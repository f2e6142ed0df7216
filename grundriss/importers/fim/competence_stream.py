# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Competences of any number, from XZuFi to N-Triples, in constant memory: the PVOG has more than eight million.

A message of the usual shape is recognised as a whole and written from its bytes, since nothing in it needs to be quoted
or escaped; any other one is read by the mapping table. Both write the same statements. A stream does not know what
came before: what files delete, and competences that are written twice, are told and not carried out.
"""

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, Final

from pyoxigraph import NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim import xzufi
from grundriss.importers.fim.artefact_content import Content, Statements, stable_iri
from grundriss.importers.fim.competence import ENTRY, OWNER, OWNERS, TRANSFERRED, list_of
from grundriss.importers.fim.regional_key import area_of
from grundriss.importers.fim.service_values import AGENCY, with_letters
from grundriss.importers.fim.table_reader import CODE_ATTRIBUTES
from grundriss.importers.fim.xml_portions import Portions, commented_out
from grundriss.importers.fim.xml_stream import (
    Element,
    Readable,
    children,
    ended_elements,
    local_name,
    location,
)
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, SKOS, TYPE, gru

MOST_BYTES: Final = 20_000_000_000
"""How large a file may be: eight million competences have some 4 GB."""
WRITTEN: Final = "schreibe"
_PLAIN: Final = rb"[A-Za-z0-9._~-]+"
"""What is the same in an IRI, a literal and XML."""
_ATTRIBUTES: Final = rb"((?: [\w.-]+=\"[^\"<&]*\")*)"
_CACHED: Final = 1 << 17
"""How many lists and agencies are remembered: what is forgotten is told again."""
_BUCKETS: Final = 256


def _id(name: str) -> bytes:
    return rb"\s*<(?P=p)%b%b>\s*(%b)\s*</(?P=p)%b>" % (name.encode(), _ATTRIBUTES, _PLAIN, name.encode())


_AREA_OF: Final = rb"\s*<(?P=p)gebietID%b>\s*([0-9]{12}|[0-9]{8}|[0-9]{2})\s*</(?P=p)gebietID>" % _ATTRIBUTES
_MESSAGE: Final = re.compile(
    rb"<(?P<p>(?:[\w.-]+:)?)%b>\s*<(?P=p)%b>%b\s*<(?P=p)%b xsi:type=\"(?:[\w.-]+:)?(%b)\">%b%b%b"
    rb"(?:\s*<(?P=p)rolle(?: list(?:URI|VersionID|Name)=\"[^\"<&]*\")*>\s*<code>\s*(%b)\s*</code>\s*</(?P=p)rolle>)?"
    rb"\s*</(?P=p)%b>\s*</(?P=p)%b>\s*</(?P=p)%b>"
    % (
        *(WRITTEN.encode(), TRANSFERRED.encode(), _id(OWNER), ENTRY.encode(), "|".join(OWNERS).encode()),
        *(_id("id"), _id("leistungID"), _AREA_OF, _PLAIN),
        *(ENTRY.encode(), TRANSFERRED.encode(), WRITTEN.encode()),
    )
)
"""A message about one competence in one area. The root of a file has to say what `xsi` is."""
_XSI: Final = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_ATTRIBUTE: Final = re.compile(rb" ([\w.-]+)=\"([^\"]*)\"")
_COMPETENCE: Final = (
    f"<%b> {gru('hasCompetence')} %b .\n"
    f"%b {TYPE} {gru('Competence')} .\n"
    f'%b {NamedNode(SKOS + "notation")} "%b" .\n'
    f"%b {gru('competentFor')} <%b%b> .\n"
    f"%b {NamedNode(DCT + 'spatial')} <%b%b> .\n"
).encode()
"""What is said of each competence, with its list, itself, its id, its service and its area."""
_AGENCY: Final = "schemeAgencyID"
_MESSAGES: Final = (WRITTEN, "loesche")
_ROLE: Final = str(gru("competenceRole")).encode()
_KNOWN: Final = {
    f"{TRANSFERRED}/{OWNER}": AGENCY,
    f"{TRANSFERRED}/{ENTRY}/id": AGENCY,
    f"{TRANSFERRED}/{ENTRY}/leistungID": AGENCY,
    f"{TRANSFERRED}/{ENTRY}/gebietID": CODE_ATTRIBUTES,
}
"""The attributes that statements tell, by the path of the parts of a message."""
_AREAS: Final = {len(key): str(area_of(key))[1 : -1 - len(key)].encode() for key in ("0" * 12, "0" * 8, "00")}
"""What the IRI of an area begins with, by the number of its digits."""


@dataclass(slots=True)
class Written:
    """What became of a file: how many competences were written, and what was not carried out.

    `repeated` are the competences whose id came more than once, `deletions` the deletions, `others` the objects of
    other kinds, by the name of their element; `unmapped` as in `Content`.
    """

    competences: int = 0
    repeated: int = 0
    deletions: int = 0
    others: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Written") -> "Written":
        self.competences += other.competences
        self.repeated += other.repeated
        self.deletions += other.deletions
        self.others.update(other.others)
        self.unmapped.update(other.unmapped)
        return self


def write_competences(source: Readable, base: Base, name: str, out: BinaryIO) -> Written:
    """Write the competences of a file as N-Triples. `name` is what the file is called in errors.

    Raises as `read_xzufi`, and InputError for a file without any competence; what was written until then stays.
    """
    writer = _Writer(base, name, out)
    root: Element | None = None
    portions = Portions(source, writer.rewritten, b"%b>" % WRITTEN.encode())
    for element in ended_elements(portions, name, _MESSAGES, MOST_BYTES):
        root = element
        if element.getparent() is not None:
            writer.take(element)
    assert root is not None
    return writer.end(root)


class _Writer:
    """One file, message by message."""

    def __init__(self, base: Base, name: str, out: BinaryIO) -> None:
        self._name, self._out, self._base = name, out, base
        self._reader = xzufi.ObjectReader(base, name)
        self._written = Written()
        self._usual: bool | None = None
        self._lines: list[bytes] = []
        self._ids = [array("q") for _ in range(_BUCKETS)]
        self._said: Counter[tuple[bytes, ...]] = Counter()
        self._list = lru_cache(_CACHED)(self._tell_list)
        self._service = stable_iri(base, "service", "").value.encode()

    def rewritten(self, portion: bytes) -> bytes:
        """A portion of the file without the messages of the usual shape, which are written."""
        if self._usual is None:
            self._usual = _XSI in portion
        rest = _MESSAGE.sub(self._write, portion) if self._usual else portion
        self._flush()
        return rest

    def take(self, element: Element) -> None:
        """Write what any other message says, and free what stands before it."""
        self._reader.begin(element)
        if local_name(element) == WRITTEN:
            self._by_table(element)
        else:
            self._written.deletions += 1
        element.clear()
        parent = element.getparent()
        while parent is not None and (before := element.getprevious()) is not None:
            if local_name(before) not in _MESSAGES:
                self._reader.leave(local_name(before), before)
            parent.remove(before)

    def end(self, root: Element) -> Written:
        """What became of the file; InputError when it is no XZuFi or has no competence."""
        self._reader.begin(root)
        if not self._written.competences:
            raise InputError("xz-empty", location=location(self._name, root), known=[TRANSFERRED])
        self._flush()
        for local, below in children(root):
            if local not in _MESSAGES:
                self._reader.leave(local, below)
        self._reader.note_attributes("", root, frozenset({"xzufiVersion"}))
        self._written.unmapped.update(self._reader.content.unmapped)
        self._written.repeated = sum(len(held) - len(set(held)) for held in self._ids)
        return self._written

    def _write(self, found: re.Match[bytes]) -> bytes:
        """Write a message of the usual shape; what is left of it for the parser."""
        _, owner_said, owner, type_, id_said, id_, service_said, service, area_said, area, role = (
            found.groups()
        )
        if b".LB." not in service:
            service = b"%bLB.%b" % (_beginning(service_said), service)
        elif not service.startswith(_beginning(service_said)):
            return found[0]  # an agency that is not told
        head, agency = self._list(owner_said, owner, type_), _beginning(id_said)
        key = id_ if id_.startswith(agency) else agency + id_
        node = b"<%b/competence/%b>" % (head, key)
        self._lines.append(
            _COMPETENCE
            % (*(head, node, node, node, key, node, self._service, service), *(node, _AREAS[len(area)], area))
        )
        if role:
            self._lines.append(b'%b %b "%b" .\n' % (node, _ROLE, role))
        self._said[owner_said, id_said, service_said, area_said] += 1
        self._count(key)
        return commented_out(found[0])

    def _tell_list(self, said: bytes, owner: bytes, type_: bytes) -> bytes:
        """Write what is said of a list as a whole, which does no harm when it is said again; gives its IRI."""
        kind = OWNERS[type_.decode()]
        held = list_of(
            with_letters(owner.decode(), _attributes(said).get(_AGENCY), kind.letters), kind, self._base
        )
        self._state(held)
        return held.node.value.encode()

    def _state(self, held: Statements) -> None:
        self._lines += (f"{quad.triple} .\n".encode() for quad in held.quads)

    def _count(self, key: bytes) -> None:
        self._written.competences += 1
        hashed = hash(key)
        self._ids[hashed % _BUCKETS].append(hashed)

    def _by_table(self, element: Element) -> None:
        """Write a message of any other shape; what is about other objects is counted."""
        for local, below in children(element):
            if local == TRANSFERRED:
                self._reader.read_competences(below)
            else:
                self._written.others[local] += 1
        self._reader.note_attributes(WRITTEN, element, frozenset())
        content = self._reader.content
        for key in content.parts:
            self._count(key.encode())
        for held in content.versions.values():
            self._state(held)
        self._reader.content = Content(unmapped=content.unmapped)

    def _flush(self) -> None:
        """Write what waits."""
        self._out.write(b"".join(self._lines))
        self._lines.clear()
        for said, count in self._said.items():
            for (path, known), attributes in zip(_KNOWN.items(), said, strict=True):
                for name in _attributes(attributes).keys() - known:
                    self._written.unmapped[f"{path}/@{name}"] += count
        self._said.clear()


@lru_cache(_CACHED)
def _beginning(said: bytes) -> bytes:
    """What an id with these attributes begins with: its agency, where that is said."""
    agency = _attributes(said).get(_AGENCY)
    return f"{agency}.".encode() if agency else b""


def _attributes(said: bytes) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(said)}
