# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Services by document profile: the schema realises the profile that a process of the service receives or begins with.

Of a schema that was converted from XDatenfelder 2, the profile may stand only in the text of the conversion. The
placeholder profile of the FIM-Portal proves nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode

from grundriss.fim.links.artefacts import Artefact, Catalogue, stable_profile
from grundriss.fim.links.evidence import Evidence, Found, Grade, LinkType, Method, Pair
from grundriss.importers.fim.artefact_content import long_identifier, stable_iri
from grundriss.importers.fim.xdatenfelder import PLACEHOLDER_PROFILE
from grundriss.model.identifier import Base, key_in

_STATED: Final = re.compile(r"D(?:[0-9]{11}|[0-9]{8})(?![0-9])")


def services_by_profile(catalogue: Catalogue) -> Iterator[Found]:
    """Schemas and services that name the same document profile.

    The score is one by the number of services whose processes name it.
    """
    users: dict[NamedNode, dict[NamedNode, NamedNode]] = defaultdict(dict)
    for process in catalogue.processes.values():
        for profile in process.profiles:
            for service in process.services:
                users[profile].setdefault(service, process.node)
    for schema in catalogue.schemas.values():
        for profile in profiles_of(schema, catalogue.base):
            for service, user in users.get(profile, {}).items():
                yield (
                    Pair(LinkType.COLLECTS_DATA_FOR, schema.node, service),
                    Evidence(
                        Grade.DOCUMENT_PROFILE,
                        Method.KEY_MATCH,
                        1 / len(users[profile]),
                        f"{key_in(schema.node.value)} → {key_in(profile.value)} ← {key_in(user.value)}",
                    ),
                )


def profiles_in_texts(catalogue: Catalogue) -> Iterator[Found]:
    """Schemas whose text names the document profile that their file should, and the profile, loaded or not.

    The score is one by the number of different profiles that the texts of the schema name.
    """
    loaded = {stable_profile(node): node for node in catalogue.profiles}
    for schema in catalogue.schemas.values():
        named = stated_profiles(schema, catalogue.base) if lacks_profile(schema) else {}
        for profile, text in named.items():
            pair = Pair(LinkType.FOLLOWS_PROFILE, schema.node, loaded.get(profile, profile))
            quoted = f"„{' '.join(text.split())}“"
            yield pair, Evidence(Grade.TEXT_MENTION, Method.TEXT_SEARCH, 1 / len(named), quoted)


def lacks_profile(schema: Artefact) -> bool:
    """Whether the file of a schema names no document profile, or the placeholder only."""
    return not any(key_in(profile.value) != PLACEHOLDER_PROFILE for profile in schema.profiles)


def stated_profiles(schema: Artefact, base: Base) -> dict[NamedNode, str]:
    """The document profiles that the texts of a conversion name, each with the text."""
    found = {
        stable_iri(base, "profile", long_identifier(named[0])): text
        for text in schema.profile_texts
        if (named := _STATED.match(text))
    }
    return {node: text for node, text in found.items() if key_in(node.value) != PLACEHOLDER_PROFILE}


def profiles_of(schema: Artefact, base: Base) -> list[NamedNode]:
    """The document profiles that a schema names, as its file or the one that it was converted from says."""
    return [
        profile
        for profile in dict.fromkeys([*schema.profiles, *stated_profiles(schema, base)])
        if key_in(profile.value) != PLACEHOLDER_PROFILE
    ]
