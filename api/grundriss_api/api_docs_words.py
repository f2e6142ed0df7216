# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the OpenAPI document in the language of a page: they are written in English, their German stands
in texts/api_docs.de.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

_GERMAN: Final = Path(__file__).parent / "texts" / "api_docs.de.toml"


def in_language(text: str, lang: str) -> str:
    """A sentence of the document in a language, its line breaks taken away; English where it has no German.

    >>> in_language("The earlier state: ist, soll, a plateau or a date", "de")
    'Der frühere Zustand: ist, soll, ein Plateau oder ein Datum'
    """
    sentence = " ".join(text.split())
    return (german(sentence) if lang == "de" else None) or sentence


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a description, which blank lines part."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def marked(text: str) -> list[tuple[bool, str]]:
    """The pieces of a text with whether each is code: what stands between backticks, as in Markdown.

    >>> marked("with `.ttl` at its end")
    [(False, 'with '), (True, '.ttl'), (False, ' at its end')]
    """
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # a lone backtick marks nothing
        return [(False, text)]
    return [(place % 2 == 1, piece) for place, piece in enumerate(pieces) if piece]


def german(sentence: str) -> str | None:
    """The German of a sentence; None where there is none, which a test keeps from happening."""
    known = german_sentences()
    if sentence in known:
        return known[sentence]
    for pattern, told in _patterns():
        if found := pattern.fullmatch(sentence):
            return told.replace("{}", known.get(found[1], found[1]))
    return None


@cache
def german_sentences() -> dict[str, str]:
    """The German by the English, from the file."""
    return {en: str(de) for en, de in tomllib.loads(_GERMAN.read_text(encoding="utf-8")).items()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with a {}, which stands for anything."""
    return tuple(
        (re.compile(re.escape(en).replace(r"\{\}", "(.+)")), de)
        for en, de in german_sentences().items()
        if "{}" in en
    )
