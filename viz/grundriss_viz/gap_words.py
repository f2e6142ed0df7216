# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words around the picture of a gap: title, counts, what is hidden and why things change; and the legend."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from grundriss.model.state_types import Item
from grundriss_viz.gap_facts import GapFacts
from grundriss_viz.gap_selection import Selection
from grundriss_viz.gap_table import elements
from grundriss_viz.sheet import Sample, Words
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import LONGEST, clean, is_cut

_BOX_STATUSES: Final = ("added", "removed", "replaced", "changed", "unchanged", "rollup")


def words(
    key: str, facts: GapFacts, selection: Selection, unlabelled: int, today: date | None, texts: Texts
) -> Words:
    """Title, subtitle, summary, notes and footer; `unlabelled` bundles of lines have found no place for their label."""
    gap = facts.gap
    from_, to = (texts.state(name) for name in (gap.from_, gap.to))
    counts: dict[str, object] = {
        "added": len(facts.came),
        "removed": len(facts.removed) + len(facts.replaced),
        "replaced": len(facts.replaced),
        "changed": len(facts.changed),
    }
    staying = _staying(facts)
    subtitle = texts("gap.subtitle", **counts)
    if staying is not None:
        subtitle += " · " + texts("gap.staying", n=staying)
    title = texts(
        "gap.title" if selection.show == "both" else f"gap.title.{selection.show}", from_=from_, to=to
    )
    nothing = not (facts.came or facts.removed or facts.replaced or facts.changed)
    summary = [texts("gap.summary", from_=from_, to=to, **counts), *_replacements(facts, texts)]
    return Words(
        key=key,
        title=title,
        subtitle=subtitle,
        summary=texts("gap.empty") if nothing else " ".join(summary),
        footer=texts("footer", revision=gap.to.revision, today=today or date.fromisoformat(gap.from_.date)),
        lang=texts.code,
        notes=(texts("gap.empty"),) if nothing else tuple(_notes(facts, selection, unlabelled, texts)),
    )


def _staying(facts: GapFacts) -> int | None:
    """The number of components that stay unchanged; None without the later state."""
    if facts.after is None:
        return None
    return len(facts.after.of_type("Component")) - len(facts.came) - len(facts.changed)


def _replacements(facts: GapFacts, texts: Texts) -> Iterator[str]:
    for replacement in facts.gap.replaced:
        old, new = (_names(items) for items in (replacement.old, replacement.new))
        yield texts("gap.replacement", old=old, new=new)


def _names(items: Sequence[Item]) -> str:
    return ", ".join(clean(item.label) for item in items)


def _notes(facts: GapFacts, selection: Selection, unlabelled: int, texts: Texts) -> Iterator[str]:
    decisions = _decisions(facts)
    if decisions:
        yield (
            texts("gap.decisions")
            + " "
            + "; ".join(f"{decision} → {_names(items)}" for decision, items in decisions.items())
        )
    core = [box for box in selection.boxes if box.status not in ("unchanged", "rollup")]
    said = [texts(f"gap.count.{selection.show}", n=sum(len(box.members) for box in core))]
    if selection.free:
        said.append(texts(f"gap.free.{selection.show}", n=selection.free))
    rolled = [box for box in core if box.item is None]
    if rolled:
        said.append(texts("gap.rolled.core", members=sum(len(b.members) for b in rolled), boxes=len(rolled)))
    neighbours = [box for box in selection.boxes if box.status == "rollup"]
    if neighbours:
        members = sum(len(box.members) for box in neighbours)
        said.append(texts("gap.neighbours", members=members, boxes=len(neighbours)))
    if unlabelled:
        said.append(texts("gap.unlabelled", n=unlabelled))
    hidden = list(_hidden(facts, selection, texts))
    said.append(texts("gap.hidden", parts=", ".join(hidden)) if hidden else texts("note.nothing"))
    yield " ".join(said)
    cut = sum(is_cut(box.item.label) for box in selection.boxes if box.item)
    if cut:
        yield texts("note.shortened", n=cut, limit=LONGEST)


def _hidden(facts: GapFacts, selection: Selection, texts: Texts) -> Iterator[str]:
    hidden = selection.hidden
    if hidden.neighbours or hidden.relations:
        yield texts("gap.hidden.neighbours", items=hidden.neighbours, relations=hidden.relations)
    if hidden.inside:
        yield texts("gap.hidden.inside", n=hidden.inside)
    if hidden.elsewhere:
        yield texts("gap.hidden.elsewhere", n=hidden.elsewhere)
    if hidden.kept:
        yield texts("gap.hidden.kept", n=hidden.kept)
    others = sum(item.type != "Component" for item in elements(facts, selection))
    if others:
        yield texts("gap.hidden.other", n=others)


def _decisions(facts: GapFacts) -> dict[str, list[Item]]:
    """The decisions that the gap names, and what they bring."""
    found: dict[str, list[Item]] = {}
    for line in facts.gap.added:
        if line.decision and line.item.key in facts.came:
            found.setdefault(clean(line.decision.label), []).append(line.item)
    for replacement in facts.gap.replaced:
        if replacement.decision:
            found.setdefault(clean(replacement.decision.label), []).extend(replacement.new)
    return found


def samples(selection: Selection, texts: Texts) -> list[Sample]:
    """The legend; counts are elements and relations, not boxes and arrows."""
    boxes: Counter[str] = Counter()
    for box in selection.boxes:
        boxes[box.status] += len(box.members)
    found = [
        Sample(texts(f"status.{status}"), boxes[status], status) for status in _BOX_STATUSES if boxes[status]
    ]
    lines: Counter[str] = Counter()
    for tie in selection.ties:
        lines[tie.status] += len(tie.relations)
    for status, line, head in (
        ("replacement", "dashed", "filled"),
        ("added", "solid", "open"),
        ("removed", "dotted", "open"),
        ("unchanged", "solid", "open"),
    ):
        if lines[status]:
            found.append(Sample(texts(f"edge.{status}"), lines[status], status, "line", line, head))
    if selection.free:
        found.append(Sample(texts("status.free"), selection.free, "free"))
    parts = sum(len(tie.relations) for tie in selection.ties if tie.type == "PartOf")
    if parts:
        found.append(Sample(texts("edge.part"), parts, "unchanged", "line", "solid", "diamond"))
    return found
