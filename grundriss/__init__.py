# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Grundriss: the knowledge graph and architecture repository of federal IT.

`grundriss.open()` opens the packaged federal landscape or a workspace; see `grundriss.landscape.Landscape`.
"""

from datetime import date
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grundriss.landscape import Landscape

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

    Raises NotFound when the folder is no workspace or there is no such scenario, and UsageError
    when `today` is no day or `lang` none of the two.
    """
    # imported late: `import grundriss` is part of the start of every command
    from grundriss.landscape import open_landscape

    return open_landscape(path, today, lang, scenario, revision)
