# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Application cooperation, rolled up: which organisations or federal levels need whose components, and how often.

An arrow runs from who needs to who is needed; its number counts the relations between their components.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from grundriss.model.state_types import State
from grundriss_viz.cooperation_parties import Cooperation, Link, Party, by_level, by_organisation, together
from grundriss_viz.diagram import Diagram, Edge, EdgeLabel, Node, Point, Rect, Table, bounding
from grundriss_viz.edge_labels import Wanted, place_labels
from grundriss_viz.graphviz_layout import route
from grundriss_viz.group_packing import pack
from grundriss_viz.item_texts import field, href_of, owner
from grundriss_viz.packing_cost import Cluster, Placing
from grundriss_viz.packing_cost import Link as Pull
from grundriss_viz.parallel_lines import spread
from grundriss_viz.sheet import Content, Sample, Words, compose, enclosing, only
from grundriss_viz.style import BOX_DETAIL, COUNT, FOCUS_NAME
from grundriss_viz.texts import Texts, kind_group_of, kind_group_rank, level_rank
from grundriss_viz.typesetting import block_height, clean, set_lines, wrap
from grundriss_viz.undated import Undated

KEY: Final = "cooperation"
BY: Final = ("organisation", "level")
_WIDTH: Final = 214.0
_PADDING: Final = (12.0, 9.0)
_AROUND_BOX: Final = (24.0, 20.0)  # free on each side, for lines and their numbers
_PARALLEL: Final = 26.0
_RATIO: Final = 400 / 277  # of an A3 sheet in landscape, inside its margins
_AROUND: Final = 190.0  # title, legend and notes
_STRENGTHS: Final = (("few", 1), ("several", 4), ("many", 10))  # the least number of relations of each
_MOST_KINDS: Final = 4
_LABEL_PADDING: Final = (4.0, 1.0)


def cooperation(
    state: State, *, today: date, by: str = "organisation", beside: Sequence[State] = (), lang: str = "de"
) -> Diagram:
    """The picture of a state by `organisation` or by `level`, in the places that the states `beside` it have as well.

    Raises what `graphviz_layout.route` raises.
    """
    texts = Texts(lang)
    whole = (by_level if by == "level" else by_organisation)(together([state, *beside]))
    found = whole.of(state)
    content = _content(whole, found, by, texts)
    return compose(
        content, _words(state, found, by, today, texts), _samples(content, texts), _table(found, texts)
    )


def _content(whole: Cooperation, found: Cooperation, by: str, texts: Texts) -> Content:
    """The picture of what is found, laid out as the whole."""
    parties = sorted(whole.parties, key=lambda p: (level_rank(p.level), p.key))
    sizes = [(_WIDTH, _height(*_lines(party, by, texts))) for party in parties]
    number = {party.key: place for place, party in enumerate(parties)}
    ends = [(number[link.needing], number[link.needed]) for link in whole.links]
    placing = _places(sizes, whole.links, ends)
    there = {party.key: party for party in found.parties}
    nodes = tuple(
        _node(party, rect, *_lines(party, by, texts), texts)
        for party, rect in ((there.get(p.key, p), r) for p, r in zip(parties, placing.boxes, strict=True))
    )
    links = {(link.needing, link.needed): link for link in found.links}
    shown = [links.get((link.needing, link.needed), link) for link in whole.links]
    edges = _edges(shown, ends, placing.boxes, [node.label for node in nodes], texts)
    content = enclosing(Content(placing.width, placing.height, nodes, edges))
    return only(content, there, {_edge_key(link) for link in found.links})


def _lines(party: Party, by: str, texts: Texts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The name of a party and what stands below it."""
    name = wrap(_name(party, texts), _WIDTH - 2 * _PADDING[0], FOCUS_NAME, texts.code)
    return name, _details(party, by, texts)


def _edge_key(link: Link) -> str:
    return f"edge-{link.needing}-{link.needed}"


def _places(
    sizes: Sequence[tuple[float, float]], links: Sequence[Link], ends: Sequence[tuple[int, int]]
) -> Placing:
    pulls = [
        Pull(source, target, 0.6 + 0.1 * min(len(link.relations), 20))
        for link, (source, target) in zip(links, ends, strict=True)
    ]
    clusters = [Cluster((place,), 0.0, 0.0) for place in range(len(sizes))]
    dx, dy = _AROUND_BOX
    roomy = [(width + 2 * dx, height + 2 * dy) for width, height in sizes]
    placing = pack(roomy, clusters, pulls, _RATIO, _AROUND)
    boxes = [Rect(r.x + dx, r.y + dy, r.width - 2 * dx, r.height - 2 * dy) for r in placing.boxes]
    if not boxes:
        return placing
    whole = bounding(boxes)
    return Placing(tuple(box.moved(-whole.x, -whole.y) for box in boxes), (), whole.width, whole.height)


def _name(party: Party, texts: Texts) -> str:
    if party.organisation:
        return clean(str(party.organisation["label"]))
    if party.level is None:
        return texts("group.none") if not party.key.startswith("rest-") else texts("level.none")
    level = texts.level(party.level)
    return texts("cooperation.rest", level=level, n=len(party.organisations)) if _is_rest(party) else level


def _is_rest(party: Party) -> bool:
    return party.key.startswith("rest-")


def _details(party: Party, by: str, texts: Texts) -> tuple[str, ...]:
    lines = [texts("cooperation.components", n=len(party.components))]
    if party.inside:
        lines.append(texts("cooperation.inside", n=party.inside))
    if by == "level":
        kinds = Counter(kind_group_of(field(item, "kind")) for item in party.components)
        shown = sorted(kinds, key=lambda kind: (-kinds[kind], kind_group_rank(kind)))[:_MOST_KINDS]
        lines += [f"{texts.kind_group(kind)}: {kinds[kind]}" for kind in shown]
        others = sum(kinds.values()) - sum(kinds[kind] for kind in shown)
        lines += [f"{texts('others')}: {others}"] if others else []
    inner = _WIDTH - 2 * _PADDING[0]
    return tuple(
        part for line in lines for part in wrap(clean(line), inner, BOX_DETAIL, texts.code, even=False)
    )


def _height(name: Sequence[str], detail: Sequence[str]) -> float:
    return block_height(len(name), FOCUS_NAME) + block_height(len(detail), BOX_DETAIL) + 4 + 2 * _PADDING[1]


def _node(party: Party, rect: Rect, name: tuple[str, ...], detail: tuple[str, ...], texts: Texts) -> Node:
    left, top = rect.x + _PADDING[0], rect.y + _PADDING[1]
    below = top + block_height(len(name), FOCUS_NAME) + 4
    label = _name(party, texts)
    rolled = _is_rest(party) or (party.level is None and party.organisation is None)
    return Node(
        key=party.key,
        label=label,
        status="rollup" if rolled else "party",
        rect=rect,
        lines=set_lines(name, left, top, FOCUS_NAME) + set_lines(detail, left, below, BOX_DETAIL),
        sublabel=" ".join(detail),
        href=href_of(str(party.organisation["id"])) if party.organisation else None,
        tooltip=f"{label}: " + "; ".join(detail),
        members=tuple(item.key for item in party.components),
    )


def strength(count: int) -> str:
    """How strong a line is drawn for a number of relations: few, several or many."""
    return next(name for name, least in reversed(_STRENGTHS) if count >= least)


def _edges(
    links: Sequence[Link],
    ends: Sequence[tuple[int, int]],
    boxes: Sequence[Rect],
    names: Sequence[str],
    texts: Texts,
) -> tuple[Edge, ...]:
    around = [
        box.grown(_PARALLEL / 2) for box in boxes
    ]  # so that lines which part from each other pass boxes too
    routed = (
        _ended(path, boxes[a], boxes[b]) for path, (a, b) in zip(route(around, ends), ends, strict=True)
    )
    paths = spread(list(routed), ends, boxes, _PARALLEL)
    counts = [str(len(link.relations)) for link in links]
    height = block_height(1, COUNT) + 2 * _LABEL_PADDING[1]
    wanted = [
        Wanted((place,), ((COUNT.width(count) + 2 * _LABEL_PADDING[0], height),), 0.42)
        for place, count in enumerate(counts)
    ]
    places = place_labels(wanted, paths, boxes)
    edges = []
    for link, path, count, place, (source, target) in zip(links, paths, counts, places, ends, strict=True):
        types = Counter(relation.type for relation in link.relations)
        said = ", ".join(f"{texts.relation(name)} {n}" for name, n in types.most_common())
        edges.append(
            Edge(
                key=_edge_key(link),
                source=link.needing,
                target=link.needed,
                type="dependsOn",
                status=strength(len(link.relations)),
                path=path,
                head="filled",
                label=_label(count, place.rect) if place else None,
                tooltip=f"{names[source]} → {names[target]}: {count} ({said})",
                relations=tuple(relation.key for relation in link.relations),
            )
        )
    return tuple(edges)


def _ended(path: tuple[Point, ...], source: Rect, target: Rect) -> tuple[Point, ...]:
    """The path drawn out to the borders of its boxes."""
    first, *middle, last = path
    return (_nearest(source, first), *middle, _nearest(target, last))


def _nearest(box: Rect, point: Point) -> Point:
    return Point(min(max(point.x, box.x), box.right), min(max(point.y, box.y), box.bottom))


def _label(count: str, rect: Rect) -> EdgeLabel:
    left, top = rect.x + _LABEL_PADDING[0], rect.y + _LABEL_PADDING[1]
    return EdgeLabel(rect, set_lines([count], left, top, COUNT, width=rect.width - 2 * _LABEL_PADDING[0]))


def _samples(content: Content, texts: Texts) -> list[Sample]:
    """The legend; counts are components and relations."""
    boxes: Counter[str] = Counter()
    for node in content.nodes:
        boxes[node.status] += len(node.members)
    names = {"party": texts("cooperation.party"), "rollup": texts("cooperation.rolled")}
    found = [Sample(names[status], boxes[status], status) for status in names if boxes[status]]
    lines: Counter[str] = Counter()
    for edge in content.edges:
        lines[edge.status] += edge.count
    limits = [least for _, least in _STRENGTHS[1:]]
    for (status, least), upper in zip(_STRENGTHS, [*limits, 0], strict=True):
        if lines[status]:
            phrase = "cooperation.line" if upper else "cooperation.line.most"
            label = texts(phrase, least=least, most=upper - 1)
            found.append(Sample(label, lines[status], status, "line", "solid", "filled"))
    return found


def _words(state: State, found: Cooperation, by: str, today: date, texts: Texts) -> Words:
    name = texts.state(state.state)
    shown = sum(len(link.relations) for link in found.links)
    inside = sum(party.inside for party in found.parties)
    thin = sum(len(link.relations) for link in found.thin)
    components = sum(len(party.components) for party in found.parties)
    counts: dict[str, object] = {
        "state": name,
        "components": components,
        "between": shown + thin,
        "inside": inside,
    }
    title = texts(f"cooperation.title.{by}")
    subtitle = texts("cooperation.subtitle", **counts)
    names = {party.key: _name(party, texts) for party in found.parties}
    single = {party.key for party in found.parties if not _is_rest(party)}
    strongest = sorted(
        (link for link in found.links if link.needing in single and link.needed in single),
        key=lambda link: (-len(link.relations), link.needing, link.needed),
    )[:5]
    said = [
        texts.counted("cooperation.said", components, state=name, components=components),
        texts.counted(f"cooperation.said.between.{by}", shown + thin),
        texts.counted(f"cooperation.said.inside.{by}", inside),
    ]
    if strongest:
        ways = [
            texts(
                "cooperation.said.way",
                needing=names[link.needing],
                needed=names[link.needed],
                n=len(link.relations),
            )
            for link in strongest
        ]
        said.append(texts("cooperation.said.most", ways=texts.listed(ways)))
    notes = [texts("cooperation.arrow")]
    rest = [party for party in found.parties if _is_rest(party)]
    if rest:
        notes.append(
            texts("cooperation.rest.note", n=sum(len(p.organisations) for p in rest), boxes=len(rest))
        )
    notes.append(texts("cooperation.thin", n=thin) if thin else texts("note.nothing"))
    items = [item for party in found.parties for item in party.components]
    notes += Undated.at(state.state, today, texts).notes(items)
    empty = texts("map.empty")
    return Words(
        key=KEY,
        title=title,
        subtitle=subtitle if components else name,
        summary=" ".join(said) if components else empty,
        footer=texts("footer", revision=state.state.revision, today=today),
        lang=texts.code,
        notes=(" ".join(notes),) if components else (empty,),
    )


def _table(found: Cooperation, texts: Texts) -> Table:
    """Every pair that cooperates, drawn or not, with its relations by type; then every party, and what is in it."""
    names = {party.key: _name(party, texts) for party in found.parties}
    none = texts("none")
    rows = []
    for link in sorted((*found.links, *found.thin), key=lambda k: (-len(k.relations), k.needing, k.needed)):
        types: dict[str, int] = defaultdict(int)
        for relation in link.relations:
            types[relation.type] += 1
        said = ", ".join(f"{clean(texts.relation(t))}: {types[t]}" for t in sorted(types))
        rows.append((names[link.needing], names[link.needed], str(len(link.relations)), said, none, none))
    for party in sorted(found.parties, key=lambda p: (-p.inside, p.key)):
        owners = sorted({named[1] for named in map(owner, party.components) if named}, key=str.casefold)
        components, inside = str(len(party.components)), str(party.inside)
        own = names[party.key], names[party.key], inside, texts("cooperation.own")
        rows.append((*own, components, "; ".join(owners) or none))
    columns = ("needing", "needed", "relations", "types", "components", "organisations")
    return Table(tuple(texts(f"table.{name}") for name in columns), tuple(rows))
