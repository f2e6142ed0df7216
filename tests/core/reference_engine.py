# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""pySHACL, the reference for `shacl` (DESIGN, Validation), asked in a way that takes a third of its time.

It asks a SPARQL constraint of each focus node anew, and rdflib reads the text of the query each time, which takes ten
times as long as answering it. The text is the same, the node is bound: so it is read once.
"""

from functools import cache
from typing import Any
from unittest.mock import patch

import pyshacl
import rdflib
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery


def report_of(data: rdflib.Graph, shapes: rdflib.Graph, *, inplace: bool = False) -> rdflib.Graph:
    """The report of pySHACL on a graph; `inplace` spares a copy of the graph."""
    with patch.multiple(processor, parseQuery=str, translateQuery=_read):
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=inplace)
    assert isinstance(report, rdflib.Graph)
    return report


def _read(text: str, base: str | None = None, namespaces: dict[str, Any] | None = None) -> Any:
    return _query(text, base, tuple(sorted((namespaces or {}).items())))


@cache
def _query(text: str, base: str | None, namespaces: tuple[tuple[str, Any], ...]) -> Any:
    return translateQuery(parseQuery(text), base, dict(namespaces))
