# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much a long test tries: all of it, or a part where `-m "not full"` asks for a short run."""

from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")
_PART = 8
_short = False


def examples(whole: int) -> int:
    """`whole` in the full run, an eighth of it in the short one. For tests whose examples take long only."""
    return whole // _PART if _short else whole


def cases(values: Sequence[object], short: int) -> list[object]:
    """The values of a parameter: the first `short` of them always, the rest in the full run."""
    return [*values[:short], *(pytest.param(value, marks=pytest.mark.full) for value in values[short:])]


def sample(values: Sequence[T]) -> Sequence[T]:
    """All values in the full run, every eighth in the short one: for what one test goes through."""
    return values[::_PART] if _short else values


def note(config: pytest.Config) -> None:
    """Take from the command line which run this is, before any test is read."""
    global _short
    _short = config.getoption("markexpr") == "not full"


def told() -> str:
    return f"long property tests: {f'one in {_PART} of their examples' if _short else 'all examples'}"
