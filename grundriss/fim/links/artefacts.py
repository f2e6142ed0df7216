# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What links are inferred from, read in a handful of queries: names, texts, keys, provisions, addresses.

Only current versions count, and of texts only the German ones: names are compared in one language.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.fim.links.evidence import LinkType, Pair
from grundriss.fim.links.provisions import Provisions, read_provisions
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, GRU, LABEL, SKOS

_NAMES: Final = frozenset((LABEL.value, DCT + "title", DCT + "alternative", SKOS + "altLabel"))
_PROFILES: Final = ("triggeredBy", "usesProfile")
_REFERENCES: Final = ("legalReference", "legalBasis")
_ADDRESSES: Final = (GRU + "homepage", "https://schema.org/url")
_VERSIONED: Final = "/id/fim/profile/"
_Said = dict[str, list[NamedNode | Literal]]


@dataclass(frozen=True, slots=True)
class Artefact:
    """What one artefact, service or component says, each without repetition and in the order of its text.

    `texts` are free texts; `profiles` the document profiles that it names, without their version; `services` the
    services that it describes; `titles` and `applications` the documents and specialist applications that a process
    names in words; `provisions` the places in laws that it cites, each with the larger places that it is a part of.
    """

    node: NamedNode
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    profiles: tuple[NamedNode, ...] = ()
    profile_texts: tuple[str, ...] = ()
    services: tuple[NamedNode, ...] = ()
    titles: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    provisions: frozenset[NamedNode] = frozenset()


Artefacts = Mapping[NamedNode, Artefact]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that links are inferred from, by kind; `declared` are the pairs that somebody declares."""

    base: Base
    schemas: Artefacts = field(default_factory=dict)
    services: Artefacts = field(default_factory=dict)
    processes: Artefacts = field(default_factory=dict)
    profiles: Artefacts = field(default_factory=dict)
    components: Artefacts = field(default_factory=dict)
    online_services: Artefacts = field(default_factory=dict)
    declared: frozenset[Pair] = frozenset()


def read_catalogue(store: Store, base: Base) -> Catalogue:
    """What a store holds of all that. The cost grows with the artefacts, not with their pairs."""
    names = ("schemas", "services", "processes", "named", "declared")
    rows = dict(zip(names, queries.solved(store, [queries.text(f"links/{n}") for n in names]), strict=True))
    said = {name: _said(rows[name]) for name in ("schemas", "services", "processes")}
    places = read_provisions(store)
    by_class: dict[str, list[dict[str, queries.Term | None]]] = defaultdict(list)
    for row in rows["named"]:
        if isinstance(row["class"], NamedNode):
            by_class[row["class"].value.removeprefix(GRU)].append(row)
    named = {name: _artefacts(_said(by_class[name]), places) for name in by_class}
    return Catalogue(
        base,
        schemas=_artefacts(said["schemas"], places),
        services=_artefacts(said["services"], places),
        processes=_artefacts(said["processes"], places),
        profiles=named.get("DocumentProfile", {}),
        components=named.get("Component", {}),
        online_services=named.get("OnlineServiceDescription", {}),
        declared=frozenset(_pairs(rows["declared"])),
    )


def _said(rows: Iterable[Mapping[str, queries.Term | None]]) -> dict[NamedNode, _Said]:
    found: dict[NamedNode, _Said] = {}
    for row in rows:
        node, property_, value = row["node"], row["property"], row["value"]
        if isinstance(node, NamedNode) and isinstance(property_, NamedNode) and value is not None:
            found.setdefault(node, {}).setdefault(property_.value, []).append(value)
    return {node: found[node] for node in sorted(found, key=lambda node: node.value)}


def _artefacts(said: Mapping[NamedNode, _Said], places: Provisions) -> dict[NamedNode, Artefact]:
    return {node: _artefact(node, of_node, places) for node, of_node in said.items()}


def _artefact(node: NamedNode, said: _Said, places: Provisions) -> Artefact:
    cited = [value for reference in _REFERENCES for value in _nodes(said, reference)]
    words = frozenset(GRU + name for name in ("statedProfileText", "profileTitle", "specialistApplication"))
    named, texts = set(_NAMES), [name for name in sorted(said) if name not in words | set(_ADDRESSES)]
    return Artefact(
        node,
        names=_german(said, sorted(named)),
        texts=_german(said, texts),
        profiles=tuple(
            dict.fromkeys(
                stable_profile(v)
                for v in _nodes(said, *_PROFILES, "realisesProfile")
                if _VERSIONED in v.value
            )
        ),
        profile_texts=_german(said, [GRU + "statedProfileText"]),
        services=tuple(_nodes(said, "describesService")),
        titles=_german(said, [GRU + "profileTitle"]),
        applications=_german(said, [GRU + "specialistApplication"]),
        addresses=tuple(sorted({v.value for name in _ADDRESSES for v in said.get(name, ())})),
        provisions=places.with_larger(cited),
    )


def stable_profile(node: NamedNode) -> NamedNode:
    """A document profile across its versions."""
    before, _, named = node.value.partition(_VERSIONED)
    return NamedNode(f"{before}{_VERSIONED}{named.partition('/')[0]}")


def _nodes(said: _Said, *names: str) -> list[NamedNode]:
    values = (value for name in names for value in said.get(GRU + name, ()))
    return sorted({value for value in values if isinstance(value, NamedNode)}, key=lambda node: node.value)


def _german(said: _Said, properties: Iterable[str]) -> tuple[str, ...]:
    found = {
        value.value
        for name in properties
        for value in said.get(name, ())
        if isinstance(value, Literal) and (value.language or "de").startswith("de") and value.value.strip()
    }
    return tuple(sorted(found))


def _pairs(rows: Iterable[Mapping[str, queries.Term | None]]) -> Iterator[Pair]:
    for row in rows:
        type_, source, target = row["type"], row["source"], row["target"]
        if isinstance(type_, NamedNode) and isinstance(source, NamedNode) and isinstance(target, NamedNode):
            yield Pair(LinkType(type_.value.removeprefix(GRU)), source, target)
