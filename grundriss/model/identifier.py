# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keys and IRIs of elements: base + `id/` + kind + `/` + key (DESIGN, Identifiers)."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from grundriss.errors import UsageError
from grundriss.model.terms import CPSV, DEFAULT_BASE, ELI, GRU, ORG

_OUTSIDE_KEY: Final = re.compile(r"[^a-z0-9._-]")
_FIM: Final = "/id/fim/"
KINDS_SHARING_IDS: Final = frozenset({"process", "process-class", "competence"})
"""Kinds of FIM whose ids also name something else, so that their keys have the kind: those of processes and their
classes are the 14-digit key of a service, those of lists of competences the id of the object that is competent."""
_SOURCE: Final = "/graph/source/"
_BASE: Final = re.compile(r"^https?://[^\s<>\"{}|\\^`#?]+/$")

KIND_OF_CLASS: Final[dict[str, str]] = {
    GRU + "Component": "component",
    GRU + "Product": "product",
    GRU + "FunctionBlock": "function-block",
    GRU + "Interface": "interface",
    GRU + "Standard": "standard",
    GRU + "StandardVersion": "standard-version",
    ORG + "Organization": "organization",
    GRU + "Responsibility": "responsibility",
    CPSV + "PublicService": "service",
    GRU + "OnlineService": "online-service",
    ELI + "LegalResource": "legal-resource",
    GRU + "Decision": "decision",
    GRU + "Guideline": "guideline",
    GRU + "Change": "change",
    GRU + "Measure": "measure",
    GRU + "BudgetItem": "budget-item",
    GRU + "Requirement": "requirement",
    GRU + "ConformityAssessment": "conformity-assessment",
    GRU + "ReuseOffer": "reuse-offer",
    GRU + "Reuse": "reuse",
    GRU + "Plateau": "plateau",
    GRU + "Scenario": "scenario",
    GRU + "View": "view",
}


def key_of(source_id: str) -> str:
    """The key of a source id: lower case, everything outside `[a-z0-9._-]` becomes `-`.

    >>> key_of("B-2025/28-IT")
    'b-2025-28-it'
    """
    return _OUTSIDE_KEY.sub("-", source_id.strip().lower())


def kebab(name: str) -> str:
    """A class name in kebab case, as used in keys of relations.

    >>> kebab("OfferedOnlineBy")
    'offered-online-by'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Base:
    """The IRI base of a workspace; ends with `/`. Fixed when the workspace is made."""

    iri: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.match(self.iri):
            raise UsageError("base-form", base=self.iri)

    def element(self, kind: str, key: str) -> NamedNode:
        """The IRI of the element `key` of a kind.

        >>> Base().element("component", "bundid").value
        'https://w3id.org/grundriss/id/component/bundid'
        """
        return NamedNode(f"{self.iri}id/{kind}/{key}")

    def graph(self, *names: str) -> NamedNode:
        """The IRI of a named graph, such as `graph("source", "landscape")`."""
        return NamedNode(f"{self.iri}graph/{'/'.join(names)}")

    def source_graph(self, dataset: str) -> NamedNode:
        """The graph that holds what the dataset asserts."""
        return self.graph("source", dataset)


def fim_node(base: Base, key: str) -> NamedNode | None:
    """The element of FIM that has this key with its kind before it; None for another key.

    >>> fim_node(Base(), "process/99006028261000").value
    'https://w3id.org/grundriss/id/fim/process/99006028261000'
    """
    kind, _, named = key.partition("/")
    if kind not in KINDS_SHARING_IDS or not named:
        return None
    return base.element("fim", f"{kind}/{quote(named)}")


def is_source_graph(graph: NamedNode) -> bool:
    """Whether a named graph holds what a dataset asserts.

    >>> is_source_graph(Base().source_graph("landscape")), is_source_graph(Base().graph("derived"))
    (True, False)
    """
    return _SOURCE in graph.value


def dataset_in(graph: str) -> str:
    """The name of the dataset whose graph has this IRI, also of one of its artefacts; empty for another graph.

    >>> dataset_in(Base().source_graph("landscape").value), dataset_in(Base().source_graph("fim").value + "/S1/1.0")
    ('landscape', 'fim')
    """
    return source_path(graph).partition("/")[0]


def source_path(graph: str) -> str:
    """What names the graph of a dataset after `…/graph/source/`; empty for another graph."""
    return graph.partition(_SOURCE)[2]


def key_in(iri: str) -> str:
    """The key part of an element's IRI: what follows the last slash (or `#`); of FIM, the id with its version.

    The id of a process is the key of its service: it has its kind before it.

    >>> key_in("https://w3id.org/grundriss/id/component/bundid")
    'bundid'
    >>> key_in("https://w3id.org/grundriss/id/fim/field/F60000000246/1.1.0")
    'F60000000246/1.1.0'
    >>> key_in("https://w3id.org/grundriss/id/fim/codelist/urn%3Aexample%3Astaat/2026-01-01")
    'urn:example:staat/2026-01-01'
    >>> key_in("https://w3id.org/grundriss/id/fim/process/99006028261000/01.00.00-101")
    'process/99006028261000/01.00.00-101'
    """
    kind, _, named = iri.partition(_FIM)[2].partition("/")
    if named:
        return unquote(f"{kind}/{named}" if kind in KINDS_SHARING_IDS else named)
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
