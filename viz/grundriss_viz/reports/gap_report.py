# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap between two states as a PDF report: cover, summary, pictures, tables by owner and decision, what is open.

What stands in it is computed from the same answers as everywhere else: the gap, the weak points, the pictures.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from grundriss.analysis.weak_points import weak_points
from grundriss.model.answer_words import class_label, sentence
from grundriss.model.state_types import Change, Gap, Item, Line, Replacement, State
from grundriss.model.weakness_types import EndingNeed
from grundriss.states.gap import gap as read_gap
from grundriss.states.state import state as read_state
from grundriss.store.snapshot import Snapshot
from grundriss_viz.gap_facts import GapFacts
from grundriss_viz.gap_table import fates
from grundriss_viz.reports.words import WORDS
from grundriss_viz.style import BOXES
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean
from grundriss_viz.typst_pages import pages, widths
from grundriss_viz.views import draw

_TEMPLATE: Final = Path(__file__).with_name("gap_report.typ")
_ALL: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the tables: what happens to an element, and what is said of it."""

    item: Item
    change: str
    successors: tuple[Item, ...] = ()
    reason: str | None = None
    decision: Item | None = None
    source: str | None = None
    what: str = ""

    @property
    def owner(self) -> str:
        """The name of the organisation that is responsible; empty where none is stated."""
        owner = self.item.fields.get("owner")
        return owner["label"] if isinstance(owner, dict) else ""


def render(snapshot: Snapshot, a: str = "ist", b: str = "soll", lang: str = "de") -> bytes:
    """The report on what changes from the state `a` to the state `b`, in German or English, as PDF.

    Raises UsageError for an unknown WHEN and NotFound for a revision that is not there.
    """
    found = read_gap(snapshot, a, b, lang)
    pictures = [
        draw("landscape-map", snapshot, state=a, lang=lang),
        draw("landscape-map", snapshot, state=b, lang=lang),
        draw("gap", snapshot, from_=a, to=b, lang=lang),
    ]
    ending = weak_points(snapshot, a, _ALL, lang).ending
    before, after = (read_state(snapshot, when, lang) for when in (a, b))
    needs = [need for need in ending if need.needed_until <= found.to.date]
    data = report_data(found, before, after, needs, lang)
    data["descriptions"] = [clean(picture.summary) for picture in pictures]
    data["summary"] = [clean(pictures[-1].summary), *data["summary"]]
    data["footer"] = clean(pictures[-1].footer)
    data["imprint"] = [clean(pictures[-1].footer), *data["imprint"]]
    return pages(_TEMPLATE, data, pictures)


def report_data(
    found: Gap, before: State, after: State, ending: Sequence[EndingNeed], lang: str
) -> dict[str, Any]:
    """What the report says, as plain values in the words of a language; `ending` are the needs that end on the way."""
    return _Report(found, before, after, ending, lang).data()


class _Report:
    def __init__(
        self, found: Gap, before: State, after: State, ending: Sequence[EndingNeed], lang: str
    ) -> None:
        self._gap, self._before, self._after, self._lang = found, before, after, lang
        self._ending = [need for need in ending if not self._is_prepared(need)]
        self._words: Mapping[str, str] = WORDS.get(lang, WORDS["de"])
        self._texts = Texts(lang)
        self._entries = sorted(
            _entries(found, before, after),
            key=lambda e: (e.item.label.casefold(), e.item.key, e.change),
        )

    def data(self) -> dict[str, Any]:
        before, after = self._texts.state(self._gap.from_), self._texts.state(self._gap.to)
        return {
            "lang": self._lang,
            "words": dict(self._words),
            "landscape": self._words["landscape"],
            "title": f"{before[:1].upper()}{before[1:]} → {after}",
            "subtitle": self._words["subtitle"],
            "numbers": self._numbers(),
            "imprint": [self._words["method"]],
            "summary": [clean(text) for text in self._sentences()],
            "sections": [
                self._by_owner(),
                self._relations(),
                self._decisions(),
                self._open(),
                self._sources(),
            ],
        }

    def _numbers(self) -> list[dict[str, str]]:
        moved = {(e.item.id, e.change) for e in self._entries if e.item.type == "Component"}
        counted = Counter(change for _, change in moved)
        counts = {name: counted[name] for name in ("added", "removed", "replaced", "changed")}
        here, there = ({i.id for i in s.of_type("Component")} for s in (self._before, self._after))
        counts["unchanged"] = len(here & there) - counts["changed"]
        return [
            {
                "value": str(count),
                "label": self._words[f"number-{name}"],
                "fill": BOXES[name].light.fill,
                "stroke": BOXES[name].light.stroke,
            }
            for name, count in counts.items()
        ]

    def _is_prepared(self, need: EndingNeed) -> bool:
        """Whether an element has a relation to a successor of what it needs, in the state after."""
        new = {item.id for item in need.successors}
        return any(
            need.item.id in ends and not new.isdisjoint(ends)
            for relation in (*self._after.relations, *self._after.structure)
            for ends in [{relation.source.id, relation.target.id}]
        )

    def _sentences(self) -> Iterator[str]:
        """Each replacement with its reason and decision, in words."""
        for group in self._gap.replaced:
            old, new = (self._texts.listed([item.label for item in side]) for side in (group.old, group.new))
            yield self._words["replaces"].format(old=old, new=new) + self._because(group)

    def _because(self, group: Replacement) -> str:
        said = [group.reason.rstrip(".") + "."] if group.reason else []
        said += [self._words["decided"].format(decision=group.decision.label)] if group.decision else []
        return "".join(f" {text}" for text in said)

    def _by_owner(self) -> dict[str, Any]:
        grouped: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            grouped[entry.owner].append(entry)
        columns = ("change", "element", "type", "successor", "reason", "decision")
        # who is nobody's stands last
        order = sorted(grouped, key=lambda name: (not name, name.casefold()))
        parts = [
            self._part(
                f"{owner or self._words['no-owner']} ({len(grouped[owner])})",
                columns,
                [
                    (
                        self._words[f"change-{e.change}"],
                        e.item.label,
                        self._kind(e.item),
                        ", ".join(item.label for item in e.successors),
                        e.reason or e.what,
                        e.decision.label if e.decision else "",
                    )
                    for e in grouped[owner]
                ],
            )
            for owner in order
        ]
        return self._section("by-owner", parts)

    def _kind(self, item: Item) -> str:
        kind = item.fields.get("kind")
        return self._texts.kind(kind) if isinstance(kind, str) else class_label(item.type, self._lang)

    def _relations(self) -> dict[str, Any]:
        changes = (("added", self._gap.relations.added), ("removed", self._gap.relations.removed))
        parts = [
            self._part(
                f"{self._words[f'relations-{name}']} ({len(relations)})",
                ("relation", "key", "decision"),
                [(sentence(r, self._lang), r.key, r.based_on.label if r.based_on else "") for r in relations],
            )
            for name, relations in changes
            if relations
        ]
        return self._section("relations", parts)

    def _decisions(self) -> dict[str, Any]:
        resting: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            if entry.decision:
                resting[entry.decision.label].append(entry)
        rows = [
            (decision, "; ".join(f"{self._words[f'change-{e.change}']}: {e.item.label}" for e in entries))
            for decision, entries in sorted(resting.items(), key=lambda found: found[0].casefold())
        ]
        without = sum(entry.decision is None for entry in self._entries)
        text = self._words["without-decision"].format(n=without, all=len(self._entries)) if without else ""
        return self._section("decisions", [self._part("", ("decision", "changes"), rows)], text)

    def _open(self) -> dict[str, Any]:
        """What a board will ask: what has no date, what is left without what it needs, what was dropped."""
        undated = [(u.item.label, self._kind(u.item), u.reason) for u in self._gap.undated]
        needs = [
            (
                need.item.label,
                need.needed.label,
                self._texts.until(date.fromisoformat(need.needed_until)),
                ", ".join(item.label for item in need.successors) or self._words["none"],
            )
            for need in self._ending
        ]
        dropped = [(sentence(d.relation, self._lang), d.reason) for d in self._gap.relations.newly_dropped]
        parts: list[tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]]] = [
            ("needs", ("element", "needs", "until", "successor"), needs),
            ("undated", ("element", "type", "placed"), undated),
            ("dropped", ("relation", "placed"), dropped),
        ]
        return self._section(
            "open",
            [
                self._part(f"{self._words[f'open-{name}']} ({len(rows)})", columns, rows)
                for name, columns, rows in parts
                if rows
            ],
            "" if any(rows for _, _, rows in parts) else self._words["nothing-open"],
        )

    def _sources(self) -> dict[str, Any]:
        by_source: dict[str, list[str]] = defaultdict(list)
        for entry in self._entries:
            if entry.source:
                by_source[entry.source].append(entry.item.label)
        rows = [(source, ", ".join(dict.fromkeys(labels))) for source, labels in sorted(by_source.items())]
        without = sum(entry.source is None for entry in self._entries)
        text = self._words["without-source"].format(n=without, all=len(self._entries)) if without else ""
        return self._section("sources", [self._part("", ("source", "element"), rows)], text)

    def _section(self, name: str, parts: Sequence[dict[str, Any]], text: str = "") -> dict[str, Any]:
        kept = [part for part in parts if part["rows"]]
        said = text or ("" if kept else self._words["nothing"])
        return {"title": self._words[name], "text": clean(said), "parts": kept}

    def _part(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> dict[str, Any]:
        """A table with its heading; a column that no row fills is left out."""
        cells = [[clean(cell) for cell in row] for row in rows]
        used = [place for place in range(len(columns)) if any(row[place] for row in cells)]
        names = [self._words[f"column-{columns[place]}"] for place in used]
        shown = [[row[place] or "–" for place in used] for row in cells]
        return {
            "title": clean(title),
            "columns": names,
            "rows": shown,
            "widths": widths(names, shown) if names else [],
        }


def _entries(found: Gap, before: State, after: State) -> Iterator[_Entry]:
    facts = GapFacts(found, frozenset(item.id for item in before.elements), after)
    told: set[tuple[str, str]] = set()
    for status, item, said, successors in fates(facts):
        # one that takes the place of several is new once
        if status == "added" and (item.id, status) in told:
            continue
        told.add((item.id, status))
        what = _values(said) if isinstance(said, Change) else ""
        yield _Entry(facts.item(item), status, tuple(successors), *_why(said), what=what)


def _why(said: Line | Replacement | Change) -> tuple[str | None, Item | None, str | None]:
    return said.reason, said.decision, said.source


def _values(change: Change) -> str:
    values = f"{change.from_ or '–'} → {change.to or '–'}" if change.from_ or change.to else ""
    return f"{change.property}: {values}" if change.property and values else values or change.property or ""
