# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a generation says of itself: revision, effective date, digest of the rules, hash of the log entry.

Kept in the provenance graph on the node of the base IRI, written before the generation is published.
"""

from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.identifier import Base
from grundriss.model.terms import XSD, gru


@dataclass(frozen=True, slots=True)
class Metadata:
    """`revision` 0 and no date: nothing has been loaded yet."""

    revision: int = 0
    log_hash: str = ""
    effective_date: date | None = None
    rules: str = ""


def read_metadata(store: Store, base: Base) -> Metadata:
    """The metadata in a generation."""
    node, graph = NamedNode(base.iri), base.graph("provenance")
    values: dict[str, str] = {}
    for name in ("revision", "logHash", "effectiveDate", "rulesDigest"):
        for quad in store.quads_for_pattern(node, gru(name), None, graph):
            if isinstance(quad.object, Literal):
                values[name] = quad.object.value
    if not values:
        return Metadata()
    return Metadata(
        revision=int(values["revision"]),
        log_hash=values["logHash"],
        effective_date=date.fromisoformat(values["effectiveDate"]),
        rules=values["rulesDigest"],
    )


def write_metadata(store: Store, base: Base, metadata: Metadata) -> None:
    """Replace the metadata in a generation that is not published yet."""
    node, graph = NamedNode(base.iri), base.graph("provenance")
    day = metadata.effective_date.isoformat() if metadata.effective_date else ""
    values = {
        "revision": Literal(str(metadata.revision), datatype=NamedNode(XSD + "integer")),
        "logHash": Literal(metadata.log_hash),
        "effectiveDate": Literal(day, datatype=NamedNode(XSD + "date")),
        "rulesDigest": Literal(metadata.rules),
    }
    for name, value in values.items():
        for old in list(store.quads_for_pattern(node, gru(name), None, graph)):
            store.remove(old)
        store.add(Quad(node, gru(name), value, graph))
