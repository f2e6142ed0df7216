# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Components by address: the online service is described with an address on the host of the component's homepage."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from grundriss.fim.links.artefacts import Artefact, Catalogue
from grundriss.fim.links.evidence import Evidence, Found, Grade, LinkType, Method, Pair


def components_by_address(catalogue: Catalogue) -> Iterator[Found]:
    """Components and descriptions of online services on the same host.

    The score is one by the number of components on that host.
    """
    homes: dict[str, list[Artefact]] = defaultdict(list)
    for component in catalogue.components.values():
        for host in dict.fromkeys(filter(None, map(host_of, component.addresses))):
            homes[host].append(component)
    for online in catalogue.online_services.values():
        for address in online.addresses:
            there = homes.get(host_of(address), [])
            for component in there:
                pair = Pair(LinkType.REALISES, component.node, online.node)
                text = f"{host_of(address)}: {address}"
                yield pair, Evidence(Grade.TEXT_MENTION, Method.KEY_MATCH, 1 / len(there), text)


def host_of(address: str) -> str:
    """The host of an address, without `www.`; empty for what is none.

    >>> host_of("https://www.Example.org:8443/laube"), host_of("laube"), host_of("https://[kaputt")
    ('example.org', '', '')
    """
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return ""
    return (host or "").rstrip(".").removeprefix("www.")
