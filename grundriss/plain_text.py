# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text of the data that cannot steer what shows it: a terminal, a page, a spreadsheet."""

import unicodedata


def plain(text: str) -> str:
    """The text without control, bidirectional and line-break characters: data cannot steer the terminal."""
    if text.isprintable():
        return text  # as nearly every text is: no letter of it needs to be looked at
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
