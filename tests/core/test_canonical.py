# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A canonical export is the same bytes for the same content, and loading it brings the same content back."""

import contextlib
import hashlib
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Store

from grundriss.errors import Conflict, GrundrissError, InputError
from grundriss.exporters import canonical_export
from grundriss.exporters.canonical_export import export_canonical
from grundriss.importers.canonical_folder import MANIFEST, Folder, Manifest
from grundriss.model.identifier import Base
from grundriss.model.terms import gru
from grundriss.scenarios.branching import create
from grundriss.store.asserted import Patch
from grundriss.store.canonical_load import load_folder
from grundriss.store.commit import Intent, Outcome, apply_patch
from grundriss.store.line import Line
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY, load_facts
from tests.core.published import check
from tests.core.stated import stated
from tests.counts import examples


def note(line: Line, text: str, dataset: str = "manual") -> Quad:
    node = line.base.element("component", "bundid")
    return Quad(node, gru("sourceNote"), Literal(text), line.base.source_graph(dataset))


def change(line: Line, added: set[Quad], removed: set[Quad] | None = None) -> None:
    patch = Patch(frozenset(added), frozenset(removed or ()))
    assert apply_patch(line, patch, Intent(None, "change", "tester", mode="patch")).revision


def export(line: Line, folder: Path) -> Path:
    with line.snapshot() as snapshot:
        export_canonical(snapshot, folder)
    return folder


def load(line: Line, folder: Path, *, verify: bool = False) -> Outcome:
    return load_folder(line, Folder.open(folder), Intent(None, "load", "tester"), verify=verify)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def written(path: Path) -> tuple[int, int, int]:
    """Which file it is and when it was written; when it was read is nothing to go by."""
    held = path.stat()
    return held.st_ino, held.st_mtime_ns, held.st_size


def rdfc_hash(quads: set[Quad]) -> str:
    """The SHA-256 of some quads by RDFC-1.0."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("".join(sorted(f"{quad} .\n" for quad in dataset)).encode()).hexdigest()


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    Workspace.init(tmp_path / "empty")
    return Workspace.open(tmp_path / "empty", TODAY)


def test_what_is_loaded_is_what_was_exported_in_one_revision(
    fresh: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    change(fresh, {note(fresh, "a"), note(fresh, "b", "other.source")})
    folder = export(fresh, tmp_path / "x")
    assert sorted(contents(folder)) == ["landscape.nt", MANIFEST, "manual.nt", "other.source.nt"]
    assert load(empty, folder, verify=True).revision == 1
    assert rdfc_hash(stated(empty)) == rdfc_hash(stated(fresh))
    assert check(empty).faults == []
    assert load(empty, folder).unchanged
    assert contents(export(empty, tmp_path / "y")) == contents(folder)


def test_the_bytes_do_not_tell_in_what_order_the_facts_came(
    fresh: Workspace, empty: Workspace, tmp_path: Path
) -> None:
    change(fresh, {note(fresh, "a"), note(fresh, "gone")})
    change(fresh, {note(fresh, "b", "one"), note(fresh, "c", "passing")}, {note(fresh, "gone")})
    change(fresh, set(), {note(fresh, "c", "passing")})
    load_facts(empty)
    change(empty, {note(empty, "b", "one")})
    change(empty, {note(empty, "a")})
    assert contents(export(fresh, tmp_path / "x")) == contents(export(empty, tmp_path / "y"))


def test_the_hash_in_the_manifest_is_that_of_the_graph_and_of_the_file(
    fresh: Workspace, tmp_path: Path
) -> None:
    folder = export(fresh, tmp_path / "x")
    listed = Folder.open(folder).manifest.datasets["landscape"]
    content = (folder / "landscape.nt").read_bytes()
    with fresh.snapshot() as snapshot:
        graph = fresh.base.source_graph("landscape")
        quads = snapshot.store.quads_for_pattern(None, None, None, graph)
        triples = {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    assert listed.sha256 == hashlib.sha256(content).hexdigest() == rdfc_hash(triples)
    assert listed.triples == len(triples) == content.count(b"\n")
    assert content.splitlines() == sorted(content.splitlines())
    assert b"\r" not in content


NAMES = st.sampled_from(["manual", "a.b", "z-1", "landscape"])
TEXTS = st.text(min_size=1, max_size=12)


@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(st.tuples(NAMES, TEXTS, st.booleans()), min_size=1, max_size=6), seed=st.integers())
def test_after_any_changes_what_is_loaded_is_what_was_exported(
    fresh: Workspace, empty: Workspace, tmp_path: Path, changes: list[tuple[str, str, bool]], seed: int
) -> None:
    added = {note(fresh, text, name) for name, text, _ in changes}
    removed = {note(fresh, text, name) for name, text, goes in changes if goes}
    patch = Patch(frozenset(added))
    apply_patch(fresh, patch, Intent(None, "change", "tester", mode="patch"))
    if removed:
        change(fresh, set(), removed)
    folder = export(fresh, tmp_path / "x")
    load(empty, folder, verify=True)
    assert stated(empty) == stated(fresh)
    # merged by hand: the order of lines and their ends are not what counts
    for path in folder.glob("*.nt"):
        lines = path.read_bytes().splitlines()
        random.Random(seed).shuffle(lines)
        path.write_bytes(b"".join(line + b"\r\n" for line in lines))
    assert load(empty, folder).unchanged


TERMS = st.one_of(
    st.builds(Literal, st.text(max_size=8)),
    st.builds(lambda text: Literal(text, language="de"), st.text(max_size=8)),
    st.integers(min_value=-9, max_value=9).map(Literal),
    st.integers(min_value=0, max_value=3).map(lambda number: BlankNode(f"b{number}")),
    st.just(NamedNode("https://example.org/ä")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(objects=st.lists(TERMS, max_size=6))
def test_any_terms_are_written_as_rdfc_writes_them(tmp_path: Path, objects: list[Literal]) -> None:
    base, store = Base(), Store()
    subject, graph = NamedNode("https://example.org/s"), base.source_graph("terms")
    store.extend(Quad(subject, gru("sourceNote"), value, graph) for value in objects)
    export_canonical(Snapshot(store, tmp_path, 1, 1, TODAY, base), tmp_path / "x")
    manifest = Manifest.read(tmp_path / "x")
    assert manifest is not None
    wanted = {Quad(quad.subject, quad.predicate, quad.object) for quad in store}
    found = {name: listed.sha256 for name, listed in manifest.datasets.items()}
    assert found == ({"terms": rdfc_hash(wanted)} if wanted else {})


def test_a_dataset_that_is_not_in_the_folder_becomes_empty(fresh: Workspace, tmp_path: Path) -> None:
    before, folder = stated(fresh), export(fresh, tmp_path / "x")
    change(fresh, {note(fresh, "a"), note(fresh, "b", "landscape")})
    outcome = load(fresh, folder)
    assert (outcome.revision, outcome.added, outcome.removed) == (3, 0, 2)
    assert stated(fresh) == before


def test_a_text_that_looks_like_something_else_is_a_text(fresh: Workspace, tmp_path: Path) -> None:
    texts = ["a _:b", "_:b", 'a _:b" .', "a\n_:b", "<x> .", "# a", " ", "\u2028\x85\x0b"]
    without, before = export(fresh, tmp_path / "without"), stated(fresh)
    change(fresh, {note(fresh, text) for text in texts})
    folder, after = export(fresh, tmp_path / "x"), stated(fresh)
    assert load(fresh, without).removed == len(texts)
    assert stated(fresh) == before
    assert load(fresh, folder).added == len(texts)
    assert stated(fresh) == after
    (folder / "manual.nt").write_bytes(b"")
    assert load(fresh, folder).removed == len(texts)


def test_the_file_of_a_dataset_that_is_empty_now_goes_and_others_are_not_touched(
    fresh: Workspace, tmp_path: Path
) -> None:
    change(fresh, {note(fresh, "a")})
    folder = export(fresh, tmp_path / "x")
    (folder / ".gitattributes").write_text("*.nt -text\n")
    before = written(folder / "landscape.nt")
    change(fresh, set(), {note(fresh, "a")})
    with fresh.snapshot() as snapshot:
        done = export_canonical(snapshot, folder)
    assert (done.written, done.removed) == ((), ("manual.nt",))
    assert written(folder / "landscape.nt") == before
    with fresh.snapshot() as snapshot:
        assert export_canonical(snapshot, folder) == canonical_export.Exported(1, done.statements, (), ())


def test_a_scenario_is_exported_and_loaded_without_the_main_line(fresh: Workspace, tmp_path: Path) -> None:
    main, scenario = stated(fresh), create(fresh, "one", "Try", "tester")
    change(scenario, {note(fresh, "in the scenario")})
    folder = export(scenario, tmp_path / "x")
    other = create(fresh, "other", "Try", "tester")
    load(other, folder, verify=True)
    assert stated(other) == stated(scenario) != main == stated(fresh)
    assert check(other).faults == []


def test_an_old_revision_is_exported_as_it_was(fresh: Workspace, tmp_path: Path) -> None:
    then = contents(export(fresh, tmp_path / "then"))
    change(fresh, {note(fresh, "a")})
    with fresh.at(1) as snapshot:
        export_canonical(snapshot, tmp_path / "again")
    assert contents(tmp_path / "again") == then


def test_what_breaks_a_rule_is_not_loaded(fresh: Workspace, tmp_path: Path) -> None:
    folder, before = export(fresh, tmp_path / "x"), stated(fresh)
    path = folder / "landscape.nt"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b"prefLabel" not in line))
    outcome = load(fresh, folder)
    assert outcome.revision is None and not outcome.report.conforms
    assert stated(fresh) == before


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_an_edited_file_is_named_and_loaded_unless_it_is_to_be_verified(
    fresh: Workspace, tmp_path: Path
) -> None:
    folder = export(fresh, tmp_path / "x")
    (folder / "manual.nt").write_text(f"# by hand\n\n{note(fresh, 'by hand').triple} .\n", "utf-8")
    with pytest.raises(InputError, match=r"manual\.nt"):
        Folder.open(folder)
    with (folder / MANIFEST).open("a") as manifest:
        manifest.write("\n[datasets.manual]\n")
    assert [path.name for path in Folder.open(folder).edited()] == ["manual.nt"]
    with pytest.raises(InputError, match="SHA-256"):
        load(fresh, folder, verify=True)
    assert load(fresh, folder).added == 1
    export(fresh, folder)
    assert Folder.open(folder).edited() == []


def test_blank_nodes_of_who_edits_by_hand_get_a_name(fresh: Workspace, tmp_path: Path) -> None:
    change(fresh, {note(fresh, "a")})
    folder = export(fresh, tmp_path / "x")
    with (folder / "manual.nt").open("a") as file:
        file.write(f"_:x {gru('sourceNote')} _:y .\n_:y {gru('sourceNote')} _:x .\n")
    assert load(fresh, folder).added == 2
    assert b"_:" not in (export(fresh, folder) / "manual.nt").read_bytes()
    assert load(fresh, folder, verify=True).unchanged


def test_what_is_no_statement_is_told_with_its_place(fresh: Workspace, tmp_path: Path) -> None:
    folder = export(fresh, tmp_path / "x")
    lines = (folder / "landscape.nt").read_text("utf-8").splitlines(keepends=True)
    lines.insert(6, "<<<<<<< HEAD\n")
    (folder / "landscape.nt").write_text("".join(lines), "utf-8")
    with pytest.raises(InputError, match=r"landscape\.nt:7:"):
        load(fresh, folder)
    assert fresh.log.last == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"),
        ("format = 1", ""),
        ("format = 1", "<<<<<<< HEAD"),
        ("https://w3id.org/grundriss/", "https://example.org/"),
        ("https://w3id.org/grundriss/", "no base"),
        ('"landscape"', '"../landscape"'),
        ('"landscape"', '"land scape"'),
        ('"landscape"', '"a\\u003e<b"'),
        ("[datasets.", "[data."),
        ("triples = ", "triples = 'x' #"),
        ('[datasets."landscape"]', "datasets = 1"),
        ("format = 1", "format = 1\nunfinished = true"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    fresh: Workspace, tmp_path: Path, old: str, new: str
) -> None:
    folder = export(fresh, tmp_path / "x")
    edit(folder, MANIFEST, old, new)
    with pytest.raises(GrundrissError) as refused:
        load(fresh, folder)
    assert refused.value.exit_status == 3
    assert fresh.log.last == 1


def test_a_file_that_is_missing_is_no_empty_dataset(fresh: Workspace, tmp_path: Path) -> None:
    folder = export(fresh, tmp_path / "x")
    (folder / "landscape.nt").unlink()
    with pytest.raises(InputError, match="not there"):
        load(fresh, folder)
    (folder / MANIFEST).unlink()
    with pytest.raises(InputError, match=MANIFEST):
        load(fresh, folder)


@pytest.mark.parametrize("name", ["mine.txt", "mine.nt", "landscape.nt", "mine.tmp"])
def test_a_folder_that_holds_something_else_is_left_alone(
    fresh: Workspace, tmp_path: Path, name: str
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / name).write_text("mine")
    with pytest.raises(Conflict, match=name):
        export(fresh, tmp_path / "x")
    assert contents(tmp_path / "x") == {name: b"mine"}


@pytest.mark.parametrize("from_nothing", [True, False])
def test_an_export_that_is_stopped_anywhere_is_refused_and_can_be_written_again(
    fresh: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, from_nothing: bool
) -> None:
    change(fresh, {note(fresh, "a"), note(fresh, "b", "other")})
    before = tmp_path / "before"
    if from_nothing:
        before.mkdir()
    else:
        export(fresh, before)
        change(fresh, {note(fresh, "c"), note(fresh, "d", "third")}, {note(fresh, "b", "other")})
    whole = contents(export(fresh, tmp_path / "whole"))
    states: list[str] = []
    while "new" not in states:
        folder = tmp_path / f"stopped-{len(states)}"
        shutil.copytree(before, folder)
        with monkeypatch.context() as patching:
            _stop_after(len(states), patching)
            with contextlib.suppress(KeyboardInterrupt):
                export(fresh, folder)
        states.append(_judged(folder, contents(before), whole))
        assert contents(export(fresh, folder)) == whole
    assert states[0] == "old" and "refused" in states


def _stop_after(writes: int, patching: pytest.MonkeyPatch) -> None:
    """A process that dies while it writes: the unfinished file is there under its name for the time being."""
    real, left = canonical_export.write_durably, [writes]

    def write(path: Path, parts: list[bytes]) -> None:
        if not left[0]:
            path.with_name(path.name + ".tmp").write_bytes(parts[0][:10])
            raise KeyboardInterrupt
        left[0] -= 1
        real(path, parts)

    patching.setattr(canonical_export, "write_durably", write)


def _judged(folder: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """What a reader makes of a folder: the old or the new, or it is refused; nothing else may be."""
    found = {name: content for name, content in contents(folder).items() if not name.endswith(".tmp")}
    if found in (old, new):
        return "old" if found == old else "new"
    with pytest.raises(InputError):
        Folder.open(folder)
    return "refused"
