# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an address asks of a view: `/views/{key}` is its page, `/views/{key}.svg` and others are its files."""

from typing import Final

from fastapi import Request

from grundriss.errors import NotFound
from grundriss.messages import LANGUAGES
from grundriss_api.parameters import Parameters
from grundriss_api.snapshot_places import placed
from grundriss_viz.views import VIEWS, ViewDefinition, definition

SVG: Final = "image/svg+xml"


def known(key: str) -> ViewDefinition:
    """The view of that name; raises NotFound."""
    if len(key) > 100:
        raise NotFound("view-unknown", name=key[:100], known=VIEWS)
    return definition(key)


def parameters(request: Request, view: ViewDefinition) -> Parameters:
    """What a request asks of a view, and where it is read. Raises UsageError for what the view does not take."""
    return placed(request, [parameter.name for parameter in view.parameters])


def options(asked: Parameters, view: ViewDefinition, lang: str) -> dict[str, str | int]:
    """What is asked of a view, as `grundriss_viz.views.draw` takes it; raises UsageError for a wrong value."""
    found: dict[str, str | int] = {"lang": lang}
    for parameter in view.parameters:
        if parameter.name not in asked:
            continue
        name = "from_" if parameter.name == "from" else parameter.name
        if parameter.kind == "integer":
            found[name] = asked.depth() or 1
        elif parameter.choices:
            found[name] = asked.one_of(parameter.name, parameter.default, parameter.choices)
        else:
            found[name] = asked[parameter.name]
    return found


def identity(key: str, asked: dict[str, str | int]) -> tuple[str, ...]:
    """What tells one picture from another."""
    return (key, *(f"{name}={value}" for name, value in sorted(asked.items())))


def language(request: Request) -> str:
    """The language of a picture: German where the address names none that there is."""
    named = request.query_params.get("lang")
    return named if named in LANGUAGES else LANGUAGES[0]
