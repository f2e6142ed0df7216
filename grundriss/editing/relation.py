# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new relation between two elements (DESIGN, Identifiers: `{type}--{source}--{target}`)."""

from collections.abc import Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.editing.element import RELATION, Pair, new_node, read_pairs
from grundriss.editing.evidence import with_evidence
from grundriss.editing.facts import Facts, Statement
from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.identifier import kebab, key_in, key_of
from grundriss.model.terms import IDENTIFIER, TYPE, gru
from grundriss.model.vocabulary import RelationType, relation_types
from grundriss.store.asserted import Patch

_ENDS: Final = (gru("source"), gru("target"))
_EVIDENCE: Final = "dct:source"
_LONGEST: Final = 100


def new_relation(facts: Facts, type_name: str, source: str, target: str, pairs: Sequence[Pair]) -> Patch:
    """The change that adds a relation. Raises as `new_element`, and NotFound for an end that is not there."""
    relation_type = find_relation_type(type_name)
    ends = facts.element(source), facts.element(target)
    # the ends are named already, so `source` is where it is written
    named = [(_EVIDENCE if name in ("source", "quelle") else name, value) for name, value in pairs]
    said = read_pairs(facts, [relation_type.iri.value], named)
    for predicate, _ in said:
        if predicate in _ENDS:
            raise UsageError("relation-ends", property=predicate.value.rpartition("#")[2])
    return relation(facts, relation_type, *ends, said)


def relation(
    facts: Facts,
    relation_type: RelationType,
    source: NamedNode,
    target: NamedNode,
    said: Sequence[Statement],
) -> Patch:
    """The statements of a relation; Conflict when there is one of this type between the two."""
    ends = "--".join(key_of(key_in(end.value)) for end in (source, target))
    key = f"{kebab(relation_type.name)}--{ends}"
    node = new_node(facts, RELATION, key)
    begun = ((TYPE, relation_type.iri), (IDENTIFIER, Literal(key)), (_ENDS[0], source), (_ENDS[1], target))
    return facts.stated(node, with_evidence(facts, [*begun, *said]))


def find_relation_type(name: str) -> RelationType:
    """The relation type with this name (`uses`, `Uses`), word of the facts (`nutzt`) or label."""
    known: dict[str, RelationType] = {}
    for found in relation_types().values():
        words = (kebab(found.name), found.name, found.notation or "", found.label("de"), found.label("en"))
        known |= {word.casefold(): found for word in words if word}
    wanted = name.strip().removeprefix("gru:").casefold()
    if wanted in known:
        return known[wanted]
    types = sorted(kebab(found.name) for found in relation_types().values())
    hint = did_you_mean(wanted[:_LONGEST], known)
    raise UsageError("relation-type-unknown", hint=hint, type=name[:_LONGEST], known=types)
