# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A SPARQL Update as one commit: https://www.w3.org/TR/sparql11-update/.

Only datasets are written to. The default graph holds all of them together with what is derived, so a statement that
is added to it goes to one dataset, and one that is removed from it leaves every dataset that states it. Rules derive
and shapes check once, after the last operation.
"""

import time
from dataclasses import dataclass, fields
from typing import Final

from grundriss.editing.edit import Edited, edited
from grundriss.editing.facts import MANUAL, Facts
from grundriss.editing.update_draft import Draft
from grundriss.editing.update_evaluation import Evaluation
from grundriss.sparql.limits import Limits
from grundriss.sparql.update_request import MOST_BYTES, read_update
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent
from grundriss.store.confined_query import MEMORY_MB
from grundriss.store.line import Line

SECONDS: Final = 30.0
"""How long the operations of an update may take, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Updated(Edited):
    """What the commit of an update did.

    `left` counts what its patterns matched in the default graph for removal and no dataset states: it is derived, and
    goes when what it is derived from goes.
    """

    left: int = 0

    def to_dict(self) -> dict[str, object]:
        """The outcome as JSON: `revision` is null where nothing was written."""
        datasets = [
            {"dataset": name, "added": added, "removed": removed}
            for name, (added, removed) in self.datasets.items()
        ]
        return {
            "revision": self.revision,
            "added": self.added,
            "removed": self.removed,
            "datasets": datasets,
            "derivedLeft": self.left,
            "report": self.report.to_dict(),
        }


def update(
    line: Line,
    text: str,
    intent: Intent,
    *,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
    limits: Limits | None = None,
    most_bytes: int = MOST_BYTES,
    dry_run: bool = False,
) -> Updated:
    """Make all operations of an update request one revision.

    `intent.dataset` is where the default graph's new statements go, None means `manual`. Prefixes of the ontology
    need no declaration. `limits` are those of a query (the environment's when None) for each operation but its data,
    which share `most_bytes` with everything else.

    Returns and raises as `commit`. Raises MalformedQuery, QueryRefused (SERVICE, LOAD) and QueryTooLarge for the
    text, UsageError for a graph that is not written to, for a derived statement that DELETE DATA names and for a new
    one with a property that only rules give, and LimitExceeded after `seconds`, for too many solutions or statements.
    """
    request = read_update(text, line.base.iri, limits, most_bytes)
    drafts: list[Draft] = []

    def change(facts: Facts) -> Patch:
        draft = Draft(facts.store, facts.base, facts.dataset or MANUAL)
        drafts.append(draft)
        deadline = time.monotonic() + seconds
        return Evaluation(line, facts.store, draft, request, deadline, seconds, memory_mb).run()

    done = edited(line, change, intent, dry_run=dry_run)
    held = {known.name: getattr(done, known.name) for known in fields(done)}
    return Updated(**held, left=drafts[0].left)
