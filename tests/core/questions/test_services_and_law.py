# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ17, CQ18, CQ19, CQ23: what a public service needs, what fails with an element, law, and routing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from grundriss.model.state_types import Item
from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.links import land, links, offers, reached
from tests.core.questions.tables import Cells, by_id, cells, code, depends, element_of, key, with_lists
from tests.core.test_states import table

Change = Callable[[str, str, str, str], Path]
WOHNGELD, FUEHRUNGSZEUGNIS = "99107023037000", "99049001001000"


def chain(leika: str, folder: Path) -> Cells:
    components, doors = by_id("components", folder), by_id("interfaces", folder)
    found: dict[tuple[str, str | None], tuple[set[str], set[str]]] = {}

    def add(element: str, relation: str | None, needed_by: str, via: str | None = None) -> None:
        names, vias = found.setdefault((element, relation), (set(), set()))
        names.add(needed_by)
        vias |= {doors[via]["name"]} if via else set()

    for row, offer, component in offers(folder):
        if row["leika_key"] != leika:
            continue
        add(offer, "OfferedOnlineBy", row["name"])
        if component is None:
            continue
        add(component, "Realises", f"{row['name']} (online)")
        present = links(folder, TODAY)
        supplied = [link for link in present if link.type == "SuppliesDataTo" and link.source == component]
        for link in supplied:
            add(link.target, None, components[component]["name"], link.via)
        needing = reached([component, *(link.target for link in supplied)], depends(folder))
        for link in present:
            if link.dependent in needing:
                add(link.needed, link.type, components[link.dependent]["name"], link.via)
    return {
        (
            element,
            code(components[element]["type"]) if element in components else None,
            relation,
            *map(frozenset, lists),
        )
        for (element, relation), lists in found.items()
    }


@pytest.mark.parametrize("leika", [WOHNGELD, FUEHRUNGSZEUGNIS, "99010023020000", "99012070006001"])
def test_cq17_the_chain_of_a_service(answer: Ask, leika: str) -> None:
    expected = chain(leika, FACTS)
    assert len(expected) > 5
    assert with_lists(answer("CQ17", service=leika), "neededBy", "via") == expected


@pytest.mark.parametrize("leika", [WOHNGELD, FUEHRUNGSZEUGNIS, "99115005104000", "99012070006001"])
def test_cq17_what_needs_something_stands_before_it(answer: Ask, leika: str) -> None:
    behind = {component for row, _, component in offers(FACTS) if row["leika_key"] == leika}
    pairs = {
        (link.dependent, link.needed)
        for link in links(FACTS, TODAY)
        if link.type != "SuppliesDataTo" or link.source not in behind  # who is delivered to stands behind
    }
    shown = [row["element"] for row in answer("CQ17", service=leika).rows]
    keys = list(dict.fromkeys(element.key for element in shown if isinstance(element, Item)))
    needs = {key: reached([key], depends(FACTS)) for key in keys}
    later = [
        (dependent, needed)
        for dependent, needed in pairs
        if dependent in keys and needed in keys and keys.index(needed) < keys.index(dependent)
    ]
    assert all(dependent in needs[needed] for dependent, needed in later), "only circles have no order"
    assert len(keys) > 5 and len(later) < len(keys)


def test_cq17_the_certificate_needs_the_central_register(answer: Ask) -> None:
    rows = with_lists(answer("CQ17", service=FUEHRUNGSZEUGNIS), "neededBy", "via")
    portal = frozenset(["Online-Portal Führungszeugnis (fuehrungszeugnis.bund.de)"])
    assert ("reg-bzr", "register", "Uses", portal, frozenset()) in rows


def test_cq17_follows_the_register(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0180", "to_component", "reg-azr")
    expected = chain(FUEHRUNGSZEUGNIS, folder)
    assert expected != chain(FUEHRUNGSZEUGNIS, FACTS)
    answer = answer_from(folder, "CQ17", service=FUEHRUNGSZEUGNIS)
    assert with_lists(answer, "neededBy", "via") == expected


def failing(element: str, folder: Path) -> Cells:
    pairs = depends(folder)
    return {
        (
            row["leika_key"],
            offer,
            component,
            land(row["responsible_land"]),
            component == element or (component, element) in pairs,
            False,
        )
        for row, offer, component in offers(folder)
        if component and element in reached([component], pairs)
    }


@pytest.mark.parametrize(
    "element", ["bundid", "eid", "leika", "osi", "if-bundid-saml", "component/od-wg", "mjp"]
)
def test_cq18_what_fails_with_an_element(answer: Ask, element: str) -> None:
    expected = failing(element.removeprefix("component/"), FACTS)
    assert bool(expected) == (element != "mjp"), element
    assert cells(answer("CQ18", element=element)) == expected


def test_cq18_follows_the_login(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0172", "to_component", "muk")
    gone = failing("bundid", FACTS) - failing("bundid", folder)
    assert {row[2] for row in gone} == {"od-bafoeg"}
    assert cells(answer_from(folder, "CQ18")) == failing("bundid", folder)


def test_cq18_another_offer_remains(answer_with: Ask) -> None:
    turtle = """
    PREFIX v: <https://w3id.org/grundriss/id/service/>
    PREFIX n: <https://w3id.org/grundriss/id/online-service/>
    v:99022001017003 gru:offeredOnlineBy n:other . n:other gru:dependsOn c:muk-auth ."""
    rows = {row[2]: row[5] for row in cells(answer_with(turtle, "CQ18"))}
    assert rows["od-bafoeg"] is True and rows["od-ewa"] is False


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def names_a_law(text: str) -> bool:
    for word in re.findall(r"[^\W\d_]+", text):
        capital = word[0].isupper()
        if word in ("OZG", "SDG", "eIDAS", "Gesetz") or (capital and word.endswith("gesetz")):
            return True
        if capital and word.endswith("G") and any(letter.islower() for letter in word[1:-1]):
            return True
    return "§" in text


def law_rows(folder: Path, law: str | None = None, element: str | None = None) -> Cells:
    found: list[tuple[str, str, str, str]] = []
    realised = {row["leika_key"]: component for row, _, component in offers(folder)}
    for row in table("services", folder):
        for basis in filter(None, (part.strip() for part in row["legal_basis"].split(";"))):
            leika = row["leika_key"]
            found.append((leika, basis, "legalBasis", leika))
            if realised.get(leika):
                found.append((realised[leika] or "", basis, "legalBasis", leika))
    decisions = by_id("decisions", folder)
    known = [
        by_id(name, folder)
        for name in ("components", "interfaces", "standards", "organisations", "guidelines")
    ]
    for row in table("target_changes", folder):
        changed = element_of(row)
        texts = [("reason", row["reason"])]
        texts += [("basisText", row["beschluss"])] if row["beschluss"] not in decisions else []
        found += [(changed, text, stated, row["id"]) for stated, text in texts]
        prefix, _, name = row["element"].rpartition(":")
        if prefix and not any(name in rows for rows in known):
            found.append((changed, name.replace("-", " "), "prefLabel", changed))
    for row in table("components", folder):
        found.append((row["id"], row["description_de"], "description", row["id"]))
    for row in table("guidelines", folder):
        found.append((key(row["id"]), row["content"], "description", key(row["id"])))
        found.append((key(row["id"]), row["title"], "prefLabel", key(row["id"])))
    wanted = words(law or "")
    return {
        row
        for row in found
        if (element is None or row[0] == element)
        and (
            any(words(row[1])[at : at + len(wanted)] == wanted for at in range(len(words(row[1]))))
            if law
            else row[2] == "legalBasis" or names_a_law(row[1])
        )
    }


@pytest.mark.parametrize("law", ["OZG", "ozg", "§ 17 BMG", "IDNrG", "SDG-VO", "eIDAS", "BMG", "SGB XII"])
def test_cq19_what_a_law_affects(answer: Ask, law: str) -> None:
    expected = law_rows(FACTS, law)
    assert expected
    assert cells(answer("CQ19", law=law)) == expected


def test_cq19_all_laws_and_those_of_an_element(answer: Ask) -> None:
    assert cells(answer("CQ19")) == law_rows(FACTS)
    assert cells(answer("CQ19", element="ida")) == law_rows(FACTS, element="ida") != set()
    assert cells(answer("CQ19", element="component/od-ewa")) == law_rows(FACTS, element="od-ewa") != set()


@pytest.mark.parametrize("law", ["§", '" . } DROP ALL #', ".*", "\\", "OZ", "<b>OZG</b>x"])
def test_cq19_a_law_is_only_a_text(answer: Ask, law: str) -> None:
    assert answer("CQ19", law=law).rows == ()


def test_cq19_follows_the_legal_basis(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("services", "99115005104000", "legal_basis", "§ 99 OZG")
    assert law_rows(folder, "OZG") > law_rows(FACTS, "OZG")
    assert cells(answer_from(folder, "CQ19", law="OZG")) == law_rows(folder, "OZG")


def routing(leika: str, folder: Path) -> Cells:
    pairs, present = depends(folder), links(folder, TODAY)
    elements = {element for pair in pairs for element in pair}
    found: Cells = set()
    for row, offer, component in offers(folder):
        if row["leika_key"] != leika or component is None:
            continue
        ways = {
            element: (bool({"leika"} & far), bool({"dvdv"} & far))
            for element in elements
            for far in [reached([element], pairs)]
        }
        steps = [(component, "Realises", offer, None, None, component)]
        steps += [
            (link.source, link.type, link.target, link.via, link.standard, link.needed)
            for link in present
            if link.dependent in reached([component], pairs)
        ]
        found |= {(*step[:5], *ways[step[5]]) for step in steps if any(ways.get(step[5], ()))}
    return found


@pytest.mark.parametrize("leika", [WOHNGELD, "99049001001000", "99115005104000", "99022001017003"])
def test_cq23_the_chain_to_the_competent_authority(answer: Ask, leika: str) -> None:
    assert cells(answer("CQ23", service=leika)) == routing(leika, FACTS)


def test_cq23_goes_from_the_catalogue_through_editors_and_pvog(answer: Ask) -> None:
    rows = {row[:3] for row in cells(answer("CQ23"))}
    assert ("leika", "SuppliesDataTo", "l6-info") in rows
    assert ("l6-info", "SuppliesDataTo", "pvog-sammler") in rows
    assert ("fc-rout", "Uses", "pvog-such") in rows


def test_cq23_follows_the_routing(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0152", "to_component", "reglk")
    assert routing(WOHNGELD, FACTS) - routing(WOHNGELD, folder) == {
        ("od-wg", "RoutesVia", "dvdv", None, None, False, True)
    }
    assert cells(answer_from(folder, "CQ23")) == routing(WOHNGELD, folder)
