# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a program has inferred is marked as such on pages and in their machine twins, with grade, score and evidence."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from grundriss import resources
from grundriss.editing.edit import add
from grundriss.editing.fim_import import import_fim
from grundriss.editing.fim_links import link_fim
from grundriss.importers.fim.collection import read_collection
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace
from grundriss_api.app import create_app
from tests.api.conftest import TODAY
from tests.json_schema import faults

COMPONENT = "component/garten"
SCHEMA = "fim/schema/S99000000901/1.0.0"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("inferred") / "w"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    examples = read_collection(resources.path("data", "examples", "fim"), workspace.base)
    import_fim(workspace, examples, Intent("fim", "import", "tester"))
    why = Intent(None, "test", "tester", mode="patch")
    add(workspace, "component", ["garten"], [("label", "Beispielverfahren Garten")], why)
    assert link_fim(workspace, "tester").outcome.revision == 3
    with TestClient(create_app(workspace), base_url="http://127.0.0.1") as made:
        yield made


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize(
    ("address", "lang", "mark", "proof"),
    [
        (COMPONENT, "de", "erschlossen: ähnlicher Name (1,00)", "„Beispielverfahren Garten“ ~"),
        (COMPONENT, "en", "inferred: similar name (1.00)", "„Beispielverfahren Garten“ ~"),
        (SCHEMA, "de", "erschlossen: über den Dokumentsteckbrief (1,00)", "§ 2 BeispielG"),
        (SCHEMA, "en", "inferred: by document profile (1.00)", "§ 2 BeispielG"),
    ],
)
def test_a_page_marks_an_inferred_relation_with_its_grade_and_shows_what_proves_it(
    client: TestClient, address: str, lang: str, mark: str, proof: str
) -> None:
    page = client.get(f"/doc/{address}", params={"lang": lang})
    assert page.status_code == 200
    relations = [row for row in re.findall(r"<tr>.*?</tr>", page.text, re.DOTALL) if 'class="states"' in row]
    [row] = [row for row in relations if "--inferred" in row]
    assert mark in words(row) and 'class="tag doubtful"' in row and proof in words(row)


def test_the_machine_twins_mark_it_too(client: TestClient) -> None:
    told = client.get(f"/data/{COMPONENT}.json").json()
    [relation] = [related for group in told["relations"] for related in group["relations"]]
    assert (relation["confidence"], relation["evidenceGrade"]) == ("inferred", "similar-name")
    assert (relation["evidenceScore"], relation["presentIn"]) == (1, [])
    assert faults(told, "element") == []
    rows = list(csv.DictReader(io.StringIO(client.get(f"/data/{COMPONENT}.csv").text)))
    [row] = [row for row in rows if row["relation"]]
    assert (row["confidence"], row["evidenceGrade"]) == ("inferred", "similar-name")
    turtle = client.get(f"/data/{COMPONENT}.ttl").text
    assert "gru:inferred" in turtle and "gru:supportedBy" not in turtle
