# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The formats of query results: https://www.w3.org/TR/sparql11-protocol/#conneg and the result formats it names."""

from dataclasses import dataclass
from typing import Final

from grundriss.errors import GrundrissError, UsageError
from grundriss.sparql.gate import Form
from grundriss_api import negotiation

HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class Format:
    """A result format: its short name (`format=csv`), its media type, what else asks for it.

    `engine_type` is what the engine is asked for: for a web page, lines that can be cut anywhere.
    """

    name: str
    media_type: str
    engine_type: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def _same(name: str, media_type: str, *aliases: str) -> Format:
    return Format(name, media_type, media_type, aliases)


TABLES: Final = (
    _same("json", "application/sparql-results+json", "application/json"),
    _same("xml", "application/sparql-results+xml", "application/xml", "text/xml"),
    _same("csv", "text/csv"),
    _same("tsv", "text/tab-separated-values"),
    Format("html", HTML, "text/tab-separated-values"),
)
GRAPHS: Final = (
    _same("ttl", "text/turtle"),
    _same("nt", "application/n-triples"),
    _same("jsonld", "application/ld+json", "application/json"),
    _same("rdf", "application/rdf+xml", "application/xml", "text/xml"),
    Format("html", HTML, "application/n-triples"),
)


class NotAcceptable(GrundrissError):
    """None of the formats that the client accepts is there for this answer."""

    exit_status = 2
    http_status = 406


def formats_of(form: Form) -> tuple[Format, ...]:
    """The formats in which an answer to that form of query is given, the preferred first."""
    return GRAPHS if form.gives_graph else TABLES


def choose(form: Form, accept: str | None, name: str | None) -> Format:
    """The format by its short name, else by the Accept header.

    Raises UsageError for a name that this form of query has not, NotAcceptable when the header fits nothing.
    """
    formats = formats_of(form)
    if name:
        for candidate in formats:
            if candidate.name == name:
                return candidate
        raise UsageError("result-format-unknown", form=form.name, format=name[:40], known=_names(formats))
    by_type = {t: f for f in formats for t in (f.media_type, *f.aliases)}
    chosen = negotiation.choose(accept, list(by_type))
    if chosen is None:
        raise NotAcceptable("accept-answer", known=[candidate.media_type for candidate in formats])
    return by_type[chosen]


def _names(formats: tuple[Format, ...]) -> list[str]:
    return [candidate.name for candidate in formats]
