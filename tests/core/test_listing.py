# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists, their filters and pages, and the search, against the tables of facts."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grundriss.errors import NotFound, UsageError
from grundriss.importers.landscape import read_landscape
from grundriss.listing.collection import COLLECTIONS, collection_named
from grundriss.listing.cursor import Cursor, CursorExpired
from grundriss.listing.listing import Listing, Wanted, listing
from grundriss.listing.search import search
from grundriss.listing.table import read_table
from grundriss.model.folding import fold
from grundriss.model.identifier import Base, key_of
from grundriss.states.item_fields import FIELDS_OF_TYPE
from grundriss.states.state import state
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss.validation.candidate import store_of
from tests.core.conftest import FACTS, TODAY


def table(name: str, folder: Path = FACTS) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def snapshot(loaded: Workspace) -> Iterator[Snapshot]:
    with loaded.snapshot() as opened:
        yield opened


def listed(snapshot: Snapshot, name: str, wanted: Wanted | None = None, limit: int = 1000) -> Listing:
    return listing(snapshot, read_table(snapshot, COLLECTIONS[name]), wanted, limit)


def keys(found: Listing) -> list[str]:
    return [item.key for item in found.items]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_item_has_the_fields_of_its_kind_and_says_what_a_filter_finds(
    snapshot: Snapshot, name: str
) -> None:
    """What filters read by column, items read by element: the first of the same values."""
    read = read_table(snapshot, COLLECTIONS[name])
    values = {row.node.value: row.values for row in read.rows}
    for item in listed(snapshot, name).items:
        assert list(item.to_dict())[5:] == list(item.fields)
        assert set(FIELDS_OF_TYPE.get(item.type, ())) <= set(item.fields)
        for filter_ in (f for f in COLLECTIONS[name].filters if f.name in item.fields):
            field, found = item.fields[filter_.name], values[item.id].get(filter_.name, ())
            key = field["key"] if isinstance(field, dict) else field
            assert key is None if not found else key in found, (item.key, filter_.name)


def test_fields_of_other_kinds_are_those_of_the_tables(snapshot: Snapshot) -> None:
    organisations = {row["id"]: row["parent"] or None for row in table("organisations")}
    for item in listed(snapshot, "organisations").items:
        parent = item.fields["parent"]
        assert (parent and parent["key"]) == organisations[item.key]
    decided = {row["date"] for row in table("decisions")}
    assert {item.fields["decidedOn"] for item in listed(snapshot, "decisions").items} <= decided


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("components", "components"),
        ("interfaces", "interfaces"),
        ("standards", "standards"),
        ("organisations", "organisations"),
        ("services", "services"),
        ("decisions", "decisions"),
        ("plateaus", "plateaus"),
        ("function-blocks", "function_blocks"),
        ("changes", "target_changes"),
    ],
)
def test_a_collection_holds_every_row_of_its_table(snapshot: Snapshot, name: str, rows: str) -> None:
    found = listed(snapshot, name)
    assert sorted(keys(found)) == sorted(key_of(next(iter(row.values()))) for row in table(rows))
    assert found.total == len(found.items) and found.next is None


def test_filters_keep_what_the_table_says(snapshot: Snapshot) -> None:
    wanted = Wanted({"kind": ("portal", "postfach"), "level": ("land",)})
    expected = {
        row["id"]
        for row in table("components")
        if row["type"] in ("Portal", "Postfach") and row["federal_level"] == "land"
    }
    assert expected and set(keys(listed(snapshot, "components", wanted))) == expected


def test_another_kind_of_a_component_changes_the_list(
    change_cell: Callable[[str, str, str, str], Path],
) -> None:
    folder = change_cell("components", "bundid", "type", "Portal")
    store = store_of(read_landscape(folder, Base()).quads, TODAY, Base())
    found = listed(Snapshot(store, Path(), 1, 1, TODAY, Base()), "components", Wanted({"kind": ("portal",)}))
    assert "bundid" in keys(found)
    assert set(keys(found)) == {row["id"] for row in table("components", folder) if row["type"] == "Portal"}


def test_the_owner_filters_by_key(snapshot: Snapshot) -> None:
    expected = {row["id"] for row in table("components") if row["owner_org"] == "fitko"}
    assert set(keys(listed(snapshot, "components", Wanted({"owner": ("fitko",)})))) == expected


def test_part_of_a_label_is_found_however_its_umlauts_are_written(snapshot: Snapshot) -> None:
    expected = {row["id"] for row in table("components") if "behörde" in row["name"].lower()}
    assert expected
    for text in ("Behörde", "BEHOERDE", "behorde"):
        assert set(keys(listed(snapshot, "components", Wanted(text=text)))) >= expected


@pytest.mark.parametrize("when", ["ist", "soll", "2023"])
def test_a_state_keeps_its_elements(snapshot: Snapshot, when: str) -> None:
    there = {item.key for item in state(snapshot, when).of_type("Component")}
    assert set(keys(listed(snapshot, "components", Wanted(state=when)))) == there


def test_facets_count_what_choosing_them_would_leave(snapshot: Snapshot) -> None:
    wanted = Wanted({"kind": ("portal",)})
    for facet in listed(snapshot, "components", wanted).facets:
        for value in facet.values:
            chosen = {**wanted.filters, facet.name: (value.value,)}
            assert listed(snapshot, "components", Wanted(chosen)).total == value.count
    kinds = next(f for f in listed(snapshot, "components").facets if f.name == "kind")
    counted = Counter(row["type"] for row in table("components"))
    assert {value.label: value.count for value in kinds.values} == counted


@pytest.mark.parametrize("size", [1, 7, 50, 1000])
@pytest.mark.parametrize("sort", ["label", "-label", "key", "lifecycle"])
def test_pages_show_every_element_once(snapshot: Snapshot, size: int, sort: str) -> None:
    rows = read_table(snapshot, COLLECTIONS["components"])
    seen: list[str] = []
    cursor = None
    while True:
        page = listing(snapshot, rows, Wanted(sort=sort), size, cursor)
        seen.extend(keys(page))
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == len(table("components"))
    assert seen == keys(listing(snapshot, rows, Wanted(sort=sort), 1000))


def test_a_list_is_sorted_as_asked(snapshot: Snapshot) -> None:
    labels = [fold(item.label) for item in listed(snapshot, "components").items]
    assert labels == sorted(labels)
    backwards = [fold(item.label) for item in listed(snapshot, "components", Wanted(sort="-label")).items]
    assert backwards == labels[::-1]


def test_a_cursor_is_good_for_its_list_and_snapshot_only(snapshot: Snapshot) -> None:
    rows = read_table(snapshot, COLLECTIONS["components"])
    cursor = listing(snapshot, rows, limit=10).next
    assert cursor
    with pytest.raises(UsageError, match="other filters"):
        listing(snapshot, rows, Wanted(text="bund"), 10, cursor)
    with pytest.raises(CursorExpired):
        listing(replace(snapshot, number=snapshot.number + 1), rows, None, 10, cursor)


@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda b: b.hex()))
def test_no_text_is_mistaken_for_a_cursor(text: str) -> None:
    if text:
        with pytest.raises((UsageError, CursorExpired)):
            Cursor.read(text, 1, "question")


@pytest.mark.parametrize("offset", [-1, 2**53, 10**400])
def test_a_cursor_with_an_impossible_place_is_refused(offset: int) -> None:
    with pytest.raises(UsageError):
        Cursor.read(Cursor(1, "question", offset).text(), 1, "question")


@pytest.mark.parametrize(
    ("wanted", "limit"),
    [
        (Wanted({"colour": ("red",)}), 10),
        (Wanted(sort="colour"), 10),
        (Wanted(state="wann?"), 10),
        (Wanted(), 0),
        (Wanted(), -1),
        (Wanted(), 10**9),
    ],
)
def test_what_cannot_be_asked_is_refused(snapshot: Snapshot, wanted: Wanted, limit: int) -> None:
    with pytest.raises(UsageError):
        listed(snapshot, "components", wanted, limit)


def test_a_collection_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        collection_named("komponents")
    assert refused.value.hint == "Did you mean components?"


def test_a_collection_without_states_cannot_be_asked_for_one(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError, match="every state"):
        listed(snapshot, "standards", Wanted(state="ist"))


# Search


@pytest.mark.parametrize("row", table("components")[::9], ids=lambda row: row["id"])
def test_an_element_is_found_first_by_its_name_and_its_key(snapshot: Snapshot, row: dict[str, str]) -> None:
    for text in (row["name"], row["name"].upper(), row["id"]):
        found = search(snapshot, text, 5)
        assert row["id"] in [hit.item.key for hit in found.hits if hit.score == 1.0]


@pytest.mark.parametrize("text", ["Behörde", "behoerde", "BEHORDE"])
def test_umlauts_are_found_however_they_are_written(snapshot: Snapshot, text: str) -> None:
    names = [
        (row["id"], row["name"])
        for name in ("components", "interfaces", "organisations", "standards")
        for row in table(name)
    ]
    expected = {key for key, name in names if "behörde" in name.lower()}
    found = {hit.item.key for hit in search(snapshot, text, 1000).hits}
    assert expected and expected <= found


def test_all_words_are_found_in_any_order(snapshot: Snapshot) -> None:
    assert "fc-zsd" in [hit.item.key for hit in search(snapshot, "Zustelldienst FIT", 5).hits]


def test_scores_fall_and_the_rest_is_counted(snapshot: Snapshot) -> None:
    found = search(snapshot, "bund", 5)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert found.total > len(found.hits) == 5


@pytest.mark.parametrize("text", ["", "  ", "x" * 201])
def test_nothing_and_too_much_are_no_search(snapshot: Snapshot, text: str) -> None:
    with pytest.raises(UsageError):
        search(snapshot, text)


@pytest.mark.parametrize("text", ["<script>", "a\x00b", "\u202e", '"}{', "%", "💥", "*", ".*", "((((("])
def test_odd_characters_are_only_text(snapshot: Snapshot, text: str) -> None:
    assert search(snapshot, text).total >= 0


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text).upper()) == fold(fold(text))
