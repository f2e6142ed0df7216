# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What files of the FIM formats hold: versions of artefacts with their statements, and what was noticed on the way."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from grundriss.model.artefact import Artefact
from grundriss.model.identifier import KINDS_SHARING_IDS, Base
from grundriss.model.terms import DCT, IDENTIFIER, TYPE, gru

UNVERSIONED: Final = "arbeitskopie"
"""What stands for the version of a working copy, which has none (XDatenfelder 2)."""
CURRENT: Final = "aktuell"
"""What stands for the version of a text that has none: there is only the current one (XZuFi)."""
COMPETENCE: Final = "competence"
"""The kind of the lists that files add to and take from, part by part: who is competent for what (XZuFi)."""
_NUMBER: Final = re.compile(r"\d+")
_OLD_ID: Final = re.compile(r"([A-Z])(\d{2})000(\d{6})")
_SHORT: Final = 9
_RANGED: Final = re.compile(r"[A-Z]\d{8}(\d{3})?")
_HAS_COMPETENCE: Final = gru("hasCompetence")
_Term = NamedNode | Literal


@dataclass(frozen=True, slots=True, order=True)
class VersionId:
    """A version of an artefact: its kind as in IRIs (`schema`, `group`, `field`, `rule`, `profile`, `codelist`,
    `process-class`, `process`, `service`, `organisation-unit`, `online-service`, `competence`), id and version as they
    are published.
    """

    kind: str
    id: str
    version: str

    @property
    def artefact(self) -> Artefact:
        """By what the dataset keeps it apart from others.

        >>> str(VersionId("field", "F60000000246", "1.1.0").artefact)
        'F60000000246 1.1.0'
        >>> str(VersionId("process-class", "99006028261000", "01.00.00").artefact)
        'process-class/99006028261000 01.00.00'
        """
        named = f"{self.kind}/{self.id}" if self.kind in KINDS_SHARING_IDS else self.id
        return Artefact(named, self.version)

    def stable(self, base: Base) -> NamedNode:
        """The IRI of the artefact across all versions.

        >>> VersionId("field", "F60000000246", "1.1.0").stable(Base()).value
        'https://w3id.org/grundriss/id/fim/field/F60000000246'
        """
        return stable_iri(base, self.kind, self.id)

    def node(self, base: Base) -> NamedNode:
        """The IRI of this version, which never means anything else.

        >>> VersionId("field", "F60000000246", "1.1.0").node(Base()).value
        'https://w3id.org/grundriss/id/fim/field/F60000000246/1.1.0'
        """
        return NamedNode(f"{self.stable(base).value}/{quote(self.version, safe='')}")

    def __str__(self) -> str:
        return f"{self.id} {self.version}"


def stable_iri(base: Base, kind: str, artefact: str) -> NamedNode:
    """The IRI of an artefact across all versions."""
    return base.element("fim", f"{kind}/{quote(artefact, safe='')}")


def version_order(version: str) -> str:
    """A version as a text that sorts as its numbers do.

    >>> version_order("1.9") < version_order("1.10")
    True
    """
    return ".".join(part.zfill(6) for part in _NUMBER.findall(version))


def number_range(identifier: str) -> str:
    """The Nummernkreis of an id, by which one sees who issued it.

    >>> number_range("F60000000246"), number_range("F60000246")
    ('60000', '60')
    """
    return identifier[1:3] if len(identifier) == _SHORT else identifier[1:6]


def short_identifier(identifier: str) -> str | None:
    """The form of XDatenfelder 2 for an id of XDatenfelder 3; None where there is none.

    >>> short_identifier("F60000000246"), short_identifier("F60001000246")
    ('F60000246', None)
    """
    found = _OLD_ID.fullmatch(identifier)
    return "".join(found.groups()) if found else None


def long_identifier(identifier: str) -> str:
    """The form of XDatenfelder 3 for an id of either version.

    >>> long_identifier("F60000246"), long_identifier("F60000000246")
    ('F60000000246', 'F60000000246')
    """
    return f"{identifier[:3]}000{identifier[3:]}" if len(identifier) == _SHORT else identifier


@dataclass(slots=True)
class Statements:
    """The statements about one version, in the order in which they were read."""

    id: VersionId
    base: Base
    node: NamedNode = field(init=False)
    quads: dict[Quad, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.node = self.id.node(self.base)

    def add(self, property_: NamedNode, value: _Term | None, subject: NamedNode | None = None) -> None:
        """State something of the version, or of a part of it; nothing where there is no value."""
        if value is not None:
            self.quads[Quad(subject or self.node, property_, value, DefaultGraph())] = None

    def values(self, property_: NamedNode) -> list[str]:
        """What is stated of the version by a property."""
        return [q.object.value for q in self.quads if q.subject == self.node and q.predicate == property_]  # type: ignore[union-attr]

    def identify(self, class_: NamedNode, version: str | None = None) -> None:
        """State what it is, and which artefact it is a version of.

        `version` is the number of the version where that is only a part of what tells versions apart.
        """
        stable, identifier = self.id.stable(self.base), Literal(self.id.id)
        number = self.id.version if version is None else version
        self.add(TYPE, class_)
        self.add(IDENTIFIER, identifier)
        self.add(gru("version"), Literal(number))
        self.add(gru("versionOrder"), Literal(version_order(number)))
        if _RANGED.fullmatch(self.id.id):
            self.add(gru("numberRange"), Literal(number_range(self.id.id)))
        self.add(NamedNode(DCT + "isVersionOf"), stable)
        self.add(TYPE, gru("FimArtefact"), stable)
        self.add(IDENTIFIER, identifier, stable)
        self.add(NamedNode(DCT + "hasVersion"), self.node, stable)
        short = short_identifier(self.id.id)
        if short:
            self.add(gru("xdf2Identifier"), Literal(short), stable)


@dataclass(slots=True)
class Cited:
    """How many legal references were stated, and of which texts something was not understood, each with its number.

    A reference to a standard that is known counts as understood; one to a code list stays as text.
    """

    stated: int = 0
    whole: int = 0
    rests: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Cited") -> "Cited":
        self.stated += other.stated
        self.whole += other.whole
        self.rests.update(other.rests)
        return self


@dataclass(frozen=True, slots=True)
class ListPart:
    """A part of a list that is published and deleted by an id of its own, with the statements that are its alone."""

    version: VersionId
    quads: tuple[Quad, ...]


@dataclass(slots=True)
class Content:
    """What some files hold.

    `roots` are what the messages carry, of which all else is a part. `conflicts` are versions that came again with
    other content: the first one counts, and `differing` are the properties in which they differ. `unmapped` counts the
    elements and attributes that no statement tells, by path. `cited` is what became of the legal references, `deleted`
    which artefacts a file says to delete, by kind and id. `seen` are the versions by name and hash of the elements that
    they were read from, where a format repeats elements.
    `parts` and `deleted_parts` are the parts of lists that files add and take away, by their ids: what is stored of a
    list besides them stays.
    """

    roots: list[VersionId] = field(default_factory=list)
    versions: dict[VersionId, Statements] = field(default_factory=dict)
    conflicts: Counter[VersionId] = field(default_factory=Counter)
    differing: dict[VersionId, set[NamedNode]] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    cited: Cited = field(default_factory=Cited)
    deleted: dict[tuple[str, str], None] = field(default_factory=dict)
    seen: dict[tuple[str, bytes], VersionId] = field(default_factory=dict)
    parts: dict[str, ListPart] = field(default_factory=dict)
    deleted_parts: dict[str, None] = field(default_factory=dict)

    def replace(self, version: Statements) -> None:
        """Take in a message about an object: of several about the same one the last counts, also after a deletion."""
        self.deleted.pop((version.id.kind, version.id.id), None)
        if version.id not in self.versions:
            self.roots.append(version.id)
        self.versions[version.id] = version

    def delete(self, kind: str, identifier: str) -> None:
        """Take in that an object is to be deleted, in all its versions, with the list of what it is competent for."""
        self.deleted[kind, identifier] = None
        gone = {v for v in self.versions if v.id == identifier and v.kind in (kind, COMPETENCE)}
        for version in gone:
            del self.versions[version]
        if gone:
            self.roots = [version for version in self.roots if version not in gone]
            self.parts = {key: part for key, part in self.parts.items() if part.version not in gone}

    def add_part(self, key: str, part: Statements, all_of: Statements) -> None:
        """Take in a part of a list: of several with one id the last counts. `all_of` is said of the list as a whole."""
        self.delete_part(key)
        del self.deleted_parts[key]
        held = self.versions.get(part.id)
        if held is None:
            held = Statements(part.id, part.base, quads=dict(all_of.quads))
            self.versions[part.id] = held
            self.roots.append(part.id)
        held.quads |= part.quads
        self.parts[key] = ListPart(part.id, tuple(part.quads))

    def delete_part(self, key: str) -> None:
        """Take in that a part of a list is to be deleted; a list without parts is none."""
        self.deleted_parts[key] = None
        known = self.parts.pop(key, None)
        if known is None:
            return
        held = self.versions[known.version]
        for quad in known.quads:
            held.quads.pop(quad, None)
        if not any(quad.predicate == _HAS_COMPETENCE for quad in held.quads):
            del self.versions[known.version]
            self.roots.remove(known.version)

    def add(self, version: Statements) -> None:
        """Take a version in; the first one of its id counts."""
        known = self.versions.setdefault(version.id, version)
        differing = {quad.predicate for quad in known.quads.keys() ^ version.quads.keys()}
        if differing:
            self.conflicts[version.id] += 1
            self.differing.setdefault(version.id, set()).update(differing)

    def merge(self, other: "Content") -> None:
        """Take in what another file holds, after what it deletes."""
        for kind, identifier in other.deleted:
            self.delete(kind, identifier)
        self._merge_parts(other)
        for version in other.versions.values():
            if version.id.kind == COMPETENCE:
                continue  # merged part by part
            if version.id.version == CURRENT:
                self.replace(version)
            else:
                self.add(version)
        self.roots.extend(
            root for root in other.roots if root not in self.versions or root.version != CURRENT
        )
        self.conflicts.update(other.conflicts)
        for version_id, differing in other.differing.items():
            self.differing.setdefault(version_id, set()).update(differing)
        self.unmapped.update(other.unmapped)
        self.cited += other.cited
        self.seen.update(other.seen)

    def _merge_parts(self, other: "Content") -> None:
        for key in other.deleted_parts:
            self.delete_part(key)
        for key, part in other.parts.items():
            told = Statements(
                part.version, other.versions[part.version].base, quads=dict.fromkeys(part.quads)
            )
            self.add_part(key, told, other.versions[part.version])

    def by_artefact(self) -> Iterator[tuple[Artefact, list[Quad]]]:
        """The statements of each version, for a dataset that accumulates."""
        return ((version.artefact, list(held.quads)) for version, held in self.versions.items())
