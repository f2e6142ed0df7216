# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scenarios for people: a line of the list, what one changes, and what stands against a merge."""

from typing import TYPE_CHECKING

from grundriss.cli import session
from grundriss.messages import Message, shown
from grundriss.model.answer_table import word

if TYPE_CHECKING:
    from grundriss.scenarios.collision_line import CollisionLine
    from grundriss.scenarios.content import Content, ElementChange, Summary
    from grundriss.store.dropped import Dropped


def collision_text(line: "CollisionLine") -> str:
    """What both sides say of a fact."""
    sides = {"base": line.base, "mine": line.mine, "theirs": line.theirs}
    texts = [f"  {session.said(f'collision-side-{side}')}: {shown(v) or '–'}" for side, v in sides.items()]
    label = word(line.property, session.language())
    named = line.property if label == line.property else f"{line.property} ({label})"
    return "\n".join([f"{shown(line.item.label)} [{line.item.key}], {named}", *texts])


def summary_text(summary: "Summary") -> str:
    """A scenario in a line."""
    settings = summary.settings
    text = session.said(
        "scenario-line",
        label=settings.label,
        base=settings.base,
        revisions=Message("revisions", {"n": summary.revision}),
        author=settings.author,
        created=settings.created,
    )
    if summary.behind:
        text += session.said("scenario-line-behind", n=summary.behind)
    taken_back = {found.merge: found.by for found in summary.taken_back}
    for revision in settings.merges:
        text += session.said("scenario-line-merged", revision=revision)
        if revision in taken_back:
            text += session.said("scenario-line-taken-back", revision=taken_back[revision])
    return text


def content_text(content: "Content") -> str:
    """A scenario, and what it changes by element."""
    counts = session.said(
        "scenario-counts",
        added=Message("statements", {"n": content.added}),
        removed=content.removed,
        elements=Message("scenario-elements", {"n": len(content.elements)}),
    )
    settings = content.summary.settings
    head = [summary_text(content.summary), *([shown(settings.message)] if settings.message else []), counts]
    return "\n".join([*head, *(_element_text(change) for change in content.elements)])


def _element_text(change: "ElementChange") -> str:
    facts = [(sign, fact) for sign, side in (("-", change.removed), ("+", change.added)) for fact in side]
    lines = [f"  {sign} {fact.label}: {shown(fact.value)}" for sign, fact in facts]
    return "\n".join(["", f"{shown(change.item.label)} [{change.item.key}]", *lines])


def dropped_text(dropped: "Dropped") -> str:
    """A dropped scenario in a line, with the name of its folder, and why there was one."""
    settings = dropped.settings
    text = session.said(
        "scenario-line-dropped",
        label=settings.label if settings else dropped.name,
        time=dropped.time or "–",
        revisions=Message("revisions", {"n": dropped.log.last}),
        path=dropped.path,
    )
    for revision in settings.merges if settings else ():
        text += session.said("scenario-line-merged", revision=revision)
    return "\n".join([f"{dropped.name}  {text}", *([f"  {shown(settings.message)}"] if settings else [])])
