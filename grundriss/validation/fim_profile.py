# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The profile `fim`: the official quality rules of XDatenfelder 3 (module quality_rules), as a report of their own.

They are no part of a commit's check: what is officially released breaks some of them. The shapes are those with a
`gru:officialNumber`, in shapes/fim-quality and, where the check of a commit asks the same, in shapes; here each counts
with the official severity.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from grundriss import queries, resources
from grundriss.items import items
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item
from grundriss.model.terms import PREFIXES, SH
from grundriss.node_values import columns_of
from grundriss.validation.incremental import without_others
from grundriss.validation.quality_rules import SEVERITIES, quality_rules, rules_by_shape
from grundriss.validation.shape_report import Finding, Official, Report, ordered
from grundriss.validation.shapes import ShapeRule, rules_in, shapes_text
from grundriss.validation.validate import finding_of, no_element, node_of

if TYPE_CHECKING:
    import shacl

_OFFICIAL_SEVERITY: Final = {
    "violation": NamedNode(SH + "Violation"),
    "warning": NamedNode(SH + "Warning"),
    "info": NamedNode(SH + "Info"),
}
_IRI: Final = re.compile(r"[^<>()|/^]+:[^<>()|^]+")
"""A path of one property; a longer one is no term that a report could name."""
_EDITORS: Final = ("responsibleEditor", "statusSetBy", "editorOfWhole", "setByOfWhole")


def validate_fim(store: Store, of: NamedNode | None = None, lang: str = "de") -> Report:
    """Check the FIM content of a store against the official rules. Each finding has its number and who edits it.

    `of` is a version of an artefact, or an artefact in its newest version: then only what is found on it and on all
    that it contains is in the report.
    """
    with tempfile.TemporaryDirectory(prefix="grundriss-validate-") as folder:
        path = Path(folder) / "data.nt"
        store.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        report = _compiled().validate_file(str(path))
    results, turtle = list(report.results), report.turtle
    if of is not None:
        meant = {str(row["node"]) for row in queries.select(store, "validation/contained", whole=of)}
        results = [result for result in results if result.focus_node in meant]
        turtle = without_others(turtle, results)
    return Report(ordered(_findings(store, results, lang)), turtle)


@cache
def profile_shapes() -> str:
    """The shapes of the profile as N-Triples, with the official severities."""
    store = Store()
    files = sorted(resources.path("shapes", "fim-quality").glob("*.ttl"))
    for text in (shapes_text(), *(file.read_text("utf-8") for file in files)):
        store.load(text.encode(), format=RdfFormat.TURTLE)
    for rule in quality_rules().values():
        if rule.shape:
            severity = _OFFICIAL_SEVERITY[SEVERITIES[rule.severity]]
            terms: dict[str, queries.Term] = {"number": Literal(rule.number), "official": severity}
            store.update(queries.bind(queries.text("validation/profile-severity"), terms), prefixes=PREFIXES)
    return queries.construct(store, queries.text("validation/profile-shapes")).decode()


@cache
def profile_rules() -> dict[str, ShapeRule]:
    """What each shape of the profile says to people, by IRI."""
    store = Store()
    store.load(profile_shapes().encode(), format=RdfFormat.N_TRIPLES)
    return rules_in(store)


@cache
def _compiled() -> "shacl.Shapes":
    import shacl

    return shacl.Shapes.from_turtle(profile_shapes(), base="https://w3id.org/grundriss/shapes")


def _findings(store: Store, results: "Sequence[shacl.Result]", lang: str) -> list[Finding]:
    nodes = {result.focus_node: node for result in results if (node := node_of(result.focus_node))}
    elements, editors = items(store, nodes.values(), lang), _editors(store, nodes.values())
    return [
        _finding(
            result,
            elements[node] if (node := nodes.get(result.focus_node)) else no_element(result.focus_node),
            editors.get(node) if node else None,
        )
        for result in results
    ]


def _finding(result: "shacl.Result", focus: Item, editor: str | None) -> Finding:
    shape = (result.root_shape or "").strip("<>")
    rule = rules_by_shape()[shape]
    finding = finding_of(result, profile_rules().get(shape), focus, _value(result))
    path = finding.path if finding.path and _IRI.fullmatch(finding.path) else None
    return replace(finding, path=path, official=Official(rule.number, rule.severity), editor=editor)


def _value(result: "shacl.Result") -> str | None:
    """The value of a result; None where it is only the focus again, the key of a node of FIM."""
    value = result.value_plain
    if value is None or result.value == result.focus_node:
        return None
    return key_in(value) if (result.value or "").startswith("<") or "/id/fim/" in value else value


def _editors(store: Store, nodes: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """Who edits some artefacts, or what they are a part of, as the source writes it.

    One body is written in several ways ("FIM-Baustein", "FIM Baustein"): all get the most frequent one.
    """
    asked = list(dict.fromkeys(nodes))
    columns = {name: name for name in _EDITORS}
    found = {
        node: said
        for node, values in columns_of(store, "validation/editors", asked, columns).items()
        if (said := _first_said([v for name in _EDITORS for v in values.get(name, ())]))
    }
    spelled: dict[str, Counter[str]] = {}
    for said in found.values():
        spelled.setdefault(_same(said), Counter())[said] += 1
    return {
        node: max(spelled[_same(said)].items(), key=lambda s: (s[1], s[0]))[0] for node, said in found.items()
    }


def _first_said(values: Sequence[NamedNode | Literal]) -> str | None:
    return next((" ".join(value.value.split()) for value in values if value.value.strip()), None)


def _same(editor: str) -> str:
    """What two spellings of one body have in common."""
    return " ".join(editor.replace("-", " ").split()).casefold()
