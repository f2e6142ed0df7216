# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names that are similar: of schemas and services, of the documents and applications that processes name in words."""

from collections.abc import Iterator

from pyoxigraph import NamedNode

from grundriss.fim.links.artefacts import Artefacts, Catalogue
from grundriss.fim.links.evidence import Evidence, Found, Grade, LinkType, Method, Pair
from grundriss.fim.links.name_words import Words, proving, similarity, words_of
from grundriss.fim.links.rare_features import RareFeatures
from grundriss.fim.links.shared_profiles import lacks_profile


class NameIndex:
    """The names of some things, to look up the things with a similar name. A thing may have several names."""

    def __init__(self, things: Artefacts) -> None:
        self._names: dict[NamedNode, dict[Words, str]] = {}
        for node, thing in things.items():
            found: dict[Words, str] = {}
            for name in thing.names:
                found.setdefault(words_of(name), name)
            self._names[node] = found
        self._index = RareFeatures(
            (node, (word for words in found for word in proving(words)))
            for node, found in self._names.items()
        )

    def similar(self, names: tuple[str, ...]) -> Iterator[tuple[NamedNode, float, str]]:
        """The things with a similar name: the thing, how similar, and the two names."""
        own: dict[Words, str] = {}
        for name in names:
            own.setdefault(words_of(name), name)
        words = {word for known in own for word in proving(known)}
        for node in self._index.candidates(words):
            score, written, other = max(
                (similarity(a, b), written, other)
                for a, written in own.items()
                for b, other in self._names[node].items()
            )
            if score:
                yield node, score, f"„{_short(written)}“ ~ „{_short(other)}“"


def services_by_name(catalogue: Catalogue) -> Iterator[Found]:
    """Schemas and services with similar names."""
    index = NameIndex(catalogue.services)
    for schema in catalogue.schemas.values():
        for service, score, text in index.similar(schema.names):
            yield _named(LinkType.COLLECTS_DATA_FOR, schema.node, service, score, text)


def profiles_by_schema_name(catalogue: Catalogue) -> Iterator[Found]:
    """Schemas whose files name no document profile, and profiles with a similar name."""
    index = NameIndex(catalogue.profiles)
    for schema in filter(lacks_profile, catalogue.schemas.values()):
        for profile, score, text in index.similar(schema.names):
            yield _named(LinkType.FOLLOWS_PROFILE, schema.node, profile, score, text)


def profiles_by_title(catalogue: Catalogue) -> Iterator[Found]:
    """Processes and the document profiles whose title they give in place of an identifier."""
    index = NameIndex(catalogue.profiles)
    for process in catalogue.processes.values():
        for title in process.titles:
            for profile, score, text in index.similar((title,)):
                yield _named(LinkType.WORKS_WITH_PROFILE, process.node, profile, score, text)


def components_by_application(catalogue: Catalogue) -> Iterator[Found]:
    """Processes and the components that their specialist applications are called like."""
    index = NameIndex(catalogue.components)
    for process in catalogue.processes.values():
        for application in process.applications:
            for component, score, text in index.similar((application,)):
                yield _named(LinkType.SUPPORTED_BY, process.node, component, score, text)


def components_by_online_name(catalogue: Catalogue) -> Iterator[Found]:
    """Components and the descriptions of online services that are called like them."""
    index = NameIndex(catalogue.components)
    for online in catalogue.online_services.values():
        for component, score, text in index.similar(online.names):
            yield _named(LinkType.REALISES, component, online.node, score, text)


def _named(type_: LinkType, source: NamedNode, target: NamedNode, score: float, text: str) -> Found:
    evidence = Evidence(Grade.SIMILAR_NAME, Method.NAME_COMPARISON, score, text)
    return Pair(type_, source, target), evidence


def _short(name: str, longest: int = 160) -> str:
    words = " ".join(name.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
