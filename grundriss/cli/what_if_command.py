# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command that tries changes without keeping them: what-if."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from grundriss.cli import session
from grundriss.cli.answer_output import When
from grundriss.errors import InputError, LimitExceeded, UsageError

if TYPE_CHECKING:
    from grundriss.editing.what_if import WhatIf
    from grundriss.model.analysis_types import Impact

_FORMATS: Final = ("human", "json")
_LARGEST: Final = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("what-if")(what_if)


def what_if(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A TOML file with the changes, or - for stdin.")
    ],
    when: When = "soll",
    format_name: Annotated[str, typer.Option("-f", "--format", help="human or json.")] = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
) -> None:
    """Try changes that are not kept: who is hit, what changes in a state, which rules are broken.

    The file has sections [[add]] (kind, key and facts), [[relate]] (type, source, target), [[set]] (x and facts) and
    [[retire]] (x, and perhaps on, replaced-by and instead). A step that cannot be made is told and left out: status 1.
    """
    if format_name not in _FORMATS:
        raise UsageError("format-unknown", format=format_name, known=_FORMATS)
    spoken = session.language_of(format_name)
    from grundriss.editing.what_if import what_if as try_out
    from grundriss.editing.what_if_file import read_what_if

    steps = read_what_if(_text(file), file)
    found = try_out(session.open_workspace(), steps, when, spoken)
    if format_name == "json":
        session.put_json(found.to_dict())
    else:
        session.put(_human(found, spoken))
        session.say(session.said("what-if-kept"))
    if found.is_refused:
        session.leave(1)


def _human(found: "WhatIf", lang: str) -> str:
    from grundriss.cli.analysis_text import gap_text
    from grundriss.cli.report_text import findings_text
    from grundriss.cli.table import plain
    from grundriss.messages import Message
    from grundriss.model.answer_words import state_words
    from grundriss.validation.shape_report import Report

    count = Message("what-if-steps", {"n": len(found.steps)})
    title = Message("what-if-title", {"state": state_words(found.state, lang), "n": count}).text(lang)
    lines = []
    for step in found.steps:
        reason = step.refused or "; ".join(f.message.get(lang, f.message["de"]) for f in step.findings)
        key, values = ("what-if-refused", {"reason": plain(reason)}) if reason else ("what-if-done", {})
        lines.append(Message(key, {"step": plain(step.text), **values}).text(lang))
    parts = ["\n".join([plain(title), *lines]), gap_text(found.gap, lang)]
    parts += [_hit(impact, lang) for impact in found.impacts]
    if found.findings:
        head = Message("what-if-findings", {"n": len(found.findings)}).text(lang)
        parts.append(f"{head}\n{findings_text(Report(found.findings), lang)}")
    return "\n\n".join(parts)


def _hit(impact: "Impact", lang: str) -> str:
    """Who is hit by the end of an element directly, and how many more are hit by these."""
    from grundriss.cli.table import plain
    from grundriss.messages import Message
    from grundriss.model.answer_words import impact_words, state_words

    words, state = plain(impact_words(impact, lang)), plain(state_words(impact.state, lang))
    lines = [Message("impact-title", {"words": words, "state": state, "n": len(impact.items)}).text(lang)]
    direct = [hit for hit in impact.items if hit.depth == 1]
    for hit in direct:
        owner = f"  {plain(hit.owner.label)}" if hit.owner else ""
        lines.append(f"  {plain(hit.item.label)} [{hit.item.key}]{owner}")
    if more := len(impact.items) - len(direct):
        lines.append(Message("what-if-further", {"n": more, "key": impact.element.key}).text(lang))
    return "\n".join(lines)


def _text(file: str) -> str:
    """The text of the file; what is too large, not there or not UTF-8 is refused."""
    try:
        content = sys.stdin.buffer.read(_LARGEST + 1) if file == "-" else Path(file).read_bytes()
        if len(content) > _LARGEST:
            raise LimitExceeded("what-if-large", location=file, most=_LARGEST)
        return content.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("file-unreadable", location=file, reason=str(error)) from error
