# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a snapshot holds, in numbers."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from grundriss import queries
from grundriss.cli.table import format_table
from grundriss.messages import Message
from grundriss.model.answer_words import place_words
from grundriss.model.artefact import artefact_in, whole_graph
from grundriss.model.identifier import KIND_OF_CLASS
from grundriss.model.state_types import Json
from grundriss.model.terms import curie, gru
from grundriss.model.vocabulary import relation_types, term_label
from grundriss.plain_text import plain
from grundriss.states.when import state_of
from grundriss.store.revision_log import numbered

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot


def statistics_dict(snapshot: "Snapshot") -> Json:
    """Revision, day, how many elements of each class, relations of each type, statements of each graph, bytes.

    Relations that are inferred are counted apart.
    """
    store = snapshot.store
    counts = {
        row["class"].value: int(row["n"].value)
        for row in queries.rows(store, "SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class")
    }
    guesses = {
        row["class"].value: int(row["n"].value)
        for row in queries.rows(
            store,
            "SELECT ?class (COUNT(?x) AS ?n) { ?x gru:confidence gru:inferred ; a ?class } GROUP BY ?class",
        )
        if row["class"].value in relation_types()
    }
    declared = {c: n - guesses.get(c, 0) for c, n in sorted(counts.items()) if c in relation_types()}
    graphs: Counter[str] = Counter()
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode):
            # of a dataset that accumulates, all artefacts together
            counted = whole_graph(graph) if artefact_in(graph.value) else graph
            name = counted.value.removeprefix(snapshot.base_iri.graph("").value)
            graphs[name] += sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
    return {
        "revision": snapshot.revision,
        "scenario": snapshot.scenario,
        "date": snapshot.effective_date.isoformat(),
        "base": snapshot.base,
        "elements": {curie(c): n for c, n in sorted(counts.items()) if c in KIND_OF_CLASS},
        "relations": {curie(c): n for c, n in declared.items() if n},
        "inferred": {curie(c): n for c, n in sorted(guesses.items())},
        "statements": {
            "default": sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph())),
            **dict(sorted(graphs.items())),
        },
        "bytes": sum(file.stat().st_size for file in snapshot.directory.iterdir()),
    }


def statistics_text(snapshot: "Snapshot", lang: str) -> str:
    """The same as tables."""
    found = statistics_dict(snapshot)
    head = {
        "revision": numbered(found["revision"], found["scenario"]),
        "date": found["date"],
        "size": f"{found['bytes'] / 1e6:.1f}",
    }
    title = Message("stats-head", {**head, "base": found["base"]}).text(lang)
    # the revision is said already
    place = place_words(replace(state_of(snapshot, "", snapshot.effective_date), by_revision=False), lang)
    parts = [plain(", ".join([title, *place]))]
    for title in ("elements", "relations", "statements"):
        rows = [[_named(name, lang), str(count)] for name, count in found[title].items()]
        if title == "relations":
            mark = term_label(gru("inferred").value, lang)
            rows += [[f"{_named(name, lang)} ({mark})", str(n)] for name, n in found["inferred"].items()]
        parts.append(
            format_table([Message(f"stats-{title}").text(lang), Message("column-number").text(lang)], rows)
        )
    return "\n\n".join(parts)


def _named(name: str, lang: str) -> str:
    """A class or relation type by its label, a graph by its name; the default graph by what it is."""
    if name == "default":
        return Message("stats-default").text(lang)
    label = next(
        (term_label(iri, lang) for iri in (*KIND_OF_CLASS, *relation_types()) if curie(iri) == name), None
    )
    return label[:1].upper() + label[1:] if label else name
