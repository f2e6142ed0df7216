# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who makes a commit."""

import getpass
import os

from grundriss.errors import in_utf_8


def author() -> str:
    """`GRUNDRISS_AUTHOR`, else the user's name on this machine, else `unknown`.

    Raises UsageError for a name that is not in UTF-8.
    """
    named = os.environ.get("GRUNDRISS_AUTHOR")
    if named:
        return in_utf_8(named, "GRUNDRISS_AUTHOR")
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
