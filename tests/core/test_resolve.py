# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a name means: keys before labels, and labels are looked at only when no key fits."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, Store

from grundriss import resolve as module
from grundriss.errors import NotFound, UsageError
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL, TYPE, gru
from grundriss.resolve import resolve
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY
from tests.core.counted import Counted

BASE = Base()


def test_iris_curies_keys_and_labels_name_elements(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        bundid = snapshot.base_iri.element("component", "bundid")
        for text in ("bundid", "BundID", "component/bundid", bundid.value, "bundid (nutzerkonto bund)"):
            assert resolve(snapshot.store, snapshot.base_iri, text) == bundid


def test_a_known_key_reads_no_label(loaded: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("labels are read")

    with loaded.snapshot() as snapshot:
        monkeypatch.setattr(module.queries, "rows", refuse)
        assert resolve(snapshot.store, snapshot.base_iri, "bundid").value.endswith("/component/bundid")


def test_several_meanings_are_named_and_none_has_a_hint(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        with pytest.raises(UsageError) as several:
            resolve(snapshot.store, snapshot.base_iri, "FIT-Connect Routing API")
        assert "interface/if-fc-rout" in str(several.value.hint)
        assert "standard/fitc-rout" in str(several.value.hint)
        with pytest.raises(NotFound) as none:
            resolve(snapshot.store, snapshot.base_iri, "bundit")
        assert "bundid" in str(none.value.hint)


@pytest.mark.parametrize("name", ["od-wg", "Sozialplattform"])
def test_an_element_is_meant_and_not_the_offer_to_reuse_it(loaded: Workspace, name: str) -> None:
    with loaded.snapshot() as snapshot:
        assert "/component/" in resolve(snapshot.store, snapshot.base_iri, name).value
        offer = resolve(snapshot.store, snapshot.base_iri, "reuse-offer/od-wg")
        assert offer.value.endswith("/reuse-offer/od-wg")


@pytest.mark.parametrize("name", ["Onlinediens", "Basiskomponentt", "produktivv"])
def test_codes_of_code_lists_are_not_offered_for_an_element(loaded: Workspace, name: str) -> None:
    with loaded.snapshot() as snapshot:
        with pytest.raises(NotFound) as none:
            resolve(snapshot.store, snapshot.base_iri, name)
        for code in ("Onlinedienst", "onlinedienst", "Basiskomponente", "produktiv", "productive"):
            assert f" {code} " not in str(none.value.hint).replace("?", " ")


def unknown(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound) as none:
        resolve(snapshot.store, snapshot.base_iri, "component x")
    assert "Component" in str(none.value.hint)


def test_a_name_that_nobody_knows_reads_no_more_in_a_larger_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED_THROUGH", 200)
    monkeypatch.setattr(module, "OF_EACH_CLASS", 4)
    counted, read = Counted(monkeypatch), []
    for number in (300, 600):
        store = Store()
        for name in range(number):
            node = BASE.element("component", f"c-{name}")
            store.add(Quad(node, TYPE, gru("Component")))
            store.add(Quad(node, LABEL, Literal(f"Component {name}", language="en")))
        snapshot = Snapshot(store, Path(), 1, 1, TODAY, BASE)
        read.append(counted.of(unknown, snapshot))
    assert read[0] == read[1] > 200


def test_in_a_large_store_a_label_is_known_in_the_usual_spellings(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOKED_THROUGH", 0)
    monkeypatch.setattr(module, "OF_EACH_CLASS", 0)
    with loaded.snapshot() as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, "melderegister")
        labels = snapshot.store.quads_for_pattern(node, LABEL, None, None)
        assert {q.object.value for q in labels if isinstance(q.object, Literal)} == {"Melderegister"}
        with pytest.raises(NotFound):
            resolve(snapshot.store, snapshot.base_iri, "bundid (nutzerkonto bund)")
