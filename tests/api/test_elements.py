# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The links of the pictures lead somewhere: an element's address answers with a 303 to what is known about it."""

from datetime import date

import pytest
from fastapi.testclient import TestClient

from grundriss.store.packaged import packaged_landscape
from grundriss_api.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    patch = pytest.MonkeyPatch()
    patch.setenv("GRUNDRISS_CACHE", str(tmp_path_factory.mktemp("cache")))
    workspace = packaged_landscape(date(2026, 11, 23))
    patch.undo()
    return TestClient(create_app(workspace), base_url="http://127.0.0.1", follow_redirects=False)


def test_an_element_leads_to_its_description(client: TestClient) -> None:
    answer = client.get("/id/component/bundid", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    described = client.get(answer.headers["location"], headers={"Accept": "text/turtle"})
    assert described.status_code == 200 and "BundID (Nutzerkonto Bund)" in described.text


@pytest.mark.parametrize(
    "path", ["/id/component/nobody", "/id/component/%3E%20a", "/id/x%7D/y", "/id/component/A"]
)
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_link_of_the_pictures_leads_somewhere(client: TestClient) -> None:
    import re

    for view in ("landscape-map", "gap"):
        links = set(re.findall(r'href="(/[^"]*)"', client.get(f"/views/{view}.svg").text))
        assert len(links) > 20
        assert {client.get(link).status_code for link in links} == {303}
