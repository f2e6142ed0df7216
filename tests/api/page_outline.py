# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A web page as tests look at it: its elements, links, headings, and tables as rows of text."""

import csv
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "landscape"
_VOID = {"meta", "link", "img", "input", "br", "hr"}


class Outline(HTMLParser):
    """What a page holds. `tables` are lists of rows, `headings` pairs of level and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.headings: list[tuple[int, str]] = []
        self.tables: list[list[list[str]]] = []
        self.links: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.found.append((tag, attributes))
        if tag not in _VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), ""))
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif tag == "a":
            self.links.append((str(attributes["href"]), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()
        if tag in ("h1", "h2", "h3", "h4"):
            level, text = self.headings[-1]
            self.headings[-1] = (level, " ".join(text.split()))
        if tag in ("td", "th"):
            row = self.tables[-1][-1]
            row[-1] = " ".join(row[-1].split())

    def handle_data(self, data: str) -> None:
        self.text += data
        if "a" in self.open:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)
        if any(tag in self.open for tag in ("h1", "h2", "h3", "h4")):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.found if name == tag]

    def table(self, *heads: str) -> list[list[str]]:
        """The rows, without the heads, of the first table that begins with these heads."""
        return next(rows[1:] for rows in self.tables if tuple(rows[0][: len(heads)]) == heads)

    def rows(self) -> Iterator[list[str]]:
        """The rows of all tables."""
        for table in self.tables:
            yield from table


def facts(name: str) -> list[dict[str, str]]:
    """The rows of a table of the landscape, as they stand."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
