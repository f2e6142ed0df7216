# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `load` is given: files, standard input, and files whose graphs are datasets of the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grundriss.cli import session
from grundriss.errors import UsageError

if TYPE_CHECKING:
    from grundriss.store.commit import Intent, Outcome, Progress
    from grundriss.store.workspace import Workspace


SHOWN = 3
"""How many names of foreign graphs are said."""


@contextmanager
def given_files(files: list[Path], format_name: str | None) -> Iterator[list[Path]]:
    """The files, with a copy of standard input in the place of `-`; UsageError for `-` beside others."""
    from grundriss.importers.standard_input import NAME, standard_input

    if NAME not in map(str, files):
        yield files
        return
    if len(files) > 1:
        raise UsageError("stdin-alone")
    with standard_input(format_name or "ttl") as copy:
        yield [copy]


def load_datasets(
    workspace: "Workspace",
    files: list[Path],
    dataset: str | None,
    intent: "Intent",
    format_name: str | None,
    dry_run: bool,
    progress: "Progress",
) -> "Outcome | None":
    """Load a file into the datasets that its graphs name; None when it names none of this workspace, which is said of
    graphs of other names.

    Raises UsageError where it names others than the dataset that is asked for.
    """
    from grundriss.importers.quad_file import read_datasets
    from grundriss.importers.rdf_file import naming
    from grundriss.importers.standard_input import said_of
    from grundriss.store.quad_load import replace_graphs

    for file in files:
        found = None if file.is_dir() else read_datasets(file, workspace.base, format_name)
        if found is None:
            continue
        if found.foreign:
            _say_foreign(file, found.foreign, intent)
            continue
        if found.left_out:
            session.say(session.said("load-left-out", n=found.left_out, file=said_of(file)))
        if dataset is not None:
            if found.datasets != [dataset]:
                raise UsageError("graphs-other", file=file, datasets=found.datasets, dataset=dataset)
            continue
        with naming([file]):
            outcome = replace_graphs(workspace, found.quads, intent, dry_run=dry_run, progress=progress)
        return replace(outcome, dataset=", ".join(found.datasets))
    return None


def _say_foreign(file: Path, graphs: tuple[str, ...], intent: "Intent") -> None:
    """What becomes of the names of graphs that are none of the workspace."""
    from grundriss.importers.standard_input import said_of

    named = [*graphs[:SHOWN], *(["…"] if len(graphs) > SHOWN else [])]
    values = {"n": len(graphs), "file": said_of(file), "graphs": named, "dataset": intent.dataset}
    session.say(session.said("load-foreign", **values))
