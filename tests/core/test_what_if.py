# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is tried is what a scenario with the same changes gives, and nothing of it is left."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grundriss.editing import edit
from grundriss.editing.what_if import what_if
from grundriss.editing.what_if_file import read_what_if
from grundriss.errors import GrundrissError, InputError, LimitExceeded, UsageError
from grundriss.scenarios.branching import create
from grundriss.states.gap import gap
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace
from tests.json_schema import faults

REPLACEMENT = """
[[retire]]
x = "eid"
on = 2027
replaced-by = "eudiw"

[[relate]]
type = "uses"
source = "od-ewa"
target = "neu"

[[add]]
kind = "component"
key = "neu"
label = "Neues Portal"
"""


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder with its size and the time of its last change."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def test_the_gap_is_that_of_a_scenario_with_the_same_changes(fresh: Workspace) -> None:
    tried = what_if(fresh, read_what_if(REPLACEMENT, "file"))
    scenario = create(fresh, "kept", "test", "tester")
    intent = Intent(None, "test", "tester")
    edit.add(scenario, "component", ["neu"], [("label", "Neues Portal")], intent)
    edit.add(scenario, "relation", ["uses", "od-ewa", "neu"], [], intent)
    edit.retire(scenario, "eid", "2027", intent, replaced_by="eudiw")
    with fresh.snapshot() as snapshot:
        kept = gap(snapshot, "soll", "kept").to_dict()
    found = tried.gap.to_dict()
    for side in ("from", "to"):
        del kept[side], found[side]
    assert found == kept and [item["key"] for item in found["added"]] == ["neu"]
    assert [(group["old"][0]["key"], group["new"][0]["key"]) for group in found["replaced"]] == [
        ("eid", "eudiw")
    ]
    assert faults(json.loads(json.dumps(tried.to_dict())), "what-if") == []


def test_nothing_is_written_and_the_order_of_the_file_does_not_count(loaded: Workspace) -> None:
    before = files(loaded.path)
    tried = what_if(loaded, read_what_if(REPLACEMENT, "file"))
    # the lease of a reader is taken and given back
    assert {path: was for path, was in files(loaded.path).items() if ".readers" not in path} == {
        path: was for path, was in before.items() if ".readers" not in path
    }
    assert not tried.is_refused and [step.text.split()[0] for step in tried.steps] == [
        "add",
        "relate",
        "retire",
    ]
    assert [impact.element.key for impact in tried.impacts] == ["eid"] and tried.impacts[0].items


def test_what_cannot_be_is_told_and_the_others_go_on(loaded: Workspace) -> None:
    text = """
    add = [{kind = "component", key = "eid", label = "x"}, {kind = "component", key = "neu", label = "Neu"}]
    set = [{x = "bundit", lifecycle = "produktiv"}, {x = "neu", lifecycle = "nie"}]
    retire = [{x = "bundid", on = "1999"}]
    """
    tried = what_if(loaded, read_what_if(text, "file"), "ist", "en")
    told = {step.text: step.refused or bool(step.findings) for step in tried.steps}
    assert told["add component neu label=Neu"] is False
    assert "eid" in str(told["add component eid label=x"])
    assert "bundit" in str(told["set bundit lifecycle=produktiv"]) and "nie" in str(
        told["set neu lifecycle=nie"]
    )
    # it has begun in 2019, so it cannot have ended before
    assert told["retire bundid on=1999"] is True
    assert tried.is_refused and [line.item.key for line in tried.gap.added] == ["neu"] and not tried.impacts


def test_a_recorded_successor_goes_only_where_another_is_meant_instead(loaded: Workspace) -> None:
    text = 'retire = [{x = "bundid", on = 2027, replaced-by = "eudiw"%s}]'
    assert what_if(loaded, read_what_if(text % "", "file")).is_refused
    [group] = what_if(loaded, read_what_if(text % ", instead = true", "file"), "ist").impacts
    assert group.element.key == "bundid"


def test_only_findings_that_the_changes_add_are_told(loaded: Workspace) -> None:
    tried = what_if(loaded, read_what_if('set = [{x = "bundid", label = "BundID neu"}]', "file"))
    assert tried.findings == ()
    tried = what_if(loaded, read_what_if('add = [{kind = "component", key = "neu", label = "Neu"}]', "file"))
    assert {finding.focus.key for finding in tried.findings} == {"neu"}


def test_a_scenario_is_no_place_to_try_in(fresh: Workspace) -> None:
    scenario = create(fresh, "kept", "test", "tester")
    with pytest.raises(UsageError):
        what_if(scenario, read_what_if(REPLACEMENT, "file"))
    with pytest.raises(UsageError):
        what_if(fresh, read_what_if(REPLACEMENT, "file"), "gestern")


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("[[add]", InputError, "line 1"),
        ("", InputError, "no change"),
        ("[[ad]]\nx = 1", InputError, "add"),
        ("[add]\nkind = 1", InputError, "[[add]]"),
        ("add = [1]", InputError, "[[add]]"),
        ('[[add]]\nkind = "component"', InputError, "key"),
        ('[[retire]]\nx = "a"\non = "2027"\nreplacedby = "b"', InputError, "replaced-by"),
        ('[[set]]\nx = "a"', InputError, "[[set]] 1"),
        ('[[set]]\nx = "a"\nowner = ["b"]', InputError, "owner"),
        ("add = [" + '{kind = "component", key = "a"},' * 501 + "]", LimitExceeded, "501"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_the_place(
    text: str, error: type[GrundrissError], said: str
) -> None:
    with pytest.raises(error) as caught:
        read_what_if(text, "changes.toml")
    told = f"{caught.value} {caught.value.hint}"
    assert said in told and ("changes.toml" in told or error is LimitExceeded)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert read_what_if(text, "file")
    except InputError as error:
        assert str(error)
