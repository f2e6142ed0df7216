# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of an element against the tables of facts, which plain loops read for themselves."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from bench.synthetic import HUB, link, renamed
from grundriss import queries
from grundriss.description.describe import Description, describe, findings_by_focus
from grundriss.errors import NotFound
from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL, gru
from grundriss.model.vocabulary import relation_types
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss.validation.candidate import store_of
from grundriss.validation.validate import validate
from tests.core.conftest import FACTS, TODAY

BASE = Base()
COPIES = 50
BUNDID = BASE.element("component", "bundid")


def table(name: str, folder: Path = FACTS) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def snapshot_of(store: Store) -> Snapshot:
    return Snapshot(store, Path(), 1, 1, TODAY, BASE)


def loaded_from(folder: Path) -> Snapshot:
    return snapshot_of(store_of(read_landscape(folder, BASE).quads, TODAY, BASE))


@pytest.fixture(scope="module")
def snapshot(loaded: Workspace) -> Iterator[Snapshot]:
    with loaded.snapshot() as opened:
        yield opened


def described(snapshot: Snapshot, kind: str, key: str, lang: str = "de", **more: Any) -> Description:
    return describe(snapshot, BASE.element(kind, key), lang, **more)


def ends(description: Description, direction: str) -> Counter[tuple[str, str]]:
    return Counter(
        (group.type, related.other.key)
        for group in description.relations
        if group.direction == direction
        for related in group.relations
    )


def expected_ends(folder: Path, key: str, here: str, there: str) -> Counter[tuple[str, str]]:
    names = {t.notation: t.name for t in relation_types().values() if t.notation}
    return Counter(
        (names[row["nature"]], row[there]) for row in table("dependencies", folder) if row[here] == key
    )


@pytest.mark.parametrize("key", [row["id"] for row in table("components")][::7])
def test_dependencies_stand_in_both_directions(snapshot: Snapshot, key: str) -> None:
    found = described(snapshot, "component", key)
    dependency = {t.name for t in relation_types().values() if t.family != "structure"}
    outgoing = {pair: n for pair, n in ends(found, "outgoing").items() if pair[0] in dependency}
    incoming = {pair: n for pair, n in ends(found, "incoming").items() if pair[0] in dependency}
    assert outgoing == expected_ends(FACTS, key, "from_component", "to_component")
    assert incoming == expected_ends(FACTS, key, "to_component", "from_component")


def test_another_end_of_a_dependency_changes_the_description(
    change_cell: Callable[[str, str, str, str], Path],
) -> None:
    row = next(row for row in table("dependencies") if row["from_component"] == "bundid")
    folder = change_cell("dependencies", row["id"], "to_component", "pvog")
    found = describe(loaded_from(folder), BUNDID)
    before, after = (expected_ends(f, "bundid", "from_component", "to_component") for f in (FACTS, folder))
    assert ends(found, "outgoing") >= after
    assert not ends(found, "outgoing") >= before


def test_relations_read_from_the_element(snapshot: Snapshot) -> None:
    labels = {(g.type, g.direction): g.label for g in described(snapshot, "component", "bundid").relations}
    assert labels["AuthenticatesWith", "outgoing"] == "authentifiziert mit"
    assert labels["AuthenticatesWith", "incoming"] == "authentifiziert für"
    english = {
        (g.type, g.direction): g.label for g in described(snapshot, "component", "bundid", "en").relations
    }
    assert english["ReplacedBy", "outgoing"] == "replaced by"


@pytest.mark.parametrize("row", table("components")[::11], ids=lambda row: row["id"])
def test_facts_carry_their_values_source_and_what_is_not_verified(
    snapshot: Snapshot, row: dict[str, str]
) -> None:
    facts = {fact.name: fact for fact in described(snapshot, "component", row["id"]).facts}
    assert [value.text for value in facts["dct:description"].values] == [row["description_de"]]
    assert [value.text for value in facts["gru:kind"].values] == [row["type"]]
    owner = facts.get("gru:owner")
    assert (owner.values[0].item.key if owner and owner.values[0].item else "") == row["owner_org"]
    unverified = [part.partition(":")[0].strip() for part in row["unverified_fields"].split(";")]
    for name, columns in (
        ("gru:owner", ("owner", "owner_org")),
        ("gru:operator", ("operator", "operator_org")),
    ):
        if name in facts:
            marked = row["confidence"] == "unverified" or any(column in unverified for column in columns)
            assert facts[name].evidence.unverified == marked
    url = row["source"].split(" ")[0]
    if url.startswith("http"):
        assert facts["gru:kind"].evidence.sources == (url,)


def test_a_note_stands_with_the_property_that_it_is_about(snapshot: Snapshot) -> None:
    row = next(row for row in table("components") if row["id"] == "pvog")
    assert "since:pvdp" in row["unverified_fields"]
    facts = {fact.name: fact for fact in described(snapshot, "component", "pvog").facts}
    assert facts["gru:validFrom"].evidence.notes == ("pvdp",)
    assert facts["gru:validFrom"].evidence.unverified
    assert not facts["gru:kind"].evidence.unverified


def test_interfaces_stand_with_kind_and_standard(snapshot: Snapshot) -> None:
    rows = [row for row in table("interfaces") if row["provider_component"] == "pvog-such"]
    found = described(snapshot, "component", "pvog-such").interfaces
    assert sorted((i.item.key, i.kind, [s.key for s in i.standards]) for i in found) == sorted(
        (row["id"], row["kind"], [row["standard_id"]]) for row in rows
    )


def test_a_standard_names_who_follows_it(snapshot: Snapshot) -> None:
    rows = [row["id"] for row in table("interfaces") if row["standard_id"] == "xzufi"]
    groups = {group.name: group for group in described(snapshot, "standard", "xzufi").references}
    assert sorted(item.key for item in groups["gru:conformsTo"].items) == sorted(rows)


def test_a_service_leads_through_its_online_service_to_the_component(snapshot: Snapshot) -> None:
    row = next(row for row in table("services") if row["online_service_component"])
    component = row["online_service_component"]
    for kind, key in (("service", row["leika_key"]), ("component", component)):
        offers = described(snapshot, kind, key).services
        chains = {(o.service.key if o.service else None, *(c.key for c in o.components)) for o in offers}
        assert (row["leika_key"], component) in chains


def test_a_decision_does_not_name_itself_as_what_it_rests_on(snapshot: Snapshot) -> None:
    (reached,) = {row["beschluss"] for row in table("target_changes") if row["element"] == "demail"}
    found = described(snapshot, "decision", reached.lower().replace("/", "-"))
    assert found.changes and not found.decisions


def test_changes_and_decisions_are_those_of_the_table(snapshot: Snapshot) -> None:
    components = {row["id"] for row in table("components")}
    element = next(
        row["element"]
        for row in table("target_changes")
        if row["element"] in components and row["beschluss"] in {d["id"] for d in table("decisions")}
    )
    rows = [row for row in table("target_changes") if row["element"] == element]
    found = described(snapshot, "component", element)
    assert sorted((c.key, c.reason) for c in found.changes) == sorted((r["id"], r["reason"]) for r in rows)
    known = {row["id"] for row in table("decisions")}
    assert len(found.decisions) >= len({row["beschluss"] for row in rows} & known)


def test_the_timeline_is_in_order_and_the_undated_stand_apart(snapshot: Snapshot) -> None:
    for row in table("components"):
        found = described(snapshot, "component", row["id"])
        days = [entry.day or "" for entry in found.timeline]
        assert days == sorted(days) and all(days)
        assert not any(entry.day for entry in found.undated)
        assert [e.date for e in found.timeline if e.kind == "start"] == (
            [row["since"]] if row["since"] else []
        )


def test_findings_are_those_of_the_element(snapshot: Snapshot) -> None:
    report = validate(snapshot.store)
    findings = findings_by_focus(report)
    focus = next(f.focus for f in report.results if f.focus.type == "Component")
    found = describe(snapshot, NamedNode(focus.id), findings=findings)
    assert [f for f in report.results if f.focus.id == focus.id] == [
        f for f in found.findings if f.focus.id == focus.id
    ]


def test_what_is_described_is_checked_alone_as_with_everything_else(snapshot: Snapshot) -> None:
    findings = findings_by_focus(validate(snapshot.store))
    told = 0
    for row in table("components")[::5]:
        alone = described(snapshot, "component", row["id"]).findings
        assert alone == described(snapshot, "component", row["id"], findings=findings).findings
        told += len(alone)
    assert told > 20


def test_the_summary_says_what_it_is(snapshot: Snapshot) -> None:
    assert described(snapshot, "component", "bundid").summary.startswith("Basiskomponente auf Bundesebene. ")
    assert described(snapshot, "component", "bundid", "en").summary.startswith(
        "Basic component at federal level. "
    )
    decision = described(snapshot, "decision", "b-2026-03-it").summary
    assert "Beschlossen am: 18.03.2026." in decision
    relation = described(snapshot, "relation", "dep-0047").summary
    assert relation.startswith("Abgelöst durch")


def test_every_kind_of_element_can_be_described_in_both_languages(snapshot: Snapshot) -> None:
    for kind, key in (
        ("organization", "fitko"),
        ("decision", "2020-44"),
        ("guideline", "fitarl-1.9"),
        ("plateau", "ziel-2028"),
        ("function-block", "fb-auth"),
        ("change", "chg-001"),
        ("reuse-offer", "od-ewa"),
        ("relation", "dep-0047"),
    ):
        german, english = (described(snapshot, kind, key, lang) for lang in ("de", "en"))
        assert german.summary and english.summary and german.summary != english.summary
        assert german.to_dict()["facts"]


def test_what_nobody_knows_is_not_found(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound):
        described(snapshot, "component", "nobody")


def test_markup_and_odd_addresses_stay_text() -> None:
    store = store_of(read_landscape(FACTS, BASE).quads, TODAY, BASE)
    source = NamedNode("javascript:alert(1)")
    store.update(
        f'INSERT DATA {{ {BUNDID} {LABEL} "<script>x</script>"@fr ; {gru("homepage")} {source} ; '
        f'{gru("note")} "=1+1" }}'
    )
    found = describe(snapshot_of(store), BUNDID)
    facts = {fact.name: fact for fact in found.facts}
    assert facts["gru:homepage"].values[0].url is None
    assert facts["gru:note"].values[0].text == "=1+1"


class CountingStore:
    """A store that counts the statements that are read from it one pattern at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.read = 0

    def query(self, *arguments: Any, **options: Any) -> Any:
        return self.store.query(*arguments, **options)

    def quads_for_pattern(self, *pattern: Any) -> Iterator[Any]:
        for quad in self.store.quads_for_pattern(*pattern):
            self.read += 1
            yield quad


def reads(snapshot: Snapshot, node: NamedNode, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How many queries a description asks, and how many rows and statements it reads."""
    store = CountingStore(snapshot.store)
    counted = Counter({"queries": 0, "rows": 0})
    ask = queries.rows

    def counting(asked: Store, query: str) -> Iterator[Any]:
        counted["queries"] += 1
        for row in ask(asked, query):
            counted["rows"] += 1
            yield row

    with monkeypatch.context() as patch:
        patch.setattr(queries, "rows", counting)
        describe(snapshot_of(store), node)  # type: ignore[arg-type]
    return counted["queries"], counted["rows"] + store.read


@pytest.fixture(scope="module")
def copies(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The landscape fifty times over, derived statements included, with one hub that all copies lead to."""
    path = tmp_path_factory.mktemp("copies") / "copies.nt"
    snapshot.store.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    with path.open("a", encoding="utf-8") as file:
        for number in range(1, COPIES):
            file.writelines([*renamed(lines, number), *link(BASE, number)])
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES)
    return snapshot_of(store)


@pytest.mark.parametrize("key", ["bundid", "pvog", "fit-connect"])
def test_a_description_reads_no_more_in_a_store_fifty_times_as_large(
    snapshot: Snapshot, copies: Snapshot, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = BASE.element("component", key)
    asked, read = reads(snapshot, node, monkeypatch)
    assert asked < 15
    more_asked, more_read = reads(copies, node, monkeypatch)
    # the copies share code lists and plateaus, and no more
    assert more_asked <= asked + 2
    assert more_read <= read * 1.1


def test_of_a_hub_the_first_relations_are_read_and_the_others_counted(
    copies: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = BASE.element(*HUB.split("/"))
    _, few = reads(copies, hub, monkeypatch)
    found = describe(copies, hub, limit=10)
    uses = next(g for g in found.relations if (g.type, g.direction) == ("Uses", "incoming"))
    linked = sum(1 for q in copies.store.quads_for_pattern(None, gru("target"), hub, DefaultGraph()))
    assert linked >= COPIES - 1 and uses.total >= COPIES - 1
    assert len(uses.relations) == 10
    assert sum(g.total for g in found.relations if g.direction == "incoming") == linked
    assert uses.more == uses.total - 10
    assert few < 5_000
    assert found.to_dict() == describe(copies, hub, limit=10).to_dict()


def test_what_is_unverified_names_no_source(snapshot: Snapshot) -> None:
    found = described(snapshot, "component", "bundid")
    facts = {fact.name: fact.evidence for fact in found.facts}
    assert facts["gru:kind"].sources
    assert facts["gru:owner"].unverified and facts["gru:owner"].sources == ()
    held = [fact.evidence for fact in found.responsibilities]
    assert held and all(evidence.unverified and not evidence.sources for evidence in held)


def test_the_timeline_says_what_is_planned_as_a_plan(snapshot: Snapshot) -> None:
    said = [entry.text for entry in described(snapshot, "component", "osip").timeline]
    said += [entry.text for entry in described(snapshot, "component", "osip").undated]
    assert "Änderung: OSiP wird neu konzipiert" in said
    assert "Ende: im Zielzustand (SOLL) nicht mehr vorhanden" in said
