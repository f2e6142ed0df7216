# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every command needs: which workspace, day and language, where output goes. Data to stdout, all else to stderr.

The language of a command is that of `--lang`, else of `GRUNDRISS_LANG`. Without both, what people read is in the
language of the locale, German or else English, and names in what machines read are German, as they are in REST.
"""

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

from grundriss.errors import PermissionDenied, UsageError
from grundriss.messages import LANGUAGES, Message

MARKER: Final = "grundriss.toml"
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_FOR_MACHINES: Final = ("json", "csv", "tsv", "xml", "ttl", "nt", "nq", "trig", "jsonld", "rdf", "svg", "png")


@dataclass(slots=True)
class Session:
    """The options that stand before the command."""

    workspace: Path | None = None
    today: date | None = None
    quiet: bool = False
    lang: str | None = None
    scenario: str | None = None
    revision: str | None = None


current: Final = Session()


def _choose_language(lang: str | None) -> str | None:
    """`--lang` of the command wins over `--lang` before it."""
    current.lang = _checked(lang) if lang is not None else current.lang
    return lang


Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        help="de or en. Default: GRUNDRISS_LANG, else the locale, and de in formats for machines.",
        callback=_choose_language,
        is_eager=True,
        show_default=False,
    ),
]
"""The option that every command has which prints text; the commands read `language` and `language_of`."""


def _choose_scenario(name: str | None) -> str | None:
    """`--scenario` of the command wins over `GRUNDRISS_SCENARIO`."""
    current.scenario = name if name is not None else current.scenario
    return name


InScenario = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="NAME",
        help="The scenario to work in. Default: GRUNDRISS_SCENARIO, else the main line.",
        callback=_choose_scenario,
        is_eager=True,
        show_default=False,
    ),
]
"""The option of every command that reads or writes; `open_workspace` heeds it."""


def _choose_revision(name: str | None) -> str | None:
    current.revision = name
    return name


AtRevision = Annotated[
    str | None,
    typer.Option(
        "--rev",
        metavar="R",
        help="A revision such as r12, as it was. Default: now.",
        callback=_choose_revision,
        is_eager=True,
        show_default=False,
    ),
]
"""The option of every command that reads; `open_snapshot` heeds it."""


def _check_reason(text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise UsageError("message-missing")
    return text


Why = Annotated[
    str | None,
    typer.Option("-m", "--message", help="Why, for the log. It is required.", callback=_check_reason),
]
"""The reason that a change needs; the core refuses one without."""
WhyElse = Annotated[
    str | None,
    typer.Option("-m", "--message", help="Why, for the log. Default: what is done.", callback=_check_reason),
]
"""The reason of a change that says itself what it does."""


def _refuse_revision(name: str | None) -> str | None:
    if name is not None:
        raise UsageError("revision-named-otherwise")
    return name


NoRevision = Annotated[str | None, typer.Option("--rev", hidden=True, callback=_refuse_revision)]
"""What `--rev` says on a command that takes its revisions otherwise."""


def language() -> str:
    """The language of what people read. UsageError when `GRUNDRISS_LANG` is none of the two."""
    return _named_language() or locale_language()


def language_of(format_name: str) -> str:
    """The language of names and sentences in a format: German by default in those for machines."""
    return _named_language() or ("de" if format_name in _FOR_MACHINES else locale_language())


def locale_language() -> str:
    """German where the locale of messages is, else English."""
    named = next((os.environ[name] for name in _LOCALE if os.environ.get(name)), "")
    return "de" if named.lower().startswith("de") else "en"


def _named_language() -> str | None:
    named = current.lang or os.environ.get("GRUNDRISS_LANG")
    return _checked(named) if named else None


def _checked(lang: str) -> str:
    if lang not in LANGUAGES:
        raise UsageError("language-unknown", lang=lang)
    return lang


def said(key: str, /, **values: object) -> str:
    """A message of texts/commands.*.toml for people."""
    return Message(key, values).text(language())


def effective_date() -> date:
    """`--today`, else `GRUNDRISS_TODAY`, else today in Berlin. UsageError when it is no day."""
    if current.today:
        return current.today
    text = os.environ.get("GRUNDRISS_TODAY")
    if text:
        return parse_day(text, "GRUNDRISS_TODAY")
    from grundriss.store.effective_date import today

    return today()


def parse_day(text: str, where: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("day-unknown", where=where, day=text) from error


def find_workspace() -> Path | None:
    """`-w`, else `GRUNDRISS_WORKSPACE`, else the nearest grundriss.toml upwards, else None (the packaged landscape)."""
    if current.workspace:
        return current.workspace
    named = os.environ.get("GRUNDRISS_WORKSPACE")
    if named:
        return Path(named)
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / MARKER).exists()), None)


def open_workspace(*, writable: bool = False) -> Any:
    """The main line of the workspace to work in, or the scenario that is chosen. Raises as `open_main`, and NotFound
    for a scenario that is not there.
    """
    main = open_main(writable=writable)
    name = current.scenario or os.environ.get("GRUNDRISS_SCENARIO")
    if not name:
        return main
    from grundriss.store.scenario import Scenario

    return Scenario.open(main, name)


def open_main(*, writable: bool = False) -> Any:
    """The workspace to work in. Raises PermissionDenied when one is needed to write to and there is none."""
    from grundriss.store.workspace import Workspace

    path = find_workspace()
    if path is not None:
        return Workspace.open(path, effective_date())
    if writable:
        raise PermissionDenied("workspace-missing")
    from grundriss.store.packaged import packaged_landscape

    return packaged_landscape(effective_date(), say_step)


def open_snapshot() -> Any:
    """What is to be read: the newest snapshot, or the revision that `--rev` names. Raises as `revision_number`."""
    from grundriss.history.revision_name import NOW, snapshot_of

    return snapshot_of(open_workspace(), NOW if current.revision is None else current.revision)


def say(text: str) -> None:
    """A line to stderr, for people."""
    if not current.quiet:
        typer.echo(text, err=True)


def say_step(step: str) -> None:
    """What a longer work does now, where a person waits for it."""
    if sys.stderr.isatty():
        say(said(f"step-{step}"))


def put(text: str) -> None:
    """Data to stdout."""
    typer.echo(text)


def put_json(value: Any) -> None:
    """JSON to stdout, as it is in every answer."""
    import json

    put(json.dumps(value, ensure_ascii=False, indent=2))


def leave(status: int) -> NoReturn:
    """End the command with an exit status."""
    raise typer.Exit(status)


def author() -> str:
    """Who makes a commit."""
    from grundriss.store.author import author as found

    return found()
