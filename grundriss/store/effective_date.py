# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Today, as the law of the land counts it: the date in Europe/Berlin."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The date in Berlin now."""
    return datetime.now(ZoneInfo("Europe/Berlin")).date()
