# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weak points as text for people, in German or English."""

from collections.abc import Iterable, Iterator

from grundriss.cli.table import plain
from grundriss.messages import Message
from grundriss.model.answer_words import sentence, state_words
from grundriss.model.state_types import Item
from grundriss.model.weakness_types import Bridge, Cycle, EndingNeed, Hub, SinglePoint, WeakPoints

_NAMES_SHOWN = 6


def weak_points_text(found: WeakPoints, lang: str) -> str:
    """Each sort of weak point with its largest; how many there are in all stands in its title."""
    sections = (
        ("weak-single-points", "singlePoints", (_single(point, lang) for point in found.single_points)),
        ("weak-bridges", "bridges", (_bridge(bridge, lang) for bridge in found.bridges)),
        ("weak-cycles", "cycles", (_cycle(cycle, lang) for cycle in found.cycles)),
        ("weak-hubs", "hubs", (_hub(hub, lang) for hub in found.hubs)),
        ("weak-ending", "ending", (_ending(need, lang) for need in found.ending)),
        ("weak-orphans", "orphans", (f"  {_named(item)}" for item in found.orphans)),
    )
    parts = [_say("weak-title", lang, state=plain(state_words(found.state, lang)))]
    for title, name, lines in sections:
        parts += _section(title, found.totals[name], lines, lang)
    return "\n\n".join(parts if len(parts) > 1 else [*parts, _say("weak-none", lang)])


def _section(title: str, total: int, lines: Iterable[str], lang: str) -> Iterator[str]:
    listed = list(lines)
    if listed:
        shown = "" if len(listed) == total else _say("weak-shown", lang, shown=len(listed))
        yield "\n".join([f"{_say(title, lang)} ({total}{shown})", *listed])


def _single(point: SinglePoint, lang: str) -> str:
    counts = {"dependants": point.dependants, "services": point.services}
    said = _say("weak-single-point", lang, n=point.severed_total, **counts)
    return f"  {_named(point.item)}: {said}\n      {_names(point.severed, point.severed_total, lang)}"


def _bridge(bridge: Bridge, lang: str) -> str:
    said = _say("weak-severed", lang, n=bridge.severed_total)
    names = _names(bridge.severed, bridge.severed_total, lang)
    return f"  {plain(sentence(bridge.relation, lang))}  ({bridge.relation.relation}): {said}\n      {names}"


def _cycle(cycle: Cycle, lang: str) -> str:
    steps = "\n".join(f"      {plain(sentence(step, lang))}  ({step.relation})" for step in cycle.path)
    return f"  {_names(cycle.items, len(cycle.items), lang)}\n{steps}"


def _hub(hub: Hub, lang: str) -> str:
    return f"  {_named(hub.item)}: {_say('weak-hub', lang, n=hub.fan_in, needs=hub.fan_out)}"


def _ending(need: EndingNeed, lang: str) -> str:
    following = ", ".join(_named(item) for item in need.successors)
    after = _say("weak-successor", lang, names=following) if following else _say("weak-no-successor", lang)
    said = _say("weak-needs", lang, needed=_named(need.needed), day=need.needed_until)
    return f"  {_named(need.item)}: {said}\n      {after}"


def _names(items: tuple[Item, ...], total: int, lang: str) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(plain(item.label) for item in items[:_NAMES_SHOWN])
    more = total - min(total, _NAMES_SHOWN)
    return f"{shown} {_say('weak-more', lang, n=more)}" if more else shown


def _named(item: Item) -> str:
    return f"{plain(item.label)} [{item.key}]"


def _say(key: str, lang: str, **values: object) -> str:
    return Message(key, values).text(lang)
