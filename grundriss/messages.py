# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Messages in German and English: what Grundriss says outside of pages and pictures, by key, from texts/.

A text has its placeholders by name. A pair of texts is a singular and a plural; the value `n` decides. The hint that
belongs to the message `some-key` has the key `some-key-hint`.
"""

import errno
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from grundriss.plain_text import plain

LANGUAGES: Final = ("de", "en")
_TEXTS: Final = Path(__file__).parent / "texts"
_HINT: Final = "-hint"
_OR: Final = {"de": " oder ", "en": " or "}


@runtime_checkable
class _Bilingual(Protocol):
    """A text that the data has in both languages."""

    def in_language(self, lang: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Either:
    """Names of which one is meant: `a or b`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that can be said in both languages: its key, and what stands at its placeholders.

    A value is text, a number, a path, another message, a list (`a, b`) or an `Either`.

    >>> Message("language-unknown", {"lang": "fr"}).text("de")
    '„fr“ ist hier keine Sprache.'
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text("en")

    def text(self, lang: str) -> str:
        """The sentence. Raises KeyError when texts/ lacks the key, or the message a value."""
        found = catalogue(lang)[self.key]
        if not isinstance(found, str):
            found = found[0 if self.values.get("n") == 1 else 1]
        return found.format_map({name: shown(value, lang) for name, value in self.values.items()})

    @property
    def hint(self) -> "Message | None":
        """The sentence that says how to fix it, if texts/ has one."""
        key = self.key + _HINT
        return Message(key, self.values) if key in catalogue("en") else None


@cache
def catalogue(lang: str) -> Mapping[str, str | list[str]]:
    """All texts of a language, by key; another language than German is English."""
    found: dict[str, str | list[str]] = {}
    for part in ("errors", "commands"):
        path = _TEXTS / f"{part}.{'de' if lang == 'de' else 'en'}.toml"
        found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def reason(error: OSError) -> Message:
    """Why the operating system refused something: its own words are English only."""
    key = "os-" + errno.errorcode.get(error.errno or 0, "other").lower()
    if key not in catalogue("en"):
        key = "os-other"
    return Message(key, {"reason": error.strerror or str(error)})


def shown(value: object, lang: str = "en") -> str:
    """A value as it stands in a sentence: without what could steer a terminal."""
    if isinstance(value, str):
        # what is no character (a file name that is not UTF-8) is written as its escape
        return plain(value.encode(errors="backslashreplace").decode())
    if isinstance(value, Message):
        return value.text(lang)
    if isinstance(value, _Bilingual):
        return plain(value.in_language(lang))
    if isinstance(value, Either):
        return _OR[lang if lang == "de" else "en"].join(shown(name, lang) for name in value.names)
    if isinstance(value, Iterable):
        return ", ".join(shown(part, lang) for part in value)
    if isinstance(value, float):
        return f"{value:g}"
    return shown(str(value), lang)
