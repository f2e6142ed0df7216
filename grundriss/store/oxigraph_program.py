# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the `oxigraph` program lies: beside the Python that runs us, else on the PATH."""

import shutil
import sys
from pathlib import Path

from grundriss.errors import MissingTool


def oxigraph_program() -> str:
    """The program's path. Raises MissingTool when it is not installed."""
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not found:
        raise MissingTool("oxigraph-missing")
    return found
