# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command `ask`: the competency questions and their answers."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from grundriss.cli import session
from grundriss.errors import UsageError
from grundriss.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grundriss.model.analysis_types import Answer
    from grundriss.questions.definition import Question

_FORMATS: Final = ("table", "json", "csv", "md")
_MOST_TOLD: Final = 12


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(ask)


def ask(
    key: Annotated[str | None, typer.Argument(help="The question, such as CQ05.", show_default=False)] = None,
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...", help="Parameters, such as element=zbp.", show_default=False
        ),
    ] = None,
    list_them: Annotated[
        bool, typer.Option("--list", help="List the questions with their parameters.")
    ] = False,
    format_name: Annotated[str, typer.Option("-f", "--format", help="table, json, csv or md.")] = "table",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Ask one of the questions that architects, planners and product owners have: `grundriss ask CQ05 element=zbp`."""
    from grundriss.questions.answer import ask as answer_to
    from grundriss.questions.definition import question

    if format_name not in _FORMATS:
        raise UsageError("format-unknown", format=format_name, known=_FORMATS)
    spoken = session.language_of(format_name)
    if list_them:
        _put_list(format_name, spoken)
        return
    if key is None:
        raise UsageError("question-missing")
    asked = question(key)
    parameters = _parameters(given or [])
    with session.open_snapshot() as snapshot:
        _put_answer(asked, answer_to(snapshot, asked.key, parameters, spoken), format_name, spoken)


def _parameters(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError("parameter-form", text=text)
        if not value.strip():
            raise UsageError("parameter-empty", name=name)
        if name in found:
            raise UsageError("parameter-twice", name=name)
        found[name] = value
    return found


def _put_list(format_name: str, lang: str) -> None:
    from grundriss.questions.definition import question_list, questions

    if format_name == "json":
        session.put_json(question_list(lang).to_dict())
        return
    names = ("question", "topic", "title", "parameters")
    header = [Message(f"column-{name}").text(lang) for name in names]
    rows = [
        [
            asked.key,
            asked.topic.in_language(lang),
            asked.title.in_language(lang),
            " ".join(f"{p.name}={p.default or ''}" for p in asked.parameters),
        ]
        for asked in questions()
    ]
    _put_rows(header, rows, format_name)


def _put_answer(asked: "Question", answer: "Answer", format_name: str, lang: str) -> None:
    from grundriss.exporters.text_table import escaped_markdown
    from grundriss.model.answer_table import table
    from grundriss.plain_text import plain

    if format_name == "json":
        session.put_json(answer.to_dict())
        return
    as_table = table(answer, lang)
    if format_name == "csv":
        _put_rows(as_table.columns, as_table.coded(), "csv")
        return
    mark = "## " if format_name == "md" else ""
    title = next(iter(escaped_markdown([answer.title]))) if mark else plain(answer.title)
    session.put(f"{mark}{answer.key} {title}")
    if answer.parameters:
        shown = [
            f"{p.name}={_shown(answer.parameters[p.name])}"
            for p in asked.parameters
            if p.name in answer.parameters
        ]
        session.put(", ".join(shown))
    session.put("")
    if answer.rows:
        _put_rows(as_table.header(), as_table.worded(), format_name)
    else:
        session.put(Message("ask-nothing").text(lang))
    _put_missing(answer.missing, format_name, lang)


def _put_rows(header: "Sequence[str]", rows: "Iterable[Sequence[str]]", format_name: str) -> None:
    if format_name == "csv":
        from grundriss.exporters.text_table import csv_rows

        session.put(csv_rows(header, rows).removesuffix("\n"))
    elif format_name == "md":
        from grundriss.exporters.text_table import markdown_rows

        session.put(markdown_rows(header, rows))
    else:
        from grundriss.cli.table import format_table

        session.put(format_table(header, list(rows), widest=90))


def _put_missing(missing: tuple[str, ...], format_name: str, lang: str) -> None:
    """What the facts lack: in a terminal the first sentences, and how many more there are."""
    from grundriss.cli.table import plain
    from grundriss.exporters.text_table import escaped_markdown

    if not missing:
        return
    session.put("")
    session.put(Message("ask-missing").text(lang))
    shown = missing if format_name == "md" else missing[:_MOST_TOLD]
    for sentence in escaped_markdown(shown) if format_name == "md" else map(plain, shown):
        session.put(f"- {sentence}")
    if len(shown) < len(missing):
        session.put(Message("ask-more", {"n": len(missing) - len(shown)}).text(lang))


def _shown(value: object) -> str:
    return str(value["key"]) if isinstance(value, dict) else str(value)
