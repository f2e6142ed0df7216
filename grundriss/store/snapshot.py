# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A snapshot: the landscape at a revision, read from a generation that nobody will ever change again."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

from pyoxigraph import Store

from grundriss.model.identifier import Base
from grundriss.store.generation import Generations

if TYPE_CHECKING:
    from grundriss.store.line import Line


@dataclass(slots=True)
class Snapshot:
    """A read-only store with what it stands for. Use it in a `with` block, or call `close`.

    `number` grows with every published snapshot (a new day publishes one without a new revision); `directory` may
    be read by any number of processes until the snapshot is closed. `scenario` is the alternative future that it shows,
    with `revision` counting the scenario's own revisions; None for the main line.
    `line` is what it is a snapshot of, for whoever asks for another revision or scenario beside it. `by_revision` says
    that it was opened as a revision that somebody named, which titles then name too. `folder` holds a store that is not
    kept in the workspace; it goes when the snapshot is closed.
    """

    store: Store
    directory: Path
    number: int
    revision: int
    effective_date: date
    base_iri: Base
    lease: int | None = field(default=None, repr=False)
    scenario: str | None = None
    line: "Line | None" = field(default=None, repr=False)
    by_revision: bool = False
    folder: "TemporaryDirectory[str] | None" = field(default=None, repr=False)
    closed: bool = field(default=False, repr=False)

    @property
    def base(self) -> str:
        """The IRI base of the workspace, with a final `/`."""
        return self.base_iri.iri

    def close(self) -> None:
        """Give the directory back; it may be removed afterwards."""
        if not self.closed:
            self.closed = True
            Generations.release(self.lease)
            if self.folder is not None:
                self.folder.cleanup()

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
