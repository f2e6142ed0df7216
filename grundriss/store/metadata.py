# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a generation says of itself: revision, effective date, digest of the rules, hash of the log entry.

Kept in the provenance graph on the node of the base IRI, written before the generation is published.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.identifier import Base
from grundriss.model.terms import GRU, XSD, gru


@dataclass(frozen=True, slots=True)
class Metadata:
    """`revision` 0 and no date: nothing has been loaded yet."""

    revision: int = 0
    log_hash: str = ""
    effective_date: date | None = None
    rules: str = ""

    def to_json(self) -> str:
        """As the note beside a generation."""
        day = self.effective_date.isoformat() if self.effective_date else None
        return json.dumps(
            {
                "revision": self.revision,
                "logHash": self.log_hash,
                "effectiveDate": day,
                "rulesDigest": self.rules,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Metadata":
        """Read a note; ValueError when it is none."""
        try:
            values = json.loads(text)
            day = values["effectiveDate"]
            return cls(
                int(values["revision"]),
                str(values["logHash"]),
                date.fromisoformat(day) if day else None,
                str(values["rulesDigest"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no note of a generation: {error}") from error


_UNFINISHED: Final = NamedNode(GRU + "unfinished")


def mark_unfinished(store: Store, base: Base) -> None:
    """Note in the writer's store that a change has begun: `write_metadata` takes the mark away.

    Writes reach the disk in their order, so a store that holds a part of a change holds the mark too.
    """
    store.add(Quad(NamedNode(base.iri), _UNFINISHED, Literal("true"), base.graph("provenance")))


def is_unfinished(store: Store, base: Base) -> bool:
    """Whether a change was begun and not ended."""
    pattern = NamedNode(base.iri), _UNFINISHED, None, base.graph("provenance")
    return any(True for _ in store.quads_for_pattern(*pattern))


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
    """Replace the metadata of a store, in one transaction; it is the last write of a change."""
    node, graph = NamedNode(base.iri), base.graph("provenance")
    day = metadata.effective_date.isoformat() if metadata.effective_date else ""
    values = {
        "revision": Literal(str(metadata.revision), datatype=NamedNode(XSD + "integer")),
        "logHash": Literal(metadata.log_hash),
        "effectiveDate": Literal(day, datatype=NamedNode(XSD + "date")),
        "rulesDigest": Literal(metadata.rules),
    }
    names = [*(gru(name) for name in values), _UNFINISHED]
    old = [quad for name in names for quad in store.quads_for_pattern(node, name, None, graph)]
    new = [Quad(node, gru(name), value, graph) for name, value in values.items()]
    removed = " ".join(f"{quad.triple} ." for quad in old)
    added = " ".join(f"{quad.triple} ." for quad in new)
    store.update(
        f"DELETE DATA {{ GRAPH {graph} {{ {removed} }} }} ; INSERT DATA {{ GRAPH {graph} {{ {added} }} }}"
    )
