# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An answer in the format that was asked for: text for people, JSON, or the table as CSV or Markdown."""

from collections.abc import Callable
from typing import Annotated, Final, Protocol

import typer

from grundriss.cli import session
from grundriss.errors import UsageError

_FORMATS: Final = ("human", "json", "csv", "md")

Format = Annotated[str, typer.Option("-f", "--format", help="human, json, csv or md.")]
When = Annotated[
    str,
    typer.Option(
        "--state", help="ist, soll, a plateau, a date such as 2027, a revision such as r12 or a scenario."
    ),
]


class _Answer(Protocol):
    def to_dict(self) -> dict[str, object]: ...


def checked(format_name: str) -> str:
    """The language of the answer; what cannot be written is refused before anything is computed."""
    if format_name not in _FORMATS:
        raise UsageError("format-unknown", format=format_name, known=_FORMATS)
    return session.language_of(format_name)


def put(answer: _Answer, format_name: str, lang: str, human: Callable[[], str]) -> None:
    """Write an answer to stdout."""
    if format_name == "json":
        session.put_json(answer.to_dict())
        return
    if format_name == "human":
        session.put(human())
        return
    from grundriss.exporters.table_export import csv_text, markdown_text
    from grundriss.model.answer_table import table

    write = csv_text if format_name == "csv" else markdown_text
    session.put(write(table(answer, lang)).removesuffix("\n"))
