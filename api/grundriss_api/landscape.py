# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the landing page says of the landscape: how much is in it, what depends on BundID, how large the gap is."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from grundriss.errors import NotFound
from grundriss.listing.collection import COLLECTIONS
from grundriss.model.gap_counts import GapCounts
from grundriss.model.state_types import Gap
from grundriss.model.terms import DEFAULT_BASE
from grundriss.queries import bind, rows, values_block
from grundriss.store.snapshot import Snapshot

if TYPE_CHECKING:
    from grundriss_viz.diagram import Diagram

_EXAMPLES: Final = Path(__file__).parent / "examples"
HUB: Final = "id/component/bundid"
LANDING: Final = (
    *("components", "interfaces", "standards", "organisations", "function-blocks", "services"),
    *("online-services", "legal-resources", "decisions", "guidelines", "reuse-offers", "changes"),
)
"""The collections that the landing page counts."""
_BY_CLASS: Final = "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) {\n#VALUES ?class\n?x a ?class } GROUP BY ?class"
_CURRENT_BY_CLASS: Final = _BY_CLASS.replace("?x a ?class", "?x a ?class . ?artefact gru:currentVersion ?x")
_RELATIONS: Final = "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r gru:source ?from ; gru:target ?to }"
_DEPENDANTS: Final = (
    "SELECT ?x ?label {\n#VALUES ?hub\n?x gru:dependsOn ?hub OPTIONAL { ?x skos:prefLabel ?label } }"
)
_LABEL: Final = "SELECT ?label {\n#VALUES ?hub\n?hub skos:prefLabel ?label }"


@dataclass(frozen=True, slots=True)
class Named:
    """An element with the label to show, and the label's language."""

    iri: str
    label: str
    lang: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The facts of the landing page. `hub` is None where the landscape has no BundID, `gap` where it has no target."""

    counts: dict[str, int]
    relations: int
    hub: Named | None
    dependants: tuple[Named, ...]
    gap: GapCounts | None

    @property
    def dependent_components(self) -> int:
        """How many of the dependants are components, which are what CQ28 counts."""
        return sum("/id/component/" in item.iri for item in self.dependants)


def overview(snapshot: Snapshot, lang: str) -> Overview:
    """The facts of the landing page, with labels in `lang` where there are some."""
    hub = NamedNode(snapshot.base + HUB)
    return Overview(
        counts={name: n for name, n in counts(snapshot).items() if name in LANDING},
        relations=_number(next(rows(snapshot.store, _RELATIONS))["n"]),
        hub=_hub(snapshot, hub, lang),
        dependants=_dependants(snapshot, hub, lang),
        gap=_gap_counts(snapshot),
    )


def counts(snapshot: Snapshot) -> dict[str, int]:
    """How many elements there are in each collection that has some."""
    found: dict[str, int] = {}
    for template, versioned in ((_BY_CLASS, False), (_CURRENT_BY_CLASS, True)):
        listed = [[NamedNode(c.class_iri)] for c in COLLECTIONS.values() if c.versioned is versioned]
        query = template.replace("#VALUES ?class", values_block(["class"], listed))
        found |= {row["class"].value: _number(row["n"]) for row in rows(snapshot.store, query)}
    return {name: found[c.class_iri] for name, c in COLLECTIONS.items() if found.get(c.class_iri)}


def example_query(base: str) -> str:
    """The query behind the list of what depends on BundID, without its licence lines."""
    text = (_EXAMPLES / "dependants.rq").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# SPDX-")]
    return "\n".join(lines).replace(DEFAULT_BASE + "id/", base + "id/")


def gap(snapshot: Snapshot, a: str, b: str, lang: str = "de") -> Gap:
    """The gap between two states; imported late, since drawing and health need none of it."""
    from grundriss.states.gap import gap as compute

    return compute(snapshot, a, b, lang)


def diagram(snapshot: Snapshot, key: str, **asked: str | int) -> "Diagram":
    """A view, laid out. `asked` are its parameters, as `grundriss_viz.views.draw` takes them and raises for them."""
    from grundriss_viz import views

    return views.draw(key, snapshot, **asked)  # type: ignore[arg-type]  # each by the kind of its parameter


def picture(snapshot: Snapshot, key: str, **asked: str | int) -> str:
    """A view drawn as SVG; raises NotFound for a key that is no view."""
    from grundriss_viz import svg

    return svg.render(diagram(snapshot, key, **asked))


def _hub(snapshot: Snapshot, hub: NamedNode, lang: str) -> Named | None:
    found = rows(snapshot.store, bind(_LABEL, {"hub": hub}))
    return _named(hub.value, [row["label"] for row in found], lang)


def _dependants(snapshot: Snapshot, hub: NamedNode, lang: str) -> tuple[Named, ...]:
    labels: dict[str, list[Literal]] = {}
    for row in rows(snapshot.store, bind(_DEPENDANTS, {"hub": hub})):
        known = labels.setdefault(row["x"].value, [])
        if row["label"] is not None:
            known.append(row["label"])
    named = (
        _named(iri, known, lang) or Named(iri, iri.rpartition("/")[2], "") for iri, known in labels.items()
    )
    return tuple(sorted(named, key=lambda item: (item.label.casefold(), item.iri)))


def _named(iri: str, labels: list[Literal], lang: str) -> Named | None:
    """The element with its label: in `lang`, else de, en, any."""
    order = [lang, "de", "en"]
    best = min(
        labels,
        key=lambda label: (
            order.index(label.language) if label.language in order else len(order),
            label.value,
        ),
        default=None,
    )
    return Named(iri, best.value, best.language or "") if best else None


def _gap_counts(snapshot: Snapshot) -> GapCounts | None:
    """The size of the gap; None where the landscape names no target state."""
    try:
        return GapCounts.of(gap(snapshot, "ist", "soll"))
    except NotFound:
        return None


def _number(term: object) -> int:
    assert isinstance(term, Literal)
    return int(term.value)
