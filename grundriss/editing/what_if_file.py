# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of a what-if: what is added, set and retired, in the words of the command line.

[[add]]
kind = "component"
key = "neues-portal"
label = "Neues Portal"
owner = "fitko"

[[relate]]
type = "uses"
source = "neues-portal"
target = "deutschlandid"

[[set]]
x = "fit-connect"
lifecycle = "Ablösung"

[[retire]]
x = "bundid"
on = "2028"
replaced-by = "deutschlandid"
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from grundriss.editing.element import Pair
from grundriss.errors import InputError, LimitExceeded
from grundriss.importers.facts_table import did_you_mean

MOST_STEPS: Final = 500
_NEEDED: Final = {
    "add": ("kind", "key"),
    "relate": ("type", "source", "target"),
    "set": ("x",),
    "retire": ("x",),
}
_TAKEN: Final = {"retire": ("on", "replaced-by", "instead")}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is tried: `what` is add, relate, set or retire, `names` what it is about, `pairs` the rest."""

    what: str
    place: int
    names: tuple[str, ...]
    pairs: tuple[Pair, ...]

    def get(self, name: str) -> str | None:
        """The value of a pair, where there is one."""
        return next((value for key, value in self.pairs if key == name), None)

    def text(self) -> str:
        """The step as it is told, such as `retire bundid replaced-by=deutschlandid`."""
        return " ".join([self.what, *self.names, *(f"{name}={value}" for name, value in self.pairs)])


def read_what_if(text: str, location: str) -> tuple[Step, ...]:
    """The steps of a file, in the order add, relate, set, retire: what is new is there before others refer to it.

    Raises InputError with the place for what is no TOML, an unknown word, and what is lacking; LimitExceeded for more
    than 500 steps.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("what-if-torn", location=location, reason=str(error)) from error
    for name in values:
        if name not in _NEEDED:
            hint = did_you_mean(name, _NEEDED)
            raise InputError("what-if-word", location=location, hint=hint, word=name, known=tuple(_NEEDED))
    steps = [step for what in _NEEDED for step in _steps(values.get(what, []), what, location)]
    if not steps:
        raise InputError("what-if-empty", location=location, known=tuple(_NEEDED))
    if len(steps) > MOST_STEPS:
        raise LimitExceeded("what-if-long", n=len(steps), most=MOST_STEPS)
    return tuple(steps)


def _steps(tables: Any, what: str, location: str) -> list[Step]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError("what-if-form", location=location, word=what)
    return [_step(table, what, number, location) for number, table in enumerate(tables, 1)]


def _step(table: dict[str, Any], what: str, number: int, location: str) -> Step:
    where = f"{location}, [[{what}]] {number}"
    needed = _NEEDED[what]
    if missing := [name for name in needed if name not in table]:
        raise InputError("what-if-lacking", location=where, missing=missing)
    others = {name: value for name, value in table.items() if name not in needed}
    allowed = _TAKEN.get(what)
    for name in others:
        if allowed is not None and name not in allowed:
            raise InputError(
                "what-if-word", location=where, hint=did_you_mean(name, allowed), word=name, known=allowed
            )
    if what == "set" and not others:
        raise InputError("what-if-lacking", location=where, missing="…")
    return Step(
        what,
        number,
        tuple(_text(table[name], name, where) for name in needed),
        tuple((name, _text(value, name, where)) for name, value in others.items()),
    )


def _text(value: Any, name: str, where: str) -> str:
    """A value as the command line takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | date):
        return str(value)
    raise InputError("what-if-value", location=where, name=name)
