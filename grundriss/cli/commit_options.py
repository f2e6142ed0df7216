# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The options of every command that makes a commit: which decision it rests on, which revision it expects."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from grundriss.store.line import Line

Decision = Annotated[str | None, typer.Option(help="The decision that the change rests on: its key.")]
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect", metavar="R", help="Refuse the change unless this is the newest revision: r12 or 12."
    ),
]


def expected(text: str | None) -> int | None:
    """The number of the revision that `--expect` names."""
    from grundriss.history.revision_name import written_number

    return None if text is None else written_number(text)


def decision_iri(line: "Line", text: str | None) -> str | None:
    """The IRI of the decision that `--decision` names; raises as `decision_named`."""
    if text is None:
        return None
    from grundriss.editing.decision import decision_named

    with line.snapshot() as snapshot:
        return decision_named(snapshot.store, snapshot.base_iri, text).value
