# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""RDF out: a store, a dataset or an element in any RDF format, sorted, with blank nodes as they came in."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from grundriss.errors import NotFound, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.importers.rdf_file import FORMATS
from grundriss.model.identifier import Base
from grundriss.model.terms import PREFIXES
from grundriss.resolve import resolve
from grundriss.store.canonical_lines import datasets
from grundriss.store.durable import write_durably

_WITH_GRAPHS = (RdfFormat.N_QUADS, RdfFormat.TRIG)


def quads_of(store: Store, base: Base, what: str | None) -> list[Quad]:
    """What to export: None is everything public, else a dataset's name, else an element with its statements.

    Raises NotFound when `what` is neither.
    """
    if what is None:
        found: Iterable[Quad] = (
            q for q in store if isinstance(q.graph_name, NamedNode) and _is_source(q, base)
        )
    elif graphs := _graphs_of(store, base, what):
        found = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    else:
        try:
            found = store.quads_for_pattern(resolve(store, base, what), None, None, DefaultGraph())
        except NotFound as error:
            names = {name.partition("/")[0] for name in datasets(store, base)}
            hint = did_you_mean(what, sorted(names)) or error.advice
            raise NotFound("export-unknown", hint=hint, what=what) from error
    return sorted((with_blank_nodes(quad, base) for quad in found), key=str)


def _graphs_of(store: Store, base: Base, dataset: str) -> list[NamedNode]:
    """The graph of a dataset, or those of all its artefacts."""
    whole = base.source_graph(dataset)
    if store.contains_named_graph(whole):
        return [whole]
    artefacts = whole.value + "/"
    return [g for g in store.named_graphs() if isinstance(g, NamedNode) and g.value.startswith(artefacts)]


def export(store: Store, base: Base, what: str | None, name: str, target: Path | BinaryIO) -> int:
    """Write `what` in the format `name`; the number of statements written.

    A file is written whole or not at all. Formats without graphs get the triples, each once.
    """
    if name not in FORMATS:
        raise UsageError("rdf-format-unknown", hint=did_you_mean(name, FORMATS), format=name, known=FORMATS)
    quads = quads_of(store, base, what)
    rdf_format = FORMATS[name]
    statements: list[Quad] | list[Triple] = quads
    if rdf_format not in _WITH_GRAPHS:
        statements = list(dict.fromkeys(quad.triple for quad in quads))
    content = serialize(statements, format=rdf_format, prefixes=PREFIXES)
    assert content is not None  # without an output file the bytes are returned
    if isinstance(target, Path):
        write_durably(target, [content])
    else:
        target.write(content)
    return len(statements)


def _is_source(quad: Quad, base: Base) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(
        base.graph("source").value
    )


def with_blank_nodes(quad: Quad, base: Base) -> Quad:
    """The quad with blank nodes where blank nodes came in."""
    prefix = base.iri + "genid/"
    subject, object_ = quad.subject, quad.object
    if isinstance(subject, NamedNode) and subject.value.startswith(prefix):
        subject = BlankNode("b" + subject.value.removeprefix(prefix))
    if isinstance(object_, NamedNode) and object_.value.startswith(prefix):
        object_ = BlankNode("b" + object_.value.removeprefix(prefix))
    return Quad(subject, quad.predicate, object_, quad.graph_name)
