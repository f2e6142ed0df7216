# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Queries over several default graphs: these are merged first, so that a triple of two graphs counts once."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from grundriss.sparql.gate import judge
from grundriss_api import merged_graphs
from grundriss_api.merged_graphs import MergedGraphs, TooMuchToMerge
from grundriss_api.query_dataset import Graphs, graphs_to_merge, without_from
from grundriss_api.sandbox import ServerBusy
from grundriss_api.settings import Settings
from tests.api.conftest import FakeWorkspace, Served, running

G = "http://example.org/graph/"
GRAPHS = {
    "a": {("s1", "o1"), ("s2", "o2"), ("s3", "o3")},
    "b": {("s2", "o2"), ("s3", "o3"), ("s4", "o4")},
    "c": {("s3", "o3"), ("s5", "o5")},
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def from_(*names: str, rest: str = "{ ?s ?p ?o }", select: str = "(COUNT(*) AS ?n)") -> str:
    return f"SELECT {select}\n" + "".join(f"FROM <{G}{name}>\n" for name in names) + rest


@pytest.fixture(scope="module")
def graphs_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("graphs") / "gen-1"
    store = Store(str(directory))
    for name, pairs in GRAPHS.items():
        lines = (
            f"<http://example.org/{s}> <http://example.org/p> <http://example.org/{o}> .\n" for s, o in pairs
        )
        store.bulk_load("".join(lines).encode(), RdfFormat.N_TRIPLES, to_graph=NamedNode(G + name))
    store.flush()
    return directory


@pytest.fixture
def graphs(graphs_directory: Path) -> FakeWorkspace:
    return FakeWorkspace(graphs_directory)


@pytest.fixture(scope="module")
def served(graphs_directory: Path) -> Iterator[Served]:
    with running(FakeWorkspace(graphs_directory), Settings()) as server:
        yield server


def number(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("names", [("a",), ("a", "b"), ("b", "a", "b"), ("a", "b", "c"), ("a", "a")])
def test_a_count_over_several_graphs_is_that_of_the_merged_set(
    served: Served, names: tuple[str, ...]
) -> None:
    merged = len(set().union(*(GRAPHS[name] for name in names)))
    by_query = served.client.get("/sparql", params={"query": from_(*names)})
    by_protocol = served.client.get(
        "/sparql", params={"query": COUNT, "default-graph-uri": [G + name for name in names]}
    )
    assert number(by_query) == number(by_protocol) == merged


def test_a_join_over_several_graphs_has_each_solution_once(served: Served) -> None:
    query = from_("a", "b", "c", rest="{ ?s ?p ?o . ?s ?q ?r }")
    assert number(served.client.get("/sparql", params={"query": query})) == 5


def test_the_protocol_wins_over_the_query(served: Served) -> None:
    asked = {"query": from_("c"), "default-graph-uri": [G + "a", G + "b"]}
    assert number(served.client.get("/sparql", params=asked)) == 4
    asked = {"query": from_("a", "b"), "default-graph-uri": [G + "c"]}
    assert number(served.client.get("/sparql", params=asked)) == 2


def test_named_graphs_stand_beside_the_merged_ones_and_no_others_do(served: Served) -> None:
    rest = f"FROM NAMED <{G}c> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    query = from_("a", "b", rest=rest, select="?s ?g")
    rows = served.client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert sorted(row["g"]["value"] for row in rows if "g" in row) == [G + "c", G + "c"]
    assert sum("g" not in row for row in rows) == 4


def test_graphs_may_be_named_by_prefix_and_relative_to_the_base(served: Served) -> None:
    query = f"BASE <{G}> PREFIX g: <{G}> SELECT (COUNT(*) AS ?n) FROM g:a FROM <b> {{ ?s ?p ?o }}"
    assert number(served.client.get("/sparql", params={"query": query})) == 4


def test_an_error_keeps_its_place_when_graphs_are_merged(served: Served) -> None:
    answer = served.client.get("/sparql", params={"query": from_("a", "b", rest="{ ?s ?p ?o } ODER BY ?s")})
    assert answer.status_code == 400
    assert "ine 4" in answer.json()["detail"] and "ORDER" in answer.text


@pytest.mark.parametrize("name", ["no iri", "<a>", "a> } DROP ALL {", "a>) (1 <b", "\\u003E"])
def test_what_is_no_iri_is_refused(served: Served, name: str) -> None:
    answer = served.client.get("/sparql", params={"query": COUNT, "default-graph-uri": [G + "a", name]})
    assert answer.status_code == 400 and "no IRI" in answer.json()["detail"]


def test_more_than_the_limit_is_refused_by_the_name_of_its_setting(graphs: FakeWorkspace) -> None:
    with running(graphs, Settings(max_merged_triples=5)) as server:
        refused = server.client.get("/sparql", params={"query": from_("a", "b")})
        assert refused.status_code == 413
        assert refused.headers["content-type"].startswith("application/problem+json")
        assert "GRUNDRISS_MAX_MERGED_TRIPLES" in refused.text and "6 triples" in refused.text
        assert number(server.client.get("/sparql", params={"query": from_("a", "c")})) == 4


def test_a_set_of_graphs_is_merged_once_and_removed_with_its_snapshot(graphs: FakeWorkspace) -> None:
    async def main() -> None:
        merged = MergedGraphs(Settings())
        asked = Graphs((NamedNode(G + "a"), NamedNode(G + "b")), ())
        with graphs.snapshot() as snapshot:
            async with merged.lease(snapshot, asked) as first, merged.lease(snapshot, asked) as second:
                assert first == second and first.exists()
            assert first.exists(), "kept for the next query"
            merged.forget(snapshot)
            assert not first.exists()
            with pytest.raises(TooMuchToMerge):
                async with MergedGraphs(Settings(max_merged_triples=0)).lease(snapshot, asked):
                    pass

    asyncio.run(main())


def test_only_a_few_sets_are_kept_and_none_that_is_read_is_removed(graphs: FakeWorkspace) -> None:
    async def main() -> None:
        merged = MergedGraphs(Settings())
        with graphs.snapshot() as snapshot:
            sets = [Graphs((NamedNode(G + "a"), NamedNode(f"{G}x{n}")), ()) for n in range(8)]
            async with merged.lease(snapshot, sets[0]) as read:
                folders = []
                for asked in sets[1:]:
                    async with merged.lease(snapshot, asked) as folder:
                        folders.append(folder)
                assert read.exists()
                assert [folder.exists() for folder in folders] == [False] * 3 + [True] * 4
            merged.close()
            assert not any(folder.exists() for folder in [read, *folders])

    asyncio.run(main())


def test_who_leaves_while_graphs_are_merged_leaves_nothing_behind(
    graphs: FakeWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    folder = tmp_path / "merged"

    def merge(*_: object) -> Path:
        begun.set()
        assert go_on.wait(20)
        folder.mkdir()
        return folder

    async def ask(merged: MergedGraphs) -> None:
        with graphs.snapshot() as snapshot:
            async with merged.lease(snapshot, Graphs((NamedNode(G + "a"), NamedNode(G + "b")), ())):
                pass

    async def main() -> None:
        merged = MergedGraphs(Settings(query_timeout=0.01))
        asking = asyncio.create_task(ask(merged))
        await asyncio.to_thread(begun.wait, 20)
        with pytest.raises(ServerBusy):
            await ask(merged)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        go_on.set()
        while asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.sleep(0)

    monkeypatch.setattr(merged_graphs, "merge", merge)
    asyncio.run(main())
    assert begun.is_set() and not folder.exists()


def test_the_text_keeps_its_lines_and_loses_its_graphs() -> None:
    judged = judge(from_("a", "b"), Settings().limits)
    assert graphs_to_merge(judged, (), "http://example.org/") == Graphs(
        (NamedNode(G + "a"), NamedNode(G + "b")), ()
    )
    text = without_from(judged)
    assert "FROM" not in text and len(text) == len(judged.text)
    assert text.count("\n") == judged.text.count("\n")
