# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ20, CQ21, CQ22, CQ32: registers and the IdNr, evidence, networks, Europe."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.links import links
from tests.core.questions.tables import Cells, by_id, cells, here, with_lists
from tests.core.test_states import TARGET, first_day, table

Change = Callable[[str, str, str, str], Path]


def registers(folder: Path) -> Cells:
    components, doors = by_id("components", folder), by_id("interfaces", folder)
    standards, today = by_id("standards", folder), here(TODAY, folder).relations
    found: Cells = set()
    for register, row in components.items():
        if row["type"] != "Register":
            continue
        states: dict[str, set[str]] = {"ida": set(), "dsc": set()}
        vias, norms = set(), set()
        for link in links(folder, TARGET):
            for hub in states:
                if {link.source, link.target} == {register, hub}:
                    states[hub].add("ist" if link.id in today else "soll")
                    if hub == "ida":
                        vias |= {doors[link.via]["name"]} if link.via else set()
                        norms |= {standards[link.standard]["name"]} if link.standard else set()
        retrieval, cockpit = (min(states[hub], default=None) for hub in ("ida", "dsc"))
        if retrieval or cockpit:
            in_time = cockpit is not None and (retrieval, cockpit) != ("ist", "soll")
            found.add((register, retrieval, cockpit, in_time, frozenset(vias), frozenset(norms)))
    return found


def test_cq20_registers_and_the_idnr(answer: Ask) -> None:
    expected = registers(FACTS)
    assert {row[0] for row in expected} == {"reg-nwr", "reg-melde", "reg-pers", "reg-azr", "reg-idnr"}
    assert with_lists(answer("CQ20"), "via", "standard") == expected


def test_cq20_the_weapons_register_retrieves_before_it_is_watched(answer: Ask) -> None:
    rows = {row[0]: row[1:4] for row in cells(answer("CQ20"))}
    assert rows["reg-nwr"] == ("ist", "soll", False)
    assert rows["reg-melde"] == ("soll", "soll", True)


def test_cq20_follows_the_cockpit(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "dsc", "lifecycle_status", "produktiv")
    changed = registers(folder) - registers(FACTS)
    assert {row[:4] for row in changed} == {("reg-nwr", "ist", "ist", True)}
    assert with_lists(answer_from(folder, "CQ20"), "via", "standard") == registers(folder)


def evidence(folder: Path, hub: str = "noots") -> Cells:
    own = {row["id"] for row in table("interfaces", folder) if row["provider_component"] == hub}
    return {
        (link.source, link.type, link.target, link.via, link.standard, None, link.state, link.confidence)
        for link in links(folder)
        if link.type in ("SuppliesDataTo", "Uses") and (hub in (link.source, link.target) or link.via in own)
    }


def test_cq21_who_supplies_and_obtains_evidence(answer: Ask) -> None:
    expected = evidence(FACTS)
    assert len(expected) == 10 and {row[6] for row in expected} == {"soll"}
    assert cells(answer("CQ21")) == expected
    assert cells(answer("CQ21", hub="fit-connect")) == evidence(FACTS, "fit-connect")


def test_cq21_follows_the_state(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0118", "state", "both")
    assert {row[0] for row in evidence(folder) - evidence(FACTS)} == {"reg-zfzr"}
    assert cells(answer_from(folder, "CQ21")) == evidence(folder)


def networks(folder: Path) -> Cells:
    components, every = by_id("components", folder), links(folder)
    pairs = {(link.source, link.target) for link in every}
    return {
        (
            link.source,
            link.type,
            link.target,
            link.via,
            access.target,
            (link.source, access.target) in pairs,
            link.state,
        )
        for access in every
        for link in every
        if components[access.target]["type"] == "Netz"
        and components[access.source]["type"] != "Netz"
        and access.type in ("Uses", "RunsOn")
        and link.target == access.source
        and link.type in ("Uses", "AuthenticatesWith", "RoutesVia", "SuppliesDataTo")
    }


def test_cq22_who_needs_a_network(answer: Ask) -> None:
    expected = networks(FACTS)
    assert ("fc-zbp", "SuppliesDataTo", "zbp", "if-zbp-rest", "ndbvn", True, "both") in expected
    assert ("fc-zbp", "SuppliesDataTo", "zbp", "if-zbp-rest", "ndb", False, "both") in expected
    assert cells(answer("CQ22")) == expected
    assert cells(answer("CQ22", network="ndbvn")) == {row for row in expected if row[4] == "ndbvn"}


def test_cq22_follows_the_connection(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0031", "to_component", "ndb")
    changed = {row[:1] + row[4:6] for row in networks(folder) - networks(FACTS)}
    assert changed >= {("fc-zbp", "ndb", True), ("fc-zbp", "ndbvn", False)}
    assert cells(answer_from(folder, "CQ22")) == networks(folder)


def european(folder: Path, since: date = TODAY, wallet: str = "eudiw") -> Cells:
    components = by_id("components", folder)
    partners = {key for key, row in components.items() if row["federal_level"] == "eu"} | {wallet}
    deadlines: dict[str, list[tuple[str | None, str | None]]] = {}
    for row in table("target_changes", folder):
        day = row["date"]
        if day and day != "offen" and (first_day(day) >= since or day == since.isoformat()[: len(day)]):
            deadlines.setdefault(row["element"], []).append((day, row["id"]))
    return {
        (other, link.type, partner, outgoing, link.via, link.standard, link.state, *deadline)
        for link in links(folder)
        for other, partner, outgoing in (
            (link.source, link.target, True),
            (link.target, link.source, False),
        )
        if partner in partners and link.type != "ReplacedBy"
        for deadline in deadlines.get(partner, [(None, None)])
    }


def test_cq32_what_connects_with_europe(answer: Ask) -> None:
    expected = european(FACTS)
    assert {row[2] for row in expected} == {"eu-oots", "your-europe", "eudiw"}
    assert cells(answer("CQ32")) == expected
    assert cells(answer("CQ32", since="2025-01-01")) == european(FACTS, date(2025, 1, 1)) != expected


def test_cq32_follows_the_deadline(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("target_changes", "chg-035", "date", "2026-12-24")
    assert {row[7] for row in european(folder) - european(FACTS)} == {"2026-12-24"}
    assert cells(answer_from(folder, "CQ32")) == european(folder)
