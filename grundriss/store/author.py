# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who makes a commit."""

import getpass
import os


def author() -> str:
    """`GRUNDRISS_AUTHOR`, else the user's name on this machine, else `unknown`."""
    named = os.environ.get("GRUNDRISS_AUTHOR")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
