# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An import of FIM files: what is new is added, what is released stays, and the same again is no change."""

import re
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from grundriss.editing.fim_import import FimImport, import_fim
from grundriss.errors import Ambiguous, NotFound
from grundriss.history.revert import revert
from grundriss.importers.fim import mapping
from grundriss.importers.fim.collection import read_collection
from grundriss.items import item
from grundriss.model.terms import gru
from grundriss.resolve import resolve
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace
from tests.core.published import check
from tests.core.test_xdatenfelder import EXAMPLES, SCHEMA, changed

INTENT = Intent("fim", "import", "tester")
VALUE_OF = mapping.value_of


def imported(workspace: Workspace, source: Path | bytes, folder: Path) -> FimImport:
    path = source if isinstance(source, Path) else folder / "datei.xml"
    if isinstance(source, bytes):
        path.write_bytes(source)
    return import_fim(workspace, read_collection(path, workspace.base), INTENT)


def ids(artefacts: tuple[object, ...]) -> list[str]:
    return [str(artefact) for artefact in artefacts if not str(artefact).startswith("file ")]


def test_the_example_is_imported_and_the_same_again_changes_nothing(fresh: Workspace, tmp_path: Path) -> None:
    done = imported(fresh, EXAMPLES, tmp_path)
    assert done.outcome.revision == 2 and done.outcome.report.conforms
    assert {"S99000000901 1.0.0", "urn:example:codeliste:staat 2026-01-01"} < set(ids(done.outcome.new))
    again = imported(fresh, EXAMPLES, tmp_path)
    assert again.outcome.unchanged and not again.kept
    assert check(fresh).faults == []


def test_a_newer_version_is_added_beside_the_older_one(fresh: Workspace, tmp_path: Path) -> None:
    imported(fresh, SCHEMA, tmp_path)
    newer = changed(
        SCHEMA, "<x:id>F99000000913</x:id><x:version>1.0.0", "<x:id>F99000000913</x:id><x:version>1.10.0"
    )
    newer = changed(
        newer, "<x:id>S99000000901</x:id><x:version>1.0.0", "<x:id>S99000000901</x:id><x:version>1.1.0"
    )
    done = imported(fresh, newer, tmp_path)
    assert ids(done.outcome.new) == ["F99000000913 1.10.0", "S99000000901 1.1.0"]
    assert not done.outcome.removed and not done.kept


def test_a_released_version_stays_as_it_is_and_the_difference_is_told(
    fresh: Workspace, tmp_path: Path
) -> None:
    imported(fresh, SCHEMA, tmp_path)
    done = imported(fresh, changed(SCHEMA, "Der Familienname der Person.", "Ein anderer Text."), tmp_path)
    assert ids(done.kept) == ["F99000000911 1.0.0"]
    assert not ids(done.outcome.changed)


def test_a_file_that_is_read_in_another_way_says_anew_what_its_versions_are(
    fresh: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(fresh, SCHEMA, tmp_path)
    other = changed(SCHEMA, "Der Familienname der Person.", "Ein anderer Text.")
    monkeypatch.setattr("grundriss.editing.fim_import.reader_digest", lambda: "learnt")
    # stands for a reader that has learnt: less is read of the same file
    monkeypatch.setattr(
        mapping,
        "value_of",
        lambda kind, element, name: None if kind == "text" else VALUE_OF(kind, element, name),
    )
    done = imported(fresh, SCHEMA, tmp_path)
    assert "F99000000911 1.0.0" in ids(done.reread) and not done.kept
    assert set(done.reread) < set(done.outcome.changed), "what is in the works changes as always"
    again = imported(fresh, SCHEMA, tmp_path)
    assert again.outcome.unchanged and not again.reread
    monkeypatch.setattr(mapping, "value_of", VALUE_OF)
    assert "F99000000911 1.0.0" in ids(imported(fresh, other, tmp_path).kept), "another file changes nothing"
    assert "F99000000911 1.0.0" in ids(imported(fresh, SCHEMA, tmp_path).kept), "and nor does the same reader"


def test_a_draft_is_what_its_newest_file_says(fresh: Workspace, tmp_path: Path) -> None:
    imported(fresh, SCHEMA, tmp_path)
    done = imported(fresh, changed(SCHEMA, "Ein Staat nach der amtlichen Liste.", "Ein Staat."), tmp_path)
    assert ids(done.outcome.changed) == ["F99000000914 1.0.0"]
    assert (done.outcome.removed, done.kept) == (1, ())


def test_an_import_touches_nothing_that_its_files_do_not_hold(fresh: Workspace, tmp_path: Path) -> None:
    imported(fresh, EXAMPLES, tmp_path)
    done = imported(fresh, EXAMPLES / "familienname_xdf2.xml", tmp_path)
    assert done.outcome.unchanged


def test_an_id_of_fim_names_the_artefact_and_with_a_version_that_version(
    fresh: Workspace, tmp_path: Path
) -> None:
    newer = changed(
        SCHEMA, "<x:id>F99000000913</x:id><x:version>1.0.0", "<x:id>F99000000913</x:id><x:version>1.10.0"
    )
    imported(fresh, SCHEMA, tmp_path)
    imported(
        fresh,
        changed(
            newer, "<x:id>S99000000901</x:id><x:version>1.0.0", "<x:id>S99000000901</x:id><x:version>1.1.0"
        ),
        tmp_path,
    )
    artefact = fresh.base.element("fim", "field/F99000000913")
    with fresh.snapshot() as snapshot:
        found = {
            text: resolve(snapshot.store, fresh.base, text).value.removeprefix(artefact.value)
            for text in ("F99000000913", "F99000000913 1.0.0", "F99000000913 1.10.0")
        }
        assert found == {
            "F99000000913": "",
            "F99000000913 1.0.0": "/1.0.0",
            "F99000000913 1.10.0": "/1.10.0",
        }
        for version in ("", "/1.0.0", "/1.10.0"):
            node = NamedNode(artefact.value + version)
            shown = item(snapshot.store, node)
            assert shown.key == f"F99000000913{version}"
            assert resolve(snapshot.store, fresh.base, shown.key) == node
        for unknown in (
            "F99000000913 1.1.0",
            " 1.0.0",
            "/1.0.0",
            "F99000000913/",
            "field/F99000000913",
            "F99000000913 " * 50,
        ):
            with pytest.raises(NotFound):
                resolve(snapshot.store, fresh.base, unknown)


def current(workspace: Workspace, artefact: str, name: str = "currentVersion") -> set[str]:
    node = workspace.base.element("fim", artefact)
    with workspace.snapshot() as snapshot:
        found = snapshot.store.quads_for_pattern(node, gru(name), None, DefaultGraph())
        return {str(quad.object.value).removeprefix(f"{node.value}/") for quad in found}  # type: ignore[union-attr]


def test_the_current_version_is_the_highest_by_number_and_goes_back_with_it(
    fresh: Workspace, tmp_path: Path
) -> None:
    field, in_schema = "field/F99000000913", "<x:id>F99000000913</x:id><x:version>"
    schema = "<x:id>S99000000901</x:id><x:version>"
    for number, version in enumerate(("1.9.0", "1.10.0", "1.2.0")):
        file = changed(SCHEMA, f"{in_schema}1.0.0", f"{in_schema}{version}")
        imported(fresh, changed(file, f"{schema}1.0.0", f"{schema}1.{number}.0"), tmp_path)
        assert current(fresh, field) == {"1.9.0" if number == 0 else "1.10.0"}
        assert current(fresh, "schema/S99000000901") == {f"1.{number}.0"}
    revert(fresh, 3, "tester")
    assert current(fresh, field) == {"1.9.0"}
    assert check(fresh).faults == []


def test_the_current_released_version_is_the_highest_that_is_released(
    fresh: Workspace, tmp_path: Path
) -> None:
    field, schema = "F99000000913", "<x:id>S99000000901</x:id><x:version>"
    versions = (
        ("1.2.0", "5", "1.2.0"),
        ("1.9.0", "6", "1.9.0"),
        ("1.10.0", "3", "1.9.0"),
        ("1.3.0", "5", "1.9.0"),
    )
    for number, (version, status, released) in enumerate(versions):
        file = changed(
            SCHEMA, f"<x:id>{field}</x:id><x:version>1.0.0", f"<x:id>{field}</x:id><x:version>{version}"
        )
        own = re.compile(
            rb"(<x:id>F99000000913</x:id>.*?<x:freigabestatus[^>]*><code>)\d(</code>)", re.DOTALL
        )
        file = own.sub(rb"\g<1>%s\g<2>" % status.encode(), file, count=1)
        imported(fresh, changed(file, f"{schema}1.0.0", f"{schema}1.{number}.0"), tmp_path)
        assert current(fresh, f"field/{field}", "currentReleasedVersion") == {released}
    assert current(fresh, f"field/{field}") == {"1.10.0"}
    revert(fresh, 3, "tester")
    assert current(fresh, f"field/{field}", "currentReleasedVersion") == {"1.3.0"}
    assert check(fresh).faults == []


def test_every_version_is_found_by_its_key(fresh: Workspace, tmp_path: Path) -> None:
    imported(fresh, EXAMPLES, tmp_path)
    with fresh.snapshot() as snapshot:
        quads = snapshot.store.quads_for_pattern(None, gru("versionOrder"), None, DefaultGraph())
        versions = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
        found = {
            node: resolve(snapshot.store, fresh.base, item(snapshot.store, node).key) for node in versions
        }
    kinds = {node.value.split("/")[-3] for node in versions}
    assert kinds > {"schema", "group", "field", "codelist", "process", "process-class"}
    assert found == {node: node for node in versions}


def test_a_key_of_a_service_names_the_service_and_with_a_kind_before_it_its_process(
    fresh: Workspace, tmp_path: Path
) -> None:
    imported(fresh, EXAMPLES / "gartenlaube_xprozess2.xml", tmp_path)
    key = "99999001001000"
    with fresh.snapshot() as snapshot:
        for kind, version in (("process-class", "01.00.00"), ("process", "01.00.00-101")):
            artefact = fresh.base.element("fim", f"{kind}/{key}")
            assert resolve(snapshot.store, fresh.base, f"{kind}/{key}") == artefact
            node = NamedNode(f"{artefact.value}/{version}")
            assert resolve(snapshot.store, fresh.base, f"{kind}/{key}/{version}") == node
            assert item(snapshot.store, node).label == "Antrag auf eine Gartenlaube bearbeiten"
        part = NamedNode(f"{fresh.base.iri}id/fim/process/{key}/01.00.00-101/activity-group/01")
        assert resolve(snapshot.store, fresh.base, item(snapshot.store, part).key) == part
        with pytest.raises(Ambiguous) as caught:
            resolve(snapshot.store, fresh.base, key)
        assert sorted(caught.value.message.values["known"]) == [
            f"{fresh.base.iri}id/fim/{kind}/{key}" for kind in ("process-class", "process")
        ]
        for unknown in ("process/", "process/x", f"process/{key}/", "process/<>", "process/%"):
            with pytest.raises(NotFound):
                resolve(snapshot.store, fresh.base, unknown)


def test_processes_of_two_levels_of_detail_are_both_current(fresh: Workspace, tmp_path: Path) -> None:
    process = (EXAMPLES / "gartenlaube_xprozess2.xml").read_bytes()
    imported(fresh, process, tmp_path)
    done = imported(fresh, changed(process, "<code>101</code>", "<code>103</code>"), tmp_path)
    assert ids(done.outcome.new) == ["process/99999001001000 01.00.00-103"] and not done.outcome.changed
    assert current(fresh, "process/99999001001000") == {"01.00.00-101", "01.00.00-103"}
    newer = changed(
        process, "<p:version>01.00.00</p:version>\n<p:name>", "<p:version>01.01.00</p:version>\n<p:name>"
    )
    imported(fresh, newer, tmp_path)
    assert current(fresh, "process/99999001001000") == {"01.01.00-101"}


def test_a_released_process_class_stays_and_a_process_in_the_works_changes(
    fresh: Workspace, tmp_path: Path
) -> None:
    process = (EXAMPLES / "gartenlaube_xprozess2.xml").read_bytes()
    imported(fresh, process, tmp_path)
    other = changed(process, "Eine Gartenlaube ist ein kleines Gebäude", "Ein Gebäude")
    done = imported(fresh, changed(other, "Ein Beispiel.", "Ein anderes."), tmp_path)
    assert ids(done.kept) == ["process-class/99999001001000 01.00.00"]
    assert ids(done.outcome.changed) == ["process/99999001001000 01.00.00-101"]
