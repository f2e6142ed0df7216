# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The official quality rules: every number is accounted for, and each that is checked fires on its own bad example.

The examples are edits of the invented files in data/examples/fim (tests/examples/shapes/fim-quality.csv). Expected
findings on real files are computed from the XML, by other code than the shapes.
"""

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import rdflib
import shacl
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store
from rdflib.namespace import SH

from grundriss.importers.fim.collection import read_collection
from grundriss.model.identifier import Base
from grundriss.model.terms import PREFIXES, curie
from grundriss.model.vocabulary import ontology_store
from grundriss.validation.candidate import fim_candidate_store, store_of
from grundriss.validation.fim_profile import profile_rules, profile_shapes, validate_fim
from grundriss.validation.quality_rules import SEVERITIES, quality_rules, rules_by_shape
from grundriss.validation.shape_report import Finding
from grundriss.validation.shapes import shape_rules
from tests.core.reference_engine import report_of
from tests.core.test_xdatenfelder import EXAMPLES as FILES
from tests.core.test_xdatenfelder import SAMPLES, below, elements, local

BASE = Base()
ELEMENTS = BASE.iri + "id/"
TODAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "shapes"
OFFICIAL = SAMPLES / "genericode" / "xdfm_1.8_genericode.xml"
LARGEST = 500_000
"""Bytes of the real files that are read here: two thirds of them, a tenth of their size."""

Hit = tuple[str, str]  # number, focus (key)


# The catalogue


@pytest.mark.skipif(not OFFICIAL.exists(), reason="needs ../shared (fim/samples/genericode)")
def test_every_rule_of_the_official_list_is_in_the_catalogue_with_its_severity() -> None:
    rows = [row for row in ET.parse(OFFICIAL).iter() if local(row) == "Row"]
    cells = [{cell.get("ColumnRef"): "".join(cell.itertext()).strip() for cell in row} for row in rows]
    assert len(cells) == 142
    assert [(row["Code"], row["Typ"]) for row in cells] == [
        (rule.number, rule.severity) for rule in quality_rules().values()
    ]


def test_a_rule_names_a_shape_or_says_why_there_is_none() -> None:
    for rule in quality_rules().values():
        if rule.shape:
            assert rule.severity in SEVERITIES and not rule.unchecked and not rule.text
        else:
            assert set(rule.unchecked) == set(rule.text) == {"de", "en"}
            assert all([*rule.unchecked.values(), *rule.text.values()])
        assert (rule.severity == "Deaktiviert") == ("deaktiviert" in rule.unchecked.get("de", ""))


def test_every_shape_of_the_catalogue_exists_and_every_shape_with_a_number_is_in_it() -> None:
    numbers = {
        str(shape): str(number) for shape, number in shapes_graph().subject_objects(term("officialNumber"))
    }
    assert numbers == {shape: rule.number for shape, rule in rules_by_shape().items()}
    own = {f"grush:Xdf{number}" for number in numbers.values()}
    assert {curie(shape) for shape in numbers} - own == {
        curie(shape) for shape in numbers if shape in shape_rules()
    }


@pytest.mark.parametrize("number", [rule.number for rule in rules_by_shape().values()])
def test_a_checked_rule_has_the_official_severity_and_says_all_in_both_languages(number: str) -> None:
    rule = quality_rules()[number]
    graph, shape = shapes_graph(), rdflib.URIRef(str(rule.shape))
    parts = [shape, *graph.objects(shape, SH.property)]
    severities = {
        str(s).removeprefix(str(SH)).lower() for part in parts for s in graph.objects(part, SH.severity)
    }
    assert severities == {SEVERITIES[rule.severity]}
    said = profile_rules()[str(shape)]
    for texts in (said.label, said.message, said.reason, said.fix, *said.by_path.values()):
        assert set(texts) == {"de", "en"} and all(text.strip() for text in texts.values())


def test_no_query_of_a_shape_asks_for_what_shacl_does_not_allow() -> None:
    queries = [str(text).upper() for text in shapes_graph().objects(None, SH.select)]
    assert queries
    assert not [q for q in queries for word in ("GRAPH ", "SERVICE ", "VALUES ", "MINUS ") if word in q]


def test_every_code_that_shapes_and_examples_name_is_in_the_ontology() -> None:
    said = (EXAMPLES / "fim-quality.csv").read_text("utf-8") + profile_shapes()
    codes = set(re.findall(r"(?:\.\./|grundriss/)ns/(fim-[a-z-]+/[A-Za-z0-9_-]+)", said))
    known = ontology_store()
    unknown = {
        name
        for name in codes
        if not any(known.quads_for_pattern(NamedNode(f"{BASE.iri}ns/{name}"), None, None))
    }
    assert codes and not unknown


# One good and one bad example for each rule


def rows() -> list[dict[str, str]]:
    with (EXAMPLES / "fim-quality.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def term(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(PREFIXES["gru"] + name)


@cache
def shapes_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=profile_shapes(), format="nt")


@cache
def engine() -> shacl.Shapes:
    return shacl.Shapes.from_turtle(profile_shapes())


@cache
def content() -> bytes:
    """What the invented files say and the good examples add, with what is derived from it; not the ontology."""
    found = read_collection(FILES, BASE).content
    added = Store()
    added.load(path=str(EXAMPLES / "good-fim-quality.ttl"), format=RdfFormat.TURTLE)
    graph = BASE.source_graph("fim")
    read = [quad for version in found.versions.values() for quad in version.quads]
    store = store_of([Quad(q.subject, q.predicate, q.object, graph) for q in [*read, *added]], TODAY, BASE)
    fim = Store()
    fim.extend(
        quad
        for quad in store.quads_for_pattern(None, None, None, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ELEMENTS)
    )
    return n_triples(fim).encode()


@cache
def content_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=content(), format="nt")


def n_triples(store: Store) -> str:
    return (store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").decode()


def edited(update: str) -> str:
    store = Store()
    store.load(content(), format=RdfFormat.N_TRIPLES)
    before = n_triples(store)
    store.update(update, base_iri=ELEMENTS, prefixes=ALL_PREFIXES)
    after = n_triples(store)
    assert after != before, "the edit changes nothing"
    return after


ALL_PREFIXES = PREFIXES | {"adms": "http://www.w3.org/ns/adms#"}


def number_of(shape: object) -> str:
    return rules_by_shape()[str(shape).strip("<>")].number


def focus_key(node: object) -> str:
    return str(node).strip("<>").removeprefix(ELEMENTS)


def hits(data: str) -> set[Hit]:
    report = engine().validate_text(data, format="ntriples")
    return {(number_of(result.root_shape), focus_key(result.focus_node)) for result in report.results}


def hits_of_pyshacl(data: str, number: str) -> set[Hit]:
    """What pySHACL says of one rule. Only what an edit changed is read anew: that is most of the time."""
    before, after = set(content().decode().splitlines()), set(data.splitlines())
    gone, new = (
        rdflib.Graph().parse(data="\n".join(d), format="nt") for d in (before - after, after - before)
    )
    graph = content_graph()
    graph -= gone
    graph += new
    report = report_of(graph, alone(number), inplace=True)
    graph -= new
    graph += gone
    results = report.objects(None, SH.result)
    return {(number, focus_key(report.value(result, SH.focusNode))) for result in results}


def alone(number: str) -> rdflib.Graph:
    """The shape of one rule with all that it consists of."""
    graph, found = shapes_graph(), rdflib.Graph()
    waiting, seen = [rdflib.URIRef(str(quality_rules()[number].shape))], set()
    while waiting:
        part = waiting.pop()
        seen.add(part)
        for triple in graph.triples((part, None, None)):
            found.add(triple)
            if triple[2] not in seen and not isinstance(triple[2], rdflib.Literal):
                waiting.append(triple[2])
    return found


def test_the_invented_files_with_what_they_leave_out_break_no_rule() -> None:
    assert hits(content().decode()) == set()


def test_there_is_an_example_for_every_rule_that_is_checked() -> None:
    assert [row["number"] for row in rows()] == sorted(rule.number for rule in rules_by_shape().values())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["number"])
def test_a_rule_fires_on_its_bad_example_and_not_on_the_good_one_and_both_engines_say_so(
    row: dict[str, str],
) -> None:
    number, also = row["number"], {tuple(hit.split(":", 1)) for hit in row["also"].split()}
    bad = edited(row["bad"])
    assert hits(bad) == {(number, row["focus"]), *also}
    assert hits_of_pyshacl(bad, number) == {(number, row["focus"])}
    if row["good"]:
        good = edited(row["good"])
        assert number not in {hit[0] for hit in hits(good)}
        assert hits_of_pyshacl(good, number) == set()


# Real files


def real_files() -> list[Path]:
    return sorted(p for p in (SAMPLES / "xdatenfelder3").glob("*.xml") if p.stat().st_size < LARGEST)


@pytest.fixture(scope="module")
def real_findings() -> tuple[Finding, ...]:
    if not real_files():
        pytest.skip("needs ../shared (fim/samples/xdatenfelder3)")
    return validate_fim(fim_candidate_store(real_files(), TODAY)).results


@cache
def real_elements() -> dict[str, ET.Element]:
    """Every version in the real files, by id and version: the first one counts."""
    found: dict[str, ET.Element] = {}
    for path in real_files():
        for element in elements(path):
            version = (
                f"{below(element, 'identifikation', 'id')}/{below(element, 'identifikation', 'version')}"
            )
            found.setdefault(version, element)
    return found


def inside(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    """The elements right below, name by name."""
    if not names:
        yield element
        return
    for child in element:
        if local(child) == names[0]:
            yield from inside(child, *names[1:])


def code(element: ET.Element, name: str) -> str:
    return next(((c.text or "").strip() for c in inside(element, name, "code")), "")


def texts(element: ET.Element, *names: str) -> list[str]:
    return [t for e in inside(element, *names) if (t := (e.text or "").strip())]


def detail(element: ET.Element, name: str) -> str | None:
    return next((e.get(name) for e in inside(element, "praezisierung")), None)


def is_field(element: ET.Element) -> bool:
    return local(element) == "datenfeld"


def placeholder(e: ET.Element) -> bool:
    return texts(e, "dokumentsteckbrief", "id") == ["D99000000001"] and code(e, "freigabestatus") in "456"


def without_basis(e: ET.Element) -> bool:
    return code(e, "schemaelementart") == "HAR" and not texts(e, "bezug")


def without_length(e: ET.Element) -> bool:
    text = code(e, "datentyp") in ("text", "text_latin") and code(e, "feldart") == "input"
    return text and None in (detail(e, "minLength"), detail(e, "maxLength"))


def without_range(e: ET.Element) -> bool:
    ranged = code(e, "datentyp") in ("num", "num_int", "num_currency", "date")
    return ranged and detail(e, "minValue") is detail(e, "maxValue") is None


def several_sections(e: ET.Element) -> bool:
    return any(text.count("§") > 1 for text in [*texts(e, "bezug"), *texts(e, "struktur", "bezug")])


def single_attachment(e: ET.Element) -> bool:
    places = [(texts(p, "anzahl"), [*inside(p, "enthaelt", "datenfeld")]) for p in inside(e, "struktur")]
    return any(
        field and code(field[0], "datentyp") == "file" and not number[0].endswith("*")
        for number, field in places
    )


def alone_in_its_group(e: ET.Element) -> bool:
    return local(e) == "datenfeldgruppe" and code(e, "art") != "X" and len([*inside(e, "struktur")]) == 1


def long_text(e: ET.Element) -> bool:
    limits = {"name": 255, "definition": 5000, "hilfetext": 500, "hilfetextEingabe": 500}
    limits |= {"hilfetextAusgabe": 500, "bezug": 255, "freitextRegel": 5000}
    found = [len(text) > most for name, most in limits.items() for text in texts(e, name)]
    return any(found) or any(len(text) > 255 for text in texts(e, "struktur", "bezug"))


def range_of_text(e: ET.Element) -> bool:
    ranged = ("num", "num_int", "num_currency", "date", "time", "datetime")
    bounds = detail(e, "minValue") or detail(e, "maxValue")
    return is_field(e) and bounds is not None and code(e, "datentyp") not in ranged


def of_others(e: ET.Element) -> bool:
    module = re.fullmatch("FIM[- ]Baustein Datenfelder", "".join(texts(e, "statusGesetztDurch")))
    return bool(module) and not below(e, "identifikation", "id").startswith(("F60", "G60", "S60"))


@pytest.mark.parametrize(
    ("number", "broken"),
    [
        ("1016", range_of_text),
        ("1097", placeholder),
        ("1101", without_basis),
        ("1102", without_length),
        ("1103", without_range),
        ("1106", alone_in_its_group),
        ("1132", several_sections),
        ("1136", long_text),
        ("1139", single_attachment),
        ("1140", of_others),
    ],
)
def test_a_rule_names_exactly_the_real_versions_that_break_it(
    number: str, broken: Callable[[ET.Element], bool], real_findings: tuple[Finding, ...]
) -> None:
    found = {f.focus.key for f in real_findings if f.official and f.official.number == number}
    assert found == {version for version, element in real_elements().items() if broken(element)}


def test_each_real_finding_names_its_editor_as_the_file_does(real_findings: tuple[Finding, ...]) -> None:
    assert real_findings
    for finding in real_findings:
        [said] = [*texts(real_elements()[finding.focus.key], "statusGesetztDurch"), None][:1]
        same = [" ".join(re.split(r"[\s-]+", text or "")).casefold() for text in (said, finding.editor)]
        assert same[0] == same[1], finding.focus.key
