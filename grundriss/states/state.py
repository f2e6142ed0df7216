# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The state of the landscape on a day: its elements, relations, and what is dropped or undated."""

from datetime import date

from pyoxigraph import NamedNode

from grundriss import queries
from grundriss.model.state_types import Dropped, State
from grundriss.model.terms import gru
from grundriss.states.elements import ElementReader, ordered, ordered_relations
from grundriss.states.membership import Membership
from grundriss.states.places import placed
from grundriss.states.relations import RelationFact, all_relations
from grundriss.states.when import Moment, resolve
from grundriss.store.derivation import target_day
from grundriss.store.snapshot import Snapshot

_MISSING = {"de": "{} ist in diesem Zustand nicht vorhanden.", "en": "{} is not there in this state."}


def state(
    snapshot: Snapshot, when: str = "ist", lang: str = "de", reader: ElementReader | None = None
) -> State:
    """The landscape at WHEN.

    Who asks for several states of one snapshot gives them one `reader`, which reads what they share once.

    Raises UsageError for an unknown WHEN and NotFound for a revision that is not there.
    """
    with placed(snapshot, when) as (there, moment):
        return _state(there, resolve(there, moment), lang, reader if there is snapshot else None)


def _state(snapshot: Snapshot, moment: Moment, lang: str, reader: ElementReader | None) -> State:
    store = snapshot.store
    members = Membership(store)
    reader = reader or ElementReader(store, lang)
    nodes = {row["element"] for row in queries.select(store, "state/elements")}
    present = [node for node in nodes if members.contains(node, moment.day)]
    facts = all_relations(store)
    target = target_day(store)
    holding = [fact for fact in facts if fact.holds(members, moment.day)]
    dropped = [fact for fact in facts if fact.is_dropped(members, moment.day, target)]
    reader.read_items_ahead(present)
    reader.read_relations_ahead(fact.node for fact in (*holding, *dropped))
    return State(
        state=moment.name,
        elements=ordered(reader.item(node) for node in present),
        relations=ordered_relations(reader.relation(f.node) for f in holding if f.family == "dependency"),
        structure=ordered_relations(reader.relation(f.node) for f in holding if f.family == "structure"),
        undated=tuple(sorted(reader.plain(node).key for node in present if not _is_dated(snapshot, node))),
        dropped=tuple(
            sorted(
                (
                    dropped_relation(reader, fact, members, moment.day, lang)
                    for fact in dropped
                    if fact.family == "dependency"
                ),
                key=lambda d: d.relation.key,
            )
        ),
        lang=lang,
    )


def dropped_relation(
    reader: ElementReader,
    fact: RelationFact,
    members: Membership,
    day: date,
    lang: str,
    *,
    before: bool = False,
) -> Dropped:
    """A dropped relation with the reason in words; `before` as `Dropped` has it."""
    names = " / ".join(reader.plain(node).label for node in fact.missing(members, day))
    return Dropped(reader.relation(fact.node), _MISSING.get(lang, _MISSING["de"]).format(names), before)


def _is_dated(snapshot: Snapshot, node: NamedNode) -> bool:
    return any(snapshot.store.quads_for_pattern(node, gru("fromDay"), None, None))
