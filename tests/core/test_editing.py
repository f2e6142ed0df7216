# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single facts: read by what the ontology says of a property, checked, and written as one revision or not at all."""

from dataclasses import replace
from random import Random

import pytest
from pyoxigraph import NamedNode, Quad

from grundriss.description.describe import describe
from grundriss.editing.edit import Edited, add, retire, set_value
from grundriss.errors import Conflict, GrundrissError, LimitExceeded, NotFound, UsageError
from grundriss.model.terms import DCT, TYPE, concept, gru
from grundriss.scenarios.branching import create
from grundriss.states.gap import gap
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.line import Line
from grundriss.store.workspace import Workspace
from tests.core.published import check

WHY = Intent(None, "why", "tester", mode="patch")
ELSEWHERE = Intent("planung", "why", "tester", mode="patch")


def values(line: Line, key: str, name: str, kind: str = "component") -> set[tuple[str, str]]:
    """The values of a property of an element, with their datasets."""
    node = line.base.element(kind, key)
    predicate = NamedNode(name) if ":" in name else gru(name)
    with line.snapshot() as snapshot:
        quads = list(snapshot.store.quads_for_pattern(node, predicate, None, None))
    named = [(q.object, q.graph_name) for q in quads if isinstance(q.graph_name, NamedNode)]
    return {(value.value, graph.value.rpartition("/")[2]) for value, graph in named}  # type: ignore[union-attr]


def new(workspace: Line, key: str = "neu", *pairs: tuple[str, str]) -> Edited:
    return add(workspace, "component", [key], [("label", "Neues Portal"), *pairs], WHY)


def warned(edited: Edited) -> set[tuple[str, str]]:
    """Rule and element of every warning."""
    return {(f.rule, f.focus.key) for f in edited.report.results if f.severity == "warning"}


def replaced(line: Line, when: str) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What replaces what between today's state and another, by key."""
    with line.snapshot() as snapshot:
        found = gap(snapshot, "ist", when).replaced
    return {(tuple(i.key for i in group.old), tuple(i.key for i in group.new)) for group in found}


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


# Every dataset's facts.


def test_a_change_in_another_dataset_takes_the_old_value_away_where_it_stands(fresh: Workspace) -> None:
    edited = set_value(fresh, "bundid", "lifecycle", "abloesung", ELSEWHERE)
    assert edited.datasets == {"landscape": (0, 1), "planung": (1, 0)}
    assert values(fresh, "bundid", "lifecycle") == {(concept("lifecycle", "abloesung").value, "planung")}
    assert "grush:SourcesDisagree" not in {rule for rule, _ in warned(edited)}


def test_a_value_that_another_dataset_states_already_is_not_stated_again(fresh: Workspace) -> None:
    node, predicate = fresh.base.element("component", "bundid"), gru("lifecycle")
    twice = Quad(node, predicate, concept("lifecycle", "abloesung"), fresh.base.source_graph("andere"))
    apply_patch(fresh, Patch(frozenset((twice,))), WHY)
    edited = set_value(fresh, "bundid", "lifecycle", "abloesung", WHY)
    assert edited.datasets == {"landscape": (0, 1)}
    assert values(fresh, "bundid", "lifecycle") == {(concept("lifecycle", "abloesung").value, "andere")}


def test_an_owner_of_another_dataset_is_ended_and_not_forgotten(fresh: Workspace) -> None:
    edited = set_value(fresh, "bundid", "owner", "fitko", ELSEWHERE)
    assert edited.datasets["planung"][0] > 7, "the responsibility, and the end of the one before"
    assert [who.rpartition("/")[2] for who, _ in values(fresh, "bundid", "owner")] == ["fitko"]
    before = "bundid--owner--bmds--x"
    assert values(fresh, before, "validUntil", "responsibility") == {("2026-11-22", "planung")}
    assert "landscape" in {graph for _, graph in values(fresh, before, "organization", "responsibility")}


def test_removing_from_a_dataset_leaves_the_others_and_says_who_states_it(fresh: Workspace) -> None:
    with pytest.raises(UsageError, match="planung states nothing") as refused:
        set_value(fresh, "bundid", "lifecycle", None, ELSEWHERE)
    assert "landscape" in str(refused.value.hint)
    set_value(fresh, "bundid", "lifecycle", None, replace(WHY, dataset="landscape"))
    assert values(fresh, "bundid", "lifecycle") == set()
    with pytest.raises(UsageError, match="nothing is stated"):
        set_value(fresh, "bundid", "lifecycle", None, WHY)


# What a fact rests on.


def test_an_address_and_a_text_become_the_source_as_in_the_tables(fresh: Workspace) -> None:
    where = "https://example.org/beschluss Seite 3"
    edited = add(fresh, "component", ["neu"], [("label", "Neu")], WHY, source=where)
    assert ("grush:HasSource", "neu") not in warned(edited)
    assert ("grush:HasSource", "alt") in warned(new(fresh, "alt"))
    assert values(fresh, "neu", DCT + "source") == {("https://example.org/beschluss", "manual")}
    assert values(fresh, "neu", "sourceNote") == {("Seite 3", "manual")}
    assert values(fresh, "neu", "confidence") == {(gru("sourced").value, "manual")}


def test_a_responsibility_and_a_replacement_have_the_source_too(fresh: Workspace) -> None:
    owned = set_value(fresh, "bundid", "owner", "fitko", WHY, source="Protokoll")
    gone = retire(fresh, "bundid", "2027", WHY, replaced_by="deutschlandid", source="Protokoll")
    related = add(fresh, "relation", ["uses", "elster", "dvdv"], [], WHY, source="Protokoll")
    for edited in (owned, gone, related):
        assert edited.revision and "grush:HasSource" not in {rule for rule, _ in warned(edited)}
    for key, kind in (
        ("bundid--owner--fitko--2026-11-23", "responsibility"),
        ("dep-0047", "relation"),
        ("uses--elster--dvdv", "relation"),
    ):
        assert ("Protokoll", "manual") in values(fresh, key, "sourceNote", kind)


def sources(line: Line, key: str = "bundid") -> dict[str, tuple[str, ...]]:
    """What the element's page names behind each property, and behind the element itself."""
    with line.snapshot() as snapshot:
        told = describe(snapshot, line.base.element("component", key))
    found = {
        fact.name.rpartition(":")[2]: (*fact.evidence.sources, *fact.evidence.notes) for fact in told.facts
    }
    return {**found, "": (*told.evidence.sources, *told.evidence.notes)}


def test_a_source_stands_behind_the_property_that_it_was_given_for_and_no_other(fresh: Workspace) -> None:
    before = sources(fresh)
    set_value(fresh, "bundid", "validFrom", "2019", WHY, source="Dokument A")
    set_value(fresh, "bundid", "validUntil", "2031", WHY)
    set_value(fresh, "bundid", "lifecycle", "abloesung", WHY, source="https://example.org/k.pdf Seite 12")
    own = {
        "validFrom": ("Dokument A",),
        "validUntil": (),
        "lifecycle": ("https://example.org/k.pdf", "Seite 12"),
    }
    assert sources(fresh) == {**before, **own}
    assert [fresh.log.entry(n).source for n in (2, 3)] == ["Dokument A", None]


def test_the_earlier_source_of_a_property_goes_with_its_value(fresh: Workspace) -> None:
    set_value(fresh, "bundid", "validFrom", "2019", WHY, source="Dokument A")
    set_value(fresh, "bundid", "validUntil", "2031", WHY, source="Dokument A")
    set_value(fresh, "bundid", "validFrom", "2020", WHY, source="Dokument B")
    set_value(fresh, "bundid", "validUntil", "2032", WHY)
    assert values(fresh, "bundid", "propertySource") == {("validFrom: Dokument B", "manual")}
    found = sources(fresh)
    assert (found["validFrom"], found["validUntil"]) == (("Dokument B",), ())


def test_what_was_added_by_hand_keeps_its_source_beside_that_of_a_later_change(fresh: Workspace) -> None:
    add(fresh, "component", ["neu"], [("label", "Neu"), ("kind", "portal")], WHY, source="Antrag")
    set_value(fresh, "neu", "validFrom", "2028", WHY, source="Beschluss")
    found = sources(fresh, "neu")
    assert (found[""], found["validFrom"]) == (("Antrag",), ("Beschluss",))
    set_value(fresh, "neu", "validFrom", None, WHY)
    assert values(fresh, "neu", "propertySource") == set()


@pytest.mark.parametrize("source", ["", " ", "x" * 10**6, "a\0b"])
def test_a_source_that_is_none_is_refused(fresh: Workspace, source: str) -> None:
    with pytest.raises((UsageError, LimitExceeded)):
        set_value(fresh, "bundid", "lifecycle", "abloesung", WHY, source=source)
    assert fresh.log.last == 1


def test_a_change_of_a_property_takes_away_its_mark_of_doubt(fresh: Workspace) -> None:
    owner, operator = gru("owner").value, gru("operator").value
    assert {mark for mark, _ in values(fresh, "bundid", "unverifiedProperty")} == {owner, operator}
    set_value(fresh, "bundid", "owner", "fitko", WHY)
    assert {mark for mark, _ in values(fresh, "bundid", "unverifiedProperty")} == {operator}
    assert set_value(fresh, "bundid", "operator", "itzbund", WHY).unchanged, (
        "says nothing new, proves nothing"
    )
    set_value(fresh, "bundid", "operator", "itzbund", WHY, source="https://example.org/impressum")
    assert values(fresh, "bundid", "unverifiedProperty") == set()
    held = "bundid--operator--itzbund--x"
    assert {c for c, _ in values(fresh, held, "confidence", "responsibility")} == {gru("sourced").value}


def test_the_note_of_the_doubt_goes_with_it(fresh: Workspace) -> None:
    notes = {note for note, _ in values(fresh, "pvog", "evidenceText")}
    assert {"since:pvdp", "operator:pvdp"} <= notes
    set_value(fresh, "pvog", "validFrom", "2019", WHY)
    assert {note for note, _ in values(fresh, "pvog", "evidenceText")} == notes - {"since:pvdp"}


# The end of an element.


@pytest.mark.parametrize(
    ("end", "gone", "in_ist"),
    [
        ("2025", "2025-12-31", False),
        ("2026-11-22", "2026-11-23", False),
        ("2026-11-23", "2026-11-24", True),
        ("2027-06", "2027-06-30", True),
        ("2030", "2030-12-31", True),
    ],
)
def test_a_replacement_takes_place_on_the_first_day_without_the_element(
    fresh: Workspace, end: str, gone: str, in_ist: bool
) -> None:
    new(fresh)
    retire(fresh, "elster", end, WHY, replaced_by="neu")
    relation = "replaced-by--elster--neu"
    assert values(fresh, "elster", "validUntil") == {(end, "manual")}
    assert values(fresh, "elster", "endDay") == {(gone, "derived")}
    assert values(fresh, relation, "validFrom", "relation") == {(gone, "manual")}
    assert values(fresh, relation, "inState", "relation") == set()
    assert ((gru("ist").value, "derived") in values(fresh, "elster", "presentIn")) is in_ist
    assert ((("elster",), ("neu",)) in replaced(fresh, "2030")) is in_ist
    assert ((("elster",), ("neu",)) in replaced(fresh, "soll")) is (in_ist and end < "2029")


def test_a_replacement_that_is_recorded_is_dated_where_it_stands(fresh: Workspace) -> None:
    assert retire(fresh, "bundid", "2027-06-30", WHY, replaced_by="deutschlandid").revision == 2
    assert values(fresh, "dep-0047", "inState", "relation") == set()
    assert values(fresh, "dep-0047", "validFrom", "relation") == {("2027-07-01", "manual")}
    assert retire(fresh, "bundid", "2027", WHY).revision == 3
    assert values(fresh, "dep-0047", "validFrom", "relation") == {("2027-12-31", "manual")}, "it moves along"


def test_another_successor_is_refused_unless_it_is_meant_instead(fresh: Workspace) -> None:
    new(fresh)
    with pytest.raises(Conflict, match="deutschlandid") as refused:
        retire(fresh, "bundid", "2028", WHY, replaced_by="neu")
    assert "--instead" in str(refused.value.hint)
    assert fresh.log.last == 2
    assert retire(fresh, "bundid", "2028", WHY, replaced_by="neu", instead=True).revision == 3
    assert (("bundid",), ("neu",)) in replaced(fresh, "soll")
    assert values(fresh, "dep-0047", "source", "relation") == set()
    with pytest.raises(UsageError):
        retire(fresh, "bundid", "2028", WHY, instead=True)


def test_a_second_successor_is_kept_when_the_first_is_named_again(fresh: Workspace) -> None:
    new(fresh)
    add(fresh, "relation", ["replaced-by", "bundid", "neu"], [], WHY)
    retire(fresh, "bundid", "2028", WHY, replaced_by="neu")
    assert (("bundid", "bayernid"), ("deutschlandid", "neu")) not in replaced(fresh, "soll")
    assert (("bundid",), ("deutschlandid", "neu")) in replaced(fresh, "soll")


def test_the_decision_is_the_basis_of_the_replacement(fresh: Workspace) -> None:
    new(fresh)
    with fresh.snapshot() as snapshot:
        decision = next(
            q.subject.value
            for q in snapshot.store.quads_for_pattern(None, TYPE, gru("Decision"), None)
            if isinstance(q.subject, NamedNode)
        )
    retire(fresh, "elster", "2028", replace(WHY, decision=decision), replaced_by="neu")
    assert {b for b, _ in values(fresh, "replaced-by--elster--neu", "basedOn", "relation")} == {decision}
    assert fresh.log.entry(3).decision == decision
    with pytest.raises(UsageError):
        set_value(fresh, "bundid", "lifecycle", "abloesung", replace(WHY, decision="elster"))


def test_what_has_no_end_is_not_retired(fresh: Workspace) -> None:
    with pytest.raises(UsageError):
        retire(fresh, "fitko", "2028", WHY)


# Where a change is seen.


def test_in_a_scenario_the_main_line_does_not_change(fresh: Workspace) -> None:
    scenario = create(fresh, "abloesung-2028", "try", "tester")
    new(scenario)
    retire(scenario, "elster", "2028", WHY, replaced_by="neu")
    assert (("elster",), ("neu",)) in replaced(scenario, "soll")
    assert (("elster",), ("neu",)) not in replaced(fresh, "soll")
    assert (fresh.log.last, scenario.log.last) == (1, 2)
    assert values(fresh, "elster", "validUntil") == set()


def test_the_graphs_of_the_states_follow(fresh: Workspace) -> None:
    retire(fresh, "elster", "2028", WHY)
    node = fresh.base.element("component", "elster")
    with fresh.snapshot() as snapshot:
        here = {
            name: any(
                True
                for _ in snapshot.store.quads_for_pattern(node, None, None, fresh.base.graph("state", name))
            )
            for name in ("ist", "soll")
        }
    assert here == {"ist": True, "soll": False}


def test_an_error_that_is_kept_does_not_stand_in_the_way_of_the_next_change(fresh: Workspace) -> None:
    with pytest.raises(UsageError) as kept:
        set_value(fresh, "bundid", "lifecycle", "nonsense", WHY)
    assert set_value(fresh, "bundid", "lifecycle", "abloesung", WHY).revision == 2
    assert kept.value.__traceback__


def test_an_expected_revision_that_is_not_the_newest_is_a_conflict(fresh: Workspace) -> None:
    set_value(fresh, "bundid", "lifecycle", "abloesung", WHY)
    with pytest.raises(Conflict, match="r2: why"):
        set_value(fresh, "bundid", "lifecycle", "produktiv", replace(WHY, expected=1))
    assert set_value(fresh, "bundid", "lifecycle", "produktiv", replace(WHY, expected=2)).revision == 3


def test_an_interface_comes_with_who_offers_it_and_is_replaced_like_its_provider(fresh: Workspace) -> None:
    alone = add(fresh, "interface", ["if-neu"], [("label", "Neu")], WHY)
    assert alone.revision is None and "grush:InterfaceHasProvider" in {f.rule for f in alone.report.results}
    assert add(fresh, "interface", ["if-neu"], [("label", "Neu"), ("provider", "elster")], WHY).revision == 2
    elster = fresh.base.element("component", "elster").value
    assert values(fresh, "if-neu", "provider", "interface") == {(elster, "derived")}
    assert retire(fresh, "if-bundid-saml", "2027", WHY, replaced_by="if-neu").revision == 3
    assert (("if-bundid-saml",), ("if-neu",)) in replaced(fresh, "2027")


def test_a_component_comes_with_who_is_responsible(fresh: Workspace) -> None:
    pairs = [("lifecycle", "produktiv"), ("owner", "fitko"), ("Betreiber", "itzbund"), ("label", "Neu@de")]
    edited = add(fresh, "component", ["neu"], pairs, WHY)
    assert edited.revision == 2 and "grush:ProductiveHasOwner" not in {rule for rule, _ in warned(edited)}
    assert {who.rpartition("/")[2] for who, _ in values(fresh, "neu", "owner")} == {"fitko"}
    held = "neu--operator--itzbund--x"
    assert values(fresh, held, "validFrom", "responsibility") == set(), "no date is made up"
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert values(fresh, held, label, "responsibility") == {("Neu: Betrieb", "manual")}
    with pytest.raises(UsageError):
        new(fresh, "neuer", ("owner", "elster"))
    with pytest.raises(UsageError):
        new(fresh, "neuer", ("provider", "elster"))


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_store_is_what_the_log_gives(fresh: Workspace, seed: int) -> None:
    chosen = Random(seed)
    components = ["bundid", "elster", "dvdv", "pvog", "zbp", "deutschlandid", "fit-connect"]
    made = 0
    for number in range(12):
        x, y = chosen.sample(components, 2)
        year = str(chosen.randint(2024, 2031))
        step = chosen.choice(
            [
                lambda x=x: set_value(fresh, x, "lifecycle", chosen.choice(["produktiv", "abloesung"]), WHY),
                lambda x=x, year=year: set_value(
                    fresh, x, "owner", chosen.choice(["fitko", "bmds"]), WHY, since=year
                ),
                lambda x=x, y=y, year=year: retire(fresh, x, year, ELSEWHERE, replaced_by=y, instead=True),
                lambda x=x, y=y: add(fresh, "relation", ["uses", x, y], [], WHY, source="Protokoll"),
                lambda number=number: new(fresh, f"neu-{number}", ("owner", "fitko")),
                lambda x=x: set_value(fresh, x, "validUntil", None, WHY),
            ]
        )
        try:
            made += step().revision is not None
        except (Conflict, UsageError):
            continue  # such as a relation that is there, or a value that is not
    assert made > 3
    assert check(fresh).faults == []
