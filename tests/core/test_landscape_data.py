# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""data/landscape holds every researched fact unchanged, in our own words, in a form that can be reviewed.

The comparison with the research reads ../shared/landscape and is skipped where that folder is absent.
Everything is read with the csv module, not with the importer under test elsewhere.
"""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "landscape"
RESEARCH = ROOT.parent / "shared" / "landscape"

ROWS = {
    "organisations": 76,
    "components": 170,
    "function_blocks": 6,
    "interfaces": 53,
    "standards": 76,
    "services": 36,
    "dependencies": 317,
    "target_changes": 49,
    "decisions": 28,
    "guidelines": 17,
    "fitstore": 14,
}
TABLES = [*ROWS, "plateaus"]

# Cells that hold sentences: the whole column, or only the rows listed.
TEXT_COLUMNS = {
    ("components", "description_de"),
    ("organisations", "role"),
    ("target_changes", "reason"),
    ("guidelines", "content"),
    ("fitstore", "note"),
}
TEXT_CELLS = {
    # titles that describe a decision; all others are official names
    ("decisions", "title"): {
        "2019/46",
        "2020/44",
        "2022/32",
        "2022/33",
        "2023/22",
        "2024/26-IT",
        "2025/02-AL",
        "2025/03",
        "2025-47-29P",
        "2025-48-EUDI",
        "2025-48-MaKI",
    },
    # a remark instead of a list of Länder
    ("fitstore", "reusing_laender"): {"Aufenthalt Digital", "ELFE"},
}
TEXTS = [*sorted(TEXT_COLUMNS), *TEXT_CELLS]
COPIED_WORDS = 8

Row = dict[str, str]


def table(name: str, folder: Path = DATA) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def research(name: str) -> list[Row]:
    if not RESEARCH.is_dir():
        pytest.skip("needs ../shared (landscape: the researched facts)")
    return table(name, RESEARCH)


def key(row: Row) -> str:
    return next(iter(row.values()))


def ids(name: str) -> set[str]:
    return {key(row) for row in table(name)}


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def is_text(name: str, column: str, row: Row) -> bool:
    return (name, column) in TEXT_COLUMNS or key(row) in TEXT_CELLS.get((name, column), ())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + COPIED_WORDS]) for i in range(len(found) - COPIED_WORDS + 1)}


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", text))


def abbreviations(text: str) -> set[str]:
    """Names in capitals (PVOG, IDNr, XZuFi), without a plural or genitive s."""
    return {word.rstrip("s") for word in re.findall(r"\w+", text) if len(re.findall("[A-ZÄÖÜ]", word)) > 1}


def text_pairs(name: str, column: str) -> list[tuple[Row, Row]]:
    """The rows (researched, ours) whose cell in this column is a text that has to be our own."""
    pairs = zip(research(name), table(name), strict=True)
    return [(theirs, ours) for theirs, ours in pairs if theirs[column] and is_text(name, column, theirs)]


# What was researched is all there


@pytest.mark.parametrize("name", ROWS)
def test_every_researched_row_is_there_in_the_same_order(name: str) -> None:
    researched = research(name)
    assert len(table(name)) == len(researched) == ROWS[name]
    assert [key(row) for row in table(name)] == [key(row) for row in researched]
    assert list(table(name)[0]) == list(researched[0])


@pytest.mark.parametrize("name", ROWS)
def test_every_fact_is_equal_cell_by_cell(name: str) -> None:
    different = [
        (key(theirs), column, theirs[column], ours[column])
        for theirs, ours in zip(research(name), table(name), strict=True)
        for column in theirs
        if not is_text(name, column, theirs) and theirs[column] != ours[column]
    ]
    assert different == []


@pytest.mark.parametrize(("name", "column"), TEXTS)
def test_a_text_is_there_where_the_research_has_one_and_only_there(name: str, column: str) -> None:
    different = [
        key(theirs)
        for theirs, ours in zip(research(name), table(name), strict=True)
        if bool(theirs[column]) != bool(ours[column].strip())
    ]
    assert different == []


@pytest.mark.parametrize(("name", "column"), TEXTS)
def test_a_text_is_not_the_sentence_of_the_research(name: str, column: str) -> None:
    pairs = text_pairs(name, column)
    assert pairs
    assert [key(ours) for theirs, ours in pairs if words(theirs[column]) == words(ours[column])] == []


@pytest.mark.parametrize(("name", "column"), TEXTS)
def test_no_run_of_eight_words_is_copied_from_any_text_of_the_research(name: str, column: str) -> None:
    pairs = text_pairs(name, column)
    theirs_all = {run for theirs, _ in pairs for run in runs(theirs[column])}
    assert [(key(ours), run) for _, ours in pairs for run in runs(ours[column]) & theirs_all] == []


@pytest.mark.parametrize(("name", "column"), TEXTS)
def test_a_text_keeps_every_number_and_adds_none(name: str, column: str) -> None:
    different = [
        (theirs[column], ours[column])
        for theirs, ours in text_pairs(name, column)
        if numbers(theirs[column]) != numbers(ours[column])
    ]
    assert different == []


@pytest.mark.parametrize(("name", "column"), TEXTS)
def test_a_text_keeps_every_abbreviation_and_adds_none_that_its_row_does_not_name(
    name: str, column: str
) -> None:
    for theirs, ours in text_pairs(name, column):
        missing = {a for a in abbreviations(theirs[column]) if a not in ours[column]}
        named = " ".join(theirs.values()).casefold()
        added = {a for a in abbreviations(ours[column]) if a.casefold() not in named}
        assert (key(ours), missing, added) == (key(ours), set(), set())


# The tables hold together


def test_a_key_stands_once_in_its_table() -> None:
    for name in TABLES:
        doubled = [k for k, count in Counter(key(row) for row in table(name)).items() if count > 1]
        assert (name, doubled) == (name, [])
        assert all(key(row) for row in table(name)), name


@pytest.mark.parametrize(
    ("name", "column", "targets"),
    [
        ("components", "owner_org", ["organisations"]),
        ("components", "operator_org", ["organisations"]),
        ("organisations", "parent", ["organisations"]),
        ("function_blocks", "components", ["components"]),
        ("interfaces", "provider_component", ["components"]),
        ("interfaces", "standard_id", ["standards"]),
        ("services", "online_service_component", ["components"]),
        ("dependencies", "from_component", ["components"]),
        ("dependencies", "to_component", ["components"]),
        ("dependencies", "via", ["interfaces", "standards"]),
        ("target_changes", "plateau", ["plateaus"]),
        ("fitstore", "component", ["components"]),
    ],
)
def test_every_reference_leads_to_a_row(name: str, column: str, targets: list[str]) -> None:
    known = {identifier for target in targets for identifier in ids(target)}
    referred = {part for row in table(name) for part in parts(row[column])}
    assert referred
    assert referred - known == set()


def test_every_responsible_land_is_a_land_or_the_federation() -> None:
    known = {identifier.removeprefix("land-").upper() for identifier in ids("organisations")}
    assert {row["responsible_land"].upper() for row in table("services")} - {""} <= known


def test_a_plain_changed_element_is_a_row_or_the_portfolio() -> None:
    known = ids("components") | ids("interfaces") | ids("standards") | ids("organisations")
    plain = {row["element"] for row in table("target_changes") if ":" not in row["element"]}
    assert plain - known == {"portfolio"}


def test_the_plateaus_are_the_ends_of_their_years_and_one_is_the_target() -> None:
    plateaus = table("plateaus")
    assert list(plateaus[0]) == ["id", "name", "date", "is_target", "description_de"]
    assert [row["id"] for row in plateaus] == ["IST-2021", "P2023", "P2025", "P2026", "P2027", "ZIEL-2028"]
    assert [row["date"] for row in plateaus] == [f"{row['id'][-4:]}-12-31" for row in plateaus]
    assert [row["id"] for row in plateaus if row["is_target"] == "true"] == ["ZIEL-2028"]
    assert {row["is_target"] for row in plateaus} == {"true", "false"}
    assert all(row["name"] and row["description_de"] for row in plateaus)


def test_the_plateaus_are_those_that_the_researched_changes_name() -> None:
    assert {row["plateau"] for row in research("target_changes")} == ids("plateaus")


def test_dates_are_years_months_or_days_and_never_something_else() -> None:
    date = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
    for name in TABLES:
        for row in table(name):
            for column in {"date", "since", "until"} & row.keys():
                open_end = (name, row[column]) == ("target_changes", "offen")
                assert not row[column] or open_end or date.fullmatch(row[column]), (name, key(row))


# The form in which an architect reviews it


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_utf8_with_lf_and_one_fact_per_line(name: str) -> None:
    raw = (DATA / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
    assert len(rows) == raw.count(b"\n")
    assert {len(row) for row in rows} == {len(rows[0])}
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    assert written.getvalue().encode("utf-8") == raw, "quotation marks only where a cell needs them"
    assert [cell for row in rows for cell in row if cell != cell.strip()] == []


def test_the_readme_describes_every_file_and_every_column() -> None:
    described = {
        found[1]: set(re.findall(r"`([a-z_]+)`", found[2]))
        for found in re.finditer(
            r"^\| `(\w+)\.csv` \|[^|]*\|(.*)\|$", (DATA / "README.md").read_text("utf-8"), re.M
        )
    }
    assert {path.stem for path in DATA.glob("*.csv")} == set(TABLES) == described.keys()
    assert {name: set(table(name)[0]) - described[name] for name in TABLES} == {n: set() for n in TABLES}
