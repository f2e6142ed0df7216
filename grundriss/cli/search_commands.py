# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that find elements by name: search."""

from typing import Annotated

import typer

from grundriss.cli import session
from grundriss.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(search)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, a part of one, or a key.")],
    limit: Annotated[int, typer.Option(help="How many elements to show, at most 1000.")] = 20,
    format_name: Annotated[str, typer.Option("-f", "--format", help="table or json.")] = "table",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Find elements by name or key; case and the spelling of umlauts do not matter."""
    from grundriss.cli.table import format_table
    from grundriss.listing.search import search as find
    from grundriss.model.answer_words import class_label

    if format_name not in ("table", "json"):
        raise UsageError("format-unknown", format=format_name, known=("table", "json"))
    with session.open_snapshot() as snapshot:
        found = find(snapshot, text, limit, session.language_of(format_name))
    if format_name == "json":
        session.put_json(found.to_dict())
        return
    if not found.hits:
        session.say(session.said("search-nothing", text=text))
        return
    said = session.said
    lang = session.language()
    rows = [
        [hit.item.key, class_label(hit.item.type, lang), hit.item.label, f"{hit.score:.2f}"]
        for hit in found.hits
    ]
    session.put(format_table([said(f"column-{name}") for name in ("key", "type", "label", "score")], rows))
    if found.total > len(found.hits):
        session.say(said("search-more", n=found.total - len(found.hits)))
