# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many examples a long property test tries: all of them, or a part where `-m "not full"` asks for a short run."""

import pytest

_PART = 4
_short = False


def examples(whole: int) -> int:
    """`whole` in the full run, a quarter of it in the short one. For tests whose examples take long only."""
    return whole // _PART if _short else whole


def note(config: pytest.Config) -> None:
    """Take from the command line which run this is, before any test is read."""
    global _short
    _short = config.getoption("markexpr") == "not full"


def told() -> str:
    return f"long property tests: {f'one in {_PART} of their examples' if _short else 'all examples'}"
