# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""SHACL validation of a store's default graph with the `shacl` engine (W3C SHACL; DESIGN, Validation)."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from grundriss.items import items
from grundriss.model.state_types import Item
from grundriss.validation.disagreement import DISAGREEMENT, as_warnings, disagreements
from grundriss.validation.owners import owners
from grundriss.validation.shape_report import Finding, Report, ordered
from grundriss.validation.shapes import ShapeRule, shape_rules, shapes_text
from grundriss.validation.suggestion import Suggestions

if TYPE_CHECKING:
    import shacl


@cache
def compiled_shapes() -> "shacl.Shapes":
    """The packaged shapes, compiled once per process."""
    import shacl

    return shacl.Shapes.from_turtle(shapes_text(), base="https://w3id.org/grundriss/shapes")


def validate(store: Store, lang: str = "de") -> Report:
    """Validate everything in the default graph of a store."""
    report = engine_report(store)
    # each access to `results` makes new objects
    return report_on(store, report.results, report.turtle, lang)


def engine_report(store: Store) -> "shacl.Report":
    """What the engine says of everything in the default graph of a store.

    The graph is handed over as a file: the engine copies text that it is given, a file it streams.
    """
    with tempfile.TemporaryDirectory(prefix="grundriss-validate-") as folder:
        path = Path(folder) / "data.nt"
        store.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        return compiled_shapes().validate_file(str(path))


def report_on(store: Store, results: "Sequence[shacl.Result]", turtle: str, lang: str) -> Report:
    """The report for people on what the engine found; `turtle` is what the engine says itself."""
    disputed = disagreements(store, results)
    turtle = as_warnings(turtle, disputed) if disputed else turtle
    return Report(ordered(_findings(store, results, disputed, lang)), turtle)


def _findings(
    store: Store, results: "Sequence[shacl.Result]", disputed: "set[shacl.Result]", lang: str
) -> list[Finding]:
    nodes = {result.focus_node: node for result in results if (node := node_of(result.focus_node))}
    elements, responsible = items(store, nodes.values(), lang), owners(store, nodes.values(), lang)
    suggestions = Suggestions(store)
    found = []
    for result in results:
        rule = shape_rules().get(DISAGREEMENT if result in disputed else _shape(result))
        node = nodes.get(result.focus_node)
        focus = elements[node] if node else no_element(result.focus_node)
        finding = finding_of(result, rule, focus, result.value_plain)
        severity = "warning" if result in disputed else finding.severity
        finding = replace(finding, severity=severity, owner=responsible.get(node) if node else None)
        found.append(suggestions.added(finding, rule.suggests if rule else None))
    return found


def finding_of(result: "shacl.Result", rule: ShapeRule | None, focus: Item, value: str | None) -> Finding:
    """What a result of the engine says to people. `rule` is the rule of its shape, `value` how its value is told."""
    path = result.path.strip("<>") if result.path else None
    message = dict(rule.by_path.get(path or "") or rule.message) if rule else {}
    if not message:
        message = {"en": result.message or result.component}
    return Finding(
        severity=result.severity.lower(),
        rule=rule.name if rule else (result.root_shape or result.component),
        message={language: _filled(text, value) for language, text in message.items()},
        focus=focus,
        path=path,
        value=value,
        owner=None,
        fix=rule.fix if rule else {},
    )


def _shape(result: "shacl.Result") -> str:
    return (result.root_shape or "").strip("<>")


def node_of(focus: str) -> NamedNode | None:
    """The node that a result is about; None for what is no IRI."""
    try:
        return NamedNode(focus.strip("<>"))
    except ValueError:
        return None


def no_element(focus: str) -> Item:
    """What stands for a node that is no element."""
    iri = focus.strip("<>")
    return Item(iri, iri, "Resource", iri, "")


def _filled(text: str, value: str | None) -> str:
    return text.replace("{?value}", value or "")
