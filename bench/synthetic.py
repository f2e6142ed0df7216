# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A synthetic landscape of any size: the packaged facts many times over, with links between the copies.

Every copy has elements of its own; code lists and plateaus are shared. Each copy's FIT-Connect uses the eID of the
first copy, so that one hub has dependants everywhere.
"""

import re
from pathlib import Path

from grundriss import resources
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.model.identifier import Base

_ELEMENT = re.compile(r"(/id/(?!plateau/)[a-z-]+/[^>]+)>")
HUB = "component/eid"


def write_synthetic(path: Path, triples: int, base: Base) -> int:
    """Write N-Triples with at least `triples` statements; returns how many."""
    quads = read_landscape(resources.path("data", "landscape"), base).quads
    lines = [f"{quad.triple} .\n" for quad in quads]
    copies = -(-triples // (len(lines) + 4))
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(copies):
            copy = lines if number == 0 else [*renamed(lines, number), *link(base, number)]
            file.writelines(copy)
            written += len(copy)
    return written


def renamed(lines: list[str], number: int) -> list[str]:
    """The same statements about elements of a copy."""
    return [_ELEMENT.sub(rf"\1.c{number}>", line) for line in lines]


def link(base: Base, number: int) -> list[str]:
    """The relation from a copy's FIT-Connect to the hub."""
    node = f"<{base.iri}id/relation/link.c{number}>"
    ns = "https://w3id.org/grundriss/ns#"
    return [
        f"{node} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ns}Uses> .\n",
        f'{node} <http://purl.org/dc/terms/identifier> "link.c{number}" .\n',
        f"{node} <{ns}source> <{base.iri}id/component/fit-connect.c{number}> .\n",
        f"{node} <{ns}target> <{base.iri}id/{HUB}> .\n",
    ]


__all__ = ["DATASET", "HUB", "link", "renamed", "write_synthetic"]
