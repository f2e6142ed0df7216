# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM04: who is competent for a service in an area; expected from the files and the columns of the regional key."""

import re
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from grundriss.model.state_types import Item
from grundriss.questions.answer import ask
from grundriss.store.snapshot import Snapshot
from tests.core.questions.test_fim import EXAMPLES, own, snapshot_of

EXAMPLE = (EXAMPLES / "gartenlaube_xzufi231.xml").read_text("utf-8")
SERVICE = "99999001001000"
ENTRY = re.compile(r"<z:schreibe>\s*<z:zustaendigkeitTransferObjekt>.*?</z:schreibe>", re.DOTALL)
AREAS = (
    "000000000000",  # the Federation
    *("06", "060000000000", "11", "110000000000", "11000000"),  # Länder, two of them cities
    *("064000000000", "010000000000"),  # a Regierungsbezirk; Schleswig-Holstein has none
    *("064120000000", "06412000", "064350000000", "06435000", "010510000000"),  # Kreise and a city of its own
    *("010515163000", "010515166000"),  # Gemeindeverbände
    *("010515163016", "01051016", "010515166021", "064350014014", "06435014"),  # Gemeinden
)
Found = set[tuple[str, str]]


def columns(key: str) -> list[str]:
    """Land, Bezirk, Kreis, Verband, Gemeinde: as far as the area reaches; `?` for a Verband that an AGS leaves open."""
    widths = {12: (2, 1, 2, 4, 3), 8: (2, 1, 2, 0, 3), 2: (2,)}[len(key)]
    found, begin = [], 0
    for width in widths:
        found.append(key[begin : begin + width] or "?")
        begin += width
    while found and not found[-1].strip("0?"):
        found.pop()
    return found


def lies_in(region: str, area: str) -> bool:
    inside, around = columns(region), columns(area)
    if len(around) == 5 and len(inside) == 5:  # an AGS names the Gemeinde without its Verband
        del inside[3], around[3]
    return inside[: len(around)] == around


def entry(kind: str, owner: int, number: int, area: str | None, service: int = 1001) -> str:
    place = f"<z:gebietID>{area}</z:gebietID>" if area else ""
    return f"""<z:schreibe><z:zustaendigkeitTransferObjekt>
<z:uebergeordnetesObjektID schemeAgencyID="B999999">{owner}</z:uebergeordnetesObjektID>
<z:zustaendigkeit xsi:type="z:Zustaendigkeit{kind}"><z:id schemeAgencyID="B999999">{number}</z:id>
<z:leistungID schemeAgencyID="B999999">{service}</z:leistungID>{place}</z:zustaendigkeit>
</z:zustaendigkeitTransferObjekt></z:schreibe>"""


def with_entries(*entries: str) -> str:
    assert len(ENTRY.findall(EXAMPLE)) == 1
    return ENTRY.sub("\n".join(entries), EXAMPLE)


def expected(text: str, region: str) -> Found:
    """Who is competent, with the area: read from the file."""
    found = set()
    for element in etree.fromstring(text.encode()).iter("{*}zustaendigkeitTransferObjekt"):
        owner = own(element, "uebergeordnetesObjektID")[0].text
        for stated in own(element, "zustaendigkeit"):
            areas = [e.text or "" for e in own(stated, "gebietID")]
            if own(stated, "leistungID")[0].text == "1001":
                found.update((f"{owner}", area) for area in areas if lies_in(region, area))
    return found


def answered(snapshot: Snapshot, region: str) -> Found:
    rows = ask(snapshot, "FIM04", {"service": SERVICE, "region": region}).rows
    cells = [(row["competent"], row["area"]) for row in rows]
    return {
        (cell.key.partition("/")[0].rpartition(".")[2], str(area))
        for cell, area in cells
        if isinstance(cell, Item)
    }


def lacks(snapshot: Snapshot, region: str, service: str = SERVICE) -> str:
    return "\n".join(ask(snapshot, "FIM04", {"service": service, "region": region}).missing)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Snapshot]:
    """Offices and online services, each competent in some areas; every fifth competence is for another service."""
    random, folder = Random(4), tmp_path_factory.mktemp("fim")
    kinds = ("Organisationseinheit", "Onlinedienst")
    text = with_entries(
        *(
            entry(
                kinds[n % 2],
                random.randint(2001, 2009) + 1000 * (n % 2),
                5000 + n,
                area,
                1002 if n % 5 == 0 else 1001,
            )
            for n, area in enumerate(random.choices(AREAS, k=70))
        )
    )
    (folder / "xzufi.xml").write_text(text, "utf-8")
    return text, snapshot_of(folder)


@pytest.mark.parametrize("region", AREAS)
def test_who_is_competent_follows_from_the_digits_of_the_area(
    many: tuple[str, Snapshot], region: str
) -> None:
    text, snapshot = many
    found = answered(snapshot, region)
    assert found == expected(text, region) != set()
    assert all((area == "000000000000" or region.startswith(area[:2])) for _, area in found)


def test_the_nearest_area_stands_first_and_says_how_near_it_is(many: tuple[str, Snapshot]) -> None:
    rows = ask(many[1], "FIM04", {"service": SERVICE, "region": "010515163016"}).rows
    levels = [row["digits"] for row in rows]
    assert levels == sorted(levels, key=lambda level: -int(str(level))) and {12, 9, 0} <= set(levels)
    assert {row["class"].key for row in rows if isinstance(row["class"], Item)} == {
        "OrganisationUnit",
        "OnlineServiceDescription",
    }


@pytest.mark.parametrize(
    ("area", "region", "competent"),
    [
        ("064120000000", "064120000000", True),
        ("064350000000", "064120000000", False),
        ("06", "064120000000", True),
        ("11", "064120000000", False),
        ("06412000", "064120000000", True),
        ("064120000000", "06412000", True),
        ("010515163000", "010515163016", True),
        ("010515166000", "010515163016", False),
        ("010515163000", "01051016", False),
        ("010515163016", "01051016", True),
    ],
)
def test_one_changed_area_changes_who_is_competent(
    tmp_path: Path, area: str, region: str, competent: bool
) -> None:
    cell = ">064120000000</z:gebietID>"
    assert EXAMPLE.count(cell) == 1
    (tmp_path / "a.xml").write_text(EXAMPLE.replace(cell, f">{area}</z:gebietID>"), "utf-8")
    assert bool(answered(snapshot_of(tmp_path), region)) is competent is lies_in_or_open(region, area)


def lies_in_or_open(region: str, area: str) -> bool:
    """Whether a region lies in an area for certain: of an AGS the Verband is open."""
    return lies_in(region, area) and not (len(region) == 8 and len(columns(area)) == 4)


def test_an_ags_leaves_the_association_open_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        with_entries(entry("Organisationseinheit", 2001, 1, "010515163000")), "utf-8"
    )
    snapshot = snapshot_of(tmp_path)
    told = lacks(snapshot, "01051016")
    assert (
        "kein ARS" in told
        and "Beispielamt" in told
        and "010515163000" in told
        and "keine für ein Gebiet" in told
    )
    assert lacks(snapshot, "010515163016") == "" and "kein ARS" not in lacks(snapshot, "06435014")


@pytest.mark.parametrize(
    ("entries", "region", "told"),
    [
        ([entry("Organisationseinheit", 2001, 1, "06")], "hessen", "ist kein Regionalschlüssel"),
        ([entry("Organisationseinheit", 2001, 1, "06")], "0641", "ist kein Regionalschlüssel"),
        ([entry("Organisationseinheit", 2001, 1, "06")], "11", "keine für ein Gebiet, in dem „11“ liegt"),
        ([entry("Organisationseinheit", 2001, 1, None)], "06", "Wo „Beispielamt“ für „Gartenlaube"),
        (
            [entry("Organisationseinheit", 2009, 1, "06")],
            "064120000000",
            "OE.2009“ ist als zuständig genannt",
        ),
        ([entry("Organisationseinheit", 2001, 1, "06412000")], "06", "In Teilen von „06“"),
        (
            [entry("Onlinedienst", 3001, 1, "06", 1002)],
            "06",
            "Beschreibungen geladen und keine Zuständigkeiten",
        ),
    ],
)
def test_what_the_files_lack_is_told(tmp_path: Path, entries: list[str], region: str, told: str) -> None:
    (tmp_path / "a.xml").write_text(with_entries(*entries), "utf-8")
    snapshot = snapshot_of(tmp_path)
    assert told in lacks(snapshot, region)
    if told.startswith(("ist kein", "keine")):
        assert answered(snapshot, region) == set()


def test_the_federation_is_around_everything_and_nothing_is_told_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(with_entries(entry("Onlinedienst", 3001, 1, "0" * 12)), "utf-8")
    snapshot = snapshot_of(tmp_path)
    for region in AREAS:
        assert answered(snapshot, region) == {("3001", "0" * 12)} and lacks(snapshot, region) == ""
