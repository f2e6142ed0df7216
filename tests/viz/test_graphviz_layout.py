# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Graphviz gets boxes and neutral ids, never a word of the data; its failures are told in words."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grundriss.errors import GrundrissError, LimitExceeded, MissingTool
from grundriss_viz import graphviz_layout
from grundriss_viz.diagram import Rect
from grundriss_viz.gap_diagram import gap_diagram
from grundriss_viz.graphviz_layout import SETTING, executable, route

BOXES = [Rect(0, 0, 100, 40), Rect(300, 0, 100, 40), Rect(600, 10, 100, 60)]
WORDS = {"graph", "node", "edge", "splines", "true", "esep", "outputorder", "nodesfirst", "shape", "box"}
WORDS |= {"fixedsize", "label", "width", "height", "pos", "id"}


@pytest.fixture
def inputs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Graphviz gets, and its command line."""
    seen: list[str] = []
    run = subprocess.run

    def spy(command: Any, **options: Any) -> Any:
        seen.append(" ".join(map(str, command[1:])))
        seen.append(options["input"].decode("ascii"))
        return run(command, **options)

    monkeypatch.setattr(graphviz_layout.subprocess, "run", spy)
    return seen


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Take a shell script for Graphviz."""

    def use(script: str) -> None:
        path = tmp_path / "engine"
        path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv(SETTING, str(path))

    return use


def test_no_word_of_the_data_goes_to_graphviz(
    facts: Any, made: Any, hostile: tuple[str, ...], inputs: list[str]
) -> None:
    items = [made.component(f"k{n}", name, kind=name) for n, name in enumerate(hostile)]
    relations = [made.relation(f"d{n}", items[n], items[n - 1], hostile[0]) for n in range(1, len(items))]
    gap_diagram(made.gap(items, (), relations))
    gap_diagram(facts.gap, before=facts.ids(facts.ist), after=facts.soll)
    assert len(inputs) >= 4
    for text in inputs[1::2]:
        words = set(re.findall(r"[A-Za-z_]\w*", text))
        assert {word for word in words if not re.fullmatch(r"[ne][0-9]+", word)} <= WORDS
        assert set(re.findall(r"[^\w\s]", text)) <= set('{}[]=",.-+')
    assert set(inputs[0::2]) == {"-Kneato -n2 -Tjson"}


def test_a_line_goes_from_border_to_border_around_what_stands_in_its_way() -> None:
    path = route(BOXES, [(0, 2)])[0]
    assert (path[0].x, path[-1].x) == (pytest.approx(100, abs=1), pytest.approx(600, abs=1))
    assert len(path) > 4
    assert not any(300 < p.x < 400 and 0 < p.y < 40 for p in path)


def test_the_way_back_is_the_way_there_turned_around() -> None:
    there, back, again = route(BOXES, [(0, 1), (1, 0), (0, 1)])
    assert there == back[::-1] == again


def test_titles_are_obstacles() -> None:
    straight = route(BOXES[:2], [(0, 1)])[0]
    around = route(BOXES[:2], [(0, 1)], [Rect(180, 10, 50, 20)])[0]
    assert {round(p.y) for p in straight} == {20}
    assert not any(180 < p.x < 230 and 10 < p.y < 30 for p in around)
    assert any(p.y < 10 or p.y > 30 for p in around)


def test_without_lines_graphviz_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "/nowhere/dot")
    assert route(BOXES, []) == []


def test_the_engine_is_the_python_package_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch, program: Callable[[str], None], tmp_path: Path
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert executable().stem == "graphviz-pure"
    program("exit 0")
    assert executable() == tmp_path / "engine"


def test_a_missing_engine_is_said_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "no-such-graphviz")
    with pytest.raises(MissingTool, match="no-such-graphviz") as raised:
        route(BOXES, [(0, 1)])
    assert SETTING in (raised.value.hint or "")


def test_an_engine_that_does_not_end_is_stopped(program: Callable[[str], None]) -> None:
    program("exec sleep 1000\n")
    with pytest.raises(LimitExceeded, match=r"longer than 0\.2 seconds"):
        route(BOXES, [(0, 1)], timeout=0.2)


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        'echo \'{"objects": [{"pos": "1,1"}], "edges": []}\'',
        "echo nonsense",
        "echo '{}'",
        'echo \'{"objects": [{"pos": "1,1"}], "edges": [{"id": "e1", "pos": "1,1;2,2 3,3"}]}\'',
    ],
)
def test_an_engine_that_fails_or_answers_nonsense_is_an_error(
    program: Callable[[str], None], script: str
) -> None:
    program(script)
    with pytest.raises(GrundrissError):
        route(BOXES, [(0, 1)])
