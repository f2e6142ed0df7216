# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bundles stand in their columns, and their lines keep clear of everything else, whatever the input."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grundriss_viz.fan_layout import BUNDLE_SPACE, Frame, fan, stacked

heights = st.floats(10, 200)


@given(st.lists(st.tuples(st.floats(-500, 500), heights), min_size=1, max_size=12))
def test_stacked_boxes_keep_their_order_and_distance(wanted: list[tuple[float, float]]) -> None:
    tops = stacked(wanted, BUNDLE_SPACE)
    for (top, (_, height)), following in zip(zip(tops, wanted, strict=True), tops[1:], strict=False):
        assert following >= top + height + BUNDLE_SPACE - 1e-6


@given(st.lists(st.tuples(st.floats(0, 10), heights), min_size=1, max_size=12))
def test_boxes_that_are_far_enough_apart_stay_where_they_are(sizes: list[tuple[float, float]]) -> None:
    wanted = [(1_000.0 * number + top, height) for number, (top, height) in enumerate(sizes)]
    tops = stacked(wanted, BUNDLE_SPACE)
    assert all(abs(found - top) < 1e-6 for found, (top, _) in zip(tops, wanted, strict=True))


@st.composite
def trees(draw: st.DrawFn) -> list[Frame]:
    """Frames on both sides, each hanging on a box nearer to the middle, some over several columns."""
    frames: list[Frame] = []
    boxes: list[tuple[str, int]] = [("middle", 0)]
    for number in range(draw(st.integers(1, 14))):
        parent, column = draw(st.sampled_from(boxes))
        side = (1 if column > 0 else -1) if column else draw(st.sampled_from([1, -1]))
        own = column + side * draw(st.integers(1, 2))
        inside = tuple(
            (f"b{number}-{n}", 150.0, draw(st.floats(20, 70))) for n in range(draw(st.integers(1, 5)))
        )
        title = 12.0 if len(inside) > 1 else 0.0
        labels = tuple((draw(st.floats(20, 110)), 17.0) for _ in range(draw(st.integers(1, 2))))
        frames.append(Frame(f"f{number}", own, parent, inside, 60.0 if title else 0.0, title, labels))
        boxes += [(box[0], own) for box in inside]
    return frames


@given(trees())
@settings(deadline=None, max_examples=60)
def test_nothing_overlaps_and_lines_meet_no_foreign_box(frames: list[Frame]) -> None:
    placed = fan(("middle", 190.0, 60.0), frames)
    rects = [*placed.frames.items(), ("middle", placed.boxes["middle"])]
    for number, (_, rect) in enumerate(rects):
        assert not [other for _, other in rects[number + 1 :] if rect.overlaps(other)]
    for frame in frames:
        assert all(placed.frames[frame.key].grown(0.01).contains(placed.boxes[box[0]]) for box in frame.boxes)
        holding = next((f.key for f in frames if any(box[0] == frame.parent for box in f.boxes)), None)
        for line in placed.lines[frame.key]:
            for key, rect in rects:
                if key in (frame.key, holding, frame.parent):
                    continue
                inner = rect.grown(-0.5)
                assert not [
                    p
                    for p in _points(line.path)
                    if inner.x < p[0] < inner.right and inner.y < p[1] < inner.bottom
                ]
    assert placed.width >= max(rect.right for _, rect in rects) - 0.01


def _points(path: tuple) -> list[tuple[float, float]]:  # type: ignore[type-arg]
    found = []
    for at in range(0, len(path) - 1, 3):
        a, b, c, d = path[at : at + 4]
        for step in range(21):
            t = step / 20
            u = 1 - t
            w = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            found.append(
                (
                    sum(k * p.x for k, p in zip(w, (a, b, c, d), strict=True)),
                    sum(k * p.y for k, p in zip(w, (a, b, c, d), strict=True)),
                )
            )
    return found
