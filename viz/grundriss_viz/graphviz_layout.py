# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Routing of edges by Graphviz, which gets boxes of known place and size and the ids n1, n2 … and nothing else.

The engine is the executable of the PyPI package `graphviz-pure` (same output on every machine); the environment
variable GRUNDRISS_DOT names another, such as a system's `dot`. `neato -n2` keeps the places that are given and draws
splines around everything that stands there (https://graphviz.org/docs/layouts/neato/).
"""

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from grundriss.errors import GrundrissError, LimitExceeded, MissingTool
from grundriss.messages import reason
from grundriss_viz.diagram import Point, Rect, bounding

SETTING: Final = "GRUNDRISS_DOT"
TIMEOUT_SECONDS: Final = 20.0
_PROGRAM: Final = "graphviz-pure"
_POINTS_PER_INCH: Final = 72.0
_FENCE: Final = 30.0  # how far from the outermost boxes a line may run
_BAR: Final = 4.0


def route(
    boxes: Sequence[Rect],
    edges: Sequence[tuple[int, int]],
    obstacles: Sequence[Rect] = (),
    *,
    timeout: float = TIMEOUT_SECONDS,
) -> list[tuple[Point, ...]]:
    """A path for each edge, given by the numbers of its two boxes, around boxes and obstacles.

    Nothing may overlap, or Graphviz draws straight lines. Edges that join the same two boxes get the same path. A
    path is a start point and Bézier segments of three points each, from the border of the first box to that of the
    second.
    Raises MissingTool without an engine, LimitExceeded after `timeout` seconds, GrundrissError when it fails.
    """
    if not edges:
        return []
    pairs = sorted({(min(edge), max(edge)) for edge in edges})
    answer = _run(_dot_source([*boxes, *obstacles, *_fence([*boxes, *obstacles])], pairs), timeout)
    try:
        origin = _origin(answer, boxes[0])
        paths = {pairs[int(edge["id"][1:]) - 1]: _path(edge["pos"], origin) for edge in answer["edges"]}
        return [paths[edge] if edge in paths else paths[edge[::-1]][::-1] for edge in edges]
    except (LookupError, TypeError, ValueError) as error:
        raise GrundrissError("layout-unreadable", program=executable().name) from error


def _fence(rects: Sequence[Rect]) -> tuple[Rect, ...]:
    """Four bars around everything: in open space Graphviz swings its curves out as far as it likes."""
    whole = bounding(rects)
    around = whole.grown(_FENCE)
    return (
        Rect(whole.x, around.y - _BAR, whole.width, _BAR),
        Rect(whole.x, around.bottom, whole.width, _BAR),
        Rect(around.x - _BAR, whole.y, _BAR, whole.height),
        Rect(around.right, whole.y, _BAR, whole.height),
    )


def executable() -> Path:
    """The Graphviz program: GRUNDRISS_DOT, else graphviz-pure beside this Python, else on the path, else `dot`.

    Raises MissingTool.
    """
    wanted = os.environ.get(SETTING)
    if wanted:
        found = shutil.which(wanted)
    else:
        scripts = sysconfig.get_path("scripts")
        found = shutil.which(_PROGRAM, path=scripts) or shutil.which(_PROGRAM) or shutil.which("dot")
    if found is None:
        raise MissingTool("graphviz-missing", program=wanted or _PROGRAM, package=_PROGRAM, setting=SETTING)
    return Path(found)


def _dot_source(boxes: Sequence[Rect], edges: Sequence[tuple[int, int]]) -> str:
    """The graph in the DOT language; y grows upwards there."""
    lines = [
        'graph { graph [splines=true, esep="+4", outputorder=nodesfirst]',
        'node [shape=box, fixedsize=true, label=""]',
        'edge [label=""]',
    ]
    for number, box in enumerate(boxes, 1):
        center = box.center
        width, height = box.width / _POINTS_PER_INCH, box.height / _POINTS_PER_INCH
        lines.append(
            f'n{number} [width={width:.5f}, height={height:.5f}, pos="{center.x:.3f},{-center.y:.3f}"]'
        )
    for number, (source, target) in enumerate(edges, 1):
        lines.append(f'n{source + 1} -- n{target + 1} [id="e{number}"]')
    return "\n".join([*lines, "}"]) + "\n"


def _run(source: str, timeout: float) -> Any:
    program = executable()
    try:
        done = subprocess.run(
            [program, "-Kneato", "-n2", "-Tjson"],
            input=source.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded("layout-timeout", seconds=timeout) from error
    except OSError as error:
        raise MissingTool("program-unusable", program=program.name, reason=reason(error)) from error
    if done.returncode != 0:
        raise GrundrissError("layout-failed", program=program.name, status=done.returncode)
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise GrundrissError("layout-unreadable", program=program.name) from error


def _origin(answer: Any, first: Rect) -> Point:
    """How far Graphviz has moved the whole picture: it puts the lower left corner at (0, 0)."""
    x, y = map(float, answer["objects"][0]["pos"].split(","))
    return Point(first.center.x - x, first.center.y + y)


def _path(text: str, origin: Point) -> tuple[Point, ...]:
    """The control points of an edge's `pos`; y is turned around again."""
    points: list[Point] = []
    for spline in text.split(";"):
        pairs = (pair.split(",")[:2] for pair in spline.split(" "))
        part = [Point(origin.x + float(x), origin.y - float(y)) for x, y in pairs]
        points.extend(part[1:] if points and part[0] == points[-1] else part)
    if len(points) % 3 != 1:
        raise ValueError("an edge in pieces")
    return tuple(points)
