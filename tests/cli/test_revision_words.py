# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Revisions and states in words: a scenario's are told apart from the main line's, titles say what is compared."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CHANGE = ("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--scenario", "one")


@pytest.fixture
def own(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in a workspace with the packaged facts and a scenario that one revision changes."""
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(workspace))
    assert run("scenario", "new", "one", "--label", "Eins", "-m", "to try").status == 0
    assert "This is revision 1 in one." in run(*CHANGE).err
    return run


def test_a_revision_of_a_scenario_is_never_told_as_one_of_the_main_line(own: Run) -> None:
    assert "r1 in one  " in own("log", "--scenario", "one").out
    told = own("log", "bundid", "--scenario", "one").out
    assert "\nr1 in one  " in told and "\nr1  " in told, "what it inherits is of the main line"
    told = own("blame", "bundid", "--scenario", "one").out
    assert "r1 in one " in told and "\nr1   " in told
    assert "Revision 1 in one, " in own("stats", "--scenario", "one", "--lang", "de").out
    assert "revision 2 in one" in own("revert", "r1", "--scenario", "one").err.casefold()
    assert (
        "Revision 9 in one;" in own("show", "bundid", "--rev", "r9", "--scenario", "one", "--lang", "de").err
    )
    told = own(*CHANGE, "--expect", "1")
    assert "Revision 1 in one was expected" in told.err and "diff r1 r2 --scenario one" in told.err
    assert "r1 der Hauptlinie" in own("scenario", "list", "--lang", "de").out


def test_a_load_into_a_scenario_names_it(own: Run, tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<http://x/1> <http://x/p> <http://x/q> .\n", encoding="utf-8")
    assert "Revision 2 in one." in own("load", "a.nt", "--scenario", "one", "--lang", "de").err


def test_a_revert_that_later_changes_hinder_names_their_revisions(own: Run) -> None:
    assert own(*(part.replace("abloesung", "produktiv") for part in CHANGE)).status == 0
    told = own("revert", "r1", "--scenario", "one")
    assert told.status == 6 and "1 in one cannot" in told.err and "since r2 in one" in told.err


def test_the_title_of_a_log_says_whose_it_is(own: Run) -> None:
    assert own("log").out.startswith("Revisions of the main line, newest first\n\nr1  ")
    assert own("log", "--scenario", "one").out.startswith("Revisions of the scenario one,")
    assert own("log", "bundid", "--lang", "de").out.startswith(
        "Was von BundID (Nutzerkonto Bund) [bundid] geändert"
    )


def test_the_title_of_a_difference_says_what_is_compared(own: Run) -> None:
    assert own("diff", "r0", "now", "--lang", "de").out.startswith("Was sich von r0 zu r1 ändert\n\n")
    told = own("diff", "r0", "r1", "--scenario", "one", "-f", "md").out
    assert told.startswith("# What changes from r0 in one to r1 in one\n\n## ")


@pytest.mark.parametrize(
    ("states", "title"),
    [
        (
            ("soll", "one"),
            "Abweichung soll (2028-12-31) der Hauptlinie → soll (2028-12-31) des Szenarios „Eins“",
        ),
        (
            ("one@ist", "one"),
            "Abweichung ist (2026-11-23), Szenario „Eins“ → soll (2028-12-31), Szenario „Eins“",
        ),
        (("r1", "ist"), "Abweichung ist (2026-11-23), Revision 1 → ist (2026-11-23), Revision 2"),
    ],
)
def test_the_title_of_a_gap_tells_its_states_apart(own: Run, states: tuple[str, str], title: str) -> None:
    assert own(*CHANGE[:-2]).status == 0
    assert own("gap", *states, "--lang", "de").out.splitlines()[0] == title
    assert f"## {title}\n" in own("gap", *states, "--lang", "de", "-f", "md").out.replace("\\", "")


def test_counts_of_a_gap_are_those_of_its_sections(own: Run) -> None:
    assert own("retire", "bundid", "--on", "2027", "-m", "y", "--scenario", "one").status == 0
    told = own("gap", "ist", "one@ist", "--lang", "de").out
    assert "0 neu · 0 entfallen · 0 abgelöst · 1 geändert" in told, "one element, with two changes"
    assert "Geändert (1)\n" in told and told.count("\n  ~ BundID") == 2
    told = own("gap", "ist", "soll").out
    assert "12 replaced" in told and "Replaced (12)" in told


def test_a_gap_tells_a_dropped_relation_once_and_only_when_it_was_not_dropped_before(own: Run) -> None:
    assert own("retire", "dvdv", "--on", "2027", "-m", "y", "--scenario", "one").status == 0
    told = own("gap", "soll", "one").out
    assert told.count("(dep-0099)") == 1, "it ends with the element"
    assert "with an end that is not there" not in told, "the others lack an end with and without the scenario"


def test_a_property_that_changed_is_told_by_its_label(own: Run) -> None:
    assert own("set", "bundid", "owner", "fitko", "-m", "y").status == 0
    told = own("gap", "r1", "ist", "--lang", "de").out
    assert "ungeprüfte Eigenschaft verantwortliche Organisation → –" in told


def test_a_name_that_changed_and_a_conflict_about_it_say_that_it_is_the_name(own: Run) -> None:
    assert own("set", "bundid", "label", "Meine", "-m", "y", "--scenario", "one").status == 0
    assert (
        "[bundid]: Name BundID (Nutzerkonto Bund) → Meine" in own("gap", "ist", "one@ist", "--lang", "de").out
    )
    assert own("set", "bundid", "label", "Ihre", "-m", "y").status == 0
    told = own("scenario", "merge", "one", "-m", "y", "--lang", "de")
    assert told.status == 1 and "Meine [bundid], prefLabel (Name)\n  Basis: BundID" in told.out
    assert "bundid prefLabel=mine" in told.err, "it is decided by the name that --resolve takes"
