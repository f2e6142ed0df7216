# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single facts: read by what the ontology says of a property, checked, and written as one revision or not at all."""

import pytest
from pyoxigraph import NamedNode

from grundriss.editing.edit import add, retire, set_value
from grundriss.errors import Conflict, GrundrissError, LimitExceeded, NotFound, UsageError
from grundriss.model.terms import concept, gru
from grundriss.store.commit import Intent, Outcome
from grundriss.store.fsck import check
from grundriss.store.workspace import Workspace

WHY = Intent(None, "why", "tester", mode="patch")


def values(workspace: Workspace, key: str, name: str) -> set[tuple[str, str]]:
    """The values of a property of a component, with their datasets."""
    node = workspace.base.element("component", key)
    with workspace.snapshot() as snapshot:
        quads = list(snapshot.store.quads_for_pattern(node, gru(name), None, None))
    named = [(q.object, q.graph_name) for q in quads if isinstance(q.graph_name, NamedNode)]
    return {(value.value, graph.value.rpartition("/")[2]) for value, graph in named}  # type: ignore[union-attr]


def new(workspace: Workspace, key: str = "neu", *pairs: tuple[str, str]) -> Outcome:
    return add(workspace, "component", [key], [("label", "Neues Portal"), *pairs], WHY)


def test_a_new_component_has_its_facts_in_the_dataset_manual(fresh: Workspace) -> None:
    assert new(fresh, "Neu/1", ("level", "bund"), ("lifecycle", "in Planung")).revision == 2
    assert values(fresh, "neu-1", "federalLevel") == {(concept("federal-level", "bund").value, "manual")}
    assert check(fresh).faults == []


def test_a_value_is_replaced_in_the_dataset_that_has_it(fresh: Workspace) -> None:
    set_value(fresh, "bundid", "lifecycle", "abloesung", WHY)
    assert values(fresh, "bundid", "lifecycle") == {(concept("lifecycle", "abloesung").value, "landscape")}


def test_a_new_owner_ends_the_present_one(fresh: Workspace) -> None:
    assert ("https://w3id.org/grundriss/id/organization/bmds", "derived") in values(fresh, "bundid", "owner")
    set_value(fresh, "bundid", "owner", "fitko", WHY)
    assert values(fresh, "bundid", "owner") == {
        ("https://w3id.org/grundriss/id/organization/fitko", "derived")
    }
    assert set_value(fresh, "bundid", "owner", "fitko", WHY).unchanged


def test_retiring_with_a_successor_is_one_commit(fresh: Workspace) -> None:
    new(fresh)
    with pytest.raises(Conflict) as refused:
        retire(fresh, "bundid", "2028-06", WHY, replaced_by="neu")
    assert "deutschlandid" in str(refused.value)
    assert retire(fresh, "bundid", "2028-06", WHY, replaced_by="neu", instead=True).revision == 3
    assert ("2028-06-30", "derived") in values(fresh, "bundid", "untilDay")
    successor = fresh.base.element("component", "neu").value
    assert (successor, "derived") in values(fresh, "bundid", "replacedBy")


def test_what_breaks_a_rule_changes_nothing(fresh: Workspace) -> None:
    ended_too_early = retire(fresh, "bundid", "1999", WHY)
    in_a_circle = retire(fresh, "deutschlandid", "2030", WHY, replaced_by="bundid")
    for outcome in (ended_too_early, in_a_circle):
        assert outcome.revision is None and not outcome.report.conforms
    assert fresh.log.last == 1


def test_a_dry_run_changes_nothing(fresh: Workspace) -> None:
    outcome = set_value(fresh, "bundid", "lifecycle", "abloesung", WHY, dry_run=True)
    assert (outcome.revision, outcome.added, fresh.log.last) == (None, 1, 1)


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("lifecycle", "abloesun", UsageError),
        ("lifecycl", "abloesung", UsageError),
        ("validFrom", "2025-02-30", UsageError),
        ("validFrom", "0001", UsageError),
        ("source", "javascript:alert(1)", UsageError),
        ("description", "x" * 10**6, LimitExceeded),
        ("description", "a\0b", UsageError),
        ("dependsOn", "elster", UsageError),
        ("uses", "elster", UsageError),
        ("decidedOn", "2025", UsageError),
        ("owner", "nobody-at-all", NotFound),
        ("owner", "elster", UsageError),
    ],
)
def test_what_cannot_be_meant_is_refused(
    fresh: Workspace, name: str, value: str, kind: type[GrundrissError]
) -> None:
    with pytest.raises(kind):
        set_value(fresh, "bundid", name, value, WHY)
    assert fresh.log.last == 1


def test_a_key_that_is_taken_and_one_that_is_none_are_refused(fresh: Workspace) -> None:
    with pytest.raises(Conflict):
        new(fresh, "bundid")
    for key in ("", "///", "a\nb", "x" * 10**6):
        with pytest.raises(UsageError):
            new(fresh, key)
    with pytest.raises(UsageError):
        add(fresh, "komponente", ["x"], [], WHY)


def test_markup_in_a_name_stays_text(fresh: Workspace) -> None:
    assert set_value(fresh, "bundid", "label", "<script>alert(1)</script>", WHY).revision == 2
