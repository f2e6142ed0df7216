# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Panels are packed into columns: all of them, in their order, as few tiles as the height allows."""

from hypothesis import given
from hypothesis import strategies as st

from grundriss_viz.columns import MOST_SEPARATE, Spacing, arrange

SPACING = Spacing(tile=100, padding=10, space=5)


@st.composite
def panels(draw: st.DrawFn) -> list[list[float]]:
    """Heights that fall with the width, as those of panels do."""
    sizes = draw(st.lists(st.integers(min_value=1, max_value=60), min_size=1, max_size=12))
    return [[20 + 30 * -(-size // wide) for wide in range(1, min(size, 8) + 1)] for size in sizes]


@given(panels())
def test_every_panel_is_in_one_column_in_order(heights: list[list[float]]) -> None:
    columns = arrange(heights, SPACING, 1.4, 100)
    assert [panel for column in columns for panel in column.panels] == list(range(len(heights)))
    for column in columns:
        parts = [heights[panel][column.tiles - 1] for panel in column.panels]
        assert column.height == sum(parts) + SPACING.space * (len(parts) - 1)


@given(panels())
def test_it_is_never_worse_than_every_panel_alone_in_a_narrow_column(heights: list[list[float]]) -> None:
    def extent(widths: list[int], tall: list[float]) -> float:
        return max(sum(SPACING.width(w) + SPACING.space for w in widths), (max(tall) + 100) * 1.4)

    columns = arrange(heights, SPACING, 1.4, 100)
    chosen = extent([c.tiles for c in columns], [c.height for c in columns])
    if len(heights) <= MOST_SEPARATE:
        assert chosen <= extent([1] * len(heights), [panel[0] for panel in heights])


def test_small_panels_share_a_column() -> None:
    columns = arrange([[400, 210, 150], [60], [60]], SPACING, 1.0, 0)
    assert (1, 2) in [column.panels for column in columns]


def test_no_panels_make_no_columns() -> None:
    assert arrange([], SPACING, 1.4, 100) == ()
