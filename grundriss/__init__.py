# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Grundriss: the knowledge graph and architecture repository of federal IT.

`grundriss.open()` opens the packaged federal landscape or a workspace; see `grundriss.landscape.Landscape`.
"""

from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grundriss.landscape import Landscape
    from grundriss.store.restoration import Restored

__version__ = "0.1.0"


def open(
    path: str | PathLike[str] | None = None,
    *,
    today: date | str | None = None,
    lang: str = "de",
    scenario: str | None = None,
    revision: int | str | None = None,
) -> "Landscape":
    """Open the workspace in a folder, or the packaged federal landscape.

    `today` fixes the day that counts as today (a date, or text such as "2026-11-23"); else it is today in Berlin.
    `revision` (12 or "r12") opens the landscape as it stood then; else it is the newest.
    `lang` is the language of names and sentences, `de` or `en`; names fall back to the language that the facts have.
    `scenario` opens that scenario of the workspace instead of its main line.

    Raises InputError when the folder is no workspace, NotFound when there is no such scenario, and UsageError
    when `today` is no day or `lang` none of the two.
    """
    # imported late: `import grundriss` is part of the start of every command
    from grundriss.landscape import open_landscape

    return open_landscape(path, today, lang, scenario, revision)


def init(path: str | PathLike[str], *, base: str | None = None) -> None:
    """Make an empty workspace in a folder; `base` begins the IRIs of its elements, for good.

    Raises Conflict when there is a workspace already, InputError for a base that cannot be one.
    """
    from grundriss.model.identifier import Base
    from grundriss.store.workspace import Workspace

    Workspace.init(Path(path), None if base is None else Base(base))


def restore(file: str | PathLike[str], path: str | PathLike[str]) -> "Restored":
    """Make a workspace in a new or empty folder from a file that `backup` wrote, when everything in it is proved."""
    from grundriss.store.restoration import restore as put_back

    return put_back(Path(file), Path(path))
