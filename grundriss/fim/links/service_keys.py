# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Services by their key in a text: 99, then three digits each for group, object, action and detail (LeiKa)."""

import re
from collections.abc import Iterator
from typing import Final

from grundriss.fim.links.artefacts import Catalogue
from grundriss.fim.links.evidence import Evidence, Found, Grade, LinkType, Method, Pair

_KEY: Final = re.compile(
    r"(?<![^\W_])(?<![0-9][.,/-])99(?!000)[0-9]{3}(?!000)[0-9]{9}(?![^\W_])(?![.,/-][0-9])", re.ASCII
)
_ENDS: Final = re.compile(r"[.!?;]\s|[\r\n]+")
_LONGEST: Final = 240


def keys_in(text: str) -> list[tuple[str, int]]:
    """The keys of services in a text with their places; a number with more or fewer digits is none.

    >>> keys_in("Leistungsschlüssel: 99006064273000; Telefon 990060642730001")
    [('99006064273000', 20)]
    """
    return [(found[0], found.start()) for found in _KEY.finditer(text)]


def sentence_around(text: str, place: int) -> str:
    """The sentence or line of a text that holds a place, shortened around it where it is long.

    >>> sentence_around("Ein Satz. Zur Leistung 99006064273000 gehört es. Noch einer.", 24)
    'Zur Leistung 99006064273000 gehört es.'
    """
    start = max((found.end() for found in _ENDS.finditer(text, 0, place)), default=0)
    after = _ENDS.search(text, place)
    end = len(text) if after is None else after.start() + 1
    if end - start > _LONGEST:
        start, end = max(start, place - _LONGEST // 2), min(end, place + _LONGEST // 2)
    return " ".join(text[start:end].split())


def services_in_texts(catalogue: Catalogue) -> Iterator[Found]:
    """Schemas whose own text names the key of a service, loaded or not. Of several keys in a text each counts less.

    The score is one by the number of different keys in the text.
    """
    for schema in catalogue.schemas.values():
        for text in schema.texts:
            keys = keys_in(text)
            score = 1 / max(1, len({key for key, _ in keys}))
            for key, place in keys:
                pair = Pair(LinkType.COLLECTS_DATA_FOR, schema.node, catalogue.base.element("service", key))
                quoted = f"„{sentence_around(text, place)}“"
                yield pair, Evidence(Grade.TEXT_MENTION, Method.TEXT_SEARCH, score, quoted)
