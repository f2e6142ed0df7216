# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Loading several datasets at once: one revision that makes each graph named hold exactly what is said of it."""

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import NamedNode, Quad

from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, Progress, commit
from grundriss.store.line import Line
from grundriss.store.skolem import skolemise


def replace_graphs(
    line: Line,
    quads: Iterable[Quad],
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Make each dataset's graph that the quads name hold exactly these statements; others stay as they are.

    Returns and raises as `commit`; UsageError too for a graph that is none of a dataset.
    """
    wanted = frozenset(skolemise(quads, line.base))
    with line.writing() as writer:
        graphs = {quad.graph_name for quad in wanted if isinstance(quad.graph_name, NamedNode)}
        held = frozenset(
            q for graph in graphs for q in writer.store.quads_for_pattern(None, None, None, graph)
        )
        change = Patch(added=wanted - held, removed=held - wanted)
        done = commit(writer, change, replace(intent, dataset=None), dry_run=dry_run, progress=progress)
        return replace(done, held=len(held))
