# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""One answer everywhere: command line, REST and Python give the same JSON (SURFACES §2)."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import grundriss
from grundriss.landscape import Landscape
from grundriss.model import gap_counts
from tests.api.landscape_client import landscape_client
from tests.cli.conftest import TODAY, Run
from tests.json_schema import faults

Asked = tuple[str, str, str, Callable[[Landscape], Any]]
"""The schema, the command, the address and the call."""

ANSWERS: list[Asked] = [
    ("element", "show bundid", "components/bundid", lambda land: land.element("bundid")),
    ("element", "show fit-connect", "components/fit-connect", lambda land: land.element("fit-connect")),
    ("element", "show if-dvdv-dir", "interfaces/if-dvdv-dir", lambda land: land.element("if-dvdv-dir")),
    ("element", "show osci", "standards/osci", lambda land: land.element("osci")),
    ("element", "show fitko", "organisations/fitko", lambda land: land.element("fitko")),
    ("element", "show 2020-44", "decisions/2020-44", lambda land: land.element("2020-44")),
    ("state", "state", "state", lambda land: land.state()),
    ("state", "state soll", "state?state=soll", lambda land: land.state("soll")),
    ("state", "state 2025-07-01", "state?state=2025-07-01", lambda land: land.state("2025-07-01")),
    ("gap", "gap", "gap", lambda land: land.gap()),
    ("gap", "gap 2025 P2027", "gap?from=2025&to=P2027", lambda land: land.gap("2025", "P2027")),
    ("impact", "impact bundid", "components/bundid/impact", lambda land: land.impact("bundid")),
    (
        "impact",
        "impact dvdv --down --depth 2 --state soll",
        "components/dvdv/impact?direction=down&depth=2&state=soll",
        lambda land: land.impact("dvdv", "soll", "down", 2),
    ),
    ("weak-points", "weak-points", "weak-points", lambda land: land.weak_points()),
    (
        "weak-points",
        "weak-points --state soll --limit 2",
        "weak-points?state=soll&limit=2",
        lambda land: land.weak_points("soll", 2),
    ),
    ("timeline", "timeline", "timeline", lambda land: land.timeline()),
    ("timeline", "timeline bundid", "timeline?element=bundid", lambda land: land.timeline("bundid")),
    (
        "timeline",
        "timeline --from 2025 --to P2027",
        "timeline?from=2025&to=P2027",
        lambda land: land.timeline(None, "2025", "P2027"),
    ),
    ("path", "path od-wg bundid", "paths?from=od-wg&to=bundid", lambda land: land.paths("od-wg", "bundid")),
    ("ask", "ask CQ05", "questions/CQ05", lambda land: land.ask("CQ05")),
    (
        "ask",
        "ask CQ05 element=bundid",
        "questions/CQ05?element=bundid",
        lambda land: land.ask("CQ05", element="bundid"),
    ),
    ("ask", "ask CQ08", "questions/CQ08", lambda land: land.ask("CQ08")),
    ("questions", "ask --list", "questions", lambda land: land.questions()),
    ("search", "search bund", "search?q=bund", lambda land: land.search("bund")),
    (
        "search",
        "search behörde --limit 3",
        "search?q=behörde&limit=3",
        lambda land: land.search("behörde", 3),
    ),
    (
        "list",
        "export components",
        "components?limit=1000",
        lambda land: land.elements("components"),
    ),
    (
        "list",
        "export interfaces --state soll",
        "interfaces?limit=1000&state=soll",
        lambda land: land.elements("interfaces", "soll"),
    ),
    ("list", "export organisations", "organisations?limit=1000", lambda land: land.elements("organisations")),
]

OF_REVISIONS: list[tuple[str, str, Callable[[Landscape], Any]]] = [
    ("log", "log", lambda land: land.revisions()),
    ("log", "log bundid", lambda land: land.log("bundid")),
    ("diff", "diff 0 1", lambda land: land.diff(0, 1)),
    ("blame", "blame bundid", lambda land: land.blame("bundid")),
]
"""What no address answers yet."""


@pytest.fixture(scope="module")
def client(cache: None) -> Iterator[TestClient]:
    with landscape_client() as opened:
        yield opened


@pytest.fixture(scope="module")
def land(cache: None) -> Iterator[Landscape]:
    with grundriss.open(today=TODAY) as opened:
        yield opened


def plain(answer: Any) -> Any:
    """What Python answers, as JSON has it."""
    return json.loads(json.dumps(answer.to_dict()))


@pytest.mark.parametrize(("schema", "command", "address", "call"), ANSWERS, ids=[a[1] for a in ANSWERS])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_command_line_rest_and_python_answer_alike(
    run: Run,
    client: TestClient,
    land: Landscape,
    schema: str,
    command: str,
    address: str,
    call: Callable[[Landscape], Any],
    lang: str,
) -> None:
    told = run(*command.split(" "), "-f", "json", "--lang", lang)
    assert told.status == 0
    written = json.loads(told.out)
    joint = "&" if "?" in address else "?"
    served = client.get(f"/api/v1/{address}{joint}lang={lang}")
    assert served.status_code == 200
    land.lang = lang
    assert written == served.json() == plain(call(land))
    assert faults(written, schema) == []


BOM = "\ufeff".encode()
FILES = [
    ("ask CQ31 -f csv", "/questions/CQ31.csv"),
    ("ask CQ05 element=bundid -f csv", "/questions/CQ05.csv?element=bundid"),
    ("draw gap -f csv", "/views/gap.csv"),
    ("draw landscape-map --state soll -f csv", "/views/landscape-map.csv?state=soll"),
]


@pytest.mark.parametrize(("command", "address"), FILES, ids=[f[0] for f in FILES])
def test_a_table_is_the_same_csv_everywhere(run: Run, client: TestClient, command: str, address: str) -> None:
    """RFC 4180: a download ends its lines with CR LF and has a byte order mark; a pipe has neither."""
    told = run(*command.split(" "), "--lang", "de").out
    served = client.get(address, headers={"Accept-Language": "de"})
    assert served.headers["Content-Type"].startswith("text/csv")
    assert served.content == BOM + told.replace("\n", "\r\n").encode()
    cells = {cell for row in csv.reader(told.splitlines()) for cell in row}
    assert not cells & {"True", "False", "None", "–"} and len(cells) > 10


def test_a_table_in_a_file_is_as_a_download_is(run: Run, client: TestClient, tmp_path: Path) -> None:
    assert run("export", "components", "-f", "csv", "-o", "x.csv").status == 0
    told = run("export", "components", "-f", "csv").out
    assert (tmp_path / "x.csv").read_bytes() == BOM + told.replace("\n", "\r\n").encode()
    for address in ("/elements/components.csv", "/data/component/bundid.csv"):
        assert client.get(address).content.startswith(BOM)


@pytest.mark.parametrize(("lang", "word"), [("de", "ungeprüft"), ("en", "not assessed")])
def test_what_is_not_assessed_is_called_so_for_people_and_null_for_programs(
    run: Run, client: TestClient, land: Landscape, lang: str, word: str
) -> None:
    land.lang = lang
    rows = client.get("/api/v1/questions/CQ08").json()["rows"]
    assert rows and {row["conforms"] for row in rows} == {None}
    for form in ("table", "md"):
        told = run("ask", "CQ08", "-f", form, "--lang", lang).out.splitlines()
        assert sum(line.rstrip(" |").endswith(word) for line in told) == len(rows)
    assert word not in run("ask", "CQ08", "-f", "csv", "--lang", lang).out
    assert word in client.get(f"/questions/CQ08?lang={lang}", headers={"Accept": "text/html"}).text
    assert word in land.ask("CQ08")._repr_html_()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_numbers_of_a_gap_have_the_same_words_everywhere(run: Run, client: TestClient, lang: str) -> None:
    told = run("gap", "--lang", lang).out.splitlines()[1]
    page = client.get(f"/gap?lang={lang}", headers={"Accept": "text/html"}).text
    picture = client.get(f"/views/gap.json?lang={lang}").text
    for name in ("added", "removed", "replaced", "changed", "unchanged"):
        word = gap_counts.label(name, lang)
        assert re.search(rf"\d+ {word}\b", told) and re.search(rf"\d+ (of them )?{word}\b", picture), word
        assert f" {word}</th>" in page


@pytest.mark.parametrize(("schema", "command", "call"), OF_REVISIONS, ids=[o[1] for o in OF_REVISIONS])
def test_command_line_and_python_tell_revisions_alike(
    run: Run, land: Landscape, schema: str, command: str, call: Callable[[Landscape], Any]
) -> None:
    written = json.loads(run(*command.split(" "), "-f", "json", "--lang", "en").out)
    land.lang = "en"
    assert written == plain(call(land))
    assert faults(written, schema) == []


def test_a_list_that_is_cut_says_where_it_goes_on(run: Run, workspace: object) -> None:
    assert run("-w", "w", "set", "bundid", "label", "Anders", "-m", "renamed").status == 0
    for command in (["log"], ["log", "bundid"]):
        first = json.loads(run("-w", "w", *command, "--limit", "1", "-f", "json").out)
        assert (len(first["items"]), first["next"], first["total"]) == (1, "r1", 2)
        rest = json.loads(run("-w", "w", *command, "--rev", first["next"], "-f", "json").out)
        assert [entry["revision"] for entry in rest["items"]] == [1]
        assert (rest["next"], rest["total"]) == (None, 1)
