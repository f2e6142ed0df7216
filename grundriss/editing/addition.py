# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new element with those who belong to it from the start: owner, operator, and of an interface who offers it.

Each of them is a thing of its own in the model, a responsibility or a relation. One commit makes all of it, since an
interface that nobody offers breaks a rule.
"""

from collections.abc import Sequence
from typing import Final

from grundriss.editing.element import Pair, class_of, named, new_element, new_node
from grundriss.editing.facts import Facts, together
from grundriss.editing.relation import relation
from grundriss.editing.responsibility import find_organisation, new_responsibility, role_of
from grundriss.model.terms import gru
from grundriss.model.vocabulary import relation_type_by_name, term_label
from grundriss.store.asserted import Patch

_OFFERED: Final = "interface"
_OFFERS: Final = "Offers"


def addition(facts: Facts, kind: str, key: str, pairs: Sequence[Pair]) -> Patch:
    """The change that adds an element, with `owner`, `operator` and `provider` among the properties.

    Raises as `new_element`, NotFound and Ambiguous for one of the three, and UsageError for an owner or operator that
    is no organisation.
    """
    class_ = class_of(kind)
    own = [(name, value) for name, value in pairs if not (role_of(name) or _is_provider(kind, name))]
    changes = [new_element(facts, kind, key, own)]
    node, label = new_node(facts, kind, key), named(class_, own)
    for name, value in pairs:
        role = role_of(name)
        if role:
            organisation = find_organisation(facts, value)
            changes.append(new_responsibility(facts, node, label, role, organisation))
        elif _is_provider(kind, name):
            offers = relation_type_by_name(_OFFERS)
            changes.append(relation(facts, offers, facts.element(value), node, ()))
    return together(*changes)


def _is_provider(kind: str, name: str) -> bool:
    words = ("provider", *(term_label(gru("provider").value, lang) for lang in ("de", "en")))
    return kind == _OFFERED and name.strip().removeprefix("gru:").casefold() in {
        word.casefold() for word in words if word
    }
