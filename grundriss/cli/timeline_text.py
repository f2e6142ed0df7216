# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Timelines as text for people, in German or English."""

from collections.abc import Iterator
from itertools import groupby

from grundriss.cli.table import plain
from grundriss.messages import Message
from grundriss.model.answer_words import state_words
from grundriss.model.state_types import Item
from grundriss.model.timeline_types import Happening, Timeline


def timeline_text(found: Timeline, lang: str) -> str:
    """What happens, year by year; of the landscape each line begins with the element that it happens to."""
    about = plain(found.element.label) if found.element else _landscape(found, lang)
    parts = [Message("timeline-title", {"about": about}).text(lang)]
    for year, happenings in groupby(found.items, key=lambda h: (h.entry.day or "")[:4]):
        parts.append("\n".join([year, *(_line(h, found, lang) for h in happenings)]))
    if found.undated:
        title = Message("timeline-undated", {"n": len(found.undated)}).text(lang)
        parts.append("\n".join([title, *(_line(h, found, lang) for h in found.undated)]))
    if len(parts) == 1:
        parts.append(Message("timeline-none", {}).text(lang))
    return "\n\n".join(parts)


def _landscape(found: Timeline, lang: str) -> str:
    return Message("timeline-landscape", {"state": plain(state_words(found.state, lang))}).text(lang)


def _line(happening: Happening, found: Timeline, lang: str) -> str:
    return "  " + "  ".join(_parts(happening, found, lang))


def _parts(happening: Happening, found: Timeline, lang: str) -> Iterator[str]:
    entry = happening.entry
    if entry.day:
        yield plain(entry.date or entry.day).ljust(10)
    if found.element is None:
        yield _named(happening.element)
    text = plain(entry.text)
    if happening.successors:
        names = ", ".join(_named(item) for item in happening.successors)
        text += "; " + Message("weak-successor", {"names": names}).text(lang)
    beside = entry.item if entry.item and entry.item.label not in entry.text else None
    yield f"{text} ({_named(beside)})" if beside else text


def _named(item: Item) -> str:
    return f"{plain(item.label)} [{item.key}]"
