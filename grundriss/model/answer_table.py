# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers as tables: the same facts as their JSON, row by row, for CSV, Markdown, HTML and the terminal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Final

from grundriss.messages import Message
from grundriss.model.analysis_types import Answer, Cell, Dependencies, Impact, Paths, Step
from grundriss.model.answer_words import (
    class_label,
    compared_words,
    impact_words,
    proof,
    sentence,
    state_words,
)
from grundriss.model.state_types import Gap, Item, Line, Relation, RelationGap, State
from grundriss.model.terms import CONCEPT_BASE, DCT, GRU, SKOS
from grundriss.model.timeline_types import Timeline
from grundriss.model.vocabulary import relation_type_by_name, term_label
from grundriss.model.weakness_types import WeakPoints

TableCell = Cell | tuple[Item, ...] | Relation | Step
"""A cell: of an answer, several elements, or a relation or step that stands as a sentence."""

Row = tuple[TableCell, ...]

_ITEM_FIELDS: Final = ("kind", "layer", "federalLevel", "lifecycle", "interfaceKind", "tier")
_ITEM_LINKS: Final = ("owner", "operator", "provider", "service", "conformsTo")
_SCHEMES: Final = {
    "kind": "kind",
    "layer": "layer",
    "federalLevel": "federal-level",
    "lifecycle": "lifecycle",
    "interfaceKind": "interface-kind",
    "tier": "function-tier",
    "changeKind": "change-kind",
    "evidenceGrade": "evidence-grade",
    "obligation": "obligation",
    "reuseModel": "reuse-model",
    "role": "role",
    "serviceType": "service-type",
}

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "added": ("neu", "new"),
    "bridge": ("einzige Verbindung", "only connection"),
    "change": ("Änderung", "change"),
    "changed": ("geändert", "changed"),
    "cycle": ("Kreis", "circle"),
    "date": ("Datum der Quelle", "date in the source"),
    "day": ("Tag", "day"),
    "decided": ("Beschluss", "decision"),
    "decision": ("Beschluss", "decision"),
    "dependants": ("hängen davon ab", "depend on it"),
    "depth": ("Schritte", "steps"),
    "direction": ("Richtung", "direction"),
    "dropped": ("entfällt", "dropped"),
    "element": ("Element", "element"),
    "elements": ("betroffen", "affected"),
    "end": ("Ende", "end"),
    "ending": ("braucht, was vorher endet", "needs what ends before"),
    "from": ("von", "from"),
    "happening": ("Ereignis", "event"),
    "hub": ("Knotenpunkt", "hub"),
    "id": ("IRI", "IRI"),
    "incoming": ("eingehend", "incoming"),
    "item": ("dazu", "about"),
    "key": ("Schlüssel", "key"),
    "label": ("Name", "name"),
    "neededUntil": ("nicht mehr da ab", "gone from"),
    "newElements": ("neue Elemente", "new elements"),
    "number": ("Anzahl", "number"),
    "orphan": ("ohne Beziehung", "without relation"),
    "outgoing": ("ausgehend", "outgoing"),
    "path": ("Weg", "path"),
    "plateau": ("Stichtag", "date of the state"),
    "proof": ("Nachweis", "proof"),
    "property": ("Eigenschaft", "property"),
    "reason": ("Grund", "reason"),
    "relation": ("Beziehung", "relation"),
    "relationAdded": ("Beziehung neu", "relation new"),
    "relationChanged": ("Beziehung geändert", "relation changed"),
    "relationDropped": ("Beziehung entfällt", "relation dropped"),
    "relationRemoved": ("Beziehung endet", "relation ends"),
    "removed": ("entfällt", "removed"),
    "replaced": ("abgelöst", "replaced"),
    "responsibility-end": ("Zuständigkeit endet", "responsibility ends"),
    "responsibility-start": ("Zuständigkeit beginnt", "responsibility begins"),
    "services": ("Leistungen", "public services"),
    "singlePoint": ("einzelner Ausfallpunkt", "single point of failure"),
    "source": ("Quelle", "source"),
    "start": ("Beginn", "start"),
    "step": ("Schritt", "step"),
    "successors": ("Nachfolger", "successors"),
    "target": ("Ziel", "target"),
    "text": ("Was", "what"),
    "through": ("über diese Schnittstelle", "through this interface"),
    "to": ("nach", "to"),
    "type": ("Typ", "type"),
    "value": ("Wert", "value"),
    "via": ("über Schnittstelle", "through"),
    "weakness": ("Schwachstelle", "weak point"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by their names in JSON, rows of elements and literals, and a sentence that says what it is.

    `headings` are columns in words of their own, `empty` what people read in an empty cell of a column.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lang: str = "de"
    headings: Mapping[str, str] = field(default_factory=dict, hash=False)
    empty: Mapping[str, str] = field(default_factory=dict, hash=False)

    def header(self) -> tuple[str, ...]:
        """The columns in words, for `worded`."""
        shown = (name for name in self.columns if name != "id")
        return tuple(self.headings.get(name) or word(name, self.lang) for name in shown)

    def coded(self) -> Iterator[tuple[str, ...]]:
        """The rows for machines: elements by key, codes as codes."""
        return (tuple(_for_machines(cell, self.lang) for cell in row) for row in self.rows)

    def worded(self) -> Iterator[tuple[str, ...]]:
        """The rows for people: elements by name, codes and types in words, no IRIs."""
        for row in self.rows:
            cells = zip(self.columns, row, strict=True)
            yield tuple(
                _for_people(name, cell, self.lang) or self.empty.get(name, "")
                for name, cell in cells
                if name != "id"
            )


def word(name: str, lang: str) -> str:
    """A column or a kind of change in words; the property's label where the ontology has one."""
    if name in _WORDS:
        return _WORDS[name][lang == "en"]
    found = (term_label(namespace + name, lang) for namespace in (GRU, SKOS, DCT))
    return next((label for label in found if label), name)


@singledispatch
def table(answer: object, lang: str = "de") -> Table:
    """An answer as a table, with words in `lang`. TypeError for what is no answer."""
    raise TypeError(f"no answer: {type(answer).__name__}")


def item_table(title: str, items: Iterable[Item], lang: str = "de") -> Table:
    """Elements with the fields of their kinds; a field that no element has makes no column."""
    listed = list(items)
    fixed = ("key", "type", "label")
    known = (*_ITEM_FIELDS, *_ITEM_LINKS, "validFrom", "validUntil")
    others = sorted({name for item in listed for name in item.fields} - set(known))
    used = [name for name in (*known, *others) if any(item.fields.get(name) for item in listed)]
    rows = ((i.key, i.type, i.label, *(_field(i.fields.get(name)) for name in used), i.id) for i in listed)
    return Table(title, (*fixed, *used, "id"), tuple(rows), lang)


@table.register
def _(answer: State, lang: str = "de") -> Table:
    title = f"{'State' if lang == 'en' else 'Zustand'} {state_words(answer.state, lang)}"
    return item_table(title, answer.elements, lang)


@table.register
def _(answer: Gap, lang: str = "de") -> Table:
    ends = " → ".join(compared_words(answer.from_, answer.to, lang))
    title = f"{'Gap' if lang == 'en' else 'Abweichung'} {ends}"
    columns = "change key type label newElements property from to reason decision source".split()
    rows = [*_gap_rows(answer), *_relation_rows(answer.relations), *_relation_rows(answer.structure)]
    return Table(title, tuple(columns), tuple(rows), lang)


@table.register
def _(answer: Impact, lang: str = "de") -> Table:
    title = f"{impact_words(answer, lang)}, {state_words(answer.state, lang)}"
    rows = (
        (
            hit.depth,
            hit.item.key,
            hit.item.type,
            hit.item.label,
            hit.owner,
            proof(hit, answer.direction, lang),
        )
        for hit in answer.items
    )
    return Table(title, ("depth", "key", "type", "label", "owner", "proof"), tuple(rows), lang)


@table.register
def _(answer: Paths, lang: str = "de") -> Table:
    words, and_ = ("Paths between", "and") if lang == "en" else ("Wege zwischen", "und")
    title = f"{words} {answer.source.label} {and_} {answer.target.label}, {state_words(answer.state, lang)}"
    rows = (
        (number, place, step.relation, step.type, step.source, step.target, step.via)
        for number, path in enumerate(answer.paths, 1)
        for place, step in enumerate(path, 1)
    )
    columns = ("path", "step", "relation", "type", "source", "target", "via")
    return Table(title, columns, tuple(rows), lang)


@table.register
def _(answer: Dependencies, lang: str = "de") -> Table:
    words = "Relations of" if lang == "en" else "Beziehungen von"
    title = f"{words} {answer.element.label}, {state_words(answer.state, lang)}"
    rows = (
        (direction, r.key, r.type, r.source, r.target, r.via, r.valid_from, r.valid_until)
        for direction, relations in (
            ("outgoing", answer.outgoing),
            ("incoming", answer.incoming),
            ("through", answer.through),
        )
        for r in relations
    )
    columns = ("direction", "relation", "type", "source", "target", "via", "validFrom", "validUntil")
    return Table(title, columns, tuple(rows), lang)


@table.register
def _(answer: Answer, lang: str = "de") -> Table:
    rows = (tuple(row[name] for name in answer.columns) for row in answer.rows)
    title = f"{answer.key} {answer.title}"
    return Table(title, answer.columns, tuple(rows), lang, answer.headings, answer.empty)


@table.register
def _(answer: WeakPoints, lang: str = "de") -> Table:
    words = "Weak points" if lang == "en" else "Schwachstellen"
    columns = "weakness key type label owner number dependants services elements relation neededUntil".split()
    title = f"{words}, {state_words(answer.state, lang)}"
    return Table(title, tuple(columns), tuple(_weakness_rows(answer)), lang)


@table.register
def _(answer: Timeline, lang: str = "de") -> Table:
    words = "Timeline" if lang == "en" else "Zeitlicher Verlauf"
    about = answer.element.label if answer.element else state_words(answer.state, lang)
    rows = (
        (e.day, e.date, *_named(h.element), e.kind, e.text, e.item, h.successors)
        for h in (*answer.items, *answer.undated)
        for e in [h.entry]
    )
    columns = ("day", "date", "key", "type", "label", "happening", "text", "item", "successors")
    return Table(f"{words}: {about}", columns, tuple(rows), lang)


def _weakness_rows(answer: WeakPoints) -> Iterator[Row]:
    for point in answer.single_points:
        counts = (point.severed_total, point.dependants, point.services)
        yield ("singlePoint", *_owned(point.item), *counts, point.severed, None, None)
    for bridge in answer.bridges:
        step = bridge.relation
        said = (bridge.severed_total, None, None, bridge.severed, step, None)
        yield ("bridge", step.relation, step.type, None, None, *said)
    for cycle in answer.cycles:
        yield ("cycle", *(None,) * 4, len(cycle.items), None, None, cycle.items, None, None)
    for hub in answer.hubs:
        yield ("hub", *_owned(hub.item), hub.fan_in, *(None,) * 5)
    for need in answer.ending:
        about = ((need.needed, *need.successors), need.relation, need.needed_until)
        yield ("ending", *_owned(need.item), None, None, None, *about)
    for item in answer.orphans:
        yield ("orphan", *_owned(item), *(None,) * 6)


def _owned(item: Item) -> tuple[str, str, str, Cell]:
    return *_named(item), _field(item.fields.get("owner"))


def _gap_rows(gap: Gap) -> Iterator[Row]:
    for change, lines in (("added", gap.added), ("removed", gap.removed)):
        for line in lines:
            yield (change, *_named(line.item), None, None, None, None, *_why(line))
    for group in gap.replaced:
        for item in group.old:
            why = (group.reason, group.decision, group.source)
            yield ("replaced", *_named(item), group.new, None, None, None, *why)
    for changed in gap.changed:
        for c in changed.changes:
            why = (c.reason, c.decision, c.source)
            yield ("changed", *_named(changed.item), None, c.property, c.from_, c.to, *why)


def _relation_rows(gap: RelationGap) -> Iterator[Row]:
    for change, relations in (
        ("relationAdded", gap.added),
        ("relationRemoved", gap.removed),
        ("relationChanged", gap.changed),
    ):
        for relation in relations:
            yield (change, relation.key, relation.type, relation, *(None,) * 5, relation.based_on, None)
    for dropped in gap.dropped:
        relation = dropped.relation
        why = (dropped.reason, relation.based_on, None)
        yield ("relationDropped", relation.key, relation.type, relation, *(None,) * 4, *why)


def _named(item: Item) -> tuple[str, str, str]:
    return item.key, item.type, item.label


def _why(line: Line) -> tuple[str | None, Item | None, str | None]:
    return line.reason, line.decision, line.source


def _field(value: object) -> Cell:
    """A field of an item, where a linked element stands as the reference of its JSON."""
    if isinstance(value, dict):
        return Item(value["key"], value["id"], value["type"], value["label"], value["lang"])
    if isinstance(value, list):
        return ", ".join(str(part.get("label", part) if isinstance(part, dict) else part) for part in value)
    return value if isinstance(value, str | int | float | bool) else None


def _for_machines(cell: TableCell, lang: str) -> str:
    if isinstance(cell, tuple):
        return "; ".join(item.key for item in cell)
    if isinstance(cell, Relation | Step):
        return sentence(cell, lang)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.key if isinstance(cell, Item) else "" if cell is None else str(cell)


def _for_people(column: str, cell: TableCell, lang: str) -> str:
    if isinstance(cell, tuple):
        return ", ".join(item.label for item in cell)
    if isinstance(cell, Relation | Step):
        return sentence(cell, lang)
    if isinstance(cell, Item):
        return cell.label
    if isinstance(cell, bool):
        return Message("yes" if cell else "no").text(lang)
    if isinstance(cell, str):
        if column in _SCHEMES:
            return term_label(f"{CONCEPT_BASE}{_SCHEMES[column]}/{cell}", lang) or cell
        if column in ("change", "direction", "happening", "property", "weakness"):
            return word(cell, lang)
        if column == "type":
            return _type_words(cell, lang)
    return "" if cell is None else str(cell)


def _type_words(name: str, lang: str) -> str:
    try:
        return relation_type_by_name(name).label(lang)
    except KeyError:
        return class_label(name, lang)
