# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commit: whole or not at all, the same again changes nothing, and the store is what the log gives."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from grundriss.errors import (
    Conflict,
    GrundrissError,
    InputError,
    LimitExceeded,
    PermissionDenied,
    StoreDamaged,
)
from grundriss.importers.landscape import read_landscape
from grundriss.model.terms import gru
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch, replace_dataset
from grundriss.store.generation import KEPT
from grundriss.store.revision_log import FIRST, MAX_STATEMENT_BYTES, Entry, RevisionLog, statement_line
from grundriss.store.workspace import Workspace
from grundriss.store.writer_lock import writer_lock
from tests.core.conftest import FACTS, TODAY, intent, load_facts
from tests.core.published import check
from tests.counts import cases

ALT = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")


def contents(workspace: Workspace) -> list[str]:
    """Everything in the store but what it says of itself."""
    provenance = workspace.base.graph("provenance")
    with workspace.snapshot() as snapshot:
        return sorted(str(quad) for quad in snapshot.store if quad.graph_name != provenance)


def test_loading_the_same_again_changes_nothing(fresh: Workspace) -> None:
    before = contents(fresh)
    outcome = load_facts(fresh)
    assert outcome.unchanged and outcome.revision is None
    assert fresh.log.last == 1
    assert contents(fresh) == before


def test_a_statement_that_the_log_could_not_be_read_with_is_no_revision(tmp_path: Path) -> None:
    log, (subject, graph) = RevisionLog(tmp_path), (NamedNode("urn:a"), NamedNode("urn:g"))
    around = len(statement_line(Quad(subject, ALT, Literal(""), graph)))
    entry = Entry(1, FIRST, "2026-11-23T00:00:00+00:00", "tester", "long")
    longest, longer = (Literal("a" * (MAX_STATEMENT_BYTES - around + more)) for more in (0, 1))
    with pytest.raises(LimitExceeded, match="more than 16 MB"):
        log.append(entry, [statement_line(Quad(subject, ALT, longer, graph))], [])
    assert not list(tmp_path.iterdir())
    log.append(entry, [statement_line(Quad(subject, ALT, longest, graph))], [])
    assert log.statements(1)[0] == (Quad(subject, ALT, longest, graph),)


SPELT: dict[str, list[tuple[str, str]]] = {
    "dateTime": [
        ("2024-10-10T11:18:57+00:00", "2024-10-10T11:18:57Z"),
        ("2024-10-10T11:18:57.500+01:00", "2024-10-10T11:18:57.5+01:00"),
    ],
    "integer": [("007", "7"), ("seven", "seven")],
    "int": [("8", "8")],
    "decimal": [("1.50", "1.5")],
    "boolean": [("1", "true")],
    "date": [("2024-10-10Z", "2024-10-10Z")],
}
"""Values of each datatype: as a file may spell them, and in the form that is stored."""


def test_a_value_that_can_be_spelt_otherwise_is_no_change_when_it_comes_again(fresh: Workspace) -> None:
    node, said = fresh.base.element("component", "bundid"), NamedNode("http://purl.org/dc/terms/extent")
    graph = fresh.base.source_graph("extent")

    def literals(stored: bool) -> list[Literal]:
        return [
            Literal(spelling[stored], datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}"))
            for datatype, spellings in SPELT.items()
            for spelling in spellings
        ]

    for number, stored in enumerate((False, False, True), 1):
        quads = [Quad(node, said, literal, graph) for literal in literals(stored)]
        outcome = replace_dataset(fresh, quads, Intent("extent", "x", "tester"))
        assert outcome.unchanged == (number > 1)
    assert len(fresh.log.read(2).added) == len(quads)
    assert check(fresh).faults == []


def test_a_change_is_a_revision_that_follows_on_the_one_before(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    folder = change_cell("components", "bundid", "name", "BundID neu")
    outcome = load_facts(fresh, folder)
    assert (outcome.revision, outcome.added, outcome.removed) == (2, 3, 3), (
        "the element and its two responsibilities"
    )
    assert fresh.log.entry(2).previous == fresh.log.hash_of(1)
    assert check(fresh).faults == []


def test_incremental_and_full_derivation_give_the_same_store(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    folder = change_cell("components", "fit-connect", "until", "2026")
    outcome = load_facts(fresh, folder)
    assert outcome.reads is not None, "so small a change is derived incrementally"
    incremental = contents(fresh)
    fresh.remove_store()
    assert contents(fresh) == incremental


def test_a_violation_changes_nothing_and_comes_back_as_a_report(fresh: Workspace) -> None:
    before = contents(fresh)
    quads = read_landscape(FACTS, fresh.base).quads
    graph = fresh.base.source_graph("landscape")
    dangling = Quad(
        fresh.base.element("relation", "dep-0001"),
        gru("target"),
        fresh.base.element("component", "nobody"),
        graph,
    )
    outcome = replace_dataset(fresh, [*quads, dangling], intent())
    assert outcome.revision is None and not outcome.report.conforms
    assert {f.focus.key for f in outcome.report.results if f.severity == "violation"} == {"dep-0001"}
    assert contents(fresh) == before
    assert fresh.log.last == 1


def test_a_dry_run_changes_nothing(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    before = contents(fresh)
    folder = change_cell("components", "bundid", "name", "BundID neu")
    outcome = replace_dataset(fresh, read_landscape(folder, fresh.base).quads, intent(), dry_run=True)
    assert outcome.revision is None and outcome.added == 3
    assert contents(fresh) == before


def test_a_snapshot_keeps_what_it_shows_while_others_write(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    bundid = fresh.base.element("component", "bundid")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    with fresh.snapshot() as old:
        for number in range(5):
            load_facts(fresh, change_cell("components", "bundid", "name", f"BundID {number}"))
        names = {q.object.value for q in old.store.quads_for_pattern(bundid, label, None, None)}  # type: ignore[union-attr]
        assert names == {"BundID (Nutzerkonto Bund)"}
        assert old.directory.is_dir()
    with fresh.snapshot() as new:
        names = {q.object.value for q in new.store.quads_for_pattern(bundid, label, None, None)}  # type: ignore[union-attr]
        assert names == {"BundID 4"}
    fresh.generations.sweep()
    kept = sorted(int(p.name[4:]) for p in (fresh.path / "store").glob("gen-?") if p.is_dir())
    current = fresh.generations.current
    assert kept == list(range(current - KEPT, current + 1)), "the last few stay, the one that was read goes"


def test_a_triple_stays_in_the_default_graph_as_long_as_a_source_asserts_it(fresh: Workspace) -> None:
    node = fresh.base.element("component", "bundid")
    triple = (node, gru("sourceNote"), Literal("in zwei Quellen"))
    for name in ("one", "two"):
        replace_dataset(fresh, [Quad(*triple, fresh.base.source_graph(name))], Intent(name, "add", "tester"))
    count = f'SELECT (COUNT(*) AS ?n) {{ {node} {gru("sourceNote")} "in zwei Quellen" }}'

    def counted() -> str:
        with fresh.snapshot() as snapshot:
            return next(iter(snapshot.store.query(count)))["n"].value  # type: ignore[union-attr, index, no-any-return]

    assert counted() == "1"
    replace_dataset(fresh, [], Intent("one", "take back", "tester"))
    assert counted() == "1"
    replace_dataset(fresh, [], Intent("two", "take back", "tester"))
    assert counted() == "0"
    assert check(fresh).faults == []


def test_a_new_day_derives_again_without_a_new_revision(fresh: Workspace) -> None:
    from datetime import date

    tomorrow = Workspace.open(fresh.path, date(2027, 1, 2))
    with tomorrow.snapshot() as snapshot:
        assert (snapshot.revision, snapshot.effective_date) == (1, date(2027, 1, 2))
        eudiw = tomorrow.base.element("component", "eudiw")
        assert any(snapshot.store.quads_for_pattern(eudiw, gru("presentIn"), gru("ist"), None))


def test_two_writers_are_refused(fresh: Workspace) -> None:
    with writer_lock(fresh.path / "lock"), pytest.raises(Conflict):
        replace_dataset(fresh, [], intent())


@pytest.mark.parametrize("position", cases([0.5, 0.05, 0.98], 1))
def test_a_flipped_byte_in_the_log_is_found_and_named(fresh: Workspace, position: float) -> None:
    path = next((fresh.path / "log").iterdir())
    content = bytearray(path.read_bytes())
    content[int(len(content) * position)] ^= 0x01
    path.write_bytes(content)
    faults = [str(fault) for fault in check(fresh).faults]
    assert len(faults) == 1 and path.name in faults[0]


def test_a_missing_revision_is_found(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    next((fresh.path / "log").glob("00000001*")).unlink()
    with pytest.raises(StoreDamaged, match="revision 1 is missing"):
        fresh.log.revisions()


def test_a_store_that_differs_from_the_log_is_found(fresh: Workspace) -> None:
    from pyoxigraph import Store

    store = Store(str(fresh.generations.path(fresh.generations.current)))
    quad = next(
        iter(store.quads_for_pattern(None, gru("lifecycle"), None, fresh.base.source_graph("landscape")))
    )
    store.remove(quad)
    store.flush()
    del store
    (fault,) = check(fresh).faults
    assert str(fault) == "store/gen-1 lacks 1 statement of the log and holds 0 too many."
    assert fault.text("de").endswith("1 Aussage zu wenig und 0 zu viel.")


def test_a_lost_store_is_built_again_from_the_log(fresh: Workspace) -> None:
    before = contents(fresh)
    shutil.rmtree(fresh.path / "store")
    (fresh.path / "store").mkdir()
    assert contents(fresh) == before


def test_a_log_entry_without_its_generation_is_caught_up_with(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path], tmp_path: Path
) -> None:
    """What a kill between log and publication leaves: the log is one revision ahead of the store."""
    shutil.copytree(fresh.path / "store", tmp_path / "earlier")
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    after = contents(fresh)
    shutil.rmtree(fresh.path / "store")
    shutil.copytree(tmp_path / "earlier", fresh.path / "store")
    assert contents(fresh) == after
    assert check(fresh).faults == []


_LOAD = """
import sys, datetime
from pathlib import Path
from grundriss.store.workspace import Workspace
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch, replace_dataset
from grundriss.importers.landscape import read_landscape
workspace = Workspace.open(Path(sys.argv[1]), datetime.date(2026, 11, 23))
quads = read_landscape(Path(sys.argv[2]), workspace.base).quads
print("start", flush=True)
replace_dataset(workspace, quads, Intent("landscape", "killed", "tester"), progress=lambda s: print(s, flush=True))
"""


def test_the_store_of_the_writer_does_not_gather_the_records_of_its_openings(fresh: Workspace) -> None:
    held = set()
    for number in range(5):
        name = Literal(f"BundID {number}")
        label = Quad(fresh.base.element("component", "bundid"), ALT, name, fresh.base.source_graph("manual"))
        apply_patch(fresh, Patch(added=frozenset({label})), Intent(None, "label", "tester", mode="patch"))
        held.add(sum(file.name.startswith("LOG") for file in fresh.generations.live.iterdir()))
    assert max(held) <= 2


@pytest.mark.parametrize("step", cases(["validate", "write", "start", "derive"], 2))
def test_a_killed_load_leaves_the_revision_before_or_after(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path], step: str
) -> None:
    folder = change_cell("components", "bundid", "name", "BundID neu")
    command = [sys.executable, "-c", _LOAD, str(fresh.path), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == step:
                os.kill(process.pid, signal.SIGKILL)
                break
        process.wait()
    assert process.returncode in (-signal.SIGKILL, 0)
    reopened = Workspace.open(fresh.path, TODAY)
    with reopened.snapshot() as snapshot:
        assert snapshot.revision == reopened.log.last
        assert snapshot.revision in (1, 2)
    assert check(reopened).faults == []
    outcome = load_facts(reopened, folder)
    assert outcome.revision in (2, None)
    assert [p.name for p in (fresh.path / "store").glob("gen-*") if p.is_dir()] != []


def test_a_full_disk_is_said_and_changes_nothing(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    before = contents(fresh)
    real = os.fsync

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = change_cell("components", "bundid", "name", "BundID neu")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LimitExceeded, match="disk is full"):
        load_facts(fresh, folder)
    monkeypatch.setattr(os, "fsync", real)
    assert contents(fresh) == before
    assert fresh.log.last == 1
    assert list((fresh.path / "log").glob("*.tmp")) == []


_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from grundriss.cli.main import run
run(["-w", sys.argv[1], "--today", "2026-11-23", "load", sys.argv[2], "--dataset", "landscape"])
"""


def test_a_file_that_cannot_grow_ends_with_a_clear_error(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "w")
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(workspace.path), str(FACTS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == LimitExceeded.exit_status, done.stderr
    assert "Traceback" not in done.stderr and "disk is full" in done.stderr
    assert Workspace.open(workspace.path, TODAY).log.last == 0
    assert load_facts(Workspace.open(workspace.path, TODAY)).revision == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(PermissionDenied):
        Workspace.init(tmp_path / "w")
    tmp_path.chmod(0o755)


def test_a_dataset_needs_a_plain_name(fresh: Workspace) -> None:
    with pytest.raises(GrundrissError):
        Intent("../../etc", "x", "tester")


def test_a_read_only_folder_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import errno

    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PermissionDenied, match="may not be written"):
        Workspace.init(tmp_path / "w")


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "grundriss.toml").write_text("[workspace\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"grundriss\.toml"):
        Workspace.open(tmp_path)
