# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Loading a canonical export: one revision that makes a line hold exactly what the folder holds.

Lines are compared, not statements: only those that differ are parsed. Statements stay as they are written, direct
triples too, so that what was exported comes back.
"""

from dataclasses import replace

from pyoxigraph import BlankNode, Quad, Store

from grundriss.errors import InputError
from grundriss.importers.canonical_folder import Folder
from grundriss.model.identifier import Base
from grundriss.store.asserted import Patch
from grundriss.store.canonical_lines import canonical_lines, datasets, has_blank_node
from grundriss.store.commit import Intent, Outcome, Progress, commit
from grundriss.store.line import Line
from grundriss.store.skolem import skolemise


def load_folder(
    line: Line,
    folder: Folder,
    intent: Intent,
    *,
    verify: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Make a line hold exactly the datasets of a canonical export; those that it does not name become empty.

    With `verify`, InputError for a file that is not what the manifest says. InputError too for an export with another
    base, and for what is no N-Triples. Otherwise returns and raises as `commit`.
    """
    if folder.manifest.base != line.base.iri:
        raise InputError(
            "canonical-base", location=str(folder.path), other=folder.manifest.base, base=line.base.iri
        )
    for file in folder.edited() if verify else ():
        raise InputError("canonical-changed", location=str(file))
    progress("load")
    with line.writing() as writer:
        names = sorted({*folder.manifest.datasets, *datasets(writer.store, line.base)})
        parts = [_difference(writer.store, line.base, folder, name) for name in names]
        change = Patch(
            frozenset().union(*(part.added for part in parts)),
            frozenset().union(*(part.removed for part in parts)),
        ).effective(writer.store)
        intent = replace(intent, dataset=None, sha256=folder.sha256())
        return commit(writer, change, intent, dry_run=dry_run, progress=progress)


def _difference(store: Store, base: Base, folder: Folder, name: str) -> Patch:
    """What makes a dataset of the store what its file says."""
    graph = base.source_graph(name)
    if name not in folder.manifest.datasets:
        return Patch(removed=frozenset(store.quads_for_pattern(None, None, None, graph)))
    file = folder.file(name)
    held = canonical_lines(store, graph)
    blank = [row for row in held if has_blank_node(row)]
    named = set(held).difference(blank)
    new = skolemise(file.quads((row for row in file.lines if row not in named), graph), base)
    gone = list(file.quads(named.difference(file.lines), graph))
    if blank:
        gone += [q for q in store.quads_for_pattern(None, None, None, graph) if _is_blank(q)]
    return Patch(frozenset(new), frozenset(gone))


def _is_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
