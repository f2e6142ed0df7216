# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the relation types of the ontology are drawn: line style and arrowhead. Links by a property are dotted."""

from typing import Final

from grundriss.model.terms import GRU
from grundriss.model.vocabulary import relation_type_by_name

VIA: Final = GRU + "via"
"""What says the interface that a relation goes through, drawn as a line of its own."""

_COMPOSITION: Final = "PartOf"


def line_style(type_name: str) -> str:
    """The line style of a relation type: solid, dashed or dotted."""
    try:
        return relation_type_by_name(type_name).line_style or "solid"
    except KeyError:
        return "dotted"


def arrowhead_at_target(type_name: str) -> str:
    """The arrowhead of the relation type in the ontology, wherever ArchiMate puts it.

    It stands at the target, because the label says what the source does to the target; ArchiMate draws some relations
    the other way round (serving: from who serves to who is served).
    """
    if type_name == _COMPOSITION:
        return "diamond"
    try:
        found = relation_type_by_name(type_name)
    except KeyError:
        return "open"
    shapes = (found.arrowhead_target, found.arrowhead_source)
    return next((shape for shape in shapes if shape and shape != "none"), "open")


def is_link(type_name: str) -> bool:
    """Whether this is no relation type but the IRI of a property, by which one element names another.

    The interface that a dependency goes through is depended upon as well.
    """
    return ":" in type_name and type_name != VIA
