# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files, folders and ZIPs of FIM files: content says what a file is, and a wrong one leaves the others alone."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from grundriss.errors import GrundrissError, InputError, LimitExceeded
from grundriss.importers.fim import collection
from grundriss.importers.fim.collection import Collection, read_collection
from grundriss.model.identifier import Base
from tests.core.test_xdatenfelder import EXAMPLES, FIELD_2, SCHEMA

BASE = Base()
IDS = {
    "S99000000901",
    "G99000000931",
    "F99000000911",
    "F99000000912",
    "F99000000913",
    "F99000000914",
    "R99000000921",
}


def ids(found: Collection) -> set[str]:
    return {version.id for version in found.content.versions}


def zipped(folder: Path, **members: bytes) -> Path:
    path = folder / "fim.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(found: Collection) -> dict[str, GrundrissError]:
    return {file.name: file.error for file in found.refused if file.error}


def test_content_and_not_the_name_says_what_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "schema.txt").write_bytes(SCHEMA)
    (tmp_path / "notes.xml").write_bytes(b"<notes/>")
    (tmp_path / "image.xml").write_bytes(bytes(range(256)))
    found = read_collection(tmp_path, BASE)
    assert ([f.name for f in found.read], [f.name for f in found.skipped]) == (
        ["schema.txt"],
        ["image.xml", "notes.xml"],
    )
    assert ids(found) == IDS


def test_a_folder_with_folders_is_read_whole() -> None:
    found = read_collection(EXAMPLES, BASE)
    assert len(found.read) == len(list(EXAMPLES.rglob("*.xml"))) and not found.refused
    known = {"D99000000941", "F99000911", "urn:example:codeliste:staat", "99999001001000"}
    known |= {"B999999.LB.1001", "B999999.OE.2001", "B999999.OD.3001"}
    assert ids(found) == IDS | known


def test_each_file_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(SCHEMA)
    (tmp_path / "b.xml").write_bytes(FIELD_2)
    found = read_collection(tmp_path, BASE)
    assert [file.sha256 for file in found.read] == [hashlib.sha256(c).hexdigest() for c in (SCHEMA, FIELD_2)]
    assert [[str(root) for root in file.roots] for file in found.read] == [
        ["S99000000901 1.0.0"],
        ["F99000911 1.0"],
    ]


def test_a_file_that_is_wrong_is_left_out_whole_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(SCHEMA[:-40])
    (tmp_path / "b.xml").write_bytes(FIELD_2)
    found = read_collection(tmp_path, BASE)
    assert ids(found) == {"F99000911"} and refused(found).keys() == {"a.xml"}
    assert refused(found)["a.xml"].text("de").startswith("a.xml:")


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    found = read_collection(zipped(tmp_path, **{"x/schema.xml": SCHEMA, "feld.xml": FIELD_2}), BASE)
    assert [file.name for file in found.read] == ["fim.zip/feld.xml", "fim.zip/x/schema.xml"]
    assert ids(found) == IDS | {"F99000911"}


def test_a_zip_bomb_is_told_and_not_unpacked(tmp_path: Path) -> None:
    bomb = SCHEMA + b" " * 20_000_000
    found = read_collection(zipped(tmp_path, **{"bomb.xml": bomb, "feld.xml": FIELD_2}), BASE)
    assert ids(found) == {"F99000911"}
    assert isinstance(refused(found)["fim.zip/bomb.xml"], LimitExceeded)


def test_a_zip_that_lies_about_sizes_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{"feld.xml": FIELD_2})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")  # the size that it unpacks to
    path.write_bytes(content)
    found = read_collection(path, BASE)
    assert not ids(found) and refused(found).keys() == {"fim.zip/feld.xml"}


def test_a_zip_in_a_zip_is_told_and_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("schema.xml", SCHEMA)
    found = read_collection(zipped(tmp_path, **{"inner.zip": inner.getvalue(), "feld.xml": FIELD_2}), BASE)
    assert ids(found) == {"F99000911"} and refused(found).keys() == {"fim.zip/inner.zip"}


@pytest.mark.parametrize("cut", [4, 60, 400, -30])
def test_a_zip_that_is_cut_off_is_told(tmp_path: Path, cut: int) -> None:
    path = zipped(tmp_path, **{"schema.xml": SCHEMA})
    path.write_bytes(path.read_bytes()[:cut])
    found = read_collection(path, BASE)
    assert not ids(found) and refused(found)


def test_flipped_bytes_in_a_zip_are_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{"schema.xml": SCHEMA})
    content = bytearray(path.read_bytes())
    content[300] ^= 0xFF
    path.write_bytes(content)
    found = read_collection(path, BASE)
    assert not ids(found) and refused(found)


@pytest.mark.parametrize("mark", [b"f\xc3\xa4ld.xml", b"PK\x05\x06"])
def test_damage_to_names_and_offsets_of_a_zip_is_told(tmp_path: Path, mark: bytes) -> None:
    path = zipped(tmp_path, **{"fäld.xml": FIELD_2})
    content = bytearray(path.read_bytes())
    at = content.rindex(mark) + (16 if mark.startswith(b"PK") else 1)
    content[at : at + 3] = b"\xff\xff\xff"
    path.write_bytes(content)
    found = read_collection(path, BASE)
    assert not ids(found) and refused(found)


def test_a_zip_that_is_encrypted_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{"schema.xml": SCHEMA})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    assert "verschlüsselt" in refused(read_collection(path, BASE))["fim.zip/schema.xml"].text("de")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_collection(tmp_path / "fehlt.xml", BASE)


def test_more_files_than_are_read_at_once_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "MOST_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.xml").write_bytes(FIELD_2)
    with pytest.raises(LimitExceeded):
        read_collection(tmp_path, BASE)
