# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON Schema and SHACL of a data schema take the forms that its file describes, and refuse the same wrong ones."""

import json
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyshacl
import pytest
import rdflib
import shacl
from jsonschema import Draft202012Validator
from lxml import etree
from pyoxigraph import DefaultGraph, Literal, Quad

from grundriss.errors import UsageError
from grundriss.fim.field_value import is_portable
from grundriss.fim.json_schema import json_schema
from grundriss.fim.shacl_shape import shacl_shape
from grundriss.model.terms import gru
from grundriss.store.snapshot import Snapshot
from tests.core.filled_form import Codes, Filled, choices, code, faults, filled, limit, places, turtle
from tests.core.questions.test_fim import BASE, EXAMPLES, SAMPLES, artefact, local, own, snapshot_of
from tests.core.test_schema_difference import schema_in
from tests.counts import cases, examples

EXAMPLE = (EXAMPLES / "gartenlaube_xdf3.xml").read_text("utf-8")
LIST = "urn:example:codeliste:staat"
STATES: Codes = {LIST: ["000", "121"]}
FILES = sorted(SAMPLES.glob("*xdf3.xml"), key=lambda file: file.stat().st_size) or [SAMPLES / "absent"]


class Checked:
    """A schema as a file states it, with both ways to check a form by."""

    def __init__(self, snapshot: Snapshot, element: etree._Element, codes: Codes) -> None:
        self.element, self.codes = element, codes
        self.node = BASE.element("fim", f"schema/{artefact(element)[0]}")
        self.schema = json_schema(snapshot, self.node)
        self.shape = shacl_shape(snapshot, self.node)
        Draft202012Validator.check_schema(self.schema)
        self._validator = Draft202012Validator(
            self.schema, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        self._shapes = shacl.Shapes.from_turtle(self.shape, base="https://example.org/")

    def judged(self, form: Filled) -> tuple[bool, bool]:
        """Whether JSON Schema and SHACL take a form."""
        data = turtle(self.element, form)
        return self._validator.is_valid(form), self._shapes.validate_text(data, format="turtle").conforms

    def why(self, form: Filled) -> list[str]:
        return [f"{error.json_path}: {error.message}" for error in self._validator.iter_errors(form)]


def checked(folder: Path, text: str, codes: Codes = STATES, *more: Path) -> Checked:
    (folder / "a_xdf3.xml").write_text(text, "utf-8")
    for file in more:
        (folder / file.name).symlink_to(file)
    return Checked(snapshot_of(folder), schema_in(text), codes)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("fim"), EXAMPLE, STATES, EXAMPLES / "staat_genericode.xml")


@cache
def real(file: Path) -> Checked:
    if not file.exists():
        pytest.skip("needs ../shared/fim/samples")
    schema = next(
        e for e in etree.parse(file).getroot() if isinstance(e.tag, str) and local(e) == "stammdatenschema"
    )
    return Checked(snapshot_of_file(file), schema, {})


def snapshot_of_file(file: Path) -> Snapshot:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        (Path(folder) / file.name).symlink_to(file)
        return snapshot_of(Path(folder))


def test_right_forms_are_taken_and_wrong_ones_are_refused_by_both(example: Checked) -> None:
    seen = set()
    for seed in range(40):
        form = filled(example.element, STATES, Random(seed))
        assert example.judged(form) == (True, True), (example.why(form), form)
        for number, _ in enumerate(list(faults(example.element, form, STATES))):
            spoilt = json.loads(json.dumps(form))
            fault = list(faults(example.element, spoilt, STATES))[number]
            fault.spoil()
            seen.add(fault.what)
            assert example.judged(spoilt) == (False, False), (fault, spoilt)
    assert {"something required is missing", "too long", "not in the list", "too many", "no day"} <= seen


@pytest.mark.parametrize("file", cases(FILES, 3))
def test_real_schemas_take_right_forms_and_refuse_wrong_ones(file: Path) -> None:
    schema = real(file)
    for seed in range(examples(8)):
        random = Random(seed)
        form = filled(schema.element, {}, random)
        assert schema.judged(form) == (True, True), schema.why(form)
        number = len(list(faults(schema.element, form, {})))
        for chosen in random.sample(range(number), min(number, 3)):
            spoilt = json.loads(json.dumps(form))
            fault = list(faults(schema.element, spoilt, {}))[chosen]
            fault.spoil()
            assert schema.judged(spoilt) == (False, False), (fault, spoilt)


def test_pyshacl_says_the_same_as_the_engine(example: Checked) -> None:
    shapes = rdflib.Graph().parse(data=example.shape)
    form = filled(example.element, STATES, Random(3))
    spoilt = json.loads(json.dumps(form))
    next(f for f in faults(example.element, spoilt, STATES) if f.what == "too long").spoil()
    for given, right in ((form, True), (spoilt, False)):
        data = rdflib.Graph().parse(data=turtle(example.element, given))
        assert pyshacl.validate(data, shacl_graph=shapes)[0] is right


def test_a_report_names_the_place_that_is_wrong(example: Checked) -> None:
    form = filled(example.element, STATES, Random(3))
    form["G99000000931"]["F99000000911"] = ""
    shapes = shacl.Shapes.from_turtle(example.shape, base="https://example.org/")
    [result] = shapes.validate_text(turtle(example.element, form), format="turtle").results
    assert "fim/group/G99000000931/1.0.0#F99000000911" in str(result.source_shape)


def fields_in(schema: Any) -> dict[str, Any]:
    """The schemas of all keys, wherever they stand."""
    found = {}
    for part in [schema, *schema.get("$defs", {}).values()]:
        for key, below in part.get("properties", {}).items():
            inner = below.get("items", below) if isinstance(below, dict) else {}
            found |= {key: inner, **fields_in(inner)}
    return found


@pytest.mark.parametrize("file", cases(FILES, 2))
def test_each_field_says_what_its_file_says(file: Path) -> None:
    schema = real(file)
    written = fields_in(schema.schema)
    definitions = schema.schema.get("$defs", {})
    number = 0
    for field in schema.element.iter("{*}datenfeld"):
        if code(field, "feldart") == "label":
            assert artefact(field)[0] not in written
            continue
        said = written[artefact(field)[0]]
        said = definitions[said["$ref"].rpartition("/")[2]] if "$ref" in said else said
        number += 1
        assert said["title"] == " ".join((own(field, "bezeichnungEingabe")[0].text or "").split())
        assert [c["const"] for c in said.get("oneOf", ())] == sorted(choices(field, {}) or [])
        for name in ("minLength", "maxLength"):
            assert str(said.get(name, limit(field, name))) == str(limit(field, name))
        if code(field, "datentyp") == "file":
            assert "Anlage" in said["$comment"]
    assert number > 3


def test_what_cannot_be_said_is_told(example: Checked) -> None:
    group = example.schema["properties"]["G99000000931"]
    assert "R99000000921" in group["$comment"] and "darf nicht in der Zukunft liegen" in group["$comment"]
    assert "alles modifizierbar" in example.schema["$comment"]
    graph = rdflib.Graph().parse(data=example.shape)
    comments = {str(text) for text in graph.objects(None, rdflib.RDFS.comment)}
    assert {*group["$comment"].split("\n"), *example.schema["$comment"].split("\n")} < comments
    assert example.schema["$id"] == f"{example.node.value}/1.0.0"
    assert example.schema["title"] == "Antrag auf Erlaubnis einer Gartenlaube"


FIELD = '<x:praezisierung minLength="1" maxLength="100"/>'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (FIELD, '<x:praezisierung pattern="\\p{L}+"/>', "Muster wird hier nicht geprüft: \\p{L}+"),
        (FIELD, '<x:praezisierung minValue="3"/>', "Mindestwert wird hier nicht geprüft: 3"),
        ("<code>text</code>", "<code>num_currency</code>", "Datentyp: Geldbetrag"),
        ("<code>text</code>", "<code>text_latin</code>", "Datentyp: "),
        ("<code>text</code>", "<code>file</code>", "Anlage: hier steht, wie sie heißt"),
        ("<code>keine</code>", "<code>optional</code>", "Vorbefüllung: optional"),
        ("<code>input</code>", "<code>hidden</code>", "Feldart: "),
        ("<code>input</code>", "<code>label</code>", "Hinweistext, keine Angabe [F99000000911]"),
    ],
)
def test_a_statement_that_no_schema_can_say_stands_in_a_comment(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in EXAMPLE
    found = checked(tmp_path, EXAMPLE.replace(old, new, 1))
    assert told in json.dumps(found.schema, ensure_ascii=False).replace("\\\\", "\\")
    assert told in found.shape.replace("\\\\", "\\")


def test_days_that_are_too_early_are_refused_by_shacl_and_told_by_json_schema(tmp_path: Path) -> None:
    text = EXAMPLE.replace("<code>date</code>", "<code>date</code>", 1)
    place = "<x:vorbefuellung><code>keine</code></x:vorbefuellung>\n<x:relation>"
    assert place in text
    text = text.replace(
        place, place.replace("<x:relation>", '<x:praezisierung minValue="2027-01-01"/><x:relation>')
    )
    found = checked(tmp_path, text)
    form = filled(found.element, {}, Random(1))
    assert found.judged(form) == (True, False)
    assert "Mindestwert wird hier nicht geprüft: 2027-01-01" in json.dumps(found.schema, ensure_ascii=False)
    form["G99000000931"]["F99000000912"] = "2027-01-01"
    assert found.judged(form) == (True, True)


def test_codes_that_are_not_loaded_are_told_and_any_is_taken(tmp_path: Path) -> None:
    found = checked(tmp_path, EXAMPLE)
    form = filled(found.element, STATES, Random(1)) | {}
    form["G99000000931"]["F99000000914"] = ["999"]
    assert found.judged(form) == (True, True)
    assert "urn:example:codeliste:staat_2026-01-01“ sind nicht geladen" in json.dumps(
        found.schema, ensure_ascii=False
    )


def test_a_field_that_names_a_column_takes_its_codes_from_it(tmp_path: Path) -> None:
    """And one that names no version takes the current one, which is told."""
    reference = EXAMPLE.replace("<x:version>2026-01-01</x:version>\n", "", 1).replace(
        "</x:codelisteReferenz>", "</x:codelisteReferenz><x:codeKey>kürzel</x:codeKey>", 1
    )
    assert len(reference) != len(EXAMPLE)
    rows = etree.parse(EXAMPLES / "staat_genericode.xml").getroot().iter("{*}Row", "Row")
    column = [
        (own(v, "SimpleValue")[0].text or "").strip()
        for row in rows
        for v in own(row, "Value")
        if v.get("ColumnRef") == "kürzel"
    ]
    found = checked(tmp_path, reference, {LIST: column}, EXAMPLES / "staat_genericode.xml")
    said = fields_in(found.schema)["F99000000914"]
    assert [choice["const"] for choice in said["oneOf"]] == sorted(column) != []
    assert "keine Version der Codeliste" in said["$comment"] and "2026-01-01" in said["$comment"]


def test_of_a_choice_one_part_is_given(tmp_path: Path) -> None:
    element = "<x:schemaelementart><code>HAR</code></x:schemaelementart>\n"
    text = EXAMPLE.replace(element, f"{element}<x:art><code>X</code></x:art>", 1)
    head, group, tail = re.split("(?=<x:datenfeldgruppe>)|(?<=</x:datenfeldgruppe>)", text)
    text = head + re.sub("<x:anzahl>.*?<", "<x:anzahl>0:1<", group) + tail
    found = checked(tmp_path, text)
    form = {"G99000000931": {"F99000000911": "Muster"}, "F99000000913": ["001"]}
    assert found.judged(form) == (True, True)
    for inside in ({}, {"F99000000911": "Muster", "F99000000912": "2000-01-01"}):
        assert found.judged({**form, "G99000000931": inside}) == (False, False)


def test_what_stands_in_two_places_is_asked_for_twice(tmp_path: Path) -> None:
    [kind] = [p for p in own(schema_in(EXAMPLE), "struktur") if "F99000000913" in etree.tostring(p).decode()]
    text = EXAMPLE.replace("</x:stammdatenschema>", etree.tostring(kind).decode() + "</x:stammdatenschema>")
    found = checked(tmp_path, text.replace(">1:2<", ">1:1<"))
    place = found.schema["properties"]["F99000000913"]
    assert (place["minItems"], place["maxItems"]) == (2, 2)
    assert "[F99000000913] steht hier an 2 Stellen" in found.schema["$comment"]
    form = filled(found.element, {}, Random(1)) | {"F99000000913": ["001", "002"]}
    assert found.judged(form) == (True, True)
    assert found.judged(form | {"F99000000913": ["001"]}) == (False, False)


def test_what_is_used_again_is_defined_once(tmp_path: Path) -> None:
    [name] = [
        p
        for p in schema_in(EXAMPLE).iter("{*}struktur")
        if own(p, "enthaelt")[0][0].tag.endswith("datenfeld") and "F99000000911" in etree.tostring(p).decode()
    ]
    text = EXAMPLE.replace("</x:stammdatenschema>", etree.tostring(name).decode() + "</x:stammdatenschema>")
    schema = checked(tmp_path, text).schema
    assert schema["properties"]["F99000000911"] == {"$ref": "#/$defs/F99000000911V1.0.0"}
    assert schema["$defs"]["F99000000911V1.0.0"]["maxLength"] == 100
    assert schema["properties"]["G99000000931"]["properties"]["F99000000911"]["$ref"].endswith("V1.0.0")


def test_a_group_has_a_schema_of_its_own_and_a_field_has_none(example: Checked, tmp_path: Path) -> None:
    (tmp_path / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    snapshot = snapshot_of(tmp_path)
    group = json_schema(snapshot, BASE.element("fim", "group/G99000000931"), "en")
    assert group["$id"].endswith("group/G99000000931/1.0.0") and "not checked here" in group["$comment"]
    with pytest.raises(UsageError, match="neither a data schema"):
        shacl_shape(snapshot, BASE.element("fim", "field/F99000000912"))


def test_a_length_that_is_no_number_is_told(tmp_path: Path) -> None:
    """No file of FIM has one; a graph from elsewhere may."""
    (tmp_path / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    snapshot = snapshot_of(tmp_path)
    field, length = BASE.element("fim", "field/F99000000911/1.0.0"), gru("maxLength")
    [stated] = snapshot.store.quads_for_pattern(field, length, None, DefaultGraph())
    snapshot.store.remove(stated)
    snapshot.store.add(Quad(field, length, Literal("viele")))
    said = fields_in(json_schema(snapshot, BASE.element("fim", "schema/S99000000901")))["F99000000911"]
    assert "maxLength" not in said and "Höchstlänge wird hier nicht geprüft: viele" in said["$comment"]


@pytest.mark.parametrize("pattern", [r"\p{L}+", "(?i)a", "[a-z-[aeiou]]", "([a-z]", r"\w+", r"(a)\1", "a++"])
def test_a_pattern_that_languages_read_differently_is_not_used(pattern: str) -> None:
    assert not is_portable(pattern)


@pytest.mark.parametrize("file", cases(FILES, 1))
def test_every_part_of_a_real_schema_is_in_its_json_schema(file: Path) -> None:
    """Groups and fields that are to be given, and the rules of those that hold some."""
    schema = real(file)
    text = json.dumps(schema.schema)
    for element in [schema.element, *schema.element.iter("{*}datenfeldgruppe")]:
        for part, _, _ in places(element):
            assert f'"{artefact(part)[0]}"' in text
        for rule in own(element, "regel"):
            assert f"[{artefact(rule)[0]}]" in text
