# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The texts of service descriptions: HTML with the tags that the PVOG allows, and the same as plain text.

Allowed are p, br, h1 to h6, b, strong, i, em, sup, sub, ul, ol, li and a with an address (http, https, mailto, tel).
Everything else goes, the text in it stays; of scripts and styles nothing stays.
"""

import html
import re
from typing import Final

import nh3

ALLOWED: Final = {
    "p",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "b",
    "strong",
    "i",
    "em",
    "sup",
    "sub",
    "ul",
    "ol",
    "li",
    "a",
}
_HREF: Final = re.compile(r'<a href="([^"]*)"')
_ADDRESSES: Final = {"http", "https", "mailto", "tel"}
_MARKUP: Final = re.compile(r"[<&]")
_BREAKS: Final = re.compile(r"<br\s*/?>|</(?:p|h[1-6]|ul|ol)>", re.IGNORECASE)
_ITEM: Final = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\f\v\xa0]+")
_LINES: Final = re.compile(r" ?\n ?(?:\n ?)*")


def sanitised(text: str) -> str | None:
    """The text as HTML with nothing but the allowed tags; None for a text without any markup.

    >>> sanitised('<p onclick="x()">Ein <b>Antrag</b><script>x()</script></p>')
    '<p>Ein <b>Antrag</b></p>'
    >>> sanitised("Ein Antrag")
    """
    if not _MARKUP.search(text):
        return None
    return nh3.clean(
        text, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes=_ADDRESSES, link_rel=None
    ).strip()


def plain(text: str) -> str:
    """The text without any markup: paragraphs are lines, items of lists begin with a dash.

    >>> plain("<p>Sie brauchen:</p><ul><li>&bdquo;Ausweis&ldquo;</li><li>Foto</li></ul>")
    'Sie brauchen:\\n- „Ausweis“\\n- Foto'
    """
    lined = _ITEM.sub("\n- ", _BREAKS.sub("\n", sanitised(text) or text))
    stripped = html.unescape(nh3.clean(lined, tags=set(), link_rel=None))
    return _LINES.sub("\n", _BLANKS.sub(" ", stripped)).strip()


def addressed_lines(text: str) -> list[tuple[str, str | None]]:
    """The lines of the plain text without the dashes of a list, each with its address, where it leads to one.

    >>> addressed_lines('<ul><li><a href="https://example.org/2">§ 2 BeispielG</a></li><li>§ 3 BeispielG</li></ul>')
    [('§ 2 BeispielG', 'https://example.org/2'), ('§ 3 BeispielG', None)]
    """
    lined = _ITEM.sub("\n- ", _BREAKS.sub("\n", sanitised(text) or text))
    lines = []
    for line in lined.split("\n"):
        addresses = set(_HREF.findall(line))
        if words := plain(line).removeprefix("- ").strip():
            lines.append((words, html.unescape(addresses.pop()) if len(addresses) == 1 else None))
    return lines
