# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What many commits leave behind is merged when that has paid, and no failure of it touches a commit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.compaction import CompactionAccount
from grundriss.store.workspace import Workspace
from grundriss.store.writer import Writer
from tests.core.published import check

ALT = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")


def name_again(workspace: Workspace, number: int) -> None:
    name = Quad(
        workspace.base.element("component", "bundid"),
        ALT,
        Literal(f"BundID {number}"),
        workspace.base.source_graph("manual"),
    )
    apply_patch(workspace, Patch(added=frozenset({name})), Intent(None, "name", "tester", mode="patch"))


def tables(folder: Path, **sizes: int) -> Path:
    folder.mkdir()
    for name, size in sizes.items():
        (folder / f"{name}.sst").write_bytes(b"x" * size)
    (folder / "MANIFEST-1").write_bytes(b"x" * 1_000)
    return folder


@pytest.fixture
def generations(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    yield (
        tables(tmp_path / "gen-1", large=90, small=6, smaller=4),
        tables(tmp_path / "gen-2", large=90, merged=10),
    )


def test_it_is_due_when_as_much_was_written_again_as_the_store_is_large(
    generations: tuple[Path, Path], tmp_path: Path
) -> None:
    said = [CompactionAccount(tmp_path).is_due(*generations) for _ in range(10)]
    assert said == [False] * 9 + [True]


def test_after_it_the_account_begins_again(generations: tuple[Path, Path], tmp_path: Path) -> None:
    account = CompactionAccount(tmp_path)
    account.is_due(*generations)
    assert account.rewritten == 10
    account.settle()
    assert CompactionAccount(tmp_path).rewritten == 0


def test_what_a_compaction_writes_is_not_counted_for_the_next(
    generations: tuple[Path, Path], tmp_path: Path
) -> None:
    account, compacted = CompactionAccount(tmp_path), tables(tmp_path / "gen-3", anew=100, newest=1)
    account.settle()
    assert not account.is_due(generations[1], compacted) and account.rewritten == 0
    assert not account.is_due(*generations) and account.rewritten == 10


@pytest.mark.parametrize("content", [b"", b"-5", b"1e9", b"\xff\xfe", "٣".encode(), b"12\n13"])
def test_an_account_that_cannot_be_read_begins_again(
    generations: tuple[Path, Path], tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "rewritten").write_bytes(content)
    assert not CompactionAccount(tmp_path).is_due(*generations)
    assert CompactionAccount(tmp_path).rewritten == 10


def test_the_store_is_merged_by_the_commit_that_makes_it_due(fresh: Workspace) -> None:
    for number in range(6):
        name_again(fresh, number)
    scattered = len(list(fresh.generations.live.glob("*.sst")))
    size = sum(table.stat().st_size for table in fresh.generations.live.glob("*.sst"))
    (fresh.generations.directory / "rewritten").write_text(str(10**12))
    name_again(fresh, 6)
    assert len(list(fresh.generations.live.glob("*.sst"))) < scattered
    assert CompactionAccount(fresh.generations.directory).rewritten == 0
    name_again(fresh, 7)
    assert CompactionAccount(fresh.generations.directory).rewritten == 0
    name_again(fresh, 8)
    assert 0 < CompactionAccount(fresh.generations.directory).rewritten < size
    assert check(fresh).faults == []


def test_a_commit_stands_when_the_merging_after_it_fails(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        """A store on a disk that is full as soon as it is merged."""

        def __init__(self, store: Store) -> None:
            self.store = store

        def __getattr__(self, name: str) -> object:
            return getattr(self.store, name)

        def __contains__(self, quad: Quad) -> bool:
            return quad in self.store

        def optimize(self) -> None:
            raise OSError("IO error: No space left on device")

    opened = Writer._open
    name_again(fresh, 0)
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_open", lambda writer: Full(opened(writer)))
        (fresh.generations.directory / "rewritten").write_text(str(10**12))
        name_again(fresh, 1)
    assert fresh.log.last == 3
    name_again(fresh, 2)
    assert fresh.log.last == 4 and check(fresh).faults == []
