# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The parameters of a page: each known, each once, none longer than a person would write."""

from collections.abc import Collection
from typing import Final

from starlette.requests import Request

from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean

_LONGEST: Final = 300
_MOST_DIGITS: Final = 9


class Parameters(dict[str, str]):
    """The fields of the address that have a value, by name; `lang` is the page's own affair."""

    @classmethod
    def of(cls, request: Request, known: Collection[str] = ()) -> "Parameters":
        """The fields of a request that may have those named in `known`, and `lang`.

        Raises UsageError for another name, for a field given twice, and for one longer than 300 characters.
        """
        allowed = [*known, "lang"]
        found = cls()
        seen = set()
        for name, value in request.query_params.multi_items():
            if name not in allowed:
                raise UsageError(
                    f"This page has no parameter {name[:60]!r}.",
                    hint=did_you_mean(name[:60], allowed) or f"It has {', '.join(allowed)}.",
                )
            if name in seen:
                raise UsageError(f"The parameter {name!r} is given twice.", hint="Give it once.")
            if len(value) > _LONGEST:
                raise UsageError(
                    f"The parameter {name!r} is too long.", hint=f"At most {_LONGEST} characters."
                )
            seen.add(name)
            if value.strip() and name in known:
                found[name] = value.strip()
        return found

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number; raises UsageError for anything else, and for one outside of `least` to `most`."""
        text = self.get(name, str(default))
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and least <= int(text) <= most:
            return int(text)
        raise UsageError(
            f"The parameter {name!r} is {text[:60]!r}.", hint=f"Write a whole number from {least} to {most}."
        )

    def one_of(self, name: str, default: str, choices: Collection[str]) -> str:
        """One of the `choices`; raises UsageError for anything else."""
        text = self.get(name, default)
        if text in choices:
            return text
        raise UsageError(
            f"The parameter {name!r} is {text[:60]!r}.",
            hint=did_you_mean(text[:60], choices) or f"Write one of {', '.join(choices)}.",
        )
