# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM content over HTTP: lists of the current versions, each with a page and data at its own address."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from grundriss.editing.fim_import import import_fim
from grundriss.importers.fim.collection import read_collection
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace
from grundriss_api.app import create_app
from tests.api.conftest import TODAY
from tests.core.questions.test_fim import EXAMPLES, newest
from tests.json_schema import faults

EXAMPLE = (EXAMPLES / "gartenlaube_xdf3.xml").read_text("utf-8")
BASE = "https://w3id.org/grundriss"
LETTERS = {"data-schemas": "S", "data-fields": "F"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a second version of its schema and of a field in it, and a process."""
    folder = tmp_path_factory.mktemp("fim")
    later = EXAMPLE
    for identifier in ("S99000000901", "G99000000931", "F99000000912"):
        later = re.sub(rf"({identifier}</x:id><x:version>)[\d.]+", r"\g<1>9.0.0", later)
    (folder / "a_xdf3.xml").write_text(EXAMPLE, "utf-8")
    (folder / "b_xdf3.xml").write_text(later, "utf-8")
    (folder / "prozess.xml").symlink_to(EXAMPLES / "gartenlaube_xprozess2.xml")
    return folder


@pytest.fixture(scope="module")
def client(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("workspace") / "w"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    import_fim(workspace, read_collection(files, workspace.base), Intent("fim", "test", "tester"))
    with TestClient(create_app(workspace), base_url="http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", LETTERS)
def test_a_list_holds_the_current_version_of_each_artefact(
    client: TestClient, files: Path, name: str
) -> None:
    found = get(client, f"/api/v1/{name}?limit=1000")
    assert faults(found, "list") == []
    wanted = {
        f"{identifier}/{'.'.join(map(str, version))}"
        for identifier, version in newest(files).items()
        if identifier.startswith(LETTERS[name])
    }
    assert {item["key"] for item in found["items"]} == wanted != set()
    assert any(key.endswith("/9.0.0") for key in wanted) and found["total"] == len(wanted)


def test_fields_are_filtered_by_what_their_file_says(client: TestClient) -> None:
    root = etree.fromstring(EXAMPLE.encode())
    kinds = [e.findtext("code") for field in root.iter("{*}datenfeld") for e in field.iter("{*}feldart")]
    assert get(client, "/api/v1/data-fields?fieldKind=select")["total"] == kinds.count("select") == 2
    assert get(client, "/api/v1/data-fields?dataType=date")["total"] == 1
    assert get(client, "/api/v1/data-fields?status=3,5")["total"] == len(kinds)


@pytest.mark.parametrize("name", ["data-schemas", "data-fields", "processes"])
def test_each_has_its_description_its_page_and_its_data(client: TestClient, name: str) -> None:
    found = get(client, f"/api/v1/{name}")
    assert found["items"]
    for item in found["items"]:
        element = get(client, f"/api/v1/{name}/{item['key']}")
        assert faults(element, "element") == [] and {part: element[part] for part in item} == item
        address = item["id"].removeprefix(BASE)
        page = client.get(address, headers={"Accept": "text/html"})
        assert page.status_code == 303 and page.headers["location"] == address.replace("/id/", "/doc/")
        assert item["label"] in client.get(page.headers["location"]).text
        data = client.get(address, headers={"Accept": "text/turtle"}).headers["location"]
        assert item["id"] in client.get(data).text


def test_the_page_of_a_list_links_to_its_elements_and_counts_them(client: TestClient) -> None:
    page = client.get("/elements/data-fields", headers={"Accept-Language": "de"}).text
    assert 'href="/doc/fim/field/F99000000912/9.0.0' in page and "/F99000000912/1.1.0" not in page
    rows = list(csv.DictReader(io.StringIO(client.get("/elements/data-fields.csv").text.lstrip("\ufeff"))))
    assert len(rows) == get(client, "/api/v1/data-fields")["total"]
    assert {row["dataType"] for row in rows} == {"Text", "Datum"}
    overview = client.get("/elements", headers={"Accept-Language": "de"}).text
    assert re.search(r"<strong>1</strong> Datenschemata", overview), "of two versions, one is current"


@pytest.mark.parametrize(
    "path",
    [
        *("/api/v1/data-fields/F00000000000", "/api/v1/data-fields/F99000000912/7.0.0"),
        *("/doc/fim/field/F00000000000", "/doc/fim/field", "/doc/fim/field/F99000000912/1.1.0/more"),
        *("/id/fim/field/F99000000912/7.0.0", "/data/fim/field/F99000000912/7.0.0.ttl", "/doc/fim/../x"),
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_artefact_is_at_its_own_address(client: TestClient) -> None:
    element = get(client, "/api/v1/data-fields/F99000000912")
    assert element["id"] == f"{BASE}/id/fim/field/F99000000912"
    assert client.get("/doc/fim/field/F99000000912").status_code == 200
