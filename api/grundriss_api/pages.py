# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages, rendered on the server: German by default, English complete, usable without scripts."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import grundriss
from grundriss.listing.collection import collection_of_kind
from grundriss.messages import LANGUAGES
from grundriss.model import gap_counts
from grundriss.model.answer_words import place_words
from grundriss.model.partial_date import date_words, day_words
from grundriss.model.state_types import StateName
from grundriss.plain_text import plain
from grundriss.states.when import state_of
from grundriss.store.snapshot import Snapshot
from grundriss_api import negotiation, words
from grundriss_api.api_description import names
from grundriss_api.element_address import parts
from grundriss_api.etag import entity_tag, matches
from grundriss_api.result_table import without_marks
from grundriss_api.snapshot_places import PLACE

NAVIGATION: Final = ("elements", "questions", "views", "gap", "sparql", "docs")
"""The menu of every page: the names of its addresses and texts."""
STATIC: Final = Path(__file__).parent / "static"
_CURSOR: Final = "cursor"
_MEDIA_TYPE: Final = "text/html"
_HERE: Final = Path(__file__).parent
_PLACED: Final = re.compile(
    r"/(?:\Z|(?:elements|questions|views|gap|impact|paths|search|sparql|data|api/v1)(?:/|\Z)|doc/(?!revision/))"
)
"""The addresses that can be read in a scenario and at a revision."""
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """Renders templates for one request: its language, and its address without `lang`, for links.

    `names_language` says whether the address names the language: then its links name it too. `unknown_language` says
    that it names one that the pages do not have: then the page says so. `place` is the scenario and the revision that
    the address names: links to pages and data that can be read there keep it. `known_tags` is what the request says of
    the representations that it has already (If-None-Match).
    """

    lang: str
    path: str
    fields: tuple[tuple[str, str], ...]
    names_language: bool = False
    unknown_language: bool = False
    place: tuple[tuple[str, str], ...] = ()
    known_tags: str | None = None

    @classmethod
    def of(cls, request: Request, lang: str | None = None) -> "Page":
        """The page that a request asks for; `?lang=` wins over Accept-Language."""
        wanted = lang or request.query_params.get("lang")
        named = wanted in LANGUAGES
        unknown = bool(wanted) and not named
        if wanted not in LANGUAGES:
            wanted = negotiation.choose_language(request.headers.get("accept-language"), LANGUAGES)
        fields = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "lang")
        place = tuple((name, value) for name, value in fields if name in names(PLACE) and value.strip())
        tags = request.headers.get("if-none-match") if request.method == "GET" else None
        return cls(wanted, request.url.path, fields, named, unknown, place, tags)

    def render(
        self, template: str, status: int = 200, *, snapshot: Snapshot | None = None, **values: Any
    ) -> Response:
        """A page as an answer; 304 when the client has it. The page of an error has no entity tag."""
        text = _environment().get_template(template)
        body = text.render(
            page=self,
            lang=self.lang,
            t=texts(self.lang),
            version=grundriss.__version__,
            languages=[(code, texts(code)["name"], self.in_language(code)) for code in LANGUAGES],
            navigation=NAVIGATION,
            snapshot=snapshot,
            **values,
        )
        headers = {
            "Content-Language": self.lang,
            "Vary": "Accept, Accept-Language",
            "Cache-Control": "no-cache",
        }
        if status != 200:
            return HTMLResponse(body, status, headers)
        headers["ETag"] = tag = self._tag(body, snapshot)
        if matches(self.known_tags, tag):
            return Response(None, 304, headers)
        return HTMLResponse(body, status, headers)

    def _tag(self, body: str, snapshot: Snapshot | None) -> str:
        """The tag of this page: what it shows, in its language, of a revision on a day. Timing stands in headers."""
        media_type = f"{_MEDIA_TYPE}; lang={self.lang}"
        if snapshot is None:
            return entity_tag(0, None, media_type, body.encode())
        number, day = snapshot.number, snapshot.effective_date
        return entity_tag(number, day, media_type, body.encode(), snapshot.scenario)

    def in_language(self, language: str) -> str:
        """The address of this page in a language; of a list its first page, since the order is another one there."""
        fields = [field for field in self.fields if field[0] != _CURSOR or language == self.lang]
        return f"{quote(self.path)}?{urlencode([*fields, ('lang', language)])}"

    def href(self, path: str, fields: Mapping[str, object] | None = None) -> str:
        """The address of another page, in the language of this one; fields without a value are left out.

        >>> Page("de", "/", ()).href("/gap", {"from": "ist", "to": None})
        '/gap?from=ist'
        """
        named = self.names_language or (fields or {}).get(_CURSOR)
        language = {"lang": self.lang if named else None}
        return self.data(path, {**(fields or {}), **language})

    def data(self, path: str, fields: Mapping[str, object] | None = None) -> str:
        """The address of data: without a language, since data names the language of each label.

        >>> Page("de", "/", (), place=(("scenario", "one"),)).data("/api/v1/gap", {"from": "ist", "to": None})
        '/api/v1/gap?scenario=one&from=ist'
        """
        place = dict(self.place) if _PLACED.match(path) else {}
        return data_address(path, {**place, **(fields or {})})

    def picture(self, view: str, fields: Mapping[str, object] | None = None, form: str = "svg") -> str:
        """The address of a view in the format of an ending, with the words of this page's language.

        >>> Page("de", "/", ()).picture("gap", {"to": "2028"})
        '/views/gap.svg?to=2028&lang=de'
        """
        return self.data(f"/views/{view}.{form}", {**(fields or {}), "lang": self.lang})

    def query(self, query: str, form: str = "html") -> str:
        """The address that answers a query in a format, where this page is read.

        >>> Page("de", "/", (), place=(("at", "r1"),)).query("ASK {}", "json")
        '/sparql?at=r1&query=ASK+%7B%7D&format=json&lang=de'
        """
        return self.data("/sparql", {"query": query, "format": form, "lang": self.lang})

    def here(self, changed: Mapping[str, object]) -> str:
        """The address of this page with some fields changed; None takes a field away."""
        return self.href(self.path, {**dict(self.fields), **changed})

    def element(self, iri: str, base: str) -> str | None:
        """The address of the page of an element of this landscape, or None for another IRI.

        >>> Page("de", "/", ()).element("https://x.org/id/component/bundid", "https://x.org/")
        '/doc/component/bundid'
        """
        inside = iri.removeprefix(base + "id/")
        return self.href(f"/doc/{inside}") if inside != iri else None


@cache
def texts(lang: str) -> dict[str, Any]:
    """The texts of the user interface in a language, from texts/."""
    return tomllib.loads((_HERE / "texts" / f"{lang}.toml").read_text(encoding="utf-8"))


def data_address(path: str, fields: Mapping[str, object] | None = None) -> str:
    """The address of data: without a language, since data names the language of each label.

    >>> data_address("/api/v1/gap", {"from": "ist", "to": None})
    '/api/v1/gap?from=ist'
    """
    named = [(name, str(value)) for name, value in (fields or {}).items() if value not in (None, "")]
    return quote(path) + (f"?{urlencode(named)}" if named else "")


def moment(time: str, lang: str) -> str:
    """A moment in RFC 3339 as the language writes it, to the minute, in UTC as the log has it.

    >>> moment("2026-11-23T07:39:11+00:00", "de")
    '23.11.2026, 07:39 UTC'
    """
    found = datetime.datetime.fromisoformat(time).astimezone(datetime.UTC)
    return f"{day_words(found.date(), lang)}, {found:%H:%M} UTC"


def state_name(state: StateName | str, lang: str = "de") -> str:
    """The name of a state as titles write it, with the scenario and the revision where these were asked for.

    >>> state_name("ist"), state_name(StateName("soll", "2028-12-31", 2, "one", "Ablösung 2028"))
    ('IST', 'SOLL (Szenario „Ablösung 2028“)')
    """
    name = state if isinstance(state, str) else state.name
    named = name.upper() if name in ("ist", "soll") else name
    places = () if isinstance(state, str) else place_words(state, lang)
    return f"{named} ({plain(', '.join(places))})" if places else named


def state_day(state: StateName, lang: str = "de") -> str:
    """A state by its name and its day, each once, for sentences and headings.

    >>> state_day(StateName("ist", "2026-11-26", 1)), state_day(StateName("2028-12-31", "2028-12-31", 1), "en")
    ('IST (26.11.2026)', '31 December 2028')
    """
    day = date_words(state.date, lang)
    return day if state.name == state.date else f"{state_name(state.name)} ({day})"


def pair_of_states(words: str, a: StateName, b: StateName, lang: str) -> str:
    """Two states in `words`, which hold `{from}` and `{to}`: with their places, told once where both have the same.

    >>> one = [StateName(name, "2028-12-31", 2, "one", "Ablösung") for name in ("ist", "soll")]
    >>> pair_of_states("{from} → {to}", *one, "de")
    'IST (31.12.2028) → SOLL (31.12.2028), Szenario „Ablösung“'
    """
    places = [plain(", ".join(place_words(state, lang))) for state in (a, b)]
    named = [state_day(state, lang) for state in (a, b)]
    if places[0] != places[1]:
        named = [f"{name}, {place}" if place else name for name, place in zip(named, places, strict=True)]
    told = words.format(**{"from": named[0], "to": named[1]})
    return f"{told}, {places[0]}" if places[0] and places[0] == places[1] else told


def place_named(snapshot: Snapshot, lang: str) -> str:
    """The scenario and the revision that a snapshot was asked for by; empty for the newest of the main line."""
    return plain(", ".join(place_words(state_of(snapshot, "", snapshot.effective_date), lang)))


def grouped(number: int, lang: str) -> str:
    """A number with the language's mark between thousands.

    >>> grouped(12345, "de"), grouped(12345, "en")
    ('12.345', '12,345')
    """
    return f"{number:,}".replace(",", "." if lang == "de" else ",")


def web_address(text: str) -> str | None:
    """The text where it is a web address and nothing else, for links to sources.

    >>> web_address("https://www.fitko.de/"), web_address("javascript:alert(1)")
    ('https://www.fitko.de/', None)
    """
    return text if _WEB_ADDRESS.match(text) else None


def collection_in(iri: str) -> str | None:
    """The collection that an element is in, by its IRI.

    >>> collection_in("https://w3id.org/grundriss/id/organization/fitko")
    'organisations'
    """
    kind, _ = parts(iri.rpartition("/id/")[2])
    found = collection_of_kind(kind)
    return found.name if found else None


def host(address: str) -> str:
    """The host of a web address, as a short name for a source.

    >>> host("https://www.fitko.de/produktmanagement/pvog")
    'www.fitko.de'
    """
    return address.split("/")[2]


def _shown(value: object) -> object:
    """What a template shows of a value: text of the data goes without controls and marks of direction."""
    return without_marks(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        pair_of_states=pair_of_states,
        place_named=place_named,
        code_word=words.code_word,
        collection_in=collection_in,
        gap_heading=gap_counts.heading,
        gap_label=gap_counts.label,
        host=host,
        web_address=web_address,
        word=words.word,
        words_around=words.words_around,
    )
    environment.filters.update(
        grouped=grouped,
        day=day_words,
        iso_day=date_words,
        moment=moment,
        state_day=state_day,
        state_name=state_name,
    )
    return environment
