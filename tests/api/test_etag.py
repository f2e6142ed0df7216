# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entity tags: RFC 9110 §8.8.3 and §13.1.2."""

from datetime import date

import pytest

from grundriss_api.etag import entity_tag, matches

DAY = date(2026, 11, 23)


def test_a_tag_changes_with_snapshot_day_type_and_bytes() -> None:
    tags = {
        entity_tag(1, DAY, "text/csv", b"a"),
        entity_tag(2, DAY, "text/csv", b"a"),
        entity_tag(1, date(2026, 11, 24), "text/csv", b"a"),
        entity_tag(1, DAY, "text/html", b"a"),
        entity_tag(1, DAY, "text/csv", b"b"),
    }
    assert len(tags) == 5
    assert entity_tag(1, DAY, "text/csv", b"a") in tags


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ('W/"a"', True),
        ('"a"', True),
        ("*", True),
        ('"b", W/"a"', True),
        ('"b"', False),
        ("a", False),
        ('"ab"', False),
        ("", False),
        (None, False),
    ],
)
def test_if_none_match_compares_weakly(header: str | None, known: bool) -> None:
    assert matches(header, 'W/"a"') is known
