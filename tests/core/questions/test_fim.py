# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM01, FIM05: which fields many schemas ask for, and whom a change of the law affects; counted from the files."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from pyoxigraph import NamedNode, Quad, Store

from grundriss import resources
from grundriss.importers.fim.collection import read_collection
from grundriss.importers.landscape import read_landscape
from grundriss.model.analysis_types import Answer
from grundriss.model.identifier import Base
from grundriss.model.state_types import Item
from grundriss.model.terms import TYPE, concept, gru
from grundriss.queries import solved
from grundriss.questions.answer import ask
from grundriss.questions.definition import question
from grundriss.questions.steps import bound_texts, nested_text
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot
from tests.core.conftest import FACTS, TODAY
from tests.core.test_states import table

BASE = Base()
EXAMPLES = resources.path("data", "examples", "fim")
SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "fim" / "samples" / "xdatenfelder3"
KINDS = {"stammdatenschema", "datenfeldgruppe", "datenfeld", "regel"}


def snapshot_of(folder: Path, beside: Iterable[Quad] = ()) -> Snapshot:
    """What the FIM files of a folder say, and what is stated beside them, derived."""
    store = Store()
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    graph = BASE.source_graph("fim")
    content = read_collection(folder, BASE).content
    materialised.insert(
        {
            Quad(q.subject, q.predicate, q.object, graph)
            for version in content.versions.values()
            for q in version.quads
        }
    )
    materialised.insert(set(beside))
    derive_all(store, BASE, TODAY)
    return Snapshot(store, folder, 1, 1, TODAY, BASE)


def own(element: etree._Element, name: str) -> list[etree._Element]:
    return [below for below in element if isinstance(below.tag, str) and local(below) == name]


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def artefact(element: etree._Element) -> tuple[str, tuple[int, ...]]:
    """Identifier and version of an artefact of XDatenfelder 3."""
    [identification] = own(element, "identifikation")
    identifier, version = (own(identification, name)[0].text or "" for name in ("id", "version"))
    return identifier, tuple(map(int, version.split(".")))


@cache
def schemas(folder: Path) -> list[etree._Element]:
    return list(_schemas(folder))


def _schemas(folder: Path) -> Iterator[etree._Element]:
    for file in sorted(folder.glob("*xdf3.xml")):
        for element in etree.parse(file).getroot():
            if isinstance(element.tag, str) and local(element) == "stammdatenschema":
                yield element


def newest(folder: Path) -> dict[str, tuple[int, ...]]:
    """The newest version of each artefact in the files."""
    found: dict[str, tuple[int, ...]] = {}
    for schema in schemas(folder):
        for element in schema.iter():
            if isinstance(element.tag, str) and local(element) in KINDS:
                identifier, version = artefact(element)
                found[identifier] = max(version, found.get(identifier, (0,)))
    return found


def asked_fields(folder: Path) -> dict[str, set[str]]:
    """The schemas that ask for each field, by identifier."""
    current = newest(folder)
    found: dict[str, set[str]] = defaultdict(set)
    for schema in schemas(folder):
        identifier, version = artefact(schema)
        if current[identifier] == version:
            for field in schema.iter("{*}datenfeld"):
                found[artefact(field)[0]].add(identifier)
    return found


def citing(folder: Path, pattern: re.Pattern[str]) -> set[str]:
    """What cites a provision in its newest version: itself, or where something stands in it."""
    current = newest(folder)
    found = set()
    for schema in schemas(folder):
        for element in schema.iter():
            if not isinstance(element.tag, str) or local(element) not in KINDS:
                continue
            identifier, version = artefact(element)
            texts = [e.text or "" for e in own(element, "bezug")]
            texts += [e.text or "" for position in own(element, "struktur") for e in own(position, "bezug")]
            if current[identifier] == version and any(map(pattern.search, texts)):
                found.add(identifier)
    return found


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """What the schema of our own example says."""
    folder = tmp_path_factory.mktemp("example")
    (folder / "xdf3.xml").symlink_to(EXAMPLES / "gartenlaube_xdf3.xml")
    return snapshot_of(folder)


def keys(answer: Answer, column: str) -> set[str]:
    cells = (row[column] for row in answer.rows)
    return {cell.key.partition("/")[0] for cell in cells if isinstance(cell, Item)}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smaller ones of the real schemas that speak of § 34f."""
    if not SAMPLES.is_dir():
        pytest.skip("needs ../shared/fim/samples")
    folder = tmp_path_factory.mktemp("fim")
    for file in SAMPLES.glob("*xdf3.xml"):
        if file.stat().st_size < 1_000_000 and b"34f" in file.read_bytes():
            (folder / file.name).symlink_to(file)
    return folder


@pytest.fixture(scope="module")
def real(files: Path) -> Snapshot:
    return snapshot_of(files)


def test_fields_that_several_schemas_ask_for_are_counted_by_schema(real: Snapshot, files: Path) -> None:
    expected = {field: len(asking) for field, asking in asked_fields(files).items() if len(asking) > 1}
    rows = ask(real, "fim1").rows
    counted = {row["field"].key: row["count"] for row in rows if isinstance(row["field"], Item)}
    assert len(expected) > 20
    assert {field: count for field, count in counted.items() if count != 1} == expected


def counts(answer: Answer) -> dict[str, object]:
    return {row["field"].key: row["count"] for row in answer.rows if isinstance(row["field"], Item)}


def test_of_a_schema_its_own_fields_are_told_and_of_a_field_itself(real: Snapshot, files: Path) -> None:
    expected = asked_fields(files)
    most = max(expected, key=lambda field: (len(expected[field]), field))
    schema = min(expected[most])
    own_fields = {field: len(asking) for field, asking in expected.items() if schema in asking}
    assert counts(ask(real, "FIM01", {"of": schema})) == own_fields and 1 in own_fields.values()
    assert counts(ask(real, "FIM01", {"of": most})) == {most: len(expected[most])}
    version = ".".join(map(str, newest(files)[schema]))
    assert counts(ask(real, "FIM01", {"of": f"{schema} {version}"})) == own_fields


@pytest.mark.parametrize("current", [True, False])
def test_of_a_service_the_fields_of_its_schemas_are_told(tmp_path: Path, current: bool) -> None:
    (tmp_path / "xdf3.xml").write_bytes((EXAMPLES / "gartenlaube_xdf3.xml").read_bytes())
    [(schema, version)] = [artefact(found) for found in schemas(tmp_path)]
    iri = f"schema/{schema}/{'.'.join(map(str, version)) if current else '0.1.0'}"
    service = BASE.element("service", "99999001001000")
    says = Quad(BASE.element("fim", iri), gru("collectsDataFor"), service, BASE.source_graph("fim"))
    answer = ask(snapshot_of(tmp_path, [says]), "FIM01", {"of": "99999001001000"})
    assert counts(answer) == (dict.fromkeys(asked_fields(tmp_path), 1) if current else {})
    assert all(row["services"] == "99999001001000" for row in answer.rows)
    assert any("99999001001000" in sentence for sentence in answer.missing) == (not current)


def test_a_service_that_is_only_inferred_stands_apart_with_its_grade(tmp_path: Path) -> None:
    (tmp_path / "xdf3.xml").write_bytes((EXAMPLES / "gartenlaube_xdf3.xml").read_bytes())
    [(schema, version)] = [artefact(found) for found in schemas(tmp_path)]
    link, graph = BASE.element("relation", "guess-1"), BASE.source_graph("fim")
    said = {
        TYPE: gru("CollectsDataFor"),
        gru("source"): BASE.element("fim", f"schema/{schema}/{'.'.join(map(str, version))}"),
        gru("target"): BASE.element("service", "99999001001000"),
        gru("confidence"): gru("inferred"),
        gru("evidenceGrade"): concept("evidence-grade", "similar-name"),
    }
    guess = [Quad(link, name, value, graph) for name, value in said.items()]
    answer = ask(snapshot_of(tmp_path, guess), "FIM01", {"of": "99999001001000"})
    assert counts(answer) == dict.fromkeys(asked_fields(tmp_path), 1)
    told = {(row["services"], row["inferredServices"]) for row in answer.rows}
    assert told == {(None, "99999001001000 [similar-name]")}


@pytest.mark.parametrize(
    ("key", "name", "node"),
    [
        ("FIM01", "of", BASE.element("fim", "field/F99000000912")),
        ("FIM05", "provision", BASE.element("legal-resource", "beispielg--2")),
    ],
)
def test_the_query_of_a_page_gives_the_same_rows(
    example: Snapshot, key: str, name: str, node: NamedNode
) -> None:
    asked = question(key)
    [stepwise] = bound_texts(example.store, asked.first, [asked.select], {name: node})
    texts = [stepwise, nested_text(asked.first, asked.select, {name: node})]
    first, second = (
        [sorted(map(listed, row.items())) for row in rows] for rows in solved(example.store, texts)
    )
    assert first and sorted(first) == sorted(second)


def listed(cell: tuple[str, object]) -> tuple[str, list[str]]:
    """A cell whose list is sorted."""
    name, term = cell
    return name, sorted(getattr(term, "value", "").split("\n"))


def test_all_that_cites_a_section_is_affected_by_its_change(real: Snapshot, files: Path) -> None:
    letters = re.compile(r"§§? ?34 ?(?:[a-i],? (?:und )?)*f\b.*(?:Gewerbeordnung|GewO)")
    affected = keys(ask(real, "FIM05", {"provision": "gewo--34f"}), "element")
    assert len(affected) > 50 and affected == citing(files, letters)


def test_an_act_is_meant_with_all_its_provisions(real: Snapshot) -> None:
    section = keys(ask(real, "FIM05", {"provision": "gewo--34f"}), "element")
    act = keys(ask(real, "FIM05", {"provision": "gewo"}), "element")
    assert section < act


@pytest.mark.parametrize(
    ("of_schema", "of_field", "provision", "affected"),
    [
        ("§ 17 BMG", "§ 17 Abs. 2 BMG", "bmg--17", True),
        ("§ 17 BMG", "§§ 15 bis 19 BMG", "bmg--17", True),
        ("§ 17 BMG", "§§ 15 bis 16 BMG", "bmg--17", False),
        ("§ 17 BMG", "§§ 15 bis 16 BMG; § 17a BMG", "bmg--17", False),
        ("§ 17 BMG", "§ 17 PAuswG i. V. m. § 18 BMG", "bmg--17", False),
        ("§ 17 BMG", "§ 17 Abs. 2 Satz 1 BMG", "bmg--17-abs-2", True),
        ("§ 17 Abs. 2 Satz 1 BMG", "§ 17 Abs. 2 BMG", "bmg--17-abs-2-satz-1", True),
        ("§ 17 Abs. 2 Satz 1 BMG", "§ 17 Abs. 3 BMG", "bmg--17-abs-2", False),
        ("§ 17 Abs. 3 BMG", "§ 17 Abs. 2 bis 4 BMG", "bmg--17-abs-3", True),
        ("§ 17 Abs. 5 BMG", "§ 17 Abs. 2 bis 4 BMG", "bmg--17-abs-5", False),
        ("§ 19 Abs. 1 BMG", "§§ 15 bis 19 BMG", "bmg--19-abs-1", True),
        ("§ 190 BMG", "§§ 15 bis 19 BMG", "bmg--190", False),
        ("§ 17 Abs. 2 BMG", "Bundesmeldegesetz", "bmg", True),
        ("§ 17 Abs. 2 BMG", "Bundesmeldegesetz", "bmg--17-abs-2", False),
    ],
)
def test_a_changed_reference_changes_whom_the_law_affects(
    tmp_path: Path, of_schema: str, of_field: str, provision: str, affected: bool
) -> None:
    """One cell of the schema and one of a field are changed; the field is affected, or it is not."""
    example = (EXAMPLES / "gartenlaube_xdf3.xml").read_text("utf-8")
    cells = (">§ 2 BeispielG<", ">§ 2 Abs. 3 BeispielG<")
    assert all(example.count(cell) == 1 for cell in cells)
    for cell, text in zip(cells, (of_schema, of_field), strict=True):
        example = example.replace(cell, f">{text}<")
    (tmp_path / "xdf3.xml").write_text(example, "utf-8")
    schema, field = (citing(tmp_path, re.compile(f"^{re.escape(text)}$")) for text in (of_schema, of_field))
    assert len(schema) == len(field) == 1
    found = keys(ask(snapshot_of(tmp_path), "FIM05", {"provision": provision}), "element")
    assert found == schema | (field if affected else set())


def test_a_section_is_asked_of_fim_and_of_the_landscape_at_once(tmp_path: Path) -> None:
    example = (EXAMPLES / "gartenlaube_xdf3.xml").read_text("utf-8").replace(">§ 2 BeispielG<", ">§ 2 BMG<")
    (tmp_path / "xdf3.xml").write_text(example, "utf-8")
    schema = citing(tmp_path, re.compile("^§ 2 BMG$"))
    components = {r["id"] for r in table("components", FACTS) if "§ 2 BMG" in r["description_de"]}
    services = {r["leika_key"] for r in table("services", FACTS) if "BMG" in r["legal_basis"]}
    assert schema and components and services
    snapshot = snapshot_of(tmp_path, read_landscape(FACTS, BASE).quads)
    assert keys(ask(snapshot, "FIM05", {"provision": "bmg--2"}), "element") == schema | components
    act = keys(ask(snapshot, "FIM05", {"provision": "bmg"}), "element")
    assert act == schema | components | services
    rows = ask(snapshot, "FIM05", {"provision": "bmg--17"}).rows
    assert {row["element"].key for row in rows if isinstance(row["element"], Item)} == {
        r["leika_key"] for r in table("services", FACTS) if r["legal_basis"] == "§ 17 BMG"
    }
