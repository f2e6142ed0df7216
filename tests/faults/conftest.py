# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The workspaces and the command line of the other tests, for tests that break things."""

from tests.cli.conftest import cache, english_locale, run
from tests.core.conftest import fresh, loaded

__all__ = ["cache", "english_locale", "fresh", "loaded", "run"]
