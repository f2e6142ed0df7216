# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a picture of bundles says about itself: what is rolled up, hidden or shortened, and what it shows in words."""

from collections.abc import Iterator

from grundriss.model.state_types import Item
from grundriss_viz.bundles import Bundling
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import LONGEST, clean, is_cut


def notes(
    focus: Item, bundling: Bundling, unseen: int, free: int, texts: Texts, *more: str
) -> tuple[str, ...]:
    """The notes below the picture; `unseen` relations are known and have no line, so many places are `free`.

    `more` says what else is to say.
    """
    said = []
    rolled = [b for b in bundling.bundles if b.rolled]
    if rolled:
        said.append(texts("note.rolled", members=sum(b.count for b in rolled), boxes=len(rolled)))
    if bundling.coarse:
        said.append(texts("note.coarse"))
    hidden = list(_hidden(bundling, unseen, texts))
    if hidden:
        said.append(texts("gap.hidden", parts=", ".join(hidden)))
    if free:
        said.append(texts("note.free", n=free))
    said += more
    cut = sum(is_cut(item.label) for item in (focus, *bundling.items()))
    shortened = (texts("note.shortened", n=cut, limit=LONGEST),) if cut else ()
    return (" ".join(said or [texts("note.nothing")]), *shortened)


def _hidden(bundling: Bundling, unseen: int, texts: Texts) -> Iterator[str]:
    if bundling.hidden:
        yield texts("note.hidden.elements", n=bundling.hidden)
    if unseen:
        yield texts("note.hidden.relations", n=unseen)


def said(bundling: Bundling, texts: Texts) -> list[str]:
    """Each bundle in a sentence: what it holds, and what joins it to the picture."""
    return [
        texts(
            "bundle.said",
            title=clean(b.title),
            count=b.count,
            how=", ".join(clean(texts.relation(tie.type)) for tie in b.ties if tie.relations),
        )
        for b in bundling.bundles
    ]
