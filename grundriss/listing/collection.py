# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The collections that elements are listed in, and what each can be filtered by (SURFACES §3)."""

from dataclasses import dataclass, field
from typing import Final

from grundriss.errors import NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.terms import CPSV, DCT, ELI, GRU, ORG
from grundriss.model.vocabulary import term_label


@dataclass(frozen=True, slots=True)
class Filter:
    """A property that a collection can be filtered by; its values are codes or keys of elements.

    `name` is the parameter and the field of the item; `alias` is a shorter name for the parameter.
    """

    name: str
    property: str
    alias: str | None = None

    def label(self, lang: str) -> str:
        """What the property is called."""
        return term_label(self.property, lang) or self.name


@dataclass(frozen=True, slots=True)
class Collection:
    """All elements of a class. `kind` is the part of their IRIs; `in_states` says whether states decide on them.

    Of what has versions (FIM), the current ones are listed.
    """

    name: str
    kind: str
    class_iri: str
    filters: tuple[Filter, ...] = field(default=())
    in_states: bool = False
    versioned: bool = False

    def label(self, lang: str) -> str:
        """What one element of it is called."""
        return term_label(self.class_iri, lang) or self.kind

    def filter_named(self, name: str) -> Filter | None:
        """The filter of that name or alias."""
        return next((f for f in self.filters if name in (f.name, f.alias)), None)


_STATUS: Final = "http://www.w3.org/ns/adms#status"
_CONFIDENCE: Final = Filter("confidence", GRU + "confidence")


def _own(name: str, alias: str | None = None) -> Filter:
    return Filter(name, GRU + name, alias)


def _collection(
    name: str, kind: str, class_iri: str, *filters: Filter, in_states: bool = False
) -> tuple[str, Collection]:
    return name, Collection(name, kind, class_iri, (*filters, _CONFIDENCE), in_states)


def _of_fim(name: str, kind: str, class_: str, *filters: Filter) -> tuple[str, Collection]:
    """Artefacts of FIM: what is told of them is what their files say, without a confidence."""
    status = Filter("status", _STATUS)
    return name, Collection(name, f"fim/{kind}", GRU + class_, (status, *filters), versioned=True)


COLLECTIONS: Final[dict[str, Collection]] = dict(
    (
        _collection(
            "components",
            "component",
            GRU + "Component",
            *(_own("kind"), _own("federalLevel", "level"), _own("layer"), _own("lifecycle")),
            *(_own("owner"), _own("operator")),
            in_states=True,
        ),
        _collection(
            "interfaces",
            "interface",
            GRU + "Interface",
            *(_own("interfaceKind", "kind"), _own("provider"), _own("conformsTo", "standard")),
            in_states=True,
        ),
        _collection("standards", "standard", GRU + "Standard", Filter("publisher", DCT + "publisher")),
        _collection(
            "standard-versions",
            "standard-version",
            GRU + "StandardVersion",
            Filter("isVersionOf", DCT + "isVersionOf", "standard"),
        ),
        _collection(
            "organisations",
            "organization",
            ORG + "Organization",
            *(_own("federalLevel", "level"), _own("parent")),
        ),
        _collection(
            "services",
            "service",
            CPSV + "PublicService",
            *(_own("serviceType", "kind"), _own("typing"), _own("legalBasis")),
        ),
        _collection(
            "online-services",
            "online-service",
            GRU + "OnlineService",
            *(_own("responsibleLand"), _own("service")),
            in_states=True,
        ),
        _collection("decisions", "decision", GRU + "Decision"),
        _collection("guidelines", "guideline", GRU + "Guideline", _own("obligation")),
        _collection("legal-resources", "legal-resource", ELI + "LegalResource"),
        _collection("plateaus", "plateau", GRU + "Plateau"),
        _collection("products", "product", GRU + "Product", _own("owner"), in_states=True),
        _collection("function-blocks", "function-block", GRU + "FunctionBlock", _own("tier"), in_states=True),
        _collection(
            "changes",
            "change",
            GRU + "Change",
            *(_own("changeKind", "kind"), _own("plateau"), _own("basedOn", "decision")),
        ),
        _collection("measures", "measure", GRU + "Measure"),
        _collection(
            "responsibilities",
            "responsibility",
            GRU + "Responsibility",
            *(_own("role"), _own("organization")),
        ),
        _collection(
            "reuse-offers",
            "reuse-offer",
            GRU + "ReuseOffer",
            *(_own("reuseModel", "kind"), _own("providingLand")),
        ),
        _collection("reuses", "reuse", GRU + "Reuse", *(_own("reuseModel", "kind"), _own("taker"))),
        _of_fim("data-schemas", "schema", "DataSchema"),
        _of_fim(
            "data-fields", "field", "DataField", _own("dataType"), _own("fieldKind"), _own("elementKind")
        ),
        _of_fim("processes", "process", "Process", _own("detailLevel")),
    )
)


def collection_named(name: str) -> Collection:
    """The collection of that name; NotFound with the nearest one for others."""
    found = COLLECTIONS.get(name)
    if found is None:
        raise NotFound(
            "collection-unknown", hint=did_you_mean(name[:80], COLLECTIONS), name=name[:80], known=COLLECTIONS
        )
    return found


def collection_of_kind(kind: str) -> Collection | None:
    """The collection whose elements have this kind in their IRIs."""
    return next((c for c in COLLECTIONS.values() if c.kind == kind), None)
