# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The real landscape as states and gap, read from data/landscape with plain loops: no store, no rules in between."""

import csv
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from grundriss import resources
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.model.state_types import (
    Change,
    Changed,
    Gap,
    Item,
    Line,
    Relation,
    RelationGap,
    Replacement,
    State,
    StateName,
)
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss_viz.diagram import Diagram, Edge, Point, Rect, bounding
from grundriss_viz.font import FILES, FOLDER

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
TARGET = date(2028, 12, 31)
BASE = "https://w3id.org/grundriss/id/"
RELATION_TYPES = {
    "nutzt": "Uses",
    "authentifiziert": "AuthenticatesWith",
    "liefert Daten": "SuppliesDataTo",
    "Teil von": "PartOf",
    "registriert in": "RegisteredIn",
    "routet": "RoutesVia",
    "betrieben auf": "RunsOn",
    "abgelöst durch": "ReplacedBy",
}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (ROOT / "data" / "landscape" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def code(text: str) -> str:
    for letter, ascii_ in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), (" ", "-"), ("Ä", "ae")):
        text = text.replace(letter, ascii_)
    return unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()


def starts(text: str) -> date:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def is_over(text: str, day: date) -> bool:
    """An end of year or month precision is its last day; a day-precise end is inclusive."""
    last = text + "-12-31"[3 * text.count("-") :]
    return day.isoformat() > last if text.count("-") == 2 else day.isoformat() >= last


@dataclass(frozen=True)
class Facts:
    """Both states, the gap and the gap back, and the components of both states."""

    ist: State
    soll: State
    gap: Gap
    back: Gap
    ist_keys: frozenset[str]
    soll_keys: frozenset[str]
    today: date = TODAY

    @staticmethod
    def ids(state: State) -> frozenset[str]:
        return frozenset(item.id for item in state.elements)


def item(row: Row, owners: dict[str, Item]) -> Item:
    owner = owners.get(row["owner_org"])
    fields = {
        "kind": code(row["type"]),
        "layer": code(row["layer"]),
        "federalLevel": code(row["federal_level"]),
        "lifecycle": code(row["lifecycle_status"]),
        "owner": owner.reference() if owner else None,
    }
    if row["since"]:
        fields["validFrom"] = row["since"]
    if row["until"]:
        fields["validUntil"] = row["until"]
    key = row["id"].lower()
    return Item(key, f"{BASE}component/{key}", "Component", row["name"], "de", fields)


def member(row: Row, day: date, replaced: set[str]) -> bool:
    status = row["lifecycle_status"]
    if row["since"]:
        started = starts(row["since"]) <= day
    else:
        started = status not in ("im Aufbau", "in Planung") or day >= TARGET
    if row["until"]:
        ended = is_over(row["until"], day)
    else:
        ended = (status in ("abgekündigt", "Ablösung") or row["id"] in replaced) and day >= TARGET
    return started and not ended


def load_facts() -> Facts:
    components, dependencies = rows("components"), rows("dependencies")
    owners = {
        row["id"]: Item(row["id"], f"{BASE}organization/{row['id']}", "Organization", row["name"], "de")
        for row in rows("organisations")
    }
    items = {row["id"]: item(row, owners) for row in components}
    replaced = {
        d["from_component"] for d in dependencies if d["nature"] == "abgelöst durch" and d["state"] == "soll"
    }
    keys = {
        day: frozenset(row["id"] for row in components if member(row, day, replaced))
        for day in (TODAY, TARGET)
    }
    relations = [relation(row, items) for row in dependencies]
    states = {
        day: state_on(day, name, keys[day], items, relations, dependencies)
        for day, name in ((TODAY, "ist"), (TARGET, "soll"))
    }
    ist, soll = states[TODAY], states[TARGET]
    gap, back = gap_between(ist, soll, items, relations), gap_between(soll, ist, items, relations)
    return Facts(ist, soll, gap, back, keys[TODAY], keys[TARGET])


def relation(row: Row, items: dict[str, Item]) -> Relation:
    source, target = items[row["from_component"]], items[row["to_component"]]
    return Relation(f"{BASE}relation/{row['id']}", row["id"], RELATION_TYPES[row["nature"]], source, target)


def state_on(
    day: date,
    name: str,
    keys: frozenset[str],
    items: dict[str, Item],
    relations: list[Relation],
    dependencies: list[Row],
) -> State:
    present = tuple(
        r
        for r, row in zip(relations, dependencies, strict=True)
        if r.type != "ReplacedBy"
        and (row["state"] != "soll" or day >= TARGET)
        and row["from_component"] in keys
        and row["to_component"] in keys
    )
    elements = tuple(sorted((items[key] for key in keys), key=lambda i: (i.label.casefold(), i.key)))
    return State(StateName(name, day.isoformat(), 1), elements, present, (), (), ())


def gap_between(a: State, b: State, items: dict[str, Item], relations: list[Relation]) -> Gap:
    before, after = {i.key for i in a.elements}, {i.key for i in b.elements}
    successors: dict[str, set[str]] = defaultdict(set)
    for r in relations:
        if r.type == "ReplacedBy" and r.source.key in before - after and r.target.key in after:
            successors[r.source.key].add(r.target.key)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for old in sorted(successors):
        groups[tuple(sorted(successors[old]))].append(old)
    why = reasons()
    replaced = tuple(
        Replacement(
            tuple(items[k] for k in old),
            tuple(items[k] for k in new),
            tuple(r for r in relations if r.type == "ReplacedBy" and r.source.key in old),
            *why.get(new[0], (None, None)),
        )
        for new, old in sorted(groups.items())
    )
    taken = {k for group in groups for k in group} | set(successors)
    changed = changes(before & after, items)
    old_relations, new_relations = {r.key: r for r in a.relations}, {r.key: r for r in b.relations}
    return Gap(
        from_=a.state,
        to=b.state,
        added=tuple(Line(items[k], *why.get(k, (None, None))) for k in sorted(after - before - taken)),
        removed=tuple(Line(items[k], *why.get(k, (None, None))) for k in sorted(before - after - taken)),
        replaced=replaced,
        changed=changed,
        unchanged=len(before & after) - len(changed),
        undated=(),
        relations=RelationGap(
            added=tuple(bare(r) for k, r in new_relations.items() if k not in old_relations),
            removed=tuple(bare(r) for k, r in old_relations.items() if k not in new_relations),
        ),
        structure=RelationGap(),
    )


def reasons() -> dict[str, tuple[str | None, Item | None]]:
    """Reason and decision of the last change of an element up to the target."""
    titles = {row["id"]: row["title"] for row in rows("decisions")}
    found = {}
    for row in rows("target_changes"):
        decision = None
        if row["beschluss"] in titles:
            key = code(row["beschluss"]).replace("/", "-")
            decision = Item(key, f"{BASE}decision/{key}", "Decision", titles[row["beschluss"]], "de")
        if row["plateau"] == "ZIEL-2028":
            found[row["element"]] = (row["reason"], decision)
    return found


def bare(relation: Relation) -> Relation:
    """The relation as a gap gives it: its ends without the fields of their kind."""
    source, target = (Item(i.key, i.id, i.type, i.label, i.lang) for i in (relation.source, relation.target))
    return Relation(relation.id, relation.key, relation.type, source, target)


def changes(both: set[str], items: dict[str, Item]) -> tuple[Changed, ...]:
    plateaus = {"ZIEL-2028": TARGET}
    found: dict[str, list[Change]] = defaultdict(list)
    for row in rows("target_changes"):
        dated = row["date"] if row["date"][:1].isdigit() else ""
        day = starts(dated) if dated else plateaus.get(row["plateau"])
        if row["element"] in both and day and TODAY < day <= TARGET:
            found[row["element"]].append(Change(None, None, None, row["reason"]))
    return tuple(Changed(items[k], tuple(found[k])) for k in sorted(found))


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="session")
def names() -> list[str]:
    """The names of all components of the facts."""
    return [row["name"] for row in rows("components")]


@pytest.fixture(scope="session")
def true_width() -> Callable[[str, float, bool], float]:
    """The width of a text by the glyphs of the font, without the code under test."""
    fonts = {
        bold: TTFont(FOLDER / FILES[weight]) for bold, weight in ((False, "regular"), (True, "semibold"))
    }
    tables = {bold: (font.getBestCmap(), font["hmtx"]) for bold, font in fonts.items()}

    def width(text: str, size: float, bold: bool) -> float:
        characters, glyphs = tables[bold]
        return sum(glyphs[characters[ord(c)]][0] for c in text) * size / 1000

    return width


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The packaged landscape as the store gives it, on the day that the documents count with."""
    path = tmp_path_factory.mktemp("landscape") / "workspace"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    quads = read_landscape(resources.path("data", "landscape"), workspace.base).quads
    replace_dataset(workspace, quads, Intent(DATASET, "test", "tester"))
    with workspace.snapshot() as opened:
        yield opened


class Made:
    """Made-up components, relations and states."""

    name = StateName("ist", "2026-11-23", 1)
    later = StateName("soll", "2028-12-31", 1)

    @staticmethod
    def component(key: str, label: str, **fields: object) -> Item:
        given = {"kind": "portal", "federalLevel": "land", "lifecycle": "produktiv", "owner": None, **fields}
        return Item(key, f"{BASE}component/{key}", "Component", label, "de", given)

    @staticmethod
    def relation(key: str, source: Item, target: Item, type_name: str = "Uses") -> Relation:
        return Relation(f"{BASE}relation/{key}", key, type_name, source, target)

    def state(self, items: Iterable[Item]) -> State:
        return State(self.name, tuple(items), (), (), (), ())

    def gap(
        self, added: Iterable[Item] = (), removed: Iterable[Item] = (), relations: Iterable[Relation] = ()
    ) -> Gap:
        return Gap(
            from_=self.name,
            to=self.later,
            added=tuple(Line(item) for item in added),
            removed=tuple(Line(item) for item in removed),
            replaced=(),
            changed=(),
            unchanged=0,
            undated=(),
            relations=RelationGap(added=tuple(relations)),
            structure=RelationGap(),
        )


@pytest.fixture(scope="session")
def made() -> Made:
    return Made()


class Geometry:
    """What must hold for every picture of boxes and lines, measured without the code under test."""

    @staticmethod
    def along(edge: Edge) -> Iterator[Point]:
        """Points on the path, by de Casteljau's construction."""
        for start in range(0, len(edge.path) - 1, 3):
            for step in range(41):
                points = list(edge.path[start : start + 4])
                while len(points) > 1:
                    points = [
                        Point(a.x + (b.x - a.x) * step / 40, a.y + (b.y - a.y) * step / 40)
                        for a, b in pairwise(points)
                    ]
                yield points[0]

    def meets(self, edge: Edge, rect: Rect) -> bool:
        return any(rect.x < p.x < rect.right and rect.y < p.y < rect.bottom for p in self.along(edge))

    def ends(self, drawn: Diagram) -> dict[str, Rect]:
        """What a line can start or end at: boxes and frames."""
        frames = {group.key: group.rect for group in drawn.groups if group.frame}
        return frames | {node.key: node.rect for node in drawn.nodes}

    def check_readable(self, drawn: Diagram) -> None:
        """At least 6 points on A3, not much higher than wide, not a ribbon."""
        points = min(400 / drawn.width, 277 / drawn.height) * 72 / 25.4
        assert min(line.size for line in drawn.text_lines()) * points >= 6
        assert 1.0 <= drawn.width / drawn.height <= 2.4
        assert len(drawn.nodes) <= 60

    def check_apart(self, drawn: Diagram) -> None:
        """Boxes, titles and labels cover nothing; frames hold their boxes; legend and notes are below."""
        labels = [edge.label.rect for edge in drawn.edges if edge.label]
        titles = [bounding([line.rect for line in group.lines]) for group in drawn.groups]
        rects = [*(node.rect for node in drawn.nodes), *titles, *labels]
        assert not [pair for pair in combinations(rects, 2) if pair[0].overlaps(pair[1])]
        frames = {group.key: group for group in drawn.groups if group.frame}
        inside = [group.rect for group in frames.values()]
        assert not [pair for pair in combinations(inside, 2) if pair[0].overlaps(pair[1])]
        for node in drawn.nodes:
            holding = [key for key, group in frames.items() if group.rect.overlaps(node.rect)]
            assert holding == ([node.group] if node.group else [])
            assert not node.group or frames[node.group].rect.contains(node.rect)
        assert max(rect.bottom for rect in rects) < min(entry.sample.y for entry in drawn.legend)

    def check_lines(self, drawn: Diagram) -> None:
        """Lines start and end at their boxes or frames, and run through no other box and no title."""
        ends = self.ends(drawn)
        frame_of = {node.key: node.group for node in drawn.nodes}
        titles = [bounding([line.rect for line in group.lines]) for group in drawn.groups]
        for edge in drawn.edges:
            own = {edge.source, edge.target, frame_of.get(edge.source), frame_of.get(edge.target)}
            foreign = [
                rect
                for key, rect in ends.items()
                if key not in own and frame_of.get(key) not in (edge.source, edge.target)
            ]
            assert not [rect for rect in (*foreign, *titles) if self.meets(edge, rect)], edge.tooltip
            for key, point in ((edge.source, edge.path[0]), (edge.target, edge.path[-1])):
                end = Rect(point.x, point.y, 0, 0)
                assert ends[key].grown(5).contains(end), edge.tooltip
                assert not ends[key].grown(-5).contains(end), edge.tooltip

    def check_texts(self, drawn: Diagram, true_width: Callable[[str, float, bool], float]) -> None:
        """Every text is inside its box and on the sheet."""
        for node in drawn.nodes:
            for line in node.lines:
                right = line.x + true_width(line.text, line.size, line.bold)
                assert node.rect.x < line.x < right < node.rect.right, line.text
                assert node.rect.y < line.rect.y < line.rect.bottom < node.rect.bottom, line.text
        for line in drawn.text_lines():
            assert line.x >= 0 and line.x + line.width <= drawn.width
            assert line.rect.y >= 0 and line.rect.bottom <= drawn.height
        for edge in drawn.edges:
            assert all(0 <= p.x <= drawn.width and 0 <= p.y <= drawn.height for p in self.along(edge))

    def check_legend(self, drawn: Diagram) -> None:
        """The legend counts the elements and relations that are shown, and names nothing else."""
        boxes: Counter[str] = Counter()
        for node in drawn.nodes:
            boxes[node.status] += len(node.members)
        boxes += Counter({"free": len(drawn.free)})
        assert {e.status: e.count for e in drawn.legend if e.kind == "box"} == boxes
        assert sum(e.count for e in drawn.legend if e.kind == "line") == sum(e.count for e in drawn.edges)

    def check(self, drawn: Diagram, true_width: Callable[[str, float, bool], float]) -> None:
        """All of it."""
        self.check_readable(drawn)
        self.check_apart(drawn)
        self.check_lines(drawn)
        self.check_texts(drawn, true_width)
        self.check_legend(drawn)


@pytest.fixture(scope="session")
def geometry() -> Geometry:
    return Geometry()


HOSTILE = (
    "<script>alert(1)</script>",
    "]]> <![CDATA[ & &amp; &#0;",
    'a" onload="alert(1)',
    "endet mit \\",
    "{ } | < > n1 -> n2 [label=x]; //",
    "Bund\u202eDIytitnedI\u2066 \u200f(neu)",
    "Steuer\x00zeichen\x1b[31m\ufffe\ud800 rot",
    "javascript:alert(1)",
    "漢字 und عربي",
    "",
    "x" * 10_000,
    "Wort " * 2_000,
)
"""Labels that a renderer must survive."""


@pytest.fixture(scope="session")
def hostile() -> tuple[str, ...]:
    return HOSTILE
