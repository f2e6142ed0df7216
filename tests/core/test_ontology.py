# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ontology says what it promises; read here with rdflib, which the packages do not use."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef, namespace
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, SH, VANN
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FACTS = ROOT / "data" / "landscape"
GRU = Namespace("https://w3id.org/grundriss/ns#")
CONCEPTS = "https://w3id.org/grundriss/ns/"
ONTOLOGY = URIRef("https://w3id.org/grundriss/ns")
LANGUAGES = {"de", "en"}
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DOMAIN = URIRef("https://schema.org/domainIncludes")
RANGE = URIRef("https://schema.org/rangeIncludes")
ALIGNMENTS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)

# DESIGN §2, Relations are things: word in the facts, class, direct predicate, dependent end, ArchiMate, inverted.
# PartOf: the whole (target) depends on the part (source). "none" and no ArchiMate type: joins two states; "none" and a
# type: joins descriptions of FIM, outside of states.
DESIGN_TABLE = """
nutzt           | Uses              | uses              | source | serving     | inverted
authentifiziert | AuthenticatesWith | authenticatesWith | source | serving     | inverted
liefert Daten   | SuppliesDataTo    | suppliesDataTo    | target | flow        |
Teil von        | PartOf            | partOf            | target | composition | inverted
registriert in  | RegisteredIn      | registeredIn      | source | association |
routet          | RoutesVia         | routesVia         | source | serving     | inverted
betrieben auf   | RunsOn            | runsOn            | source | assignment  | inverted
                | Realises          | realises          | target | realization |
                | Covers            | covers            | target | realization |
                | Offers            | offers            | target | assignment  |
                | OfferedOnlineBy   | offeredOnlineBy   | source | serving     | inverted
                | CollectsDataFor   | collectsDataFor   | none   | association |
                | FollowsProfile    | followsProfile    | none   | association |
                | WorksWithProfile  | worksWithProfile  | none   | association |
                | SupportedBy       | supportedBy       | none   | association |
abgelöst durch  | ReplacedBy        | replacedBy        | none   |             |
"""
DEPENDENCIES = {"Component": {"Component"}}
ALLOWED_ENDS = {
    **dict.fromkeys(
        ("Uses", "AuthenticatesWith", "SuppliesDataTo", "RegisteredIn", "RoutesVia", "RunsOn"), DEPENDENCIES
    ),
    "PartOf": {"Component": {"Component"}, "Product": {"Product"}},
    "Realises": {"Component": {"OnlineService", "OnlineServiceDescription"}},
    "Covers": {"Component": {"FunctionBlock"}},
    "Offers": {"Component": {"Interface"}},
    "OfferedOnlineBy": {"PublicService": {"OnlineService"}},
    "CollectsDataFor": {"DataSchema": {"PublicService"}},
    "FollowsProfile": {"DataSchema": {"DocumentProfile"}},
    "WorksWithProfile": {"Process": {"DocumentProfile"}},
    "SupportedBy": {"Process": {"Component"}},
    "ReplacedBy": {end: {end} for end in ("Component", "Interface", "Standard")},
}
# How ArchiMate draws a relationship: line, mark where it starts, mark where it ends.
ARCHIMATE_NOTATION = {
    "serving": ("solid", "none", "open"),
    "flow": ("dashed", "none", "filled"),
    "composition": ("solid", "diamond", "none"),
    "association": ("solid", "none", "none"),
    "assignment": ("solid", "ball", "filled"),
    "realization": ("dotted", "none", "triangle"),
}
SCHEMES = """
kind layer federal-level lifecycle interface-kind role function-tier service-type typing obligation change-kind
planning-status reuse-model viewpoint temporal-scope line-style arrowhead dependent-end relation-family
evidence-method evidence-grade state confidence
fim-status fim-field-kind fim-data-type fim-prefill fim-element-kind fim-group-kind fim-rule-kind
fim-structure-modification fim-representation-modification fim-document-kind fim-editing-status
fim-detail-level fim-activity-group-type fim-process-role
fim-text-module
""".split()
# Table, column, code list. A cell with several values separates them by ";".
FACT_COLUMNS = [
    ("components", "type", "kind"),
    ("components", "lifecycle_status", "lifecycle"),
    ("components", "layer", "layer"),
    ("components", "federal_level", "federal-level"),
    ("interfaces", "kind", "interface-kind"),
    ("organisations", "level", "federal-level"),
    ("services", "leistungstyp", "service-type"),
    ("services", "typisierung", "typing"),
    ("function_blocks", "ebene", "function-tier"),
    ("guidelines", "obligation", "obligation"),
    ("target_changes", "change", "change-kind"),
    ("fitstore", "model", "reuse-model"),
    ("dependencies", "state", "state"),
    *(
        (table, "confidence", "confidence")
        for table in (
            *("components", "decisions", "dependencies", "fitstore", "function_blocks", "guidelines"),
            *("interfaces", "organisations", "services", "standards", "target_changes"),
        )
    ),
]
# No file at hand says what these vocabularies hold: ADMS, ELI, and DCAT 3 (rdflib knows DCAT 2).
UNCHECKED = {
    "http://data.europa.eu/eli/ontology#LegalResourceSubdivision",
    "http://data.europa.eu/eli/ontology#is_part_of",
    "http://data.europa.eu/eli/ontology#number",
    "http://data.europa.eu/eli/ontology#version_date",
    "http://purl.org/adms/publishertype/LocalAuthority",
    "http://purl.org/adms/publishertype/NationalAuthority",
    "http://purl.org/adms/publishertype/RegionalAuthority",
    "http://purl.org/adms/publishertype/SupraNationalAuthority",
    "http://www.w3.org/ns/adms#versionNotes",
    "http://www.w3.org/ns/dcat#version",
}
# Vocabularies whose terms rdflib lists.
CLOSED_NAMESPACES = tuple(
    getattr(namespace, name)
    for name in "DC DCAT DCTERMS FOAF ORG OWL PROV RDF RDFS SDO SH SKOS VANN XSD".split()
)


@cache
def ontology() -> Graph:
    graph = Graph()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(file)
    return graph


@cache
def shapes() -> Graph:
    graph = Graph()
    for file in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(file)
    return graph


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs ../shared ({'/'.join(parts)})")
    return path


def own_classes() -> set[Node]:
    return set(ontology().subjects(RDF.type, OWL.Class))


def relation_classes() -> set[Node]:
    return {node for node in own_classes() if (node, RDFS.subClassOf, GRU.Relation) in ontology()}


def own_properties() -> set[Node]:
    return {node for type_ in PROPERTY_TYPES for node in ontology().subjects(RDF.type, type_)}


def concepts(scheme: str) -> set[Node]:
    return set(ontology().subjects(SKOS.inScheme, URIRef(CONCEPTS + scheme)))


def languages(node: Node, predicate: URIRef) -> set[str | None]:
    texts = [
        text for text in ontology().objects(node, predicate) if isinstance(text, Literal) and text.strip()
    ]
    assert len(texts) == len({text.language for text in texts}), f"{node}: two {predicate} in one language"
    return {text.language for text in texts}


def definitions(node: Node) -> dict[str | None, str]:
    texts = ontology().objects(node, SKOS.definition)
    return {text.language: str(text) for text in texts if isinstance(text, Literal)}


def notations(nodes: set[Node]) -> list[str]:
    return [str(text) for node in nodes for text in ontology().objects(node, SKOS.notation)]


def local(node: Node | None) -> str:
    return re.split("[/#]", str(node))[-1]


def rows(directory: Path, table: str) -> list[dict[str, str]]:
    with (directory / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Terms


def test_every_term_has_label_and_definition_in_german_and_english() -> None:
    missing = []
    for node in own_classes() | own_properties():
        if languages(node, RDFS.label) != LANGUAGES or languages(node, SKOS.definition) != LANGUAGES:
            missing.append(node)
    for type_ in (SKOS.Concept, SKOS.ConceptScheme):
        for node in ontology().subjects(RDF.type, type_):
            if languages(node, SKOS.prefLabel) != LANGUAGES or languages(node, SKOS.definition) != LANGUAGES:
                missing.append(node)
    assert missing == []


def test_every_term_that_is_named_is_defined() -> None:
    defined = set(ontology().subjects(RDF.type, None))
    named = {node for triple in ontology() for node in triple if isinstance(node, URIRef)}
    ours = {node for node in named if str(node).startswith((GRU, CONCEPTS)) and node not in defined}
    assert ours - {URIRef(f"{CONCEPTS}0.1.0")} == set()


@pytest.mark.parametrize("folder", ["shapes", "queries", "grundriss", "ontology/mappings"])
def test_every_term_that_shapes_queries_and_code_name_is_defined(folder: str) -> None:
    defined = {str(node).removeprefix(GRU) for node in ontology().subjects(RDF.type, None)}
    unknown = {}
    for file in sorted((ROOT / folder).rglob("*")):
        if file.suffix in (".ttl", ".rq", ".py", ".csv"):
            text = file.read_text(encoding="utf-8")
            names = set(re.findall(r"(?<![\w-])gru:([A-Za-z0-9]+)", text)) | set(
                re.findall(r'gru\("([A-Za-z0-9]+)"\)', text)
            )
            if wrong := names - defined:
                unknown[file.relative_to(ROOT).as_posix()] = wrong
    assert unknown == {}


def test_every_class_says_what_is_no_instance_and_gives_an_example() -> None:
    incomplete = []
    for node in own_classes():
        texts = definitions(node)
        german = re.search(r"\b([Nn]icht|[Kk]eine?)\b", texts["de"]) and "Beispiel: " in texts["de"]
        english = re.search(r"\b([Nn]ot|[Nn]either)\b", texts["en"]) and "Example: " in texts["en"]
        if not (german and english):
            incomplete.append(local(node))
    assert incomplete == []


def test_every_class_is_aligned_with_another_vocabulary() -> None:
    def aligned(node: Node) -> bool:
        targets = [target for predicate in ALIGNMENTS for target in ontology().objects(node, predicate)]
        return any(not str(target).startswith(GRU) for target in targets)

    assert {local(node) for node in own_classes() - relation_classes() if not aligned(node)} == set()


def test_foreign_terms_are_named_and_explained_but_not_defined() -> None:
    foreign = set(ontology().subjects(VANN.usageNote, None))
    assert {local(node) for node in foreign} >= {"PublicService", "Organization", "LegalResource"}
    for node in foreign:
        assert languages(node, RDFS.label) == languages(node, VANN.usageNote) == LANGUAGES
        assert (node, RDF.type, None) not in ontology()
        assert (node, SKOS.definition, None) not in ontology()


def test_the_header_names_version_licence_and_prefix() -> None:
    assert ontology().value(ONTOLOGY, OWL.versionInfo) == Literal("0.1.0")
    assert ontology().value(ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("gru")
    assert ontology().value(ONTOLOGY, VANN.preferredNamespaceUri) == Literal(str(GRU))
    licence = ontology().value(ONTOLOGY, DCTERMS.license)
    assert licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert languages(ONTOLOGY, DCTERMS.title) == languages(ONTOLOGY, DCTERMS.description) == LANGUAGES


# Properties


def properties_in_shapes() -> set[Node]:
    """What a shape names in sh:path, at any depth, or in the text of a query."""
    found: set[Node] = set()
    for path in shapes().objects(None, SH.path):
        found |= path_terms(path)
    for predicate in (SH.select, SH.ask):
        for text in shapes().objects(None, predicate):
            found |= {GRU[name] for name in re.findall(r"\bgru:([A-Za-z0-9]+)", str(text))}
    return found


def path_terms(path: Node) -> set[Node]:
    if isinstance(path, URIRef):
        return {path}
    if (path, RDF.first, None) in shapes():
        return {term for step in Collection(shapes(), path) for term in path_terms(step)}
    return {term for step in shapes().objects(path, None) for term in path_terms(step)}


def test_every_property_is_used_by_a_shape_or_says_why_not() -> None:
    if not list(shapes().triples((None, SH.path, None))):
        pytest.skip("needs shapes/*.ttl")
    exempt = {node for node in own_properties() if (node, GRU.shapeExempt, None) in ontology()}
    used = properties_in_shapes()
    assert {local(node) for node in own_properties() - exempt - used} == set(), "neither used nor exempt"
    assert {local(node) for node in exempt & used} == set(), "exempt, though a shape uses it"
    assert [local(node) for node in exempt if languages(node, GRU.shapeExempt) != LANGUAGES] == []


def test_every_property_says_where_it_is_used() -> None:
    for node in own_properties():
        assert (node, DOMAIN, None) in ontology(), node
        assert (node, RANGE, None) in ontology(), node
        assert (node, RDFS.domain, None) not in ontology(), f"{node}: rdfs:domain would infer classes"
        assert (node, RDFS.range, None) not in ontology(), f"{node}: rdfs:range would infer classes"


def test_a_property_whose_values_are_concepts_names_its_code_list() -> None:
    for node in own_properties():
        has_concepts = (node, RANGE, SKOS.Concept) in ontology()
        lists = [local(scheme) for scheme in ontology().objects(node, GRU.codeList)]
        assert len(lists) == has_concepts, node
        assert set(lists) <= set(SCHEMES)


# Alignment


def alignment_targets() -> set[str]:
    """Every foreign IRI that the ontology names, but addresses of documents, authors and official lists."""
    named = {str(node) for triple in ontology() for node in triple if isinstance(node, URIRef)}
    documents = {str(node) for node in ontology().objects(ONTOLOGY, DCTERMS.license)}
    documents |= {str(node) for node in ontology().objects(None, DCTERMS.source)}
    return {iri for iri in named if not iri.startswith(str(ONTOLOGY))} - documents


def in_closed_namespace(iri: str) -> bool:
    return any(iri.startswith(str(ns._NS)) and URIRef(iri) in ns for ns in CLOSED_NAMESPACES)


def terms_of(file: Path) -> set[str]:
    graph = Graph().parse(file)
    return {str(node) for node in graph.subjects() if isinstance(node, URIRef)}


def test_every_alignment_target_is_a_term_of_its_vocabulary() -> None:
    known = terms_of(shared("archimate", "rdf", "archimate.ttl"))
    known |= terms_of(shared("fim", "shacl", "cpsv-ap.ttl"))
    for file in shared("eira").glob("*.rdf"):
        known |= terms_of(file)
    rest = {iri for iri in alignment_targets() if iri not in known and not in_closed_namespace(iri)}
    assert rest == UNCHECKED


def test_alignment_targets_of_vocabularies_in_rdflib_are_their_terms() -> None:
    bases = tuple(str(ns._NS) for ns in CLOSED_NAMESPACES)
    targets = {iri for iri in alignment_targets() if iri.startswith(bases)}
    assert {iri for iri in targets if not in_closed_namespace(iri)} - UNCHECKED == set()


# Relation types


def design_rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in DESIGN_TABLE.strip("\n").splitlines()]


def test_relation_types_are_those_of_the_design() -> None:
    def row(node: Node) -> list[str]:
        value = ontology().value
        return [
            str(value(node, SKOS.notation) or ""),
            local(node),
            local(value(node, GRU.directPredicate)),
            local(value(node, GRU.dependentEnd)),
            local(value(node, GRU.archimateType) or Literal("")),
            "inverted" if value(node, GRU.archimateInverted) == Literal(True) else "",
        ]

    assert sorted(row(node) for node in relation_classes()) == sorted(design_rows())


def test_relation_types_allow_the_ends_of_the_design() -> None:
    for node in relation_classes():
        ends = ALLOWED_ENDS[local(node)]
        assert {local(end) for end in ontology().objects(node, GRU.allowedSource)} == set(ends), node
        targets = {local(end) for end in ontology().objects(node, GRU.allowedTarget)}
        assert targets == set().union(*ends.values()), node


def test_relation_types_are_complete() -> None:
    one_each = ("directPredicate", "relationFamily", "dependentEnd", "temporalScope", "lineStyle")
    for node in relation_classes():
        for name in (*one_each, "arrowheadSource", "arrowheadTarget"):
            assert len(list(ontology().objects(node, GRU[name]))) == 1, (node, name)
        assert languages(node, GRU.inverseLabel) == LANGUAGES
        direct = local(ontology().value(node, GRU.directPredicate))
        assert direct == local(node)[0].lower() + local(node)[1:]
        assert (GRU[direct], RDF.type, OWL.ObjectProperty) in ontology()


def test_family_and_scope_follow_the_design() -> None:
    families = {local(node): local(ontology().value(node, GRU.relationFamily)) for node in relation_classes()}
    scopes = {local(node): local(ontology().value(node, GRU.temporalScope)) for node in relation_classes()}
    order = [name for _, name, *_ in design_rows()]
    assert [families[name] for name in order] == ["dependency"] * 7 + ["structure"] * 8 + ["replacement"]
    assert [scopes[name] for name in order] == ["within-ends"] * 11 + ["outside-states"] * 4 + [
        "between-states"
    ]


def test_relation_types_are_drawn_as_archimate_draws_them() -> None:
    for node in relation_classes() - {GRU.ReplacedBy}:
        value = ontology().value
        line, start, end = ARCHIMATE_NOTATION[local(value(node, GRU.archimateType))]
        if value(node, GRU.archimateInverted) == Literal(True):
            start, end = end, start
        drawn = [
            local(value(node, GRU[name])) for name in ("lineStyle", "arrowheadSource", "arrowheadTarget")
        ]
        assert drawn == [line, start, end], node


def test_replacement_does_not_look_like_a_relationship_of_archimate() -> None:
    value = ontology().value
    names = ("lineStyle", "arrowheadSource", "arrowheadTarget")
    drawn = tuple(local(value(GRU.ReplacedBy, GRU[name])) for name in names)
    assert drawn not in ARCHIMATE_NOTATION.values()
    assert drawn != ("dotted", "none", "open"), "that is access"


# Code lists


def test_the_code_lists_are_those_agreed() -> None:
    assert {local(node) for node in ontology().subjects(RDF.type, SKOS.ConceptScheme)} == set(SCHEMES)


def test_every_concept_is_in_one_list_with_one_notation_and_one_place() -> None:
    for node in ontology().subjects(RDF.type, SKOS.Concept):
        schemes = list(ontology().objects(node, SKOS.inScheme))
        assert len(schemes) == 1, node
        assert len(list(ontology().objects(node, SKOS.notation))) == 1, node
        top = set(ontology().objects(node, SKOS.topConceptOf))
        assert top == (set() if (node, SKOS.broader, None) in ontology() else set(schemes)), node
    for scheme in SCHEMES:
        members = concepts(scheme)
        orders = sorted(int(str(ontology().value(node, GRU.order))) for node in members)
        assert orders == list(range(1, len(members) + 1)), scheme
        assert max(Counter(notations(members)).values()) == 1, scheme


def test_codes_spell_the_notation_in_ascii() -> None:
    other_names = {"change-kind", "role"}  # English codes for German words
    for scheme in set(SCHEMES) - other_names:
        for node in concepts(scheme):
            text = str(ontology().value(node, SKOS.notation)).lower()
            for letter, ascii_letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
                text = text.replace(letter, ascii_letters)
            assert local(node) == re.sub("[^a-z0-9]+", "-", text).strip("-"), node


@pytest.mark.parametrize(("table", "column", "scheme"), FACT_COLUMNS, ids=lambda value: str(value))
def test_every_value_of_the_facts_has_a_concept(table: str, column: str, scheme: str) -> None:
    cells = (row[column] for row in rows(shared("landscape"), table))
    values = {part.strip() for cell in cells for part in cell.split(";")} - {""}
    assert values - set(notations(concepts(scheme))) == set()


def test_every_nature_of_the_facts_has_a_relation_type() -> None:
    natures = {row["nature"] for row in rows(shared("landscape"), "dependencies")}
    assert natures == set(notations(relation_classes()))


# The examples of these are events and conventions, not single rows.
NOT_SINGLE_ROWS = {"change-kind", "confidence", "state"}


@pytest.mark.parametrize("scheme", sorted({scheme for *_, scheme in FACT_COLUMNS} - NOT_SINGLE_ROWS))
def test_examples_are_facts(scheme: str) -> None:
    """An example of a value names something that has this value in the facts."""
    wrong = []
    for node in concepts(scheme):
        for text in definitions(node).values():
            example = re.search("(?:Beispiel|Example): (.+)[.]$", text)
            if example and not is_fact(scheme, node, example[1]):
                wrong.append(example[0])
    assert wrong == []


def is_fact(scheme: str, concept: Node, example: str) -> bool:
    notation = str(ontology().value(concept, SKOS.notation))
    for table, column, of_scheme in FACT_COLUMNS:
        if of_scheme != scheme:
            continue
        for row in rows(FACTS, table):
            name = row.get("name") or row.get("title") or row.get("service") or ""
            if notation in row[column].split(";") and name.startswith(
                example.split(" (Typ")[0].split(" (type")[0]
            ):
                return True
    return False


def test_archimate_elements_are_given_for_all_kinds_and_only_for_them() -> None:
    given = set(ontology().subjects(GRU.archimateElement, None))
    assert given == concepts("kind")
