# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Revert: a new revision that takes back what an earlier one changed, where nobody has changed it since."""

from pyoxigraph import Quad

from grundriss.errors import Conflict, NotFound
from grundriss.history.asserted_facts import AssertedFacts, HeldFacts
from grundriss.history.comparison import term
from grundriss.history.revision_name import revision_number
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.vocabulary import term_label
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, check_expected, commit
from grundriss.store.line import Line
from grundriss.store.provenance import revision_iri
from grundriss.store.revision_log import numbered
from grundriss.store.writer import Writer

_SHOWN = 5


def revert(
    line: Line,
    name: str | int,
    author: str,
    message: str | None = None,
    *,
    decision: str | None = None,
    expected: int | None = None,
    dry_run: bool = False,
    lang: str = "de",
) -> Outcome:
    """Take back a revision, as a new one. Returns and raises as `commit`.

    `decision` is the IRI of the decision behind it; with `expected`, that has to be the newest revision.

    Raises Conflict, with nothing changed, where a statement that it added is gone or one that it removed is back.
    """
    revision = revision_number(line, name)
    if revision == 0:
        raise NotFound("revision-zero")
    change = line.log.read(revision)
    patch = Patch(frozenset(change.added), frozenset(change.removed))
    said = message or f"Revert r{revision}: {change.entry.message}"
    with line.writing() as writer:
        check_expected(writer, expected)
        _refuse_conflicts(writer, patch, revision, lang)
        taken_back = revision_iri(line.base, revision, line.scenario).value
        intent = Intent(
            None, said, author, mode="revert", decision=decision, expected=expected, informed=taken_back
        )
        return commit(writer, patch.inverse(), intent, dry_run=dry_run)


def _refuse_conflicts(writer: Writer, patch: Patch, revision: int, lang: str) -> None:
    gone = [quad for quad in patch.added if quad not in writer.store]
    back = [quad for quad in patch.removed if quad in writer.store]
    if not gone and not back:
        return
    reading = AssertedFacts(HeldFacts(writer.store), lang=lang)
    shown = [
        *(_said(writer, reading, quad, "revert-gone", b"D ") for quad in sorted(gone, key=str)),
        *(_said(writer, reading, quad, "revert-back", b"A ") for quad in sorted(back, key=str)),
    ]
    more = [Message("revert-more", {"n": len(shown) - _SHOWN})] if len(shown) > _SHOWN else []
    raise Conflict(
        "revert-conflict", revision=numbered(revision, writer.scenario), facts=[*shown[:_SHOWN], *more]
    )


def _said(writer: Writer, reading: AssertedFacts, quad: Quad, key: str, mark: bytes) -> Message:
    """The fact, and the newest revision that changed it."""
    line = mark + f"{quad} .\n".encode()
    log = writer.log
    changed = numbered(
        next((r for r in range(log.last, 0, -1) if line in log.content(r)), 0), writer.scenario
    )
    predicate = term_label(quad.predicate.value, reading.lang) or key_in(quad.predicate.value)
    value = term(reading, quad.object).text  # type: ignore[arg-type]
    element = key_in(str(quad.subject.value)) if hasattr(quad.subject, "value") else str(quad.subject)
    return Message(key, {"element": element, "property": predicate, "value": value, "changed": changed})
