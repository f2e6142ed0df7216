# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""SHACL validation of a store's default graph with the `shacl` engine (W3C SHACL; DESIGN, Validation)."""

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from grundriss.items import first, item
from grundriss.model.state_types import Item
from grundriss.validation.shape_report import Finding, Report, ordered
from grundriss.validation.shapes import shape_rules, shapes_text

if TYPE_CHECKING:
    import shacl

_PARENTS: Final = (
    "responsibleFor",
    "provider",
    "source",
    "service",
    "reuseOf",
    "offeredComponent",
    "changes",
)


@cache
def compiled_shapes() -> "shacl.Shapes":
    """The packaged shapes, compiled once per process."""
    import shacl

    return shacl.Shapes.from_turtle(shapes_text(), base="https://w3id.org/grundriss/shapes")


def validate(store: Store, lang: str = "de") -> Report:
    """Validate everything in the default graph of a store.

    The graph is handed over as a file: the engine copies text that it is given, a file it streams.
    """
    with tempfile.TemporaryDirectory(prefix="grundriss-validate-") as folder:
        path = Path(folder) / "data.nt"
        store.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        report = compiled_shapes().validate_file(str(path))
    findings = [_finding(store, result, lang) for result in report.results]
    return Report(ordered(findings), report.turtle)


def _finding(store: Store, result: "shacl.Result", lang: str) -> Finding:
    focus = _item(store, result.focus_node, lang)
    rule = shape_rules().get((result.root_shape or "").strip("<>"))
    path = result.path.strip("<>") if result.path else None
    message = dict(rule.by_path.get(path or "") or rule.message) if rule else {}
    if not message:
        message = {"en": result.message or result.component}
    value = result.value_plain
    return Finding(
        severity=result.severity.lower(),
        rule=rule.name if rule else (result.root_shape or result.component),
        message={language: _filled(text, value) for language, text in message.items()},
        focus=focus,
        path=path,
        value=value,
        owner=owner_of(store, NamedNode(focus.id), lang),
        fix=rule.fix if rule else {},
    )


def owner_of(store: Store, node: NamedNode, lang: str = "de", steps: int = 3) -> Item | None:
    """Who is responsible for an element: its owner, else the owner of what it belongs to, up to three steps."""
    owner = first(store, node, "owner")
    if isinstance(owner, NamedNode):
        return item(store, owner, lang)
    for name in _PARENTS if steps else ():
        parent = first(store, node, name)
        if isinstance(parent, NamedNode) and (found := owner_of(store, parent, lang, steps - 1)):
            return found
    return None


def _item(store: Store, focus: str, lang: str) -> Item:
    iri = focus.strip("<>")
    try:
        return item(store, NamedNode(iri), lang)
    except ValueError:
        return Item(iri, iri, "Resource", iri, "")


def _filled(text: str, value: str | None) -> str:
    return text.replace("{?value}", value or "")
