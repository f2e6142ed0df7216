# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Boxes are packed inside the frames of their groups, apart from each other, the same way every time."""

from itertools import combinations
from math import inf
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grundriss_viz import group_packing
from grundriss_viz.group_packing import pack
from grundriss_viz.packing_cost import Cluster, Link, Plan, Sheet

Size = tuple[float, float]


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_packing, "_STEPS", 60)
    monkeypatch.setattr(group_packing, "_LAST_STEPS", 10)


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Size], list[Cluster], list[Link]]:
    groups = draw(st.lists(st.integers(min_value=1, max_value=7), min_size=1, max_size=7))
    count = sum(groups)
    heights = draw(st.lists(st.integers(min_value=20, max_value=120), min_size=count, max_size=count))
    clusters, first = [], 0
    for size in groups:
        clusters.append(Cluster(tuple(range(first, first + size)), draw(st.integers(10, 400)), 15))
        first += size
    box = st.integers(min_value=0, max_value=count - 1)
    links = draw(st.lists(st.builds(Link, box, box, st.sampled_from([0.5, 1.0]), st.booleans()), max_size=20))
    return [(150.0, float(height)) for height in heights], clusters, links


@given(problems())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_boxes_are_in_their_frames_and_nothing_overlaps(
    problem: tuple[list[Size], list[Cluster], list[Link]],
) -> None:
    sizes, clusters, links = problem
    placing = pack(sizes, clusters, links, 1.4, 100)
    assert [(box.width, box.height) for box in placing.boxes] == sizes
    assert not [p for p in combinations(placing.boxes, 2) if p[0].overlaps(p[1], 10)]
    assert not [p for p in combinations(placing.frames, 2) if p[0].overlaps(p[1], 10)]
    for cluster, frame in zip(clusters, placing.frames, strict=True):
        assert frame.width >= cluster.title_width
        for box in cluster.boxes:
            assert frame.contains(placing.boxes[box])
            assert placing.boxes[box].y >= frame.y + cluster.title_height
    assert max(frame.right for frame in placing.frames) <= placing.width + 0.01
    assert max(frame.bottom for frame in placing.frames) <= placing.height + 0.01
    assert pack(sizes, clusters, links, 1.4, 100) == placing


def test_related_boxes_come_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_packing, "_STEPS", 1500)
    pairs = [(n, (n + 6) % 12) for n in range(6)]
    sizes = [(150.0, 40.0)] * 12
    clusters = [Cluster((n,), 50, 15) for n in range(12)]
    placing = pack(sizes, clusters, [Link(a, b) for a, b in pairs], 1.4, 100)

    def distance(a: int, b: int) -> float:
        one, two = placing.boxes[a].center, placing.boxes[b].center
        return abs(one.x - two.x) + abs(one.y - two.y)

    everyone = [distance(a, b) for a, b in combinations(range(12), 2)]
    assert sum(distance(a, b) for a, b in pairs) / len(pairs) < 0.6 * sum(everyone) / len(everyone)


def test_no_groups_need_no_place() -> None:
    placing = pack([], [], [], 1.4, 100)
    assert (placing.width, placing.height) == (0, 0)


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_measuring_one_group_again_costs_the_same_as_measuring_all(
    problem: tuple[list[Size], list[Cluster], list[Link]], random: Random
) -> None:
    sizes, clusters, links = problem
    sheet = Sheet(sizes, clusters, links, 1.4, 100)
    grids = [sheet.grid(number, cluster.boxes, 2) for number, cluster in enumerate(clusters)]
    before = sheet.fully_rated(Plan(grids, [list(range(len(grids)))]), inf, None)
    assert before
    for number, cluster in enumerate(clusters):
        order = list(cluster.boxes)
        random.shuffle(order)
        after = before.plan.copy()
        after.grids[number] = sheet.grid(number, tuple(order), 2)
        assert sheet.fully_rated(after, inf, before) == sheet.fully_rated(after, inf, None)
