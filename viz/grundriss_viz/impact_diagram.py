# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The reach of an impact: in columns by the number of steps, each element beside what it is reached from.

The lines are the last steps of the paths that prove the impact, so every box is joined to the element in question by
one of the shortest ways.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from grundriss.model.analysis_types import Hit, Impact, Step
from grundriss.model.answer_words import sentence
from grundriss.model.vocabulary import relation_type_by_name
from grundriss_viz.bundle_drawing import (
    Heading,
    box_samples,
    draw_bundles,
    draw_readable,
    line_samples,
)
from grundriss_viz.bundle_words import notes, said
from grundriss_viz.bundles import Bundling, Reached, Tie
from grundriss_viz.diagram import Diagram, Table
from grundriss_viz.going import Going
from grundriss_viz.item_texts import what
from grundriss_viz.sheet import Words, compose
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean
from grundriss_viz.undated import Undated

KEY: Final = "impact"
_COLUMNS: Final = ("steps", "element", "kind", "owner", "path")


def impact_diagram(
    impact: Impact,
    *,
    today: date,
    going: Going | None = None,
    beside: Sequence[Impact] = (),
    farther: int = 0,
    lang: str = "de",
) -> Diagram:
    """The picture of what an element affects, or needs, with at most about 60 boxes.

    What it does in the states `beside` this one has its places too; so many elements are one step `farther`.
    """
    texts = Texts(lang)
    states = [[_reached(of, hit) for hit in of.items] for of in (impact, *beside)]
    return draw_readable(
        impact.element,
        states,
        lambda shown, whole: _diagram(impact, shown, whole, farther, today, going or Going(), texts),
        texts,
    )


def _diagram(
    impact: Impact,
    bundling: Bundling,
    whole: Bundling,
    farther: int,
    today: date,
    going: Going,
    texts: Texts,
) -> Diagram:
    undated = Undated.at(impact.state, today, texts)
    content = draw_bundles(
        impact.element, bundling, whole, lambda of: _headings(of, texts), undated, going, texts
    )
    shown = [impact.element, *bundling.items()]
    samples = [
        *box_samples(content, going, texts),
        *undated.samples(shown),
        *line_samples(content.edges, texts),
    ]
    words = _words(impact, bundling, len(content.free), farther, today, going, texts)
    return compose(content, words, samples, _table(impact, texts))


def _reached(impact: Impact, hit: Hit) -> Reached:
    """Where the hit stands: beside the other end of the last step of its path."""
    last = hit.path[-1]
    parent = last.needed if impact.direction == "up" else last.dependent
    outward = (parent.id == last.dependent.id) == _depends_at_source(last)
    return Reached(hit.item, hit.depth, parent.id, (Tie(last.type, outward, (last.relation,)),))


def _depends_at_source(step: Step) -> bool:
    return relation_type_by_name(step.type).dependent_end == "source"


def _headings(bundling: Bundling, texts: Texts) -> list[Heading]:
    counts: Counter[int] = Counter()
    for b in bundling.bundles:
        counts[b.column] += b.count
    return [
        Heading(
            texts("impact.direct") if step == 1 else texts("impact.step", n=step), step, step, counts[step]
        )
        for step in sorted(counts)
    ]


def _words(
    impact: Impact,
    bundling: Bundling,
    free: int,
    farther: int,
    today: date,
    going: Going,
    texts: Texts,
) -> Words:
    name = clean(impact.element.label)
    state = texts.state(impact.state)
    way = impact.direction
    counts = Counter(hit.depth for hit in impact.items)
    owners = {hit.owner.id for hit in impact.items if hit.owner}
    if impact.items:
        steps = ", ".join(_step(step, counts[step], texts) for step in sorted(counts))
        subtitle = texts("impact.subtitle", state=state, n=len(impact.items), steps=steps, owners=len(owners))
        more = [texts("impact.truncated")] if impact.truncated else []
        more += [texts("impact.next", n=farther)] if farther else []
        more += going.notes([impact.element, *bundling.items()], texts)
        more += Undated.at(impact.state, today, texts).notes([impact.element, *bundling.items()])
        lines = notes(impact.element, bundling, 0, free, texts, *more)
        summary = " ".join(
            [texts(f"impact.title.{way}", name=name) + f": {subtitle}.", *said(bundling, texts)]
        )
    else:
        summary = impact.note or ""
        subtitle, lines = state, (summary,)
    return Words(
        key=KEY,
        title=texts(f"impact.title.{way}", name=name),
        subtitle=subtitle,
        summary=summary,
        footer=texts("footer", revision=impact.state.revision, today=today),
        lang=texts.code,
        notes=lines,
    )


def _step(step: int, count: int, texts: Texts) -> str:
    return (
        texts("impact.counted.direct", n=count) if step == 1 else texts("impact.counted", n=count, step=step)
    )


def _table(impact: Impact, texts: Texts) -> Table:
    rows = tuple(
        (
            str(hit.depth),
            clean(hit.item.label),
            what(hit.item, texts),
            clean(hit.owner.label) if hit.owner else texts("none"),
            _path(hit.path, texts),
        )
        for hit in impact.items
    )
    return Table(tuple(texts(f"table.{name}") for name in _COLUMNS), rows)


def _path(path: Sequence[Step], texts: Texts) -> str:
    """The steps of a path as sentences: „Amt24 nutzt BundID“."""
    return "; ".join(clean(sentence(step, texts.code)) for step in path)
