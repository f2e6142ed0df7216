# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""States, gaps, impacts and paths as text for people, in German or English."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from grundriss.cli.table import format_table, named, plain
from grundriss.messages import Message
from grundriss.model.analysis_types import Hit, Impact, Paths
from grundriss.model.answer_table import word
from grundriss.model.answer_words import (
    class_label,
    compared_words,
    impact_words,
    proof,
    sentence,
    state_words,
)
from grundriss.model.gap_counts import GapCounts, counted, heading
from grundriss.model.state_types import Change, Gap, Item, Line, Relation, RelationGap, Replacement, State
from grundriss.model.terms import concept
from grundriss.model.vocabulary import term_label


def state_text(state: State, lang: str) -> str:
    """What is there in numbers, and which relations are dropped. The elements themselves: -f csv, md or json."""
    said = _Words(lang)
    parts = [said("state-title", state=plain(state_words(replace(state.state, by_revision=True), lang)))]
    classes = Counter(class_label(item.type, lang) for item in state.elements)
    rows = [[name, str(count)] for name, count in sorted(classes.items())]
    rows.append([said("state-undated"), str(len(state.undated))])
    rows.append([said("state-dependencies"), str(len(state.relations))])
    rows.append([said("state-structure"), str(len(state.structure))])
    parts.append(format_table([class_label("Element", lang), said("column-number")], rows))
    kinds = Counter(
        (
            _code("federal-level", i.fields.get("federalLevel"), lang),
            _code("kind", i.fields.get("kind"), lang),
        )
        for i in state.of_type("Component")
    )
    header = [word("federalLevel", lang), word("kind", lang), said("column-number")]
    if kinds:
        parts.append(format_table(header, [[*names, str(count)] for names, count in sorted(kinds.items())]))
    if not state.elements:
        parts.append(said("state-empty"))
    if state.dropped:
        lines = [f"  {plain(sentence(d.relation, lang))}: {plain(d.reason)}" for d in state.dropped]
        parts.append("\n".join([said("state-dropped", number=len(state.dropped)), *lines]))
    return "\n\n".join(parts)


def gap_text(gap: Gap, lang: str) -> str:
    """Every line of the gap with its reason; + is new, − gone, ~ changed."""
    said = _Words(lang)
    if gap.is_empty:
        return "\n\n".join([_gap_title(gap, said), said("gap-same"), *_relations(gap.relations, said)])
    parts = [gap_summary(gap, lang)]
    if gap.structure.added or gap.structure.removed:
        parts[0] += "\n" + said("gap-structure", **_moved(gap.structure, lang))
    replaced = GapCounts.of(gap).replaced
    parts += _section(
        heading("replaced", lang), (_replacement(group, said) for group in gap.replaced), replaced
    )
    parts += _section(heading("added", lang), (_line("+", line, said) for line in gap.added))
    parts += _section(heading("removed", lang), (_line("−", line, said) for line in gap.removed))
    changed = ((c.item, change) for c in gap.changed for change in c.changes)
    lines = (_change(item, change, said) for item, change in changed)
    parts += _section(heading("changed", lang), lines, len(gap.changed))
    parts += _relations(gap.relations, said)
    undated = (f"  {named(u.item)}: {plain(u.reason)}" for u in gap.undated)
    parts += _section(said("gap-placed"), undated)
    return "\n\n".join(parts)


def gap_summary(gap: Gap, lang: str) -> str:
    """Which states are compared, and below it in numbers what happens between them."""
    said = _Words(lang)
    numbers = said("gap-summary", elements=GapCounts.of(gap).told(lang), **_moved(gap.relations, lang))
    return f"{_gap_title(gap, said)}\n{numbers}"


def impact_text(impact: Impact, lang: str) -> str:
    """The elements level by level, each with who is responsible and the chain that proves it."""
    said = _Words(lang)
    count = len(impact.items)
    words = plain(impact_words(impact, lang))
    head = "impact-title-cut" if impact.truncated else "impact-title"
    parts = [said(head, words=words, state=plain(state_words(impact.state, lang)), n=count)]
    levels: dict[int, list[Hit]] = {}
    for hit in impact.items:
        levels.setdefault(hit.depth, []).append(hit)
    for depth, hits in levels.items():
        steps = said("steps", n=depth)
        parts += _section(steps, (_hit(hit, impact.direction, said) for hit in hits))
    if not impact.items:
        other = said("impact-none-up" if impact.direction == "up" else "impact-none-down")
        parts.append(f"{plain(impact.note or '')}\n{other}")
    return "\n\n".join(parts)


def paths_text(paths: Paths, lang: str) -> str:
    """The paths one below the other, each step a sentence with its relation."""
    said = _Words(lang)
    ends = {"source": paths.source.label, "target": paths.target.label}
    parts = [said("paths-title", **ends, state=plain(state_words(paths.state, lang)))]
    for number, path in enumerate(paths.paths, 1):
        steps = said("steps", n=len(path))
        lines = [f"  {plain(sentence(step, lang))}  ({step.relation})" for step in path]
        parts.append("\n".join([f"{number}. {steps}", *lines]))
    if not paths.paths:
        parts.append(f"{plain(paths.note or '')}\n{said('paths-none')}")
    return "\n\n".join(parts)


def _gap_title(gap: Gap, said: "_Words") -> str:
    before, after = (plain(state) for state in compared_words(gap.from_, gap.to, said.lang))
    return said("gap-title", before=before, after=after)


def _moved(gap: RelationGap, lang: str) -> dict[str, str]:
    """How many relations begin and how many end, in words."""
    return {
        "begin": counted("added", len(gap.added), lang),
        "end": counted("removed", len(gap.removed), lang),
    }


class _Words:
    """The words of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, /, **values: object) -> str:
        return Message(key, values).text(self.lang)


def _section(title: str, lines: Iterable[str], elements: int | None = None) -> Iterator[str]:
    """The lines below their title with how many they are, or how many elements they are about."""
    listed = list(lines)
    if listed:
        yield "\n".join([f"{title} ({len(listed) if elements is None else elements})", *listed])


def _replacement(group: Replacement, said: _Words) -> str:
    doubt = {key: f" ({said('gap-unverified')})" for key in group.unverified}
    old = ", ".join(named(item) + doubt.get(item.key, "") for item in group.old)
    new = ", ".join(named(item) for item in group.new)
    return f"  {old} → {new}{_why(group, said)}"


def _line(mark: str, line: Line, said: _Words) -> str:
    return f"  {mark} {named(line.item)}  {class_label(line.item.type, said.lang)}{_why(line, said)}"


def _change(item: Item, change: Change, said: _Words) -> str:
    what = f": {word(change.property, said.lang)}" if change.property else ""
    values = f" {plain(change.from_ or '–')} → {plain(change.to or '–')}" if change.from_ or change.to else ""
    return f"  ~ {named(item)}{what}{values}{_why(change, said)}"


def _why(line: Line | Replacement | Change, said: _Words) -> str:
    decision = f"{said('gap-decision')} {plain(line.decision.label)}" if line.decision else None
    reasons = [text for text in (plain(line.reason) if line.reason else None, decision) if text]
    return "".join(f"\n      {text}" for text in reasons)


def _relations(gap: RelationGap, said: _Words) -> Iterator[str]:
    for title, mark, relations in (
        ("gap-relations-added", "+", gap.added),
        ("gap-relations-removed", "−", gap.removed),
        ("gap-relations-changed", "~", gap.changed),
    ):
        yield from _section(said(title), (_relation(mark, relation, said) for relation in relations))
    dropped = (f"{_relation('−', d.relation, said)}: {plain(d.reason)}" for d in gap.newly_dropped)
    yield from _section(said("gap-relations-dropped"), dropped)


def _relation(mark: str, relation: Relation, said: _Words) -> str:
    return f"  {mark} {plain(sentence(relation, said.lang))}  ({relation.key})"


def _hit(hit: Hit, direction: str, said: _Words) -> str:
    owner = plain(hit.owner.label) if hit.owner else ""
    asks = f"  {owner}" if owner else f"  {said('impact-no-owner')}" if "owner" in hit.item.fields else ""
    return f"  {named(hit.item)}{asks}\n      {plain(proof(hit, direction, said.lang))}"


def _code(scheme: str, code: object, lang: str) -> str:
    return (term_label(concept(scheme, code).value, lang) or code) if isinstance(code, str) else "–"
