# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How large a query may be, and whom it may call: each limit has the name of a `GRUNDRISS_*` variable."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from grundriss.errors import UsageError

# 1,980 elements of a path sequence, 2,270 of `||`, 3,000 triple patterns or 20,000 projections overflow the stack of
# an engine; written as short as possible they need 3,965, 4,547, 6,010 and 20,006 tokens.
DEFAULT_MAX_TOKENS: Final = 3_900
_LONGEST: Final = 20
_LISTS: Final = ("allowed_services",)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the text of a query may be: its bytes in UTF-8, its tokens, the brackets open at once, whom it may call."""

    max_query_bytes: int = 65_536
    max_query_tokens: int = DEFAULT_MAX_TOKENS
    max_query_nesting: int = 100
    allowed_services: tuple[str, ...] = ()


def limits_in(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits that the environment sets. Raises UsageError, naming the variable, for a value that one cannot have.

    >>> limits_in({"GRUNDRISS_MAX_QUERY_NESTING": "50"}).max_query_nesting
    50
    """
    found: dict[str, int | tuple[str, ...]] = {}
    for field in fields(Limits):
        value = environment.get(variable(field.name))
        if value is None:
            continue
        if field.name in _LISTS:
            found[field.name] = listed(value)
        elif value.strip().isdecimal() and len(value) < _LONGEST and int(value) > 0:
            found[field.name] = int(value)
        else:
            raise UsageError(
                "setting-value", setting=variable(field.name), value=value[:80], default=field.default
            )
    return Limits(**found)  # type: ignore[arg-type]  # each has the type of its field


def listed(value: str) -> tuple[str, ...]:
    """The parts of a value that are separated by commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def variable(field: str) -> str:
    """The environment variable of a setting, as errors name it.

    >>> variable("query_timeout")
    'GRUNDRISS_QUERY_TIMEOUT'
    """
    return f"GRUNDRISS_{field.upper()}"
