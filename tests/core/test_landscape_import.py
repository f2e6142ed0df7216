# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What cannot be read is refused with file, line and element; a real row with one cell changed each time."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from grundriss.errors import InputError, LimitExceeded
from grundriss.importers.landscape import COLUMNS, read_landscape
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, gru
from tests.core.conftest import FACTS

BASE = Base()
Change = Callable[[str, str, str, str], Path]


def line_of(folder: Path, table: str, row_id: str) -> int:
    lines = (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(row_id + ","))


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "said"),
    [
        ("components", "bundid", "owner_org", "bmdz", "Did you mean bmds"),
        ("components", "bundid", "type", "Basiskomponete", "Did you mean Basiskomponente"),
        ("components", "bundid", "lifecycle_status", "produktif", "Did you mean produktiv"),
        ("components", "bundid", "since", "2019-13", "no date"),
        ("components", "bundid", "since", "2019-02-30", "no date"),
        ("components", "zbp-alt", "since", "2026", "ends (2025-06-30) before it starts (2026)"),
        ("components", "bundid", "confidence", "sure", "confidence"),
        ("components", "bundid", "id", "eid", "stands twice"),
        ("interfaces", "if-eid", "provider_component", "eidd", "Did you mean eid"),
        ("interfaces", "if-bundid-saml", "standard_id", "saml3", "Did you mean saml2"),
        ("dependencies", "dep-0141", "to_component", "bundit", "Did you mean bundid"),
        ("dependencies", "dep-0141", "nature", "benutzt", "Did you mean nutzt"),
        ("dependencies", "dep-0141", "state", "sol", "ist, soll or both"),
        ("dependencies", "dep-0141", "via", "if-bundid-samml", "Did you mean if-bundid-saml"),
        ("target_changes", "chg-037", "plateau", "ZIEL-2082", "Did you mean ZIEL-2028"),
        ("target_changes", "chg-037", "element", "zapukk", "Did you mean zapuk"),
        ("services", "99115005104000", "responsible_land", "XX", "is no Land"),
        ("plateaus", "ZIEL-2028", "date", "2028", "has a day"),
    ],
)
def test_a_changed_cell_is_refused_with_its_place(
    change_cell: Change, table: str, row: str, column: str, value: str, said: str
) -> None:
    folder = change_cell(table, row, column, value)
    with pytest.raises(InputError) as refused:
        read_landscape(folder, BASE)
    told = f"{refused.value} {refused.value.hint}"
    assert said in told
    assert f"{table}.csv:" in told
    if column != "id":
        assert f"{table}.csv:{line_of(folder, table, row)}:" in told and f"[{row}]" in told


def broken(folder: Path, name: str, content: bytes) -> Path:
    (folder / f"{name}.csv").write_bytes(content)
    return folder


def test_an_unknown_column_is_named_with_the_nearest_known(facts: Path) -> None:
    content = (facts / "components.csv").read_bytes().replace(b"owner_org", b"owner_orga", 1)
    with pytest.raises(InputError) as refused:
        read_landscape(broken(facts, "components", content), BASE)
    assert "owner_orga" in str(refused.value) and "owner_org" in str(refused.value.hint)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00garbage", "UTF-8"),
        ("id,name\nbundid,Bürger".encode("latin-1"), "UTF-8"),
        (b"", "missing"),
        (b"id,id,name\n", "stands twice"),
        (b"\x00" * 100, "NUL"),
        ("id,name\nbundid,Bürger".encode("utf-16"), "UTF-8"),
        (b"id;name;type\n", "Separate the columns by commas"),
        (b'id,"name\n' + b"x" * 200_000, ""),
    ],
)
def test_what_is_no_table_is_refused(facts: Path, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_landscape(broken(facts, "components", content), BASE)
    assert "components.csv" in str(refused.value) and said in f"{refused.value} {refused.value.hint}"


def test_a_hundred_megabytes_of_garbage_are_refused_unread(facts: Path) -> None:
    path = facts / "components.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(LimitExceeded, match=r"components\.csv is larger than 20 MB"):
        read_landscape(facts, BASE)


def test_a_folder_without_tables_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no tables of facts"):
        read_landscape(tmp_path, BASE)


def test_a_missing_table_is_named(facts: Path) -> None:
    (facts / "plateaus.csv").unlink()
    with pytest.raises(InputError, match=r"plateaus\.csv"):
        read_landscape(facts, BASE)


def test_nothing_is_lost() -> None:
    """Every row gives its element or relation, every cell with a fact its statement."""
    landscape = read_landscape(FACTS, BASE)
    identifiers = {
        (q.subject, q.object.value) for q in landscape.quads if q.predicate.value == DCT + "identifier"
    }  # type: ignore[union-attr]
    for name, columns in COLUMNS.items():
        with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert landscape.rows[name] == len(rows)
        if name != "fitstore":
            assert {row[columns[0]] for row in rows} <= {value for _, value in identifiers}
        else:
            offers = [q for q in landscape.quads if q.object == gru("ReuseOffer")]
            assert len(offers) == len(rows)


def statements(subject: NamedNode, name: str) -> set[str]:
    return {
        q.object.value
        for q in read_landscape(FACTS, BASE).quads
        if q.subject == subject and q.predicate == gru(name)
    }  # type: ignore[union-attr]


def test_a_via_that_names_a_standard_becomes_conforms_to() -> None:
    relation = BASE.element("relation", "dep-0158")
    assert statements(relation, "conformsTo") == {BASE.element("standard", "xauslaender").value}
    assert statements(relation, "via") == set()


def test_the_url_of_a_source_is_the_source_and_the_rest_a_note() -> None:
    decision = BASE.element("decision", "b-2026-03-it")
    quads = read_landscape(FACTS, BASE).quads
    sources = {q.object.value for q in quads if q.subject == decision and q.predicate.value == DCT + "source"}  # type: ignore[union-attr]
    assert sources == {"https://www.it-planungsrat.de/beschluss/b-2026-03-it"}
    assert all(note.startswith("(seen via") for note in statements(decision, "sourceNote"))


def test_unverified_means_no_source() -> None:
    relation = BASE.element("relation", "dep-0036")
    assert statements(relation, "confidence") == {gru("unverified").value}
    quads = read_landscape(FACTS, BASE).quads
    assert not [q for q in quads if q.subject == relation and q.predicate.value == DCT + "source"]


def test_unverified_fields_name_properties_or_are_kept_as_text() -> None:
    pvog = BASE.element("component", "pvog")
    assert statements(pvog, "unverifiedProperty") == {gru("validFrom").value, gru("operator").value}
    assert statements(pvog, "evidenceText") == {"since:pvdp", "operator:pvdp"}
    legacy = BASE.element("component", "dvdv-lf")
    assert statements(legacy, "evidenceText") == {"until genau: Anfang 2025"}


def test_what_only_a_change_names_is_an_element_marked_unverified() -> None:
    for kind, key in (("product", "portfolio"), ("guideline", "ozg-sv"), ("guideline", "it-landschaft-1.0")):
        assert statements(BASE.element(kind, key), "confidence") == {gru("unverified").value}


def test_no_date_is_invented() -> None:
    quads = read_landscape(FACTS, BASE).quads
    with (FACTS / "components.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, column in (("validFrom", "since"), ("validUntil", "until")):
        found = [q for q in quads if q.predicate == gru(name)]
        assert len(found) == sum(1 for row in rows if row[column])
        assert {(q.subject.value.rsplit("/", 1)[1], q.object.value) for q in found} == {  # type: ignore[union-attr]
            (row["id"], row[column]) for row in rows if row[column]
        }


def test_another_base_gives_the_same_landscape_elsewhere() -> None:
    other = Base("https://example.org/it/")
    here, there = read_landscape(FACTS, BASE).quads, read_landscape(FACTS, other).quads

    def moved(node: object) -> object:
        if isinstance(node, NamedNode) and node.value.startswith((BASE.iri + "id/", BASE.iri + "graph/")):
            return NamedNode(other.iri + node.value.removeprefix(BASE.iri))
        return node

    expected = {Quad(moved(q.subject), q.predicate, moved(q.object), moved(q.graph_name)) for q in here}  # type: ignore[arg-type]
    assert set(there) == expected
    assert all(isinstance(q.object, NamedNode | Literal) for q in there)
