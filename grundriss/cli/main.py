# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command `grundriss`: options before the command, the commands, and what each failure exits with."""

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Final

import typer

from grundriss.cli import (
    analysis_commands,
    draw_commands,
    editing_commands,
    fim_commands,
    history_commands,
    import_commands,
    keeping_commands,
    landscape_commands,
    question_commands,
    read_commands,
    report_commands,
    repository_commands,
    scenario_commands,
    search_commands,
    serve_commands,
    session,
    what_if_command,
)
from grundriss.cli.usage import usage_message
from grundriss.errors import GrundrissError, LimitExceeded
from grundriss.messages import Message

_HELP: Final = "Usage: "

app = typer.Typer(
    name="grundriss",
    help="The knowledge graph and architecture repository of federal IT.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for commands in (
    serve_commands,
    repository_commands,
    import_commands,
    fim_commands,
    keeping_commands,
    scenario_commands,
    history_commands,
    read_commands,
    analysis_commands,
    landscape_commands,
    what_if_command,
    question_commands,
    search_commands,
    draw_commands,
    report_commands,
    editing_commands,
):
    commands.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        read_commands.version()
        raise typer.Exit


@app.callback()
def _options(
    workspace: Annotated[
        Path | None,
        typer.Option(
            "-w",
            "--workspace",
            help="The workspace's folder. Default: the nearest one upwards, else the packaged landscape.",
            readable=False,
        ),
    ] = None,
    today: Annotated[
        str | None, typer.Option(help="The day that counts as today, such as 2026-11-23.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on stderr but errors.")] = False,
    lang: session.Lang = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="The version, as the command says it.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    session.current.workspace = workspace
    session.current.today = session.parse_day(today, "--today") if today else None
    session.current.quiet = quiet


def run(arguments: list[str] | None = None) -> None:
    """Run a command line and exit with its status."""
    sys.exit(status_of(arguments))


def status_of(arguments: list[str] | None = None) -> int:
    """Run a command line; the exit status (SURFACES §2). Failures are told on stderr.

    Only a defect of ours comes with a traceback (70).
    """
    session.current.lang = session.current.scenario = session.current.revision = None
    try:
        result = app(arguments, standalone_mode=False, prog_name="grundriss")
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except typer.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, typer.Abort):
        typer.echo(_say("stopped"), err=True)
        return 130
    except typer.TyperException as error:
        _tell_usage(error)
        return 2
    except GrundrissError as error:
        _tell(error)
        return error.exit_status
    except BrokenPipeError:
        return _without_reader()
    except SystemExit as left:
        # click makes an exit with 1 of a broken pipe
        if not isinstance(left.__context__, BrokenPipeError):
            raise
        return _without_reader()
    except (OSError, RuntimeError) as error:
        return _tell_of_store(error)
    except MemoryError:
        typer.echo(_say("error", problem=Message("memory-short")), err=True)
        return 5
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is told, and the status says that it is ours
        return _tell_of_defect(error)


def _without_reader() -> int:
    """The reader of our output has gone, as `head` does: nothing is wrong, and nobody is there to be told more."""
    _drop_output()
    return 0


def _drop_output() -> None:
    """What is not written yet goes nowhere, for the end of the program would try again and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_of_defect(error: Exception) -> int:
    """A failure that nobody has foreseen: where it happened, for whoever mends it, and what to do with that."""
    traceback.print_exception(error)
    typer.echo(_say("error", problem=Message("defect", {"kind": type(error).__name__})), err=True)
    typer.echo(_indented(_say("defect-hint")), err=True)
    return 70


def _tell_of_store(error: OSError | RuntimeError) -> int:
    """A full disk under our output, or what the store says of its files; everything else is a defect."""
    from grundriss.store.generation import is_store_error, store_error

    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        # whoever writes a file names it in an error of ours
        _drop_output()
        full = LimitExceeded("disk-full", path=Message("stdout"))
        _tell(full)
        return full.exit_status
    if not is_store_error(error):
        return _tell_of_defect(error)
    found = store_error(error, session.find_workspace() or Path())
    _tell(found)
    return found.exit_status


def _tell_usage(error: typer.TyperException) -> None:
    """What is wrong with the command line, and which option or command may have been meant."""
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    if text.startswith(_HELP):  # no command is named: the help stands in the place of a complaint
        typer.echo(text, err=True)
        return
    typer.echo(_say("error", problem=usage_message(text)), err=True)
    typer.echo(_indented(_say("usage-help")), err=True)


def _tell(error: GrundrissError) -> None:
    lang = _language()
    typer.echo(f"{_say('error', problem='')}{error.text(lang)}", err=True)
    hint = error.hint_in(lang)
    if hint:
        typer.echo(_indented(hint), err=True)


def _indented(text: str) -> str:
    return " " * len(_say("error", problem="")) + text


def _say(key: str, /, **values: object) -> str:
    return Message(key, values).text(_language())


def _language() -> str:
    """The language of errors: that of the locale where the one that is named is the error."""
    try:
        return session.language()
    except GrundrissError:
        return session.locale_language()
