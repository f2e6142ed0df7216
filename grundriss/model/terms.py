# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Namespaces and the few terms that code itself must name; everything else is read from ontology/."""

from typing import Final

from pyoxigraph import NamedNode

GRU: Final = "https://w3id.org/grundriss/ns#"
CONCEPT_BASE: Final = "https://w3id.org/grundriss/ns/"
DEFAULT_BASE: Final = "https://w3id.org/grundriss/"
SHAPES_NAMESPACE: Final = "https://w3id.org/grundriss/shapes#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
ORG: Final = "http://www.w3.org/ns/org#"
CPSV: Final = "http://purl.org/vocab/cpsv#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
PROV: Final = "http://www.w3.org/ns/prov#"
SH: Final = "http://www.w3.org/ns/shacl#"

PREFIXES: Final[dict[str, str]] = {
    "gru": GRU,
    "grush": SHAPES_NAMESPACE,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "skos": SKOS,
    "dct": DCT,
    "org": ORG,
    "cpsv": CPSV,
    "eli": ELI,
    "prov": PROV,
    "sh": SH,
    "owl": "http://www.w3.org/2002/07/owl#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "archimate": "https://purl.org/archimate#",
}

TYPE: Final = NamedNode(RDF + "type")
LABEL: Final = NamedNode(SKOS + "prefLabel")
IDENTIFIER: Final = NamedNode(DCT + "identifier")


def gru(name: str) -> NamedNode:
    """The term `gru:{name}`.

    >>> gru("Component").value
    'https://w3id.org/grundriss/ns#Component'
    """
    return NamedNode(GRU + name)


ENDS: Final = tuple(
    gru(name) for name in ("source", "target", "via", "responsibleFor", "organization", "changes")
)
"""The properties by which a relation, a responsibility or a planned change belongs to an element."""


def concept(scheme: str, code: str) -> NamedNode:
    """The concept `code` of the code list `scheme`.

    >>> concept("lifecycle", "produktiv").value
    'https://w3id.org/grundriss/ns/lifecycle/produktiv'
    """
    return NamedNode(f"{CONCEPT_BASE}{scheme}/{code}")


def curie(iri: str) -> str:
    """The IRI in prefixed form where a prefix fits, else the IRI itself.

    >>> curie("https://w3id.org/grundriss/ns#uses")
    'gru:uses'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
