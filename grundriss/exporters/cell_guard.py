# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cells of CSV files that a spreadsheet would run as a formula are written as text (OWASP, CSV injection)."""

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula.

    >>> guarded("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> guarded("BundID")
    'BundID'
    """
    return "'" + text if text.startswith(_FORMULA) else text
