# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Histories, differences and blame as text for people and as Markdown."""

from typing import Final

from grundriss.cli.table import format_table, named, plain
from grundriss.exporters.text_table import escaped_markdown, markdown_rows
from grundriss.history.change_types import Blame, Difference, ElementChange, ElementHistory, FactChange, Term
from grundriss.messages import Message
from grundriss.model.partial_date import PartialDate
from grundriss.store.revision_log import Entry, numbered

_KINDS: Final = {"added": "diff-added", "removed": "diff-removed", "changed": "diff-changed"}


def log_line(entry: Entry) -> str:
    """A revision as one line."""
    what = entry.dataset or entry.mode or ""
    return plain(f"r{entry.number}  {entry.time}  {entry.author}  [{what}]  {entry.message}")


def log_title(scenario: str | None, lang: str) -> str:
    """Whose revisions are listed."""
    return Message("log-title-in" if scenario else "log-title", {"scenario": scenario}).text(lang)


def history_text(history: ElementHistory) -> str:
    """The revisions that changed an element, each with its sentences."""
    lines = [Message("log-title-of", {"element": named(history.element)}).text(history.lang)]
    for found in history.entries:
        lines += ["", log_line(found.entry)]
        lines += [f"  {plain(sentence)}" for sentence in found.sentences(history.lang)]
    return "\n".join(lines)


def diff_text(difference: Difference, lang: str) -> str:
    """What differs, element by element."""
    if not difference.elements:
        return _nothing(difference, lang)
    lines = [_said("diff-title", difference, lang)]
    for element in difference.elements:
        lines += ["", _title(element, lang)]
        lines += [f"  {plain(change.sentence)}" for change in element.changes]
    return "\n".join(lines)


def diff_markdown(difference: Difference, lang: str) -> str:
    """The same as Markdown: a heading and a table for each element."""
    if not difference.elements:
        return _nothing(difference, lang)
    header = [Message(f"column-{name}").text(lang) for name in ("property", "before", "after")]
    parts = [f"# {escaped_markdown([_said('diff-title', difference, lang)])[0]}"]
    for element in difference.elements:
        rows = [_row(change, lang) for change in element.changes]
        parts.append(f"## {escaped_markdown([_title(element, lang)])[0]}\n\n{markdown_rows(header, rows)}")
    return "\n\n".join(parts)


def blame_text(blame: Blame, lang: str) -> str:
    """A line for each fact: the revision, who and when, the fact, its source."""
    names = ("revision", "time", "author", "property", "value", "source")
    rows = []
    for fact in blame.facts:
        entry = fact.entry
        first = fact.origin or entry
        number = f"r{entry.number}" if entry else "?"
        if fact.origin:
            number += f" ← r{fact.origin.number}"
        who = [number, first.time, first.author] if first else [number, "", ""]
        source = (entry.source if entry else None) or fact.dataset
        source += f" ({fact.artefact})" if fact.artefact else ""
        rows.append([*who, fact.label, fact.value.text, source])
    title = named(blame.element)
    return f"{title}\n\n{format_table([Message(f'column-{name}').text(lang) for name in names], rows)}"


def _title(element: ElementChange, lang: str) -> str:
    kind = Message(_KINDS[element.kind]).text(lang)
    return f"{named(element.element)}: {kind}"


def _nothing(difference: Difference, lang: str) -> str:
    if difference.is_empty:
        return _said("diff-none", difference, lang)
    return Message("diff-datasets").text(lang)


def _said(key: str, difference: Difference, lang: str) -> str:
    """A sentence about the two revisions."""
    a, b = (numbered(revision, difference.scenario) for revision in (difference.a, difference.b))
    return Message(key, {"a": a, "b": b}).text(lang)


def _row(change: FactChange, lang: str) -> list[str]:
    """A line of the table; a fact of a relation, a responsibility or a planned change names which."""
    label, new = change.prefix + change.label, _terms(change.new)
    if change.valid_from:
        day = PartialDate.parse(change.valid_from).words(lang)
        new = Message("history-from", {"value": new, "day": day}).text(lang)
    return [label, _terms(change.old), new]


def _terms(terms: tuple[Term, ...]) -> str:
    return "; ".join(term.text for term in terms)
