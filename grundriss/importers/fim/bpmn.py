# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""BPMN 2.0 (OMG formal/2011-01-03): who takes part in a model, what happens, and what follows on what.

Layout and the extensions of tools, most of a real file, are left out and counted.
"""

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Statements
from grundriss.importers.fim.xml_stream import (
    Element,
    children,
    ended_elements,
    local_part,
    location,
    namespace_of,
    text_of,
)
from grundriss.model.terms import DCT, LABEL, TYPE, gru

NAMESPACE: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_ROOT: Final = "definitions"
_SNIFFED: Final = 4_096
_WITH_NODE: Final = frozenset({"participant", "process", "lane"})
_WITHOUT_NODE: Final = frozenset({"laneSet", "childLaneSet", "collaboration"})
"""What only holds others."""
_NODE: Final = re.compile(r".*(Task|Event|Gateway)|task|callActivity|subProcess|transaction|adHocSubProcess")
_DEFINITION: Final = "EventDefinition"
_FLOWS: Final = frozenset({"sequenceFlow", "messageFlow"})
_SAID_BY_FLOWS: Final = frozenset({"incoming", "outgoing"})
"""What only repeats the ends of the flows."""
_PART_OF: Final = NamedNode(DCT + "isPartOf")
_READ: Final = frozenset({"id", "name"})
_LINKS: Final = {
    "processRef": gru("modelledProcess"),
    "attachedToRef": gru("attachedTo"),
    "sourceRef": gru("flowFrom"),
    "targetRef": gru("flowTo"),
}
"""Attributes that name another element of the model."""


def is_bpmn(content: bytes) -> bool:
    """Whether a file is BPMN, by its beginning.

    >>> is_bpmn(b'<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'), is_bpmn(b"%PDF-1.4")
    (True, False)
    """
    start = content[:_SNIFFED]
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    return NAMESPACE in text


def state_model(content: bytes, held: Statements, name: str, unmapped: Counter[str]) -> None:
    """State the elements and flows of a model, each with the IRI `…/bpmn/{id}` below the version that it belongs to.

    `name` is what it is called in errors; `unmapped` counts what is left out. Raises InputError for what is no XML, for
    an element without id or with one that stands twice, and for a flow without ends.
    """
    root: Element | None = None
    for element in ended_elements(io.BytesIO(content), name, (_ROOT,)):
        root = element
    assert root is not None
    if namespace_of(root) != NAMESPACE:
        unmapped[f"bpmn/{local_part(str(root.tag))}"] += 1
        return
    model = _Model(held, name, unmapped)
    model.note_attributes(root, _ROOT, frozenset({"id"}))
    waiting = _inside(root, held.node)
    while waiting:
        waiting.extend(model.read(*waiting.pop()))


_Waiting = list[tuple[Element, NamedNode]]
"""Elements that are to be read, the next one last, each with the node of what it stands in."""


def _inside(element: Element, owner: NamedNode) -> _Waiting:
    return [(below, owner) for _, below in children(element)][::-1]


@dataclass(slots=True)
class _Model:
    """One model, read element by element."""

    held: Statements
    name: str
    unmapped: Counter[str]
    seen: set[str] = field(default_factory=set)

    def read(self, element: Element, owner: NamedNode) -> _Waiting:
        """State an element; gives back what is to be read in it. `owner` is the node of what it stands in."""
        local = local_part(str(element.tag))
        if namespace_of(element) != NAMESPACE:
            self.unmapped[f"bpmn/{local}"] += 1
        elif local in _FLOWS:
            self._flow(element, local)
            self._leave_inside(element, local)
        elif local.endswith(_DEFINITION) and owner != self.held.node:
            self._event_kind(element, local, owner)
        elif local == "flowNodeRef":
            self._in_lane(element, owner)
        elif local in _WITHOUT_NODE:
            self.note_attributes(element, local, frozenset({"id"}))
            return _inside(element, owner)
        elif local in _WITH_NODE or _NODE.fullmatch(local):
            return _inside(element, self._element(element, local, owner))
        elif local not in _SAID_BY_FLOWS:
            self.unmapped[f"bpmn/{local}"] += 1
        return []

    def _element(self, element: Element, local: str, owner: NamedNode) -> NamedNode:
        node = self._node(self._identifier(element))
        self.held.add(TYPE, gru("ModelElement"), node)
        self.held.add(gru("modelElementKind"), Literal(local), node)
        self._name(element, node, LABEL)
        self.held.add(_PART_OF, owner, node)
        self._links(element, local, node)
        return node

    def _flow(self, element: Element, local: str) -> None:
        node = self._node(self._identifier(element))
        ends = [element.get(end) for end in ("sourceRef", "targetRef")]
        if not all(ends):
            raise InputError("bpmn-flow", location=location(self.name, element))
        self.held.add(TYPE, gru("ModelFlow"), node)
        self.held.add(gru("flowKind"), Literal(local), node)
        self._name(element, node, gru("flowName"))
        self._links(element, local, node)
        source, target = (self._node(str(end)) for end in ends)
        self.held.add(gru("next"), target, source)

    def _leave_inside(self, element: Element, local: str) -> None:
        for below, inner in children(element):
            foreign = namespace_of(inner) != NAMESPACE
            self.unmapped[f"bpmn/{below}" if foreign else f"bpmn/{local}/{below}"] += 1

    def _event_kind(self, element: Element, local: str, owner: NamedNode) -> None:
        kind = local.removesuffix(_DEFINITION)
        self.held.add(gru("eventKind"), Literal(kind), owner)
        self.note_attributes(element, local, frozenset({"id"}))
        self._leave_inside(element, local)

    def _in_lane(self, element: Element, owner: NamedNode) -> None:
        referred = text_of(element)
        if referred:
            self.held.add(gru("inLane"), owner, self._node(referred))

    def _identifier(self, element: Element) -> str:
        identifier = (element.get("id") or "").strip()
        if not identifier:
            raise InputError("fim-identifier-missing", location=location(self.name, element))
        if identifier in self.seen:
            raise InputError("bpmn-id-twice", location=location(self.name, element), id=identifier[:80])
        self.seen.add(identifier)
        return identifier

    def _node(self, identifier: str) -> NamedNode:
        return NamedNode(f"{self.held.node.value}/bpmn/{quote(identifier.strip(), safe='')}")

    def _name(self, element: Element, node: NamedNode, property_: NamedNode) -> None:
        name = " ".join((element.get("name") or "").split())
        if name:
            self.held.add(property_, Literal(name, language=mapping.LANGUAGE), node)

    def _links(self, element: Element, local: str, node: NamedNode) -> None:
        for attribute, property_ in _LINKS.items():
            referred = element.get(attribute)
            if referred and referred.strip():
                self.held.add(property_, self._node(referred), node)
        self.note_attributes(element, local, _READ | _LINKS.keys())

    def note_attributes(self, element: Element, local: str, known: frozenset[str]) -> None:
        """Count the attributes of an element that are not known."""
        for attribute in element.attrib:
            if str(attribute) not in known:
                self.unmapped[f"bpmn/{local}/@{local_part(str(attribute))}"] += 1
