# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What both sides changed in different ways is a conflict, which is shown as facts and decided by somebody."""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.editing.edit import add, retire, set_value
from grundriss.errors import UsageError
from grundriss.model.identifier import key_in
from grundriss.model.terms import SKOS, TYPE, XSD, gru
from grundriss.model.vocabulary import concepts
from grundriss.scenarios.collision import Resolution
from grundriss.scenarios.collision_search import collisions
from grundriss.scenarios.joining import merge, rebase
from grundriss.scenarios.sides import Sides
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.workspace import Workspace
from tests.core.stated import stated
from tests.core.test_scenarios import branch, change, everything, note


def collide(fresh: Workspace) -> Scenario:
    change(fresh, {note(fresh, "base")})
    scenario = branch(fresh)
    change(scenario, {note(fresh, "mine"), note(fresh, "free", "zbp")}, {note(fresh, "base")})
    change(fresh, {note(fresh, "theirs"), note(fresh, "new", "pvog")}, {note(fresh, "base")})
    return scenario


@pytest.mark.parametrize("act", [merge, rebase])
def test_a_conflict_is_shown_as_facts_and_nothing_changes(
    fresh: Workspace, act: Callable[..., object]
) -> None:
    scenario = collide(fresh)
    before = everything(fresh), everything(scenario), scenario.settings
    joined = merge(scenario, "m", "p") if act is merge else rebase(scenario, "p")
    assert not joined.done
    line = joined.open[0].to_dict()
    del line["item"]
    assert line == {"property": "sourceNote", "base": ["base"], "mine": ["mine"], "theirs": ["theirs"]}
    assert [line.item.key for line in joined.open] == ["bundid"]
    assert (everything(fresh), everything(scenario), Scenario.open(fresh, "one-login").settings) == before


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("single", [True, False])
def test_a_merge_takes_the_side_that_is_named(fresh: Workspace, side: str, single: bool) -> None:
    scenario = collide(fresh)
    resolution = Resolution.parse(None if single else side, [f"bundid sourceNote={side}"] if single else [])
    assert merge(scenario, "m", "p", resolution=resolution).outcome.revision == 4
    notes = {q.object.value for q in stated(fresh) if q.predicate == gru("sourceNote") and "manual" in str(q)}
    assert notes == {side, "free", "new"}


def label(line: Line, text: str, language: str, name: str = "prefLabel") -> Quad:
    node, graph = line.base.element("component", "bundid"), line.base.source_graph("manual")
    return Quad(node, NamedNode(SKOS + name), Literal(text, language=language), graph)


def fact(line: Line, name: str, value: str) -> Quad:
    code = NamedNode(f"https://w3id.org/grundriss/ns/{name}/{value}")
    node = line.base.element("component", "neu-an-beiden")
    return Quad(node, gru(name), code, line.base.source_graph("manual"))


@pytest.mark.parametrize("act", [merge, rebase])
@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        (lambda w: note(w, "a"), lambda w: note(w, "b"), True),
        (lambda w: label(w, "a", "de", "altLabel"), lambda w: label(w, "b", "de", "altLabel"), True),
        (lambda w: label(w, "a", "fr"), lambda w: label(w, "b", "nl"), True),
        (lambda w: label(w, "a", "fr"), lambda w: label(w, "b", "fr"), False),
        (lambda w: fact(w, "lifecycle", "produktiv"), lambda w: fact(w, "lifecycle", "abloesung"), False),
    ],
)
def test_two_additions_collide_only_where_one_of_them_can_stand(
    fresh: Workspace,
    act: Callable[..., object],
    mine: Callable[[Workspace], Quad],
    theirs: Callable[[Workspace], Quad],
    stands: bool,
) -> None:
    scenario = branch(fresh)
    change(scenario, {mine(fresh)})
    change(fresh, {theirs(fresh)})
    joined = merge(scenario, "m", "p") if act is merge else rebase(scenario, "p")
    assert (not joined.open) is stands
    if stands:
        assert joined.done
        assert {mine(fresh), theirs(fresh)} <= stated(fresh if act is merge else scenario)


WHY = Intent(None, "Why", "tester")


def holders(line: Line, role: str, element: str = "elster") -> set[str]:
    """Who gets a role from 2027 on."""
    node = line.base.element("component", element)
    said = stated(line)
    ours = {q.subject for q in said if q.predicate == gru("responsibleFor") and q.object == node}
    ours &= {q.subject for q in said if q.predicate == gru("role") and str(q.object).endswith(f"/{role}>")}
    late = {q.subject for q in said if q.predicate == gru("validFrom") and q.object.value.startswith("2027")}
    return {
        str(q.object.value).rpartition("/")[2]
        for q in said
        if q.predicate == gru("organization") and q.subject in ours & late
    }


@pytest.mark.parametrize(
    ("act", "role", "side", "left"),
    [(merge, "owner", "mine", "fitko"), (rebase, "operator", "theirs", "bmds")],
)
def test_two_who_get_a_role_for_the_same_time_are_a_conflict(
    fresh: Workspace, act: Callable[..., object], role: str, side: str, left: str
) -> None:
    scenario = branch(fresh)
    set_value(scenario, "elster", role, "fitko", WHY, since="2027-01")
    set_value(fresh, "elster", role, "bmds", WHY, since="2027-03")
    joined = merge(scenario, "m", "p") if act is merge else rebase(scenario, "p")
    (line,) = joined.open
    assert (line.item.key, line.property) == ("elster", role)
    assert any("ab Januar 2027" in text for text in line.mine)
    assert any("ab März 2027" in text for text in line.theirs)
    assert not any("2027" in text for text in line.base)
    resolution = Resolution.parse(None, [f"elster {role}={side}"])
    if act is merge:
        assert merge(scenario, "m", "p", resolution=resolution).done
        assert holders(fresh, role) == {left}
    else:
        assert rebase(scenario, "p", resolution=resolution).done
        assert holders(scenario, role) == {left}


def test_the_same_new_owner_on_both_sides_is_no_conflict(fresh: Workspace) -> None:
    scenario = branch(fresh)
    for line in (scenario, fresh):
        set_value(line, "elster", "owner", "fitko", WHY, since="2027-01")
    assert merge(scenario, "m", "p").done
    assert holders(fresh, "owner") == {"fitko"}


def test_two_owners_one_after_the_other_are_no_conflict(loaded: Workspace) -> None:
    def held(name: str, since: str, until: str) -> Patch:
        node, graph = loaded.base.element("responsibility", name), loaded.base.source_graph("manual")
        month = NamedNode(XSD + "gYearMonth")
        said = (
            (TYPE, gru("Responsibility")),
            (gru("responsibleFor"), loaded.base.element("component", "neu")),
            (gru("organization"), loaded.base.element("organization", name)),
            (gru("role"), concepts("role")["owner"]),
            (gru("validFrom"), Literal(since, datatype=month)),
            (gru("validUntil"), Literal(until, datatype=month)),
        )
        return Patch(frozenset(Quad(node, predicate, value, graph) for predicate, value in said))

    first = held("first", "2027-01", "2027-06")
    for since, expected in (("2027-07", []), ("2027-06", ["owner"])):
        second = held("second", since, "2027-12")
        assert [c.name for c in collisions(Sides(first, second, in_store(first)))] == expected


def in_store(patch: Patch) -> Store:
    store = Store()
    store.extend(patch.added)
    return store


def successors(line: Line) -> set[str]:
    said = stated(line)
    old = line.base.element("component", "elster")
    ours = {q.subject for q in said if q.object == gru("ReplacedBy")}
    ours &= {q.subject for q in said if q.predicate == gru("source") and q.object == old}
    return {key_in(q.object.value) for q in said if q.predicate == gru("target") and q.subject in ours}


@pytest.mark.parametrize(("side", "left"), [("mine", "bundid"), ("theirs", "zbp")])
def test_two_successors_of_one_element_are_a_conflict(fresh: Workspace, side: str, left: str) -> None:
    scenario = branch(fresh)
    retire(scenario, "elster", "2028", WHY, replaced_by="bundid")
    retire(fresh, "elster", "2028", WHY, replaced_by="zbp")
    (line,) = merge(scenario, "m", "p").open
    assert (line.item.key, line.property, line.base) == ("elster", "replacedBy", ())
    assert [len(line.mine), len(line.theirs)] == [1, 1]
    resolution = Resolution.parse(None, [f"elster replacedBy={side}"])
    assert merge(scenario, "m", "p", resolution=resolution).done
    assert successors(fresh) == {left}


def test_one_successor_that_both_sides_name_is_no_conflict(fresh: Workspace) -> None:
    scenario = branch(fresh)
    for line in (scenario, fresh):
        retire(line, "elster", "2028", WHY, replaced_by="bundid")
    assert merge(scenario, "m", "p").done
    assert successors(fresh) == {"bundid"}


def with_element(line: Line) -> set[Quad]:
    """A component that uses another one; all that is stated of it."""
    add(line, "component", ["k1"], [("label", "K1"), ("kind", "Postfach")], WHY)
    add(line, "relation", ["uses", "k1", "zbp"], [], WHY)
    return about(line)


def about(line: Line) -> set[Quad]:
    node, relation = line.base.element("component", "k1"), line.base.element("relation", "uses--k1--zbp")
    return {quad for quad in stated(line) if quad.subject in (node, relation)}


@pytest.mark.parametrize("act", [merge, rebase])
@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("deleted_by", ["mine", "theirs"])
def test_deleting_an_element_against_changing_it_is_one_conflict_and_nothing_is_half(
    fresh: Workspace, act: Callable[..., object], side: str, deleted_by: str
) -> None:
    whole = with_element(fresh)
    scenario = branch(fresh)
    deleting, changing = (scenario, fresh) if deleted_by == "mine" else (fresh, scenario)
    change(deleting, set(), whole)
    set_value(changing, "k1", "lifecycle", "abloesung", WHY)
    changed = about(changing)
    assert changed > whole
    act_on = (
        (lambda **more: merge(scenario, "m", "p", **more))
        if act is merge
        else (lambda **more: rebase(scenario, "p", **more))
    )
    (line,) = act_on().open
    assert (line.item.key, line.item.label, line.property) == ("k1", "K1", "element")
    told = {"mine": line.mine, "theirs": line.theirs}
    assert told.pop(deleted_by) == ("gelöscht",)
    assert "Ablösung" in str(told)
    assert line.to_dict()["deletedBy"] == deleted_by
    assert act_on(resolution=Resolution.parse(None, [f"k1 element={side}"])).done
    assert about(fresh if act is merge else scenario) == (set() if side == deleted_by else changed)


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_what_leads_to_an_element_that_the_other_side_deleted_comes_with_it_or_not_at_all(
    fresh: Workspace, side: str
) -> None:
    whole = with_element(fresh)
    scenario = branch(fresh)
    change(fresh, set(), whole)
    add(scenario, "relation", ["uses", "bundid", "k1"], [], WHY)
    assert [line.property for line in merge(scenario, "m", "p").open] == ["element"]
    assert merge(scenario, "m", "p", resolution=Resolution.parse(side, [])).done
    leading = fresh.base.element("relation", "uses--bundid--k1")
    assert about(fresh) == (whole if side == "mine" else set())
    assert any(quad.subject == leading for quad in stated(fresh)) is (side == "mine")


def test_what_one_side_takes_away_and_the_other_adds_both_happen_where_several_values_may_stand(
    fresh: Workspace,
) -> None:
    change(fresh, {note(fresh, "old")})
    scenario = branch(fresh)
    change(scenario, {note(fresh, "mine")}, {note(fresh, "old")})
    change(fresh, {note(fresh, "theirs")})
    assert merge(scenario, "m", "p").done
    assert {
        q.object.value for q in stated(fresh) if q.predicate == gru("sourceNote") and "manual" in str(q)
    } == {
        "mine",
        "theirs",
    }


@pytest.mark.parametrize(
    ("take", "single", "match"),
    [
        ("both", [], "none of the two"),
        (None, ["bundid=mine"], "decides nothing"),
        (None, ["bundid sourceNote=yours"], "none of the two"),
        (None, ["bundid sourceNote=mine", "bundid sourceNote=theirs"], "twice"),
        (None, ["bundid prefLabel=mine"], "no conflict"),
        (None, ["bundid source Notes=mine"], "no conflict"),
        (None, [""], "decides nothing"),
    ],
)
def test_a_resolution_that_decides_nothing_is_refused(
    fresh: Workspace, take: str | None, single: list[str], match: str
) -> None:
    scenario = collide(fresh)
    with pytest.raises(UsageError, match=match):
        merge(scenario, "m", "p", resolution=Resolution.parse(take, single))
    assert fresh.log.last == 3


@pytest.mark.parametrize("name", ["label", "Name", "prefLabel", "skos:prefLabel"])
def test_a_conflict_is_decided_by_the_name_that_the_property_was_set_by(fresh: Workspace, name: str) -> None:
    scenario = branch(fresh)
    for line, value in ((scenario, "Mine"), (fresh, "Theirs")):
        set_value(line, "bundid", name, value, Intent(None, "m", "p", mode="patch"))
    (asked,) = merge(scenario, "m", "p").open
    assert asked.property == "prefLabel"
    with pytest.raises(UsageError) as refused:
        merge(scenario, "m", "p", resolution=Resolution.parse(None, ["bundid prefLable=mine"]))
    assert "bundid prefLabel" in str(refused.value.hint)
    resolution = Resolution.parse(None, [f"bundid {name}=mine"])
    assert merge(scenario, "m", "p", resolution=resolution).outcome.revision == 3


def test_a_name_of_two_words_decides_a_conflict(fresh: Workspace) -> None:
    scenario = branch(fresh)
    for line, value in ((scenario, "2028"), (fresh, "2029")):
        set_value(line, "bundid", "validUntil", value, Intent(None, "m", "p", mode="patch"))
    resolution = Resolution.parse(None, ["bundid gültig bis=theirs"])
    assert merge(scenario, "m", "p", resolution=resolution).outcome.unchanged
