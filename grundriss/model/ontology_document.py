# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/ontology.md, written from ontology/*.ttl: classes, properties, relation types and code lists as tables.

Run as a module it writes the document to standard output; scripts/ontology-docs puts it in its place.
Terms stand in the order in which the Turtle files name them, so the same files give the same bytes.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from grundriss.model.terms import CONCEPT_BASE, GRU, PREFIXES, RDF, RDFS, SKOS
from grundriss.model.vocabulary import ontology_files

_PREFIXES: Final[dict[str, str]] = PREFIXES | {
    "adms": "http://www.w3.org/ns/adms#",
    "cv": "http://data.europa.eu/m8g/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dr8": "http://data.europa.eu/dr8/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "publishertype": "http://purl.org/adms/publishertype/",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
}
_OWL: Final = PREFIXES["owl"]
_ONTOLOGY: Final = CONCEPT_BASE.removesuffix("/")
_TYPE: Final = RDF + "type"
_ALIGNMENTS: Final = {
    RDFS + "subClassOf": "subclass of",
    RDFS + "subPropertyOf": "subproperty of",
    SKOS + "exactMatch": "exact match",
    SKOS + "closeMatch": "close match",
    SKOS + "relatedMatch": "related match",
    GRU + "archimateElement": "in ArchiMate",
}
_PROPERTY_CLASSES: Final = {_OWL + "ObjectProperty", _OWL + "DatatypeProperty", _OWL + "AnnotationProperty"}

Term = NamedNode | Literal
_Statements = dict[str, dict[str, list[Term]]]


def ontology_document(files: Iterable[Path] | None = None) -> str:
    """The document as Markdown, from the given Turtle files or those of the installed ontology."""
    ontology = _read(ontology_files() if files is None else files)
    sections = (_introduction, _classes, _relation_types, _properties, _code_lists, _reused_terms)
    return "\n".join(line for section in sections for line in section(ontology)).rstrip() + "\n"


def _read(files: Iterable[Path]) -> _Statements:
    found: _Statements = {}
    for file in files:
        for quad in parse(path=str(file), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                of_subject = found.setdefault(quad.subject.value, {})
                of_subject.setdefault(quad.predicate.value, []).append(quad.object)
    return found


# Sections


def _introduction(ontology: _Statements) -> Iterator[str]:
    header = ontology[_ONTOLOGY]
    title = _text(header, PREFIXES["dct"] + "title", "en")
    yield "<!-- Generated from ontology/*.ttl by scripts/ontology-docs: edit the Turtle files instead. -->"
    yield f"# {title}"
    yield ""
    yield _text(header, PREFIXES["dct"] + "description", "en")
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| namespace | `{GRU}`, prefix `gru:` |"
    yield f"| version | {_values(header, _OWL + 'versionInfo')} |"
    yield f"| licence | {_values(header, PREFIXES['dct'] + 'license')} |"
    counts = (
        f"{len(_own_classes(ontology))} classes, {len(_relation_classes(ontology))} relation types, "
        f"{len(_own_properties(ontology))} properties, {len(_schemes(ontology))} code lists"
    )
    yield f"| size | {counts} |"
    yield ""
    yield "Sections: [classes](#classes) · [relation types](#relation-types) · [properties](#properties) ·"
    yield "[code lists](#code-lists) · [terms of other vocabularies](#terms-of-other-vocabularies)"
    yield ""


def _classes(ontology: _Statements) -> Iterator[str]:
    yield "## Classes"
    yield ""
    for iri in _own_classes(ontology):
        statements = ontology[iri]
        yield f"### {_short(iri)}"
        yield ""
        yield f"**{_label(statements, 'de')}** · *{_label(statements, 'en')}*"
        yield ""
        for lang in ("de", "en"):
            yield f"- {lang}: {_definition(statements, lang)}"
        if alignment := _alignment(statements):
            yield f"- aligned: {alignment}"
        yield ""
        yield from _properties_of_class(ontology, iri)
    yield "### On every element and relation"
    yield ""
    yield from _properties_of_class(ontology, RDFS + "Resource")


def _properties_of_class(ontology: _Statements, class_: str) -> Iterator[str]:
    used = [
        iri
        for iri in _own_properties(ontology)
        if class_ in _iris(ontology[iri], _PREFIXES["schema"] + "domainIncludes")
    ]
    if not used:
        return
    yield "| property | deutsch | English | values |"
    yield "|---|---|---|---|"
    for iri in used:
        statements = ontology[iri]
        yield _row(
            f"[{_short(iri)}](#{_anchor(iri)})",
            _label(statements, "de"),
            _label(statements, "en"),
            _range(statements),
        )
    yield ""


def _relation_types(ontology: _Statements) -> Iterator[str]:
    classes = _relation_classes(ontology)
    yield "## Relation types"
    yield ""
    yield "Every type is a subclass of `gru:Relation`. *Inverted* means that ArchiMate swaps source and target."
    yield ""
    yield "| class | direct predicate | source → target | in the facts | depends | family | holds | ArchiMate | drawn |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for iri in classes:
        yield _row(*_relation_type_cells(ontology[iri], iri))
    yield ""
    yield "| class | deutsch | English |"
    yield "|---|---|---|"
    for iri in classes:
        statements = ontology[iri]
        cells = (
            f"**{_label(statements, lang)}**, {inverse} *{_text(statements, GRU + 'inverseLabel', lang)}*. "
            f"{_definition(statements, lang)}"
            for lang, inverse in (("de", "umgekehrt"), ("en", "inverse"))
        )
        yield _row(_short(iri), *cells)
    yield ""


def _relation_type_cells(statements: dict[str, list[Term]], iri: str) -> list[str]:
    def code(name: str) -> str:
        return ", ".join(value.rsplit("/", 1)[-1] for value in _iris(statements, GRU + name))

    archimate = _values(statements, GRU + "archimateType")
    inverted = _values(statements, GRU + "archimateInverted") == "true"
    ends = " → ".join(_values(statements, GRU + name) for name in ("allowedSource", "allowedTarget"))
    drawn = f"{code('lineStyle')}, {code('arrowheadSource')} → {code('arrowheadTarget')}"
    return [
        _short(iri),
        _values(statements, GRU + "directPredicate"),
        ends,
        _values(statements, SKOS + "notation") or "–",
        code("dependentEnd"),
        code("relationFamily"),
        code("temporalScope"),
        f"{archimate} (inverted)" if inverted else archimate or "–",
        drawn,
    ]


def _properties(ontology: _Statements) -> Iterator[str]:
    yield "## Properties"
    yield ""
    yield "*No shape* says why validation leaves a property alone; all others are used by a shape in `shapes/`."
    yield ""
    yield "| property | deutsch | English | on → values | aligned |"
    yield "|---|---|---|---|---|"
    for iri in _own_properties(ontology):
        statements = ontology[iri]
        texts = [f"**{_label(statements, lang)}** {_definition(statements, lang)}" for lang in ("de", "en")]
        if exempt := _text(statements, GRU + "shapeExempt", "en"):
            texts[1] += f" *No shape: {exempt}*"
        ends = f"{_values(statements, _PREFIXES['schema'] + 'domainIncludes')} → {_range(statements)}"
        anchor = f'<a id="{_anchor(iri)}"></a>'
        yield _row(f"{anchor}{_short(iri)}", *texts, ends, _alignment(statements))
    yield ""


def _code_lists(ontology: _Statements) -> Iterator[str]:
    yield "## Code lists"
    yield ""
    for scheme in _schemes(ontology):
        statements = ontology[scheme]
        yield f"### {scheme.rsplit('/', 1)[-1]}"
        yield ""
        yield f"**{_name(statements, 'de')}** · *{_name(statements, 'en')}* · <{scheme}>"
        yield ""
        for lang in ("de", "en"):
            yield f"- {lang}: {_definition(statements, lang)}"
        yield ""
        yield "| code | notation | deutsch | English | aligned |"
        yield "|---|---|---|---|---|"
        for concept in _concepts(ontology, scheme):
            of_concept = ontology[concept]
            texts = [
                f"**{_name(of_concept, lang)}** {_definition(of_concept, lang)}" for lang in ("de", "en")
            ]
            notation = _values(of_concept, SKOS + "notation")
            yield _row(_short(concept), notation, *texts, _alignment(of_concept))
        yield ""


def _reused_terms(ontology: _Statements) -> Iterator[str]:
    yield "## Terms of other vocabularies"
    yield ""
    yield "Used as they are; here only what they are called and how Grundriss uses them."
    yield ""
    yield "| term | deutsch | English |"
    yield "|---|---|---|"
    usage_note = _PREFIXES["vann"] + "usageNote"
    reused = [iri for iri, statements in ontology.items() if usage_note in statements]
    for iri in reused:
        statements = ontology[iri]
        texts = (
            f"**{_label(statements, lang)}** {_text(statements, usage_note, lang)}" for lang in ("de", "en")
        )
        yield _row(_short(iri), *texts)
    yield ""
    for iri in reused:
        if table := list(_properties_of_class(ontology, iri)):
            yield f"### {_short(iri)}"
            yield ""
            yield from table


# What the ontology holds


def _of_type(ontology: _Statements, *types: str) -> list[str]:
    return [
        iri for iri, statements in ontology.items() if not set(types).isdisjoint(_iris(statements, _TYPE))
    ]


def _relation_classes(ontology: _Statements) -> list[str]:
    return [iri for iri in _of_type(ontology, _OWL + "Class") if GRU + "directPredicate" in ontology[iri]]


def _own_classes(ontology: _Statements) -> list[str]:
    relations = set(_relation_classes(ontology))
    return [iri for iri in _of_type(ontology, _OWL + "Class") if iri not in relations]


def _own_properties(ontology: _Statements) -> list[str]:
    return _of_type(ontology, *_PROPERTY_CLASSES)


def _schemes(ontology: _Statements) -> list[str]:
    return sorted(_of_type(ontology, SKOS + "ConceptScheme"))


def _concepts(ontology: _Statements, scheme: str) -> list[str]:
    members = [iri for iri, of in ontology.items() if scheme in _iris(of, SKOS + "inScheme")]
    return sorted(members, key=lambda iri: int(_values(ontology[iri], GRU + "order")))


# Values as text


def _iris(statements: dict[str, list[Term]], predicate: str) -> list[str]:
    return [value.value for value in statements.get(predicate, []) if isinstance(value, NamedNode)]


def _text(statements: dict[str, list[Term]], predicate: str, lang: str) -> str:
    values = statements.get(predicate, [])
    return next((v.value for v in values if isinstance(v, Literal) and v.language == lang), "")


def _label(statements: dict[str, list[Term]], lang: str) -> str:
    return _text(statements, RDFS + "label", lang)


def _name(statements: dict[str, list[Term]], lang: str) -> str:
    return _text(statements, SKOS + "prefLabel", lang)


def _definition(statements: dict[str, list[Term]], lang: str) -> str:
    return _text(statements, SKOS + "definition", lang)


def _values(statements: dict[str, list[Term]], predicate: str) -> str:
    values = statements.get(predicate, [])
    return ", ".join(_short(v.value) if isinstance(v, NamedNode) else v.value for v in values)


def _range(statements: dict[str, list[Term]]) -> str:
    """What a property's values are; concepts as a link to their code list."""
    values = _values(statements, _PREFIXES["schema"] + "rangeIncludes")
    for scheme in _iris(statements, GRU + "codeList"):
        values = values.replace("skos:Concept", f"[{_short(scheme)}](#{_short(scheme)})")
    return values


def _alignment(statements: dict[str, list[Term]]) -> str:
    found = (
        f"{relation} {_short(value)}"
        for predicate, relation in _ALIGNMENTS.items()
        for value in _iris(statements, predicate)
    )
    return ", ".join(found)


def _short(iri: str) -> str:
    if iri.startswith(CONCEPT_BASE):
        return iri.removeprefix(CONCEPT_BASE)
    matching = [(prefix, base) for prefix, base in _PREFIXES.items() if iri.startswith(base) and iri != base]
    if not matching:
        return f"<{iri}>"
    prefix, base = max(matching, key=lambda pair: len(pair[1]))
    return f"{prefix}:{iri.removeprefix(base)}"


def _anchor(iri: str) -> str:
    return f"gru-{iri.removeprefix(GRU)}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(ontology_document())
