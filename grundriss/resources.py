# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the ontology, shapes, queries and facts lie: in a checkout beside the package, in a wheel inside it."""

from pathlib import Path

from grundriss.errors import GrundrissError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "resources", _PACKAGE.parent)


def path(*parts: str) -> Path:
    """The path of a packaged file or folder, such as `path("shapes")` or `path("data", "landscape")`.

    Raises GrundrissError when it is neither in the wheel nor in the checkout.
    """
    for root in _ROOTS:
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise GrundrissError("resources-missing", folder="/".join(parts))
