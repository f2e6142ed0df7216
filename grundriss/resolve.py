# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""X: an IRI, a CURIE, a key, its publisher's id or a label, resolved to the one element it means (SURFACES §2)."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from grundriss import queries
from grundriss.errors import Ambiguous, NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.identifier import KIND_OF_CLASS, Base, fim_node, key_in, key_of
from grundriss.model.terms import DCT, ELI, GRU, IDENTIFIER, PREFIXES, gru
from grundriss.queries import values_block

_COMPARED: Final = 5_000
LOOKED_THROUGH: Final = 10_000
"""How many labels are looked through for one in another spelling or one that is near."""
OF_EACH_CLASS: Final = 500
"""How many of each class, in a store of more labels than that."""
_OF_FIM: Final = (
    *(
        "DataSchema",
        "DataGroup",
        "DataField",
        "Rule",
        "DocumentProfile",
        "FimCodeList",
        "Process",
        "ProcessClass",
    ),
    *("ServiceDescription", "OrganisationUnit", "OnlineServiceDescription"),
)
_NAMED: Final = (*KIND_OF_CLASS, ELI + "LegalResourceSubdivision", *(GRU + name for name in _OF_FIM))
"""The classes of what is looked for by name."""
_LONGEST: Final = 200
_SERVICE_KEY: Final = re.compile(r"[0-9]{14}")
_VOCABULARY: Final = GRU.removesuffix("#")
_ABOUT_ANOTHER: Final = ("reuse-offer", "reuse", "change", "responsibility", "relation", "competence")
_KINDS = (*dict.fromkeys(KIND_OF_CLASS.values()), "relation")


def resolve(store: Store, base: Base, text: str, *, named: bool = False) -> NamedNode:
    """The element that `text` names.

    An offer of reuse, a change or a relation may share the name of the element that it is about: the element is meant.
    With `named`, for who only looks, the key of a service that links name is enough: nothing need be said of it.
    A label is known as it is written, or in small letters, capitals or first capitals; in any other spelling among
    the first LOOKED_THROUGH labels of a store or, where it has more, the first OF_EACH_CLASS.
    Raises NotFound with the nearest terms of these, and Ambiguous when several elements have that key or label.
    """
    labels = cache(lambda: _labels(store))
    # what is no character, such as half of a pair, is in no name
    wanted = text.strip().encode(errors="replace").decode()
    ways = (
        _iri(wanted),
        _curie(wanted),
        _keys(base, wanted),
        _of_fim(base, wanted),
        _identified(store, wanted),
        _labelled(store, wanted, labels),
    )
    for meant in ways:
        known = [node for node in dict.fromkeys(meant) if _exists(store, node)]
        found = [node for node in known if not _is_about_another(base, node)] or known
        if len(found) == 1:
            return found[0]
        if found:
            raise Ambiguous("element-ambiguous", name=_short(wanted), known=[node.value for node in found])
    service = base.element("service", wanted) if named and _SERVICE_KEY.fullmatch(wanted) else None
    if service and _is_named(store, service):
        return service
    raise NotFound(
        "element-unknown",
        hint=did_you_mean(wanted, comparable(wanted, _known(labels()))),
        name=_short(wanted),
    )


def candidates(base: Base, text: str) -> list[NamedNode]:
    """The IRIs that a text may mean as IRI, CURIE or key, whether or not they are known."""
    wanted = text.strip()
    return list(dict.fromkeys((*_iri(wanted), *_curie(wanted), *_keys(base, wanted), *_of_fim(base, wanted))))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _is_about_another(base: Base, node: NamedNode) -> bool:
    kind, _, rest = node.value.removeprefix(f"{base.iri}id/").partition("/")
    return (rest.partition("/")[0] if kind == "fim" else kind) in _ABOUT_ANOTHER


def _iri(text: str) -> Iterable[NamedNode]:
    bare = text.removeprefix("<").removesuffix(">")
    return _node(bare) if bare.startswith(("http://", "https://", "urn:")) else []


def _curie(text: str) -> Iterable[NamedNode]:
    prefix, colon, local = text.partition(":")
    return _node(PREFIXES[prefix] + local) if colon and prefix in PREFIXES else []


def _node(iri: str) -> list[NamedNode]:
    try:
        return [NamedNode(iri)]
    except ValueError:
        return []  # no IRI, so nothing can have it


def _keys(base: Base, text: str) -> Iterable[NamedNode]:
    kind, slash, key = text.partition("/")
    if slash and kind in _KINDS:
        return [base.element(kind, key_of(key))]
    return [base.element(kind, key_of(text)) for kind in _KINDS]


def _of_fim(base: Base, text: str) -> list[NamedNode]:
    node = fim_node(base, text)
    return [] if node is None else [node]


def _identified(store: Store, text: str) -> Iterator[NamedNode]:
    """What its publisher gave this id, such as `F60000000246` of FIM.

    `F60000000246 1.1.0`, or `F60000000246/1.1.0` as its key is written, is one version of it. The id alone means the
    artefact, not its versions, which have the same id.
    """
    yield from (
        node
        for node in _with_identifier(store, text)
        if _said(store, node, NamedNode(DCT + "isVersionOf")) is None
    )
    for separator in " /":
        identifier, _, version = text.rpartition(separator)
        for node in _with_identifier(store, identifier) if identifier else ():
            said = _said(store, node, gru("version"))
            if isinstance(said, Literal) and said.value == version:
                yield node


def _with_identifier(store: Store, text: str) -> Iterator[NamedNode]:
    for quad in store.quads_for_pattern(None, IDENTIFIER, Literal(text), DefaultGraph()):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _said(store: Store, node: NamedNode, predicate: NamedNode) -> object:
    quad = next(iter(store.quads_for_pattern(node, predicate, None, DefaultGraph())), None)
    return quad and quad.object


_Labels = list[tuple[NamedNode, str]]


def _labelled(store: Store, text: str, labels: Callable[[], _Labels]) -> Iterable[NamedNode]:
    """Elements with this label, in this spelling or else in any; asked only when nothing else is meant."""
    yield from _with_label(store, [text]) or _in_any_spelling(store, text, labels())


def _in_any_spelling(store: Store, text: str, labels: _Labels) -> list[NamedNode]:
    folded = text.casefold()
    found = [node for node, label in labels if label.casefold() == folded]
    return found + _with_label(store, [text.lower(), text.upper(), text.capitalize(), text.title()])


def _with_label(store: Store, texts: Iterable[str]) -> list[NamedNode]:
    literals = [[Literal(text, language=lang)] for text in dict.fromkeys(texts) for lang in ("de", "en")]
    block = values_block(["label"], literals)
    return [
        row["this"] for row in queries.rows(store, f"SELECT ?this {{ {block} ?this skos:prefLabel ?label }}")
    ]


def _labels(store: Store) -> _Labels:
    """The labels to look through, with what has them: all, or of very many the first of each class.

    A name that nobody knows costs the same in any store.
    """
    first = f"SELECT ?this ?label {{ ?this skos:prefLabel ?label }} LIMIT {LOOKED_THROUGH + 1}"
    found = list(queries.table(store, [first], ["this", "label"]))
    if len(found) > LOOKED_THROUGH:
        each = "SELECT ?this ?label {{ {{ SELECT ?this {{ ?this a <{}> }} LIMIT {} }} ?this skos:prefLabel ?label }}"
        texts = [each.format(class_, OF_EACH_CLASS) for class_ in _NAMED]
        found = list(queries.table(store, texts, ["this", "label"]))
    terms = queries.terms_of(cell for row in found for cell in row)
    named = ((terms[this], terms[label]) for this, label in found)
    return [
        (this, said.value)
        for this, said in named
        if isinstance(this, NamedNode) and isinstance(said, Literal)
    ]


def _exists(store: Store, node: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(node, None, None, DefaultGraph())), None) is not None


def _is_named(store: Store, node: NamedNode) -> bool:
    return next(iter(store.quads_for_pattern(None, None, node, DefaultGraph())), None) is not None


def _known(labels: _Labels) -> list[str]:
    """Keys and labels of elements: the codes of code lists have labels, too, but are not what anybody looks for."""
    elements = [(node, label) for node, label in labels if not node.value.startswith(_VOCABULARY)]
    names = [key_in(node.value) for node, _ in elements] + [label for _, label in elements]
    # a label that is written like its key offers nothing new
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]


def comparable(text: str, known: list[str]) -> list[str]:
    """The names to compare with: in a very large landscape only those that begin alike, since each takes its time."""
    if len(known) <= _COMPARED:
        return known
    start = text[:2].casefold()
    return [name for name in known if name.casefold().startswith(start)][:_COMPARED]
