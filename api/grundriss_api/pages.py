# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages, rendered on the server: German by default, English complete, usable without scripts."""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

import grundriss
from grundriss_api import negotiation

LANGUAGES: Final = ("de", "en")
STATIC: Final = Path(__file__).parent / "static"
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """Renders templates for one request: its language and the address without `lang`, for the language switch."""

    lang: str
    path: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: Request, lang: str | None = None) -> "Page":
        """The page that a request asks for; `?lang=` wins over Accept-Language."""
        wanted = lang or request.query_params.get("lang")
        if wanted not in LANGUAGES:
            wanted = negotiation.choose_language(request.headers.get("accept-language"), LANGUAGES)
        fields = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "lang")
        return cls(wanted, request.url.path, fields)

    def render(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page as an answer."""
        text = _environment().get_template(template)
        body = text.render(
            lang=self.lang,
            t=texts(self.lang),
            version=grundriss.__version__,
            languages=[(code, texts(code)["name"], self.in_language(code)) for code in LANGUAGES],
            **values,
        )
        headers = {
            "Content-Language": self.lang,
            "Vary": "Accept, Accept-Language",
            "Cache-Control": "no-cache",
        }
        return HTMLResponse(body, status, headers)

    def in_language(self, language: str) -> str:
        """The address of this page in a language."""
        return f"{quote(self.path)}?{urlencode([*self.fields, ('lang', language)])}"


@cache
def texts(lang: str) -> dict[str, Any]:
    """The texts of the user interface in a language, from texts/."""
    return tomllib.loads((_HERE / "texts" / f"{lang}.toml").read_text(encoding="utf-8"))


def query_address(query: str, lang: str, result_format: str = "html") -> str:
    """The address that answers a query in a format."""
    return "/sparql?" + urlencode({"query": query, "format": result_format, "lang": lang})


def day(date: datetime.date, lang: str) -> str:
    """A day as the language writes it.

    >>> day(datetime.date(2026, 11, 23), "de")
    '23.11.2026'
    """
    return f"{date:%d.%m.%Y}" if lang == "de" else date.isoformat()


def grouped(number: int, lang: str) -> str:
    """A number with the language's mark between thousands.

    >>> grouped(12345, "de"), grouped(12345, "en")
    ('12.345', '12,345')
    """
    return f"{number:,}".replace(",", "." if lang == "de" else ",")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["query_address"] = query_address
    environment.filters.update(grouped=grouped, day=day)
    return environment
