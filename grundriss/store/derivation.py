# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Derivation: from what the sources assert to days, membership, direct triples and shortcuts (DESIGN, Derivation).

`derive_all` computes everything again; `grundriss.store.incremental` only what changed triples can reach.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from pyoxigraph import Literal, Store

from grundriss import queries
from grundriss.model.identifier import Base
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rules import EffectiveDays, strata


def target_day(store: Store) -> date | None:
    """The date of the plateau that is marked as the target, or None when there is none (or more than one)."""
    found = {
        row["day"] for row in queries.rows(store, "SELECT ?day { ?p gru:isTarget true ; gru:date ?day }")
    }
    days = [date.fromisoformat(day.value) for day in found if isinstance(day, Literal)]
    return days[0] if len(days) == 1 else None


def derive_all(store: Store, base: Base, today: date) -> int:
    """Derive everything again, in strata; returns the number of derived triples.

    What was derived before is removed first. The sources and the ontology must be in their graphs and in the
    default graph.
    """
    materialised = MaterialisedStore(store, base)
    clear_derived(materialised, base)
    days = EffectiveDays(today, target_day(store), base)
    count = 0
    with ThreadPoolExecutor(
        os.cpu_count()
    ) as pool:  # the store computes and writes N-Triples without the interpreter's lock
        for stratum in strata():
            portions = [
                (output.graphs, text)
                for rule in stratum
                for output in rule.outputs
                for text in rule.full_by_state(output, days)
            ]
            results = pool.map(lambda of: queries.construct(store, of[1]), portions)
            count += materialised.load(
                (base.graph(*graph.split("/")), result)
                for (graphs, _), result in zip(portions, results, strict=True)
                for graph in graphs
            )
    return count


def clear_derived(materialised: MaterialisedStore, base: Base) -> None:
    """Remove what the rules derived, also from the default graph unless a source asserts it."""
    derived = base.graph("derived")
    materialised.delete(list(materialised.store.quads_for_pattern(None, None, None, derived)))
    for state in ("ist", "soll"):
        materialised.store.remove_graph(base.graph("state", state))
