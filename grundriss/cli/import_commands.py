# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that read the formats of others: import fim."""

from pathlib import Path
from typing import Annotated

import typer

from grundriss.cli import session
from grundriss.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("fim")(fim)
    app.add_typer(group, name="import", help="Read the formats of others, with a report.")


def fim(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SRC",
            help="A FIM file, a folder of them or a ZIP. XDatenfelder 2 and 3, XProzess 2, XZuFi 2, Genericode.",
            readable=False,
        ),
    ],
    dataset: Annotated[str, typer.Option(help="The dataset that the versions are added to.")] = "fim",
    message: Annotated[str | None, typer.Option("-m", "--message", help="Why, for the log.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    competences: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.nt",
            help="Only write the competences of XZuFi files, however many, as N-Triples for 'grundriss load'.",
        ),
    ] = None,
    format_name: Annotated[str, typer.Option("-f", "--format", help="human or json.")] = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
) -> None:
    """Add the versions that FIM files hold. A file that is wrong is told and left out; exit status 3 then.

    A version that is stored already stays as it is; importing the same again changes nothing.
    """
    from grundriss.cli.import_text import import_dict, import_text
    from grundriss.editing.fim_import import import_fim
    from grundriss.importers.fim.collection import read_collection
    from grundriss.store.commit import Intent

    if format_name not in ("human", "json"):
        raise UsageError("format-unknown", format=format_name, known=["human", "json"])
    if competences is not None:
        _write_competences(source, competences, format_name)
        return
    workspace = session.open_workspace(writable=True)
    collection = read_collection(source, workspace.base)
    name = source.resolve().name
    intent = Intent(
        dataset, message or f"Import {name}", session.author(), source=name, sha256=collection.sha256
    )
    done = import_fim(workspace, collection, intent, dry_run=dry_run, progress=session.say_step)
    if format_name == "json":
        session.put_json(import_dict(collection, done))
    else:
        session.put(import_text(collection, done, session.language(), dry_run=dry_run))
    if not done.outcome.report.conforms:
        session.leave(1)
    if collection.refused:
        session.leave(3)


def _write_competences(source: Path, target: Path, format_name: str) -> None:
    """Write competences to a file of their own; exit status 3 when a file was wrong."""
    from grundriss.cli.import_text import competences_dict, competences_text
    from grundriss.importers.fim.competence_file import write_competence_file

    base = session.open_workspace().base
    written, collection = write_competence_file(source, base, target)
    if format_name == "json":
        session.put_json(competences_dict(written, collection))
    else:
        session.put(competences_text(written, collection, target, session.language()))
    if collection.refused:
        session.leave(3)
