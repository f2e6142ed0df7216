# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The views are drawn from a snapshot as the same pictures that the facts give."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grundriss import resources
from grundriss.errors import NotFound
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss_viz.formats import FORMATS
from grundriss_viz.gap_diagram import gap_diagram
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.views import VIEWS, Request, draw
from tests.counts import sample

ROOT = Path(__file__).resolve().parents[2]


def test_every_view_has_titles_and_knows_its_parameters() -> None:
    assert list(VIEWS)[:2] == ["landscape-map", "gap"]
    for view in VIEWS.values():
        for parameter in view.parameters:
            assert hasattr(Request(), parameter.name.replace("from", "from_"))
            assert not parameter.choices or parameter.default in parameter.choices
    assert all(view.key == key and view.title("de") and view.title("en") for key, view in VIEWS.items())


def test_the_map_of_the_store_shows_what_the_facts_show(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("landscape-map", snapshot)
    expected = landscape_map(facts.ist, today=facts.today, gap=facts.gap)
    assert {(n.key, n.status) for n in drawn.nodes} == {(n.key, n.status) for n in expected.nodes}
    assert drawn.subtitle == expected.subtitle


def test_the_gap_of_the_store_shows_what_the_facts_show(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("gap", snapshot)
    expected = gap_diagram(facts.gap, before=facts.ids(facts.ist), after=facts.soll, today=facts.today)
    assert {(n.key, n.status, n.members) for n in drawn.nodes} == {
        (n.key, n.status, n.members) for n in expected.nodes
    }
    assert sorted((e.source, e.target, e.type, e.status, e.count) for e in drawn.edges) == sorted(
        (e.source, e.target, e.type, e.status, e.count) for e in expected.edges
    )


def test_the_target_map_marks_what_is_new(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("landscape-map", snapshot, state="soll", lang="en")
    assert {n.key for n in drawn.nodes if n.status == "coming"} == facts.soll_keys - facts.ist_keys


@pytest.mark.parametrize("when", ["2027", "2030-06-30", "ZIEL-2028"])
def test_a_map_can_be_drawn_of_any_day(snapshot: Snapshot, when: str) -> None:
    assert len(draw("landscape-map", snapshot, state=when).nodes) >= 149


def test_words_are_english_where_asked_and_names_stay(snapshot: Snapshot) -> None:
    drawn = draw("gap", snapshot, lang="en")
    assert drawn.title.startswith(
        "What changes: current state 23 November 2026 → target state 31 December 2028"
    )
    assert "BundID (Nutzerkonto Bund)" in {node.label for node in drawn.nodes}
    assert not {word for note in drawn.notes for word in ("Ausgeblendet", "Zu sehen") if word in note}


def test_a_wrong_key_is_answered_with_a_near_one(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound, match="landscap-map") as raised:
        draw("landscap-map", snapshot)
    assert raised.value.hint == "Did you mean landscape-map?"


@pytest.mark.parametrize("key", list(VIEWS))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_view_is_drawn_by_its_defaults_in_both_languages(
    snapshot: Snapshot, key: str, lang: str
) -> None:
    drawn = draw(key, snapshot, lang=lang)
    assert (drawn.lang, drawn.key) == (lang, key)
    assert drawn.nodes and drawn.summary and drawn.table.rows and drawn.legend


def test_the_same_question_gives_the_same_bytes_in_another_process(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    script = tmp_path / "draw.py"
    script.write_text(
        "import hashlib, sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from grundriss.store.workspace import Workspace\n"
        "from grundriss_viz.formats import FORMATS\n"
        "from grundriss_viz.views import VIEWS, draw\n"
        "with Workspace.open(Path(sys.argv[1]), date(2026, 11, 23)).snapshot() as snapshot:\n"
        "    for key in VIEWS:\n"
        "        for known in FORMATS.values() if key in sys.argv[2:] else [FORMATS['svg']]:\n"
        "            content = known.render(draw(key, snapshot))\n"
        "            print(key, known.ending, hashlib.sha256(content).hexdigest())\n",
        encoding="utf-8",
    )
    Workspace.init(tmp_path / "workspace")
    workspace = Workspace.open(tmp_path / "workspace", snapshot.effective_date)
    quads = read_landscape(resources.path("data", "landscape"), workspace.base).quads
    replace_dataset(workspace, quads, Intent(DATASET, "test", "tester"))
    answers = set()
    in_all_formats = sample(list(VIEWS))
    for seed in ("1", "2"):
        paths = os.pathsep.join(str(ROOT / name) for name in (".", "api", "viz"))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        done = subprocess.run(
            [sys.executable, str(script), str(tmp_path / "workspace"), *in_all_formats],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1
    assert len(answers.pop().splitlines()) == len(VIEWS) + (len(FORMATS) - 1) * len(in_all_formats)
