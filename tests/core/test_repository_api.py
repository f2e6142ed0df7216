# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Revisions, scenarios and backups in Python, as the command line has them."""

from pathlib import Path

import pytest

import grundriss
from grundriss.errors import Conflict, InputError, NotFound, PermissionDenied, UsageError
from grundriss.landscape import Landscape
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY


@pytest.fixture
def land(fresh: Workspace) -> Landscape:
    return grundriss.open(fresh.path, today=TODAY)


def named(land: Landscape) -> str:
    return land.element("bundid").item.label


def test_a_revision_is_read_again_and_taken_back(land: Landscape) -> None:
    was = named(land)
    land.set("bundid", "label", "Anders", message="rename")
    with land.at("r1") as then:
        assert (named(then), named(land)) == (was, "Anders")
        with pytest.raises(PermissionDenied):
            then.revert(2)
    with pytest.raises(Conflict, match="was expected"):
        land.revert(2, expect=1)
    with pytest.raises(NotFound, match="nope"):
        land.revert(2, decision="nope")
    assert land.revert(2, decision="2020-44", expect=2).revision == 3
    assert named(land) == was
    assert land.check().faults == []


PORTAL = """@prefix gru: <https://w3id.org/grundriss/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://w3id.org/grundriss/id/component/portal-x> a gru:Component ;
    dct:identifier "portal-x" ; skos:prefLabel "%s"@de ; gru:kind <https://w3id.org/grundriss/ns/kind/portal> .
"""


def test_a_file_is_loaded_as_a_dataset_which_holds_it_alone(land: Landscape, tmp_path: Path) -> None:
    file = tmp_path / "portale.ttl"
    file.write_text(PORTAL % "Portal X", encoding="utf-8")
    assert land.load(file, message="The new portal", dry_run=True).revision is None
    assert land.load(file, message="The new portal", decision="2020-44", expect=1).revision == 2
    assert land.element("portal-x").item.label == "Portal X" and land.load(str(file)).unchanged
    file.write_text(PORTAL.replace("skos:prefLabel", "gru:kind") % "x", encoding="utf-8")
    broken = land.load(file, dataset="portale")
    assert broken.revision is None and not broken.report.conforms
    assert land.element("portal-x").item.label == "Portal X"
    with pytest.raises(Conflict):
        land.load(file, expect=1)
    with pytest.raises(InputError, match="nowhere"):
        land.load(tmp_path / "nowhere.ttl")
    with pytest.raises(UsageError):
        land.load(file, file)


def test_a_folder_for_git_is_loaded_back(land: Landscape, tmp_path: Path) -> None:
    land.export_canonical(tmp_path / "git")
    land.set("bundid", "label", "Anders", message="rename")
    assert land.load(tmp_path / "git", verify=True).revision == 3
    assert land.element("bundid").item.label != "Anders"


def test_a_future_is_tried_and_merged(land: Landscape) -> None:
    was = named(land)
    with land.branch("future", message="try", label="A future") as future:
        future.set("bundid", "label", "Künftig", message="rename")
        assert (named(future), named(land)) == ("Künftig", was)
        assert [summary.settings.label for summary in land.scenarios()] == ["A future"]
        land.set("bundid", "label", "Heute", message="rename")
        assert not future.merge(message="decided").done, "both sides renamed it"
        assert future.merge(message="decided", resolve={"bundid prefLabel": "mine"}).done
    assert named(land) == "Heute", "what is open stays at its revision"
    land.refresh()
    assert named(land) == "Künftig"
    with land.scenario("future") as future:
        future.drop()
        with pytest.raises(UsageError, match="closed"):
            future.element("bundid")
    assert land.scenarios() == []
    with pytest.raises(NotFound, match="future"):
        land.scenario("future")
    assert [found.name for found in land.dropped()] == ["future"]
    with land.bring_back("future") as again:
        assert again.line.log.last == 1
    land.drop_damaged("future")
    assert [found.log.last for found in land.dropped()] == [1]


def test_a_scenario_follows_the_main_line(land: Landscape) -> None:
    with land.branch("future", message="try") as future:
        land.set("bundid", "label", "Heute", message="rename")
        assert future.rebase("r2").done
        assert named(future) == "Heute"


def test_a_merge_and_a_rebase_expect_the_newest_revision_of_what_they_change(land: Landscape) -> None:
    with land.branch("future", message="try") as future:
        future.set("zbp", "label", "Mine", message="mine")
        land.set("bundid", "label", "Theirs", message="renamed meanwhile")
        with pytest.raises(Conflict, match="r2: renamed meanwhile"):
            future.merge(message="x", expect=1)
        with pytest.raises(Conflict, match=r"1 in future.* r1: mine"):
            future.rebase(expect=0)
        assert (land.line.log.last, future.line.log.last) == (2, 1)
        assert future.rebase(expect=1, dry_run=True).done
        assert future.merge(message="x", expect=2).outcome.revision == 3


def test_a_merge_rests_on_a_decision_that_there_is(land: Landscape) -> None:
    with land.branch("future", message="try") as future:
        future.set("zbp", "label", "Mine", message="mine")
        with pytest.raises(NotFound, match="no-decision"):
            future.merge(message="x", decision="no-decision")
        with pytest.raises(UsageError, match="decision"):
            future.merge(message="x", decision="bundid")
        land.add("decision", "board-7", facts={"label": "Board 7"}, message="decided meanwhile")
        assert future.merge(message="x", decision="Board 7").outcome.revision == 3
        assert (land.line.log.entry(3).decision or "").endswith("/decision/board-7")


@pytest.mark.parametrize("act", ["merge", "rebase", "drop"])
def test_the_main_line_is_no_scenario(land: Landscape, act: str) -> None:
    arguments = {"message": "x"} if act == "merge" else {}
    with pytest.raises(UsageError, match="main line"):
        getattr(land, act)(**arguments)


def test_a_workspace_is_made_backed_up_and_restored(land: Landscape, tmp_path: Path) -> None:
    land.backup(tmp_path / "b.tar.gz")
    with pytest.raises(Conflict):
        land.backup(tmp_path / "b.tar.gz")
    assert grundriss.restore(tmp_path / "b.tar.gz", tmp_path / "again").revision == 1
    with grundriss.open(tmp_path / "again", today=TODAY) as again:
        assert named(again) == named(land)
        again.export_canonical(tmp_path / "x")
    land.export_canonical(tmp_path / "y")
    assert (tmp_path / "x" / "landscape.nt").read_bytes() == (tmp_path / "y" / "landscape.nt").read_bytes()
    grundriss.init(tmp_path / "new", base="https://example.org/")
    with pytest.raises(NotFound):
        grundriss.open(tmp_path / "new")


def test_the_packaged_landscape_has_no_scenarios() -> None:
    with grundriss.open(today=TODAY) as land, pytest.raises(PermissionDenied):
        land.branch("future", message="try")
