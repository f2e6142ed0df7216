# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody's query, checked and run in a process of its own, and its result as a table or in a format."""

import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from grundriss.cli import session
from grundriss.cli.table import format_table
from grundriss.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grundriss.sparql.gate import Judged
    from grundriss.store.snapshot import Snapshot

_TABULAR: Final = {"csv": "csv", "tsv": "tsv", "json": "srj", "xml": "srx", "table": "srj"}
_GRAPH: Final = {"ttl": "ttl", "nt": "nt", "nq": "nq", "rdf": "rdf", "jsonld": "jsonld", "table": "ttl"}


def check(text: str, wanted: str) -> "Judged":
    """The query, judged before anything is opened for it.

    Raises UsageError for a format that its result cannot have, MalformedQuery, UpdateRefused and InputError for a
    query that is wrong or refused.
    """
    from grundriss.sparql.gate import check_query

    judged = check_query(text)
    formats = _formats(judged)
    if wanted not in formats:
        raise UsageError("format-unfit", format=wanted, form=judged.form.name, known=formats)
    return judged


def _formats(judged: "Judged") -> dict[str, str]:
    return _GRAPH if judged.form.gives_graph else _TABULAR


def run_query(snapshot: "Snapshot", judged: "Judged", wanted: str, timeout: float) -> None:
    """Run a query and write its result to stdout in a format that fits.

    Raises MalformedQuery and InputError for what only the engine sees, LimitExceeded at the deadline.
    """
    from grundriss.queries import PROLOGUE

    formats = _formats(judged)
    declared = "" if judged.has_base else PROLOGUE
    with _dataset(snapshot, judged) as (directory, asked):
        output = _run(
            directory, declared + asked, formats[wanted], timeout, judged, len(declared.splitlines())
        )
    if wanted == "table" and formats is _TABULAR:
        session.put(_table(output))
    else:
        sys.stdout.buffer.write(output)


@contextmanager
def _dataset(snapshot: "Snapshot", judged: "Judged") -> "Iterator[tuple[Path, str]]":
    """The folder of the store to ask, and what to ask of it: several default graphs are merged into one first."""
    from grundriss.model.terms import PREFIXES
    from grundriss_api.merged_graphs import merge
    from grundriss_api.query_dataset import graphs_to_merge, without_from
    from grundriss_api.settings import configured

    graphs = graphs_to_merge(judged, (), snapshot.base, PREFIXES)
    if graphs is None:
        yield snapshot.directory, judged.text
        return
    directory = merge(snapshot, graphs, configured())
    try:
        yield directory, without_from(judged)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _run(
    directory: "Path", text: str, result_format: str, timeout: float, judged: "Judged", shift: int
) -> bytes:
    from grundriss.store.confined_query import EngineRefuses, answer
    from grundriss_api.settings import configured

    try:
        return answer(directory, text, result_format, timeout, configured().query_memory_mb)
    except EngineRefuses as error:
        raise _refusal(error.complaint, judged, shift) from error


def _refusal(complaint: str, judged: "Judged", shift: int) -> InputError | UsageError:
    """What the engine complains of, in words, its place counted in the user's text."""
    from grundriss.sparql.syntax import explained
    from grundriss.sparql.tokens import MalformedQuery, tokenise

    found = explained(judged.text, list(tokenise(judged.text)), complaint, shift)
    if isinstance(found, MalformedQuery):
        return found
    return InputError(found.message.key, location="query", hint=found.advice, **found.message.values)


def _table(output: bytes) -> str:
    import json

    answer = json.loads(output)
    if "boolean" in answer:
        return session.said("yes" if answer["boolean"] else "no")
    names = answer["head"]["vars"]
    rows = [[_cell(binding.get(name)) for name in names] for binding in answer["results"]["bindings"]]
    count = f"({session.said('rows', n=len(rows))})"
    return f"{format_table(names, rows)}\n{count}" if names else count


def _cell(term: dict[str, str] | None) -> str:
    from grundriss.model.terms import DEFAULT_BASE, curie

    if term is None:
        return ""
    if term["type"] == "uri":
        return curie(term["value"]).removeprefix(DEFAULT_BASE + "id/")
    return term["value"]
