# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What real FIM files do to importers, and the tests of each: docs/guide/fim-files.md has the list in words.

The numbers are those of that list. Tests of gotchas that no other module has follow the tables.
"""

import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim.artefact_content import Content, VersionId
from grundriss.importers.fim.collection import read_collection
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL, concept, gru
from tests.core.test_xdatenfelder import EXAMPLES, FIELD_2, SCHEMA, changed, read, said

HERE = Path(__file__).parent
GUIDE = HERE.parents[1] / "docs" / "guide" / "fim-files.md"
TESTS = [tuple(row) for row in csv.reader((HERE / "fim_gotchas.csv").read_text("utf-8").splitlines())][1:]
"""Number of the gotcha or name of the bad input, module, test."""
BAD_INPUT = {
    *(
        "truncated",
        "namespace",
        "dtd",
        "zip bomb",
        "nested zip",
        "base64",
        "unknown code",
        "missing identifier",
    ),
    *("cycle", "depth", "encodings"),
}
FIELD = VersionId("field", "F99000000911", "1.0.0")
OLD_FIELD = VersionId("field", "F99000911", "1.0")


@pytest.mark.parametrize(("what", "module", "test"), TESTS)
def test_the_tests_of_each_gotcha_exist(what: str, module: str, test: str) -> None:
    assert f"def {test}(" in (HERE / f"{module}.py").read_text("utf-8"), what


def test_every_gotcha_and_every_bad_input_has_a_test_and_the_guide_the_same_list() -> None:
    rows = re.findall(r"^\| (\d+) \|", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert list(map(int, rows)) == list(range(1, 24))
    assert {what for what, *_ in TESTS} == {*rows, *BAD_INPUT}


def all_said(content: Content, property_: str) -> set[str]:
    """What all versions and their parts say by a property."""
    quads = (q for held in content.versions.values() for q in held.quads if q.predicate == gru(property_))
    return {q.object.value for q in quads if isinstance(q.object, NamedNode | Literal)}


def one(content: Content, version: VersionId, property_: str) -> str:
    [value] = said(content, version, gru(property_))
    return value


def test_a_released_schema_says_nothing_of_the_status_of_its_parts() -> None:
    content = read(SCHEMA)
    status = "http://www.w3.org/ns/adms#status"
    told = {
        version.id: {q.object for q in held.quads if q.predicate.value == status and q.subject == held.node}
        for version, held in content.versions.items()
        if version.kind in ("schema", "field")
    }
    assert told["S99000000901"] == {concept("fim-status", "5")}
    assert {concept("fim-status", "3")} in told.values(), "a draft in a released schema stays a draft"


@pytest.mark.parametrize("value", ["2,5", "2.5", "2030-12-31", "-1"])
def test_a_precision_of_version_2_is_kept_as_it_is_written(value: str) -> None:
    content = read(changed(FIELD_2, '"maxLength":"100"', f'"maxLength":"100","maxValue":"{value}"'))
    assert one(content, OLD_FIELD, "maxValue") == value and one(content, OLD_FIELD, "maxLength") == "100"


def test_references_are_split_in_version_2_only_and_addresses_lose_their_blanks() -> None:
    assert said(read(FIELD_2), OLD_FIELD, gru("legalReferenceText")) == {"§ 2 BeispielG", "§ 3 BeispielG"}
    one_text = changed(SCHEMA, '<x:bezug link="https://example.org/beispielg/2">§ 2 BeispielG</x:bezug>',
        '<x:bezug link="  https://example.org/beispielg/2">§ 2 BeispielG; § 3 BeispielG</x:bezug>')  # fmt: skip
    schema = VersionId("schema", "S99000000901", "1.0.0")
    content = read(one_text)
    assert "§ 2 BeispielG; § 3 BeispielG" in said(content, schema, gru("legalReferenceText"))
    assert said(content, schema, gru("legalReferenceLink")) == {"https://example.org/beispielg/2"}


def test_a_category_of_a_keyword_is_no_address() -> None:
    schema = VersionId("schema", "S99000000901", "1.0.0")
    content = read(SCHEMA)
    assert all_said(content, "keywordCategory") == {"Anwendungsgebiet"}
    assert said(content, schema, gru("categorisedKeyword")) == {
        f"{schema.node(Base()).value}/keyword/Anwendungsgebiet%3ADeutschland"
    }


@pytest.mark.parametrize("uri", ["urn:example:codeliste:staat", "https://example.org/listen/staat?a=1#b"])
def test_a_list_without_a_version_stands_for_whatever_is_valid(uri: str) -> None:
    bare = SCHEMA.decode().replace("urn:example:codeliste:staat", uri)
    bare = re.sub(r"(</x:canonicalIdentification>)\s*<x:version>[^<]*</x:version>", r"\1", bare)
    content = read(bare.encode())
    listed = VersionId("codelist", uri, "").stable(Base()).value
    assert listed in all_said(content, "usesCodeList") and uri in all_said(content, "codeListUri")


def test_two_spellings_of_an_editor_are_kept_and_told_as_one() -> None:
    from grundriss.validation.fim_profile import _same

    spelled = ["FIM-Baustein Datenfelder", "FIM Baustein  Datenfelder"]
    for spelling in spelled:
        named = changed(
            SCHEMA, "<x:statusGesetztDurch>Beispielredaktion", f"<x:statusGesetztDurch>{spelling}"
        )
        schema = VersionId("schema", "S99000000901", "1.0.0")
        assert one(read(named), schema, "statusSetBy") == spelling
    assert len(set(map(_same, spelled))) == 1


def test_a_name_is_in_one_line_and_a_text_keeps_its_lines() -> None:
    text = changed(SCHEMA, "Der Familienname der Person.", "Der\tFamilienname&#13;\nder Person. \n")
    content = read(changed(text, "<x:name>Familienname</x:name>", "<x:name> Familien\n\tname </x:name>"))
    assert content.versions[FIELD].values(LABEL) == ["Familien name"]
    texts = {quad.object.value for quad in content.versions[FIELD].quads if isinstance(quad.object, Literal)}
    assert "Der\tFamilienname\r\nder Person." in texts


def test_a_kind_of_document_without_a_known_name_is_told_and_the_file_is_read(tmp_path: Path) -> None:
    profile = (EXAMPLES / "gartenlaube_dokumentsteckbrief_xdf3.xml").read_bytes()
    content = read(changed(profile, "<code>001</code>", "<code>004</code>"))
    version = VersionId("profile", "D99000000941", "1.0.0")
    assert version in content.versions and said(content, version, gru("documentKind")) == set()
    assert content.unmapped == {"profile/dokumentart (004)": 1}


def test_an_id_that_cannot_name_a_graph_is_told_and_the_others_count(tmp_path: Path) -> None:
    long = "urn:example:" + "ä" * 200
    genericode = (EXAMPLES / "staat_genericode.xml").read_text("utf-8")
    (tmp_path / "liste.xml").write_text(genericode.replace("urn:example:codeliste:staat", long), "utf-8")
    (tmp_path / "schema.xml").write_bytes(SCHEMA)
    found = read_collection(tmp_path, Base())
    assert [file.name for file in found.read] == ["schema.xml"]
    [refused] = found.refused
    assert isinstance(refused.error, InputError) and refused.error.text("de").startswith("liste.xml:")
