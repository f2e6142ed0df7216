# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backup and restore: what comes back is what was there, and a tar file from anywhere does no harm."""

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from grundriss.errors import Conflict, GrundrissError, InputError, LimitExceeded, StoreDamaged, UsageError
from grundriss.model.terms import gru
from grundriss.scenarios.branching import create
from grundriss.store.asserted import Patch
from grundriss.store.backup import MANIFEST, backup
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.line import Line
from grundriss.store.restoration import restore
from grundriss.store.scenario import Scenario, scenario_path
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY, load_facts
from tests.core.published import check
from tests.counts import cases


def statements(line: Line) -> list[str]:
    with line.snapshot() as snapshot:
        return sorted(map(str, snapshot.store))


def note(line: Line, text: str) -> None:
    node, graph = line.base.element("component", "bundid"), line.base.source_graph("manual")
    patch = Patch(added=frozenset([Quad(node, gru("sourceNote"), Literal(text), graph)]))
    assert apply_patch(line, patch, Intent(None, text, "tester", mode="patch")).revision


@pytest.mark.parametrize("store", [True, False])
@pytest.mark.parametrize("name", cases(["b.tar.gz", "b.tar"], 1))
def test_what_is_restored_is_what_was_backed_up(
    fresh: Workspace, tmp_path: Path, store: bool, name: str
) -> None:
    (fresh.path / "data" / "deep").mkdir()
    (fresh.path / "data" / "deep" / "größe.txt").write_text("x")
    taken = backup(fresh, tmp_path / name, store=store)
    done = restore(taken.path, tmp_path / "again", TODAY)
    assert (done.revision, done.rebuilt) == (1, not store)
    assert statements(done.workspace) == statements(fresh)
    assert check(done.workspace).faults == []
    assert (done.workspace.path / "data" / "deep" / "größe.txt").read_text() == "x"
    assert load_facts(done.workspace).unchanged
    assert not list(tmp_path.glob("*.tmp"))


def test_a_backup_is_taken_while_another_holds_the_lock_and_ends_at_one_revision(
    fresh: Workspace, tmp_path: Path, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    with fresh.writing():
        taken = backup(fresh, tmp_path / "b.tar")
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    assert restore(taken.path, tmp_path / "again", TODAY).revision == 1


def test_a_scenario_is_restored_with_its_history(fresh: Workspace, tmp_path: Path) -> None:
    note(fresh, "main")
    old, new = create(fresh, "old", "Try", "tester", 1), create(fresh, "new", "Try", "tester")
    for number in range(3):
        note(old, f"old {number}")
    note(new, "new")
    again = restore(backup(fresh, tmp_path / "b.tar").path, tmp_path / "again", TODAY).workspace
    for scenario in (old, new):
        opened = Scenario.open(again, scenario.settings.name)
        assert opened.settings == scenario.settings
        assert statements(opened) == statements(scenario)
        assert check(opened).faults == []
        note(opened, "and on")
        assert opened.log.last == scenario.log.last + 1


def test_a_scenario_that_does_not_begin_where_it_says_is_refused(fresh: Workspace, tmp_path: Path) -> None:
    note(fresh, "main")
    scenario = create(fresh, "one", "Try", "tester", 1)
    note(scenario, "one")
    settings = scenario_path(fresh, "one") / "scenario.toml"
    settings.write_text(settings.read_text().replace("root = 1", "root = 2"))
    with pytest.raises(StoreDamaged, match="revision 1 does not follow on revision 0"):
        restore(backup(fresh, tmp_path / "b.tar").path, tmp_path / "again", TODAY)
    settings.write_text(settings.read_text().replace("root = 2", "root = 9"))
    with pytest.raises(StoreDamaged, match="9"):
        restore(backup(fresh, tmp_path / "c.tar").path, tmp_path / "again", TODAY)


WRITING = """
import sys
from datetime import date
from pathlib import Path
from grundriss.store.workspace import Workspace
from tests.core.test_backup import note
workspace = Workspace.open(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
for number in range(int(sys.argv[3])):
    note(workspace, f"note {number}")
    print(number, flush=True)
"""


def test_a_backup_taken_while_another_process_commits_is_one_of_its_revisions(
    fresh: Workspace, tmp_path: Path
) -> None:
    first = fresh.log.last
    command = [sys.executable, "-c", WRITING, str(fresh.path), TODAY.isoformat(), "12"]
    root = Path(__file__).resolve().parents[2]
    taken = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as writing:
        assert writing.stdout is not None
        writing.stdout.readline()
        while writing.poll() is None:
            taken.append(backup(fresh, tmp_path / f"{len(taken)}.tar"))
    assert writing.returncode == 0
    assert taken and fresh.log.last == first + 12
    for each in (taken[0], taken[len(taken) // 2]):
        done = restore(each.path, tmp_path / f"again-{each.path.stem}", TODAY)
        assert first < done.revision <= first + 12
        with fresh.at(done.revision) as wanted:
            assert statements(done.workspace) == sorted(map(str, wanted.store))
        assert check(done.workspace).faults == []


def test_links_are_left_out_and_named(fresh: Workspace, tmp_path: Path) -> None:
    (fresh.path / "data" / "secret").symlink_to("/etc/passwd")
    taken = backup(fresh, tmp_path / "b.tar")
    assert taken.left_out == ("data/secret",)
    with tarfile.open(taken.path) as tar:
        assert "data/secret" not in tar.getnames()


@pytest.mark.parametrize("settles", [True, False])
def test_a_backup_is_taken_again_until_nothing_moves_meanwhile(
    fresh: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settles: bool
) -> None:
    from grundriss.store import backup as module

    real, path = module._Archive.prove_unchanged, fresh.path / "data" / "x"
    path.write_text("x")

    def edited_meanwhile(archive: module._Archive) -> None:
        if not settles or path.stat().st_size == 1:
            path.write_text(path.read_text() + "x")
        real(archive)

    monkeypatch.setattr(module._Archive, "prove_unchanged", edited_meanwhile)
    if not settles:
        with pytest.raises(Conflict):
            backup(fresh, tmp_path / "b.tar")
        assert not list(tmp_path.glob("b.tar*"))
        return
    with tarfile.open(backup(fresh, tmp_path / "b.tar").path) as tar:
        assert tar.getmember("data/x").size == 2


def test_a_name_that_is_none_of_a_tar_file_is_refused(fresh: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        backup(fresh, tmp_path / "b.zip")


def test_a_folder_that_holds_something_is_left_alone(fresh: Workspace, tmp_path: Path) -> None:
    taken = backup(fresh, tmp_path / "b.tar")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    with pytest.raises(Conflict):
        restore(taken.path, tmp_path / "full", TODAY)
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine"]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["b.tar.gz", "b.tar"])
def test_a_backup_that_was_cut_off_is_refused(
    fresh: Workspace, tmp_path: Path, share: float, name: str
) -> None:
    content = backup(fresh, tmp_path / name).path.read_bytes()
    end = content.rindex(b'"revision"') if name == "b.tar" and share == 0.99 else int(len(content) * share)
    (tmp_path / "cut").write_bytes(content[:end])
    with pytest.raises(InputError):
        restore(tmp_path / "cut", tmp_path / "again", TODAY)
    assert not (tmp_path / "again").exists()


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A backup with other contents, and a manifest that still speaks of the old ones."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())  # type: ignore[union-attr]
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def test_a_damaged_store_is_built_again_and_a_damaged_log_refused(fresh: Workspace, tmp_path: Path) -> None:
    taken = backup(fresh, tmp_path / "b.tar").path

    def flip(name: str, content: bytes, start: str) -> bytes:
        if not content or not name.startswith(start):
            return content
        middle = len(content) // 2
        return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    bad_store = rewritten(taken, tmp_path / "s.tar", lambda n, c: flip(n, c, "store/gen-1/"))
    done = restore(bad_store, tmp_path / "again", TODAY)
    assert done.rebuilt and statements(done.workspace) == statements(fresh)
    bad_log = rewritten(taken, tmp_path / "l.tar", lambda n, c: flip(n, c, "log/"))
    with pytest.raises(InputError, match="00000001"):
        restore(bad_log, tmp_path / "third", TODAY)
    assert not (tmp_path / "third").exists()


@pytest.mark.parametrize("damage", [lambda content: content + b"x", lambda content: content[:-9], None])
@pytest.mark.parametrize("where", ["main", "scenario"])
def test_a_damaged_log_is_not_backed_up(
    fresh: Workspace, tmp_path: Path, damage: Callable[[bytes], bytes] | None, where: str
) -> None:
    line: Line = fresh if where == "main" else create(fresh, "one", "Try", "tester")
    note(line, "one")
    note(line, "two")
    path = line.log.file_of(1)
    if damage:
        path.write_bytes(damage(path.read_bytes()))
    else:
        path.unlink()
    with pytest.raises(StoreDamaged, match="00000001" if damage else "revision 1 is missing"):
        backup(fresh, tmp_path / "b.tar")
    assert not list(tmp_path.glob("b.tar*"))


def test_a_log_that_is_damaged_under_a_manifest_that_agrees_is_found_by_its_chain(
    fresh: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grundriss.store.log_proof.LogProof.holds", lambda proof: True)
    path = next((fresh.path / "log").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    taken = backup(fresh, tmp_path / "b.tar").path
    with pytest.raises(StoreDamaged, match=path.name):
        restore(taken, tmp_path / "again", TODAY)


def hostile(path: Path, member: tarfile.TarInfo, content: bytes = b"x") -> Path:
    member.size = len(content) if member.isreg() else 0
    with tarfile.open(path, "w") as tar:
        tar.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    "name",
    ["/etc/x", "../x", "data/../../x", "data/./x", "data//x", "data\\..\\x", "other", "store/live/x", "lock",
     "log/1.rdfp", "data/../grundriss.toml", "scenarios/../grundriss.toml", "log/00000001.rdfp\n"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        restore(hostile(tmp_path / "b.tar", tarfile.TarInfo(name)), tmp_path / "again", TODAY)
    assert [p.name for p in tmp_path.iterdir()] == ["b.tar"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("data/x")
    member.type, member.linkname = kind, "/etc/passwd"
    with pytest.raises(InputError):
        restore(hostile(tmp_path / "b.tar", member), tmp_path / "again", TODAY)


def test_what_unpacks_to_too_much_is_refused(fresh: Workspace, tmp_path: Path) -> None:
    taken = backup(fresh, tmp_path / "b.tar").path
    with pytest.raises(LimitExceeded, match="1000 bytes"):
        restore(taken, tmp_path / "again", TODAY, most_bytes=1000)
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format":1,"revision":"x","files":{}}', "[" * 100_000, "\x00"]
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        restore(
            hostile(tmp_path / "b.tar", tarfile.TarInfo(MANIFEST), text.encode()), tmp_path / "again", TODAY
        )


def test_a_backup_without_settings_is_no_workspace(tmp_path: Path) -> None:
    text = json.dumps({"format": 1, "revision": 0, "files": {}})
    with pytest.raises(GrundrissError):
        restore(
            hostile(tmp_path / "b.tar", tarfile.TarInfo(MANIFEST), text.encode()), tmp_path / "again", TODAY
        )
    assert not (tmp_path / "again").exists()
