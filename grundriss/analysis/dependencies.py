# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dependencies: the relations of one element in a state."""

from pyoxigraph import NamedNode

from grundriss.analysis.hops import Direction, HopReader
from grundriss.analysis.steps import absent
from grundriss.model.analysis_types import Dependencies
from grundriss.states.elements import ElementReader, ordered_relations
from grundriss.states.places import placed
from grundriss.states.when import Moment, resolve
from grundriss.store.snapshot import Snapshot


def dependencies(snapshot: Snapshot, element: NamedNode, when: str = "ist", lang: str = "de") -> Dependencies:
    """The relations that start or end at an element in the state WHEN, and for an interface those through it.

    Replacements join two states and are in none, so they are not here: a gap has them.

    Raises UsageError for an unknown WHEN.
    """
    with placed(snapshot, when) as (there, at):
        return _dependencies(there, element, resolve(there, at), lang)


def _dependencies(snapshot: Snapshot, element: NamedNode, moment: Moment, lang: str) -> Dependencies:
    reader = ElementReader(snapshot.store, lang)
    hops = HopReader(snapshot.store, moment.day)
    item = reader.item(element)
    if not hops.is_there(element):
        return Dependencies(item, moment.name, (), (), note=absent(item, moment.name, lang), lang=lang)
    found = {hop.relation: hop for direction in Direction for hop in hops.hops([element], direction)}.values()
    reader.read_ahead(hop.relation for hop in found)
    return Dependencies(
        element=item,
        state=moment.name,
        outgoing=ordered_relations(reader.relation(hop.relation) for hop in found if hop.source == element),
        incoming=ordered_relations(reader.relation(hop.relation) for hop in found if hop.target == element),
        through=ordered_relations(
            reader.relation(hop.relation) for hop in found if element not in (hop.source, hop.target)
        ),
        lang=lang,
    )
