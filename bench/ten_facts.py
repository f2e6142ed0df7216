# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The change that commits are measured with: a new component and a relation from it to the hub, ten facts."""

from pyoxigraph import Literal, NamedNode, Quad
from synthetic import HUB

from grundriss.model.identifier import Base
from grundriss.model.terms import IDENTIFIER, LABEL, TYPE, concept, gru
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, apply_patch, commit
from grundriss.store.line import Line
from grundriss.store.writer import Writer

_INTENT = Intent(None, "bench", "bench", mode="patch")


def ten_facts(base: Base, key: str) -> list[Quad]:
    """A component of that key that uses the hub."""
    node, relation = base.element("component", key), base.element("relation", key)
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (node, TYPE, gru("Component")),
        (node, IDENTIFIER, Literal(key)),
        (node, LABEL, Literal(f"Neu {key}", language="de")),
        (node, gru("kind"), concept("kind", "portal")),
        (node, gru("lifecycle"), concept("lifecycle", "produktiv")),
        (node, gru("sourceNote"), Literal("bench")),
        (relation, TYPE, gru("Uses")),
        (relation, IDENTIFIER, Literal(key)),
        (relation, gru("source"), node),
        (relation, gru("target"), NamedNode(f"{base.iri}id/{HUB}")),
    ]
    return [Quad(*triple, base.source_graph("manual")) for triple in said]


def commit_ten(line: Line, name: str) -> None:
    """Commit ten new facts; raises RuntimeError when they break a rule."""
    _committed(apply_patch(line, _patch(line.base, name, line.log.last), _INTENT))


def commit_ten_more(writer: Writer, name: str) -> None:
    """Commit ten new facts with a writer that has the store open."""
    _committed(commit(writer, _patch(writer.base, name, writer.metadata.revision), _INTENT))


def _patch(base: Base, name: str, last: int) -> Patch:
    return Patch(added=frozenset(ten_facts(base, f"{name}-{last + 1}")))


def _committed(outcome: Outcome) -> None:
    if outcome.revision is None:
        raise RuntimeError(f"not committed: {outcome.report.results}")
