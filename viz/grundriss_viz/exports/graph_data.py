# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as data for graph programs: GraphML (yEd, Gephi, igraph) and Cytoscape JSON, with places and frames."""

import json

import networkx

from grundriss_viz.diagram import Diagram, Edge, Group, Node
from grundriss_viz.exports.outline import Outline, edge_label, line_look, look_of
from grundriss_viz.typesetting import clean


def graphml(diagram: Diagram) -> bytes:
    """The boxes and lines as GraphML; a frame is an attribute of its boxes, and a node where a line leads to it."""
    outline = Outline(diagram)
    labels = {group.key: clean(group.label) for group in diagram.groups}
    graph = networkx.MultiDiGraph(title=clean(diagram.title), subtitle=clean(diagram.subtitle))
    for node in diagram.nodes:
        frame = {"group": labels[node.group]} if node.group in labels else {}
        graph.add_node(outline.names[node.key], **_box(node), **frame, **_place(node))
    for edge in outline.edges:
        for key in (edge.source, edge.target):
            if outline.names[key] not in graph:
                graph.add_node(outline.names[key], label=labels[key], key=clean(key), status="group")
        # not **: networkx has a parameter `key` of its own
        name = graph.add_edge(outline.names[edge.source], outline.names[edge.target])
        graph.edges[outline.names[edge.source], outline.names[edge.target], name].update(_line(edge))
    return ("\n".join(networkx.generate_graphml(graph)) + "\n").encode()


def cytoscape(diagram: Diagram) -> bytes:
    """The elements as Cytoscape.js reads them: frames are parents of their boxes, positions are middles."""
    outline = Outline(diagram)
    frames = [{"data": _frame(outline, group)} for group in diagram.groups]
    boxes = []
    for node in diagram.nodes:
        data = {"id": outline.names[node.key], **_box(node)}
        if node.group in outline.frames:
            data["parent"] = outline.frames[node.group]
        boxes.append({"data": data, "position": _place(node)})
    lines = [
        {
            "data": {
                "id": f"e{place}",
                "source": outline.names[edge.source],
                "target": outline.names[edge.target],
                **_line(edge),
            }
        }
        for place, edge in enumerate(outline.edges, 1)
    ]
    about = {"name": clean(diagram.title), "description": clean(diagram.summary), "lang": diagram.lang}
    content = {"data": about, "elements": {"nodes": [*frames, *boxes], "edges": lines}}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _frame(outline: Outline, group: Group) -> dict[str, object]:
    data: dict[str, object] = {
        "id": outline.frames[group.key],
        "key": clean(group.key),
        "label": clean(group.label),
        "status": "group",
    }
    if group.parent in outline.frames:
        data["parent"] = outline.frames[group.parent]
    return data


def _box(node: Node) -> dict[str, object]:
    look = look_of(node)
    data: dict[str, object] = {
        "key": clean(node.key),
        "label": clean(node.label),
        "status": node.status,
        "fill": look.light.fill,
        "stroke": look.light.stroke,
    }
    texts = {"sublabel": node.sublabel, "href": node.href or "", "members": ", ".join(node.members)}
    return data | {name: clean(text) for name, text in texts.items() if text}


def _place(node: Node) -> dict[str, float]:
    middle = node.rect.center
    return {"x": round(middle.x, 2), "y": round(middle.y, 2)}


def _line(edge: Edge) -> dict[str, object]:
    data: dict[str, object] = {
        "type": edge.type,
        "status": edge.status,
        "line": edge.line,
        "head": edge.head,
        "stroke": line_look(edge).light.stroke,
        "count": edge.count,
        "relations": ", ".join(clean(key) for key in edge.relations),
    }
    label = edge_label(edge)
    return data | ({"label": label} if label else {})
