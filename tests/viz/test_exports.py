# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Formats of other programs, read back: Graphviz and networkx parse their own, the others by a strict grammar here."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from grundriss.errors import UsageError
from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram
from grundriss_viz.exports import pdf
from grundriss_viz.exports.outline import box_label
from grundriss_viz.formats import FORMATS
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.typesetting import clean
from grundriss_viz.views import VIEWS, draw

Told = tuple[Counter[str], Counter[tuple[str, str]]]
"""The texts of boxes, and the texts of the two ends of each line (the name of a frame where it ends at one)."""


@pytest.fixture(scope="module", params=list(VIEWS))
def drawn(request: pytest.FixtureRequest, snapshot: Snapshot) -> Diagram:
    return draw(request.param, snapshot)


def expected(diagram: Diagram) -> Told:
    boxes = {node.key: "\n".join(box_label(node)) for node in diagram.nodes}
    names = {group.key: clean(group.label) for group in diagram.groups} | boxes
    return Counter(boxes.values()), Counter((names[e.source], names[e.target]) for e in diagram.edges)


def from_dot(content: str) -> Told:
    """What Graphviz itself reads."""
    beside = str(Path(sys.executable).parent)
    program = shutil.which("graphviz-pure", path=beside + os.pathsep + os.environ["PATH"])
    assert program
    done = subprocess.run(
        [program, "-Kdot", "-Tjson0"],
        input=content.encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    found = json.loads(done.stdout)
    objects = found["objects"]
    labels = {
        o["name"]: o.get("label", "").replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
        for o in objects
    }
    boxes = Counter(labels[o["name"]] for o in objects if re.fullmatch(r"n\d+", o["name"]))
    names = {name: labels.get(f"cluster_{name}", label) for name, label in labels.items()}
    ends = ((objects[e["tail"]]["name"], objects[e["head"]]["name"]) for e in found.get("edges", ()))
    return boxes, Counter((names[tail], names[head]) for tail, head in ends)


_MERMAID = re.compile(
    r"""(?x) ^\s*(?:
      (?P<box>n\d+)\["(?P<text>[^"`<>]*(?:<br/>[^"`<>]*)*)"\]
    | subgraph\ (?P<frame>g\d+)\["(?P<title>[^"`<>]*)"\] | (?P<end>end)
    | (?P<tail>[ng]\d+)\ (?:-->|---|-\.->|-\.-)(?:\|"[^"`<>|]*"\|)?\ (?P<head>[ng]\d+)
    | linkStyle\ \d+\ [\w#:,.-]+ | classDef\ \w+\ [\w#:,. -]+ | class\ n\d+\ \w+ | click\ n\d+\ href\ "[^"\s]*"
    )$"""
)


def from_mermaid(content: str) -> Told:
    head, _, body = content.partition("---\nflowchart LR\n")
    assert re.fullmatch(r'---\ntitle: ".*"\n', head)
    boxes, names, lines, depth = {}, {}, [], 0
    for line in body.splitlines():
        found = _MERMAID.match(line)
        assert found, line
        depth += bool(found["frame"]) - bool(found["end"])
        if found["box"]:
            boxes[found["box"]] = _entities(found["text"].replace("<br/>", "\n"))
        elif found["frame"]:
            names[found["frame"]] = _entities(found["title"])
        elif found["tail"]:
            lines.append((found["tail"], found["head"]))
    assert depth == 0
    names |= boxes
    return Counter(boxes.values()), Counter((names[a], names[b]) for a, b in lines)


def _entities(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


_PLANTUML = re.compile(
    r"""(?x) ^\s*(?:
      rectangle\ "(?P<text>[^"]*)"\ as\ (?P<box>n\d+)(?:\ \[\[[^\[\]\s{}|]*\]\])?\ \#[\w;:.]+
    | rectangle\ "(?P<title>[^"]*)"\ as\ (?P<frame>g\d+)\ \#[\w;:]+\ \{ | (?P<end>\})
    | (?P<tail>[ng]\d+)\ [<|*o0]*-\[\#\w+(?:,dashed|,dotted)?\]-[>|*o0]*\ (?P<head>[ng]\d+)(?:\ :\ .*)?
    | title\ .* | footer\ .* | skinparam\ [\w\ ]+ | left\ to\ right\ direction
    )$"""
)


def from_plantuml(content: str) -> Told:
    first, *body, last = content.splitlines()
    assert (first, last) == ("@startuml", "@enduml")
    boxes, names, lines, depth = {}, {}, [], 0
    for line in body:
        found = _PLANTUML.match(line)
        assert found, line
        depth += bool(found["frame"]) - bool(found["end"])
        if found["box"]:
            assert not re.search(r"\*\*|//|__|--|~|\[\[|<(?!U\+[0-9A-F]{4,5}>)", found["text"])
            boxes[found["box"]] = _escapes(found["text"].replace("\\n", "\n"))
        elif found["frame"]:
            names[found["frame"]] = _escapes(found["title"])
        elif found["tail"]:
            lines.append((found["tail"], found["head"]))
    assert depth == 0
    names |= boxes
    return Counter(boxes.values()), Counter((names[a], names[b]) for a, b in lines)


def _escapes(text: str) -> str:
    return re.sub(r"<U\+([0-9A-F]{4,5})>", lambda found: chr(int(found[1], 16)), text)


def from_drawio(content: str) -> Told:
    root = ElementTree.fromstring(content).find("diagram/mxGraphModel/root")
    assert root is not None
    names = {thing.get("id", ""): thing.get("label", "") for thing in root.findall("UserObject")}
    boxes = Counter(names.values())
    names |= {cell.get("id", ""): cell.get("value", "") for cell in root.findall("mxCell")}
    lines = [cell for cell in root.findall("mxCell") if cell.get("edge")]
    return boxes, Counter((names[c.attrib["source"]], names[c.attrib["target"]]) for c in lines)


def _told(
    nodes: dict[str, dict[str, str]], lines: list[tuple[str, str]]
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    boxes = Counter(data["label"] for data in nodes.values() if data["status"] != "group")
    return boxes, Counter((nodes[a]["label"], nodes[b]["label"]) for a, b in lines)


def from_graphml(content: str) -> Told:
    graph = networkx.parse_graphml(content, force_multigraph=True)
    return _told(dict(graph.nodes(data=True)), [(a, b) for a, b, _ in graph.edges])


def from_cytoscape(content: str) -> Told:
    elements = json.loads(content)["elements"]
    nodes = {node["data"]["id"]: node["data"] for node in elements["nodes"]}
    assert all(node["parent"] in nodes for node in nodes.values() if "parent" in node)
    return _told(nodes, [(e["data"]["source"], e["data"]["target"]) for e in elements["edges"]])


READERS = {"dot": from_dot, "mmd": from_mermaid, "puml": from_plantuml, "drawio": from_drawio}
NAMED = {"graphml": from_graphml, "cyjs": from_cytoscape}


def written(diagram: Diagram, ending: str) -> str:
    content = FORMATS[ending].render(diagram)
    assert content == FORMATS[ending].render(diagram), "the same diagram gives the same bytes"
    return content.decode()


@pytest.mark.parametrize("ending", list(READERS))
def test_every_box_and_line_is_read_back(drawn: Diagram, ending: str) -> None:
    assert READERS[ending](written(drawn, ending)) == expected(drawn)


@pytest.mark.parametrize("ending", list(NAMED))
def test_graph_programs_read_names_and_lines(drawn: Diagram, ending: str) -> None:
    names = {group.key: clean(group.label) for group in drawn.groups}
    boxes = {node.key: clean(node.label) for node in drawn.nodes}
    ends = names | boxes
    lines = Counter((ends[edge.source], ends[edge.target]) for edge in drawn.edges)
    assert NAMED[ending](written(drawn, ending)) == (Counter(boxes.values()), lines)


def test_draw_io_has_every_box_where_the_picture_has_it(drawn: Diagram) -> None:
    root = ElementTree.fromstring(written(drawn, "drawio")).find("diagram/mxGraphModel/root")
    assert root is not None
    parents, places = {}, {}
    for thing in [*root.findall("mxCell"), *root.findall("UserObject")]:
        cell = thing if thing.tag == "mxCell" else thing.find("mxCell")
        assert cell is not None
        geometry = cell.find("mxGeometry")
        if cell.get("vertex") and geometry is not None:
            parents[thing.attrib["id"]] = cell.attrib["parent"]
            places[thing.attrib["id"]] = (float(geometry.attrib["x"]), float(geometry.attrib["y"]))
    for number, node in enumerate(drawn.nodes, 1):
        x = y = 0.0
        at: str | None = f"n{number}"
        while at in places:
            x, y, at = x + places[at][0], y + places[at][1], parents[at]
        assert (x, y) == (pytest.approx(node.rect.x, abs=0.03), pytest.approx(node.rect.y, abs=0.03))


@pytest.fixture(scope="module")
def nasty(made: Any, facts: Any, hostile: tuple[str, ...]) -> Diagram:
    items = [
        made.component(f"k{n}", name)
        for n, name in enumerate((*hostile, "**fett** //x// __y__ --z-- ~a", "%% end", "1. x"))
    ]
    return landscape_map(made.state(items), today=facts.today)


@pytest.mark.parametrize("ending", list(READERS))
def test_data_stays_data(nasty: Diagram, ending: str) -> None:
    assert READERS[ending](written(nasty, ending)) == expected(nasty)


@pytest.mark.parametrize("ending", ["graphml", "cyjs", "md"])
def test_hostile_names_give_well_formed_files(nasty: Diagram, ending: str) -> None:
    content = written(nasty, ending)
    if ending in NAMED:
        assert NAMED[ending](content)[0] == Counter(clean(node.label) for node in nasty.nodes)
    else:
        assert "<script" not in content.replace("\\<", "") and "\x1b" not in content


def test_a_line_to_a_frame_reaches_it(made: Any, facts: Any, snapshot: Snapshot) -> None:
    del made, facts
    framed = draw("cooperation", snapshot, by="level")
    for ending, read in READERS.items():
        assert read(written(framed, ending)) == expected(framed), ending


def strings_of(content: bytes) -> list[str]:
    """The texts of a workbook's cells, and nothing in it that a spreadsheet would compute or open."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        shared = [
            "".join(text.text or "" for text in entry.iter(f"{space}t"))
            for entry in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        cells = ElementTree.fromstring(sheet).iter(f"{space}c")
        values = (cell.find(f"{space}v") for cell in cells)
        texts = (shared[int(value.text or 0)] for value in values if value is not None)
        return [text for text in texts if text]


def test_the_workbook_holds_the_table_as_texts(drawn: Diagram, nasty: Diagram) -> None:
    for diagram in (drawn, nasty):
        content = FORMATS["xlsx"].render(diagram)
        assert content == FORMATS["xlsx"].render(diagram)
        cells = [clean(cell) for row in (diagram.table.columns, *diagram.table.rows) for cell in row]
        assert strings_of(content) == [cell for cell in cells if cell]


def test_a_pdf_is_the_same_each_time_and_has_a_known_paper(drawn: Diagram) -> None:
    content = FORMATS["pdf"].render(drawn)
    assert content.startswith(b"%PDF-1.") and content.rstrip().endswith(b"%%EOF")
    assert content == FORMATS["pdf"].render(drawn) and content != pdf.render(drawn, "a4")
    with pytest.raises(UsageError):
        pdf.render(drawn, 'a3\'; #read("/etc/passwd")')


def test_markdown_has_the_rows_of_the_table(drawn: Diagram) -> None:
    content = written(drawn, "md")
    assert len([line for line in content.splitlines() if line.startswith("| ")]) == len(drawn.table.rows) + 2
    assert content.startswith("# ")
