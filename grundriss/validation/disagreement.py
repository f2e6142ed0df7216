# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sources that disagree: one value in each of them is no error of either (DESIGN, Validation).

The rules of shapes/cardinality.ttl look at one element and ask for at most so many values. What breaks one of them in
all sources taken together is looked at again in each source alone: what breaks it there too is that source's error,
everything else is a disagreement between sources, which only people can settle.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, serialize

from grundriss import queries, resources
from grundriss.model.identifier import is_source_graph
from grundriss.model.terms import PREFIXES, SHAPES_NAMESPACE

if TYPE_CHECKING:
    import shacl

DISAGREEMENT: Final = SHAPES_NAMESPACE + "SourcesDisagree"
_FILE: Final = "cardinality.ttl"


@cache
def _cardinality() -> "shacl.Shapes":
    import shacl

    return shacl.Shapes.from_turtle(
        resources.path("shapes", _FILE).read_text(encoding="utf-8"), base="https://w3id.org/grundriss/shapes"
    )


@cache
def _rules() -> frozenset[str]:
    store = Store()
    store.load(path=str(resources.path("shapes", _FILE)), format=RdfFormat.TURTLE)
    return frozenset(
        str(quad.subject) for quad in store if str(quad.subject).startswith(f"<{SHAPES_NAMESPACE}")
    )


def disagreements(store: Store, results: Sequence["shacl.Result"]) -> set["shacl.Result"]:
    """Those of the results that no source brings about alone. Nothing is read where no such rule is broken."""
    doubtful = [result for result in results if result.root_shape in _rules()]
    if not doubtful:
        return set()
    if len(list(islice(_sources(store.named_graphs()), 2))) < 2:
        return set()
    focus = {NamedNode(result.focus_node.strip("<>")) for result in doubtful}
    about = (quad.graph_name for node in focus for quad in store.quads_for_pattern(node, None, None, None))
    sources = set(_sources(about))
    broken = {found for graph in sources for found in _broken(store, graph, focus)}
    return {result for result in doubtful if _identity(result) not in broken}


def _sources(graphs: Iterable[object]) -> Iterator[NamedNode]:
    """Those of the graphs that are sources: a dataset, or a version of an artefact."""
    return (graph for graph in graphs if isinstance(graph, NamedNode) and is_source_graph(graph))


def _broken(
    store: Store, graph: NamedNode, focus: Iterable[NamedNode]
) -> set[tuple[str, str | None, str | None]]:
    """What breaks the rules in one source, for some elements."""
    triples = (quad.triple for node in focus for quad in store.quads_for_pattern(node, None, None, graph))
    with tempfile.TemporaryDirectory(prefix="grundriss-validate-") as folder:
        path = Path(folder) / "source.nt"
        serialize(triples, str(path), format=RdfFormat.N_TRIPLES)
        return {_identity(result) for result in _cardinality().validate_file(str(path)).results}


def _identity(result: "shacl.Result") -> tuple[str, str | None, str | None]:
    return result.focus_node, result.root_shape, result.path


def as_warnings(turtle: str, results: Iterable["shacl.Result"]) -> str:
    """A SHACL report in which some results are warnings."""
    report = Store()
    report.load(turtle.encode(), format=RdfFormat.TURTLE)
    for result in results:
        terms: dict[str, queries.Term] = {"focus": NamedNode(result.focus_node.strip("<>"))}
        if result.path:
            terms["path"] = NamedNode(result.path.strip("<>"))
        report.update(queries.bind(queries.text("validation/as-warning"), terms), prefixes=PREFIXES)
    content = report.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes={"sh": PREFIXES["sh"]})
    return (content or b"").decode()
