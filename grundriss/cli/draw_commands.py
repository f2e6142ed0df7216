# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that draw: draw."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from grundriss.cli import session
from grundriss.errors import UsageError

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot
    from grundriss_viz.formats import Format
    from grundriss_viz.views import ViewDefinition


_OTHER_FOCUS: Final = {
    "de": (
        "{missing} gibt es hier nicht; in der Mitte steht {label} [{key}]. Ein anderes Element: --focus.",
        "Zum Beispiel: {others}.",
    ),
    "en": (
        "{missing} does not exist here; in the middle is {label} [{key}]. Another element: --focus.",
        "For example: {others}.",
    ),
}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(draw)


def draw(
    views: Annotated[list[str] | None, typer.Argument(help="The views; --list names them.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Name the views and what they take.")] = False,
    state: Annotated[
        str | None, typer.Option(help="ist, soll, a plateau, a date, a revision or a scenario.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="The first state of a gap.")] = None,
    to: Annotated[str | None, typer.Option(help="The second state of a gap.")] = None,
    focus: Annotated[str | None, typer.Option(help="An IRI, a CURIE, a key or a label.")] = None,
    direction: Annotated[str | None, typer.Option(help="up or down.")] = None,
    depth: Annotated[int | None, typer.Option(help="How many steps from the element.")] = None,
    by: Annotated[str | None, typer.Option(help="organisation or level.")] = None,
    show: Annotated[
        str | None,
        typer.Option(
            help="Of states in one layout: the gap's both, from or to; the map's state, or both with marks."
        ),
    ] = None,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            help="svg, png, pdf; csv, xlsx, md: the table; dot, mmd, puml, drawio, graphml, cyjs: for other programs. "
            "Default: by the ending of the file, else svg.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file, or a folder for several; - is stdout.")
    ] = None,
    paper: Annotated[
        str | None, typer.Option(help="The sheet of a PDF: a4, a3, a1 or a0. Default: a3.")
    ] = None,
) -> None:
    """Draw views: as pictures, as the table behind them, or for other programs to go on with."""
    if show_list:
        _put_list()
        return
    if not views:
        raise UsageError("view-missing")
    from grundriss_viz.views import definition

    asked = {
        "state": state,
        "from": from_,
        "to": to,
        "focus": focus,
        "direction": direction,
        "depth": depth,
        "by": by,
        "show": show,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    found = [definition(key) for key in dict.fromkeys(views)]
    _check_parameters(found, given)
    target = None if output is None or str(output) == "-" else output
    as_format = _on_paper(_format(format_name, target), paper)
    places = _places(found, target, as_format)
    with session.open_snapshot() as snapshot:
        for view, place in zip(found, places, strict=True):
            write_picture(
                _drawn(snapshot, view, given, session.language_of(as_format.ending), as_format),
                place,
                place != target,
            )


def _put_list() -> None:
    from grundriss.cli.table import format_table
    from grundriss_viz.views import VIEWS

    rows = [
        [
            view.key,
            view.title(session.language()),
            " ".join(
                f"--{p.name} {'|'.join(p.choices) or p.default or p.kind.upper()}" for p in view.parameters
            ),
        ]
        for view in VIEWS.values()
    ]
    session.put(
        format_table(
            [session.said(f"column-{name}") for name in ("view", "title", "options")], rows, widest=100
        )
    )


def _check_parameters(views: "list[ViewDefinition]", given: dict[str, Any]) -> None:
    """Every option must be one that at least one of the views takes."""
    for name in given:
        if not any(p.name == name for view in views for p in view.parameters):
            names = ", ".join(view.key for view in views)
            known = " ".join(dict.fromkeys(f"--{p.name}" for view in views for p in view.parameters))
            raise UsageError("view-option-unknown", views=names, option=name, known=known)


def _format(name: str | None, target: Path | None) -> "Format":
    from grundriss_viz.formats import FORMATS

    wanted = name or (target.suffix.removeprefix(".").lower() if target and target.suffix else "svg")
    if wanted not in FORMATS:
        raise UsageError("picture-format-unknown", format=wanted, known=FORMATS)
    return FORMATS[wanted]


def _on_paper(known: "Format", paper: str | None) -> "Format":
    """The format with the paper that was asked for."""
    if paper is None:
        return known
    if known.ending != "pdf":
        raise UsageError("paper-without-pdf", format=known.ending)
    from grundriss_viz.exports import pdf

    pdf.check_paper(paper)
    return replace(known, render=lambda diagram: pdf.render(diagram, paper))


def _places(views: "list[ViewDefinition]", target: Path | None, as_format: "Format") -> list[Path | None]:
    """Where each view goes: one to the file or to stdout, several (or one, where that is a folder) into a folder."""
    if target is None:
        if len(views) > 1:
            raise UsageError("views-need-folder")
        if as_format.binary and sys.stdout.isatty():
            raise UsageError("picture-on-terminal", format=as_format.ending)
        return [None]
    if len(views) > 1 and not target.is_dir() and _is_file_name(target):
        raise UsageError("views-one-file", file=target, count=len(views))
    if target.is_dir() or not target.suffix or len(views) > 1:
        return [target / f"{view.key}.{as_format.ending}" for view in views]
    return [target]


def _is_file_name(target: Path) -> bool:
    """Whether a path ends like the file of a picture."""
    from grundriss_viz.formats import FORMATS

    return target.suffix.removeprefix(".").lower() in FORMATS


def _drawn(
    snapshot: "Snapshot", view: "ViewDefinition", given: dict[str, Any], lang: str, as_format: "Format"
) -> bytes:
    from grundriss_viz.views import draw as draw_view

    taken = {p.name for p in view.parameters}
    values = {("from_" if name == "from" else name): v for name, v in given.items() if name in taken}
    if view.focus_kind and "focus" not in values:
        values["focus"] = _example(snapshot, view, lang)
    return as_format.render(draw_view(view.key, snapshot, lang=lang, **values))


def _example(snapshot: "Snapshot", view: "ViewDefinition", lang: str) -> str:
    """The element in the middle where none is named; says so where it is not the one that --list names."""
    from grundriss.items import item
    from grundriss_viz.views import example_focus

    found = example_focus(snapshot, view, lang)
    if found.missing:
        words = _OTHER_FOCUS[lang]
        shown = item(snapshot.store, found.node, lang)
        others = ", ".join(other.key for other in found.others)
        session.say(words[0].format(missing=found.missing, label=shown.label, key=shown.key))
        if others:
            session.say(words[1].format(others=others))
    return found.node.value


def write_picture(content: bytes, place: Path | None, into_folder: bool = False) -> None:
    """Write a file and say so, or write to stdout where there is no place; a folder that is not there is made."""
    from grundriss.exporters.text_table import as_stream
    from grundriss.store.durable import disk_error

    if place is None:
        sys.stdout.buffer.write(as_stream(content))
        sys.stdout.buffer.flush()
        return
    try:
        if into_folder:
            place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    except OSError as error:
        raise disk_error(error, place) from error
    session.say(session.said("written-picture", file=place, size=len(content) // 1000 or 1))
