# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command `fim link`: links that no file declares, with the evidence that they are inferred from."""

from typing import Annotated, Final

import typer

from grundriss.cli import session
from grundriss.errors import UsageError

_FORMATS: Final = ("human", "json", "csv", "md")


def link(
    grade: Annotated[
        str | None,
        typer.Option(
            "--grade",
            metavar="G",
            help="The weakest evidence that is enough: document-profile, text-mention, shared-legal-basis or "
            "similar-name. Default: [fim-links] of grundriss.toml, else similar-name.",
            show_default=False,
        ),
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(
            "--min-score",
            metavar="S",
            help="The lowest score that is enough, from 0 to 1, whatever the grade.",
            show_default=False,
        ),
    ] = None,
    message: session.WhyElse = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    format_name: Annotated[str, typer.Option("-f", "--format", help="human, json, csv or md.")] = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
) -> None:
    """Infer which services, forms, processes and components belong together, each with its evidence.

    The links replace those of the run before, in the dataset fim-links; the same again changes nothing.
    """
    from grundriss.cli.fim_link_text import link_dict, link_text, outcome_text
    from grundriss.editing.fim_links import link_fim, threshold_of
    from grundriss.exporters.table_export import csv_text, markdown_text
    from grundriss.model.answer_table import table

    if format_name not in _FORMATS:
        raise UsageError("format-unknown", format=format_name, known=list(_FORMATS))
    spoken = session.language_of(format_name)
    workspace = session.open_workspace(writable=True)
    threshold = threshold_of(workspace).with_options(grade, min_score)
    done = link_fim(
        workspace,
        session.author(),
        threshold,
        message=message,
        lang=spoken,
        dry_run=dry_run,
        progress=session.say_step,
    )
    if format_name == "json":
        session.put_json(link_dict(done))
    elif format_name == "human":
        session.put(link_text(done, spoken, dry_run=dry_run))
    else:
        found = table(done.found, spoken)
        session.put((csv_text(found) if format_name == "csv" else markdown_text(found)).rstrip("\n"))
        session.say(outcome_text(done, session.language(), dry_run=dry_run))
    if not done.outcome.report.conforms:
        session.leave(1)
