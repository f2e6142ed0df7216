# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The parameters of a request: each known, each once, none longer than a person would write."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from starlette.requests import Request

from grundriss.analysis.hops import DEEPEST, checked_depth
from grundriss.errors import GrundrissError, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message

_LONGEST: Final = 300
_MOST_DIGITS: Final = 9
_LONGEST_NUMBER: Final = 30


class Parameters(dict[str, str]):
    """The fields of the address that have a value, by name; `lang` is the page's own affair."""

    @classmethod
    def of(cls, request: Request, known: Collection[str] = ()) -> "Parameters":
        """The fields of a request that may have those named in `known`, and `lang`.

        Raises UsageError for another name, for a field given twice, and for one longer than 300 characters.
        """
        return cls.among(request.query_params.multi_items(), known)

    @classmethod
    def among(cls, fields: Iterable[tuple[str, str]], known: Collection[str] = ()) -> "Parameters":
        """The same of fields that were read already, of an address or of a form."""
        allowed = list(dict.fromkeys([*known, "lang"]))
        found = cls()
        seen = set()
        for name, value in fields:
            if name not in allowed:
                raise _wrong(name, "parameter-unknown", did_you_mean(name[:60], allowed), known=allowed)
            if name in seen:
                raise _wrong(name, "parameter-twice")
            if len(value) > _LONGEST:
                raise _wrong(name, "parameter-too-long", most=_LONGEST)
            seen.add(name)
            if value.strip() and name in known:
                found[name] = value.strip()
        return found

    def needed(self, name: str) -> str:
        """The value of a parameter that has to be given; raises UsageError where it is not."""
        if name not in self:
            raise _wrong(name, "parameter-missing")
        return self[name]

    def only_one_of(self, name: str, other: str) -> None:
        """Raises UsageError where two names of the same parameter are both given."""
        if name != other and name in self and other in self:
            raise _wrong(other, "parameter-same", other=name)

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number; raises UsageError for anything else, and for one outside of `least` to `most`."""
        text = self.get(name, str(default))
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and least <= int(text) <= most:
            return int(text)
        raise _wrong(name, "parameter-number", value=text[:60], least=least, most=most)

    def depth(self) -> int | None:
        """The parameter `depth`; None where it is not given. Raises UsageError for none that can be asked for."""
        if "depth" not in self:
            return None
        text = self["depth"].removeprefix("-")
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
            return self.number("depth", 1, 1, DEEPEST)
        with about("depth"):
            return checked_depth(int(self["depth"]))

    def one_of(self, name: str, default: str, choices: Collection[str]) -> str:
        """One of the `choices`; raises UsageError for anything else."""
        text = self.get(name, default)
        if text in choices:
            return text
        raise _wrong(
            name, "parameter-choice", did_you_mean(text[:60], choices), value=text[:60], known=choices
        )


@contextmanager
def about(name: str, where: str = "query") -> Iterator[None]:
    """What goes wrong in the block is told as the fault of this parameter."""
    try:
        yield
    except GrundrissError as error:
        error.pointer = f"/{where}/{name}"
        raise


def _wrong(name: str, key: str, hint: Message | None = None, /, **values: object) -> UsageError:
    error = UsageError(key, hint=hint, name=name[:60], **values)
    error.pointer = "/query/" + name[:60].replace("~", "~0").replace("/", "~1")
    return error
