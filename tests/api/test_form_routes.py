# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form of a data schema over HTTP is the one that the command line and Python give."""

import jsonschema
import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from tests.api.test_fim_lists import client, files  # noqa: F401

SCHEMA = "/api/v1/data-schemas/S99000000901"


def sections(part: dict[str, object]) -> list[str]:
    """The keys of a tree, from the top."""
    below = [key for inner in part["parts"] for key in sections(inner)]  # type: ignore[attr-defined]
    return [str(part["key"]), *below]


def test_a_tree_names_the_parts_of_the_version_that_is_asked_for(client: TestClient) -> None:  # noqa: F811
    newest, first = (client.get(f"{SCHEMA}{version}/tree").json() for version in ("", "/1.0.0"))
    assert "F99000000912/9.0.0" in sections(newest) and "F99000000912/9.0.0" not in sections(first)
    assert len(sections(newest)) == len(sections(first)) > 4


def test_a_json_schema_is_one_and_a_shape_is_turtle(client: TestClient) -> None:  # noqa: F811
    schema = client.get(f"{SCHEMA}/json-schema")
    assert schema.headers["content-type"].startswith("application/schema+json")
    jsonschema.Draft202012Validator.check_schema(schema.json())
    shape = client.get(f"{SCHEMA}/shape")
    assert shape.headers["content-type"].startswith("text/turtle")
    assert any("NodeShape" in str(quad.object) for quad in parse(shape.content, format=RdfFormat.TURTLE))
    again = client.get(f"{SCHEMA}/shape", headers={"If-None-Match": shape.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["tree", "json-schema", "shape"])
def test_what_is_no_data_schema_has_no_form(client: TestClient, name: str) -> None:  # noqa: F811
    assert client.get(f"/api/v1/data-schemas/S00000000000/{name}").status_code == 404
    assert client.get(f"/api/v1/data-schemas/F99000000912/{name}").status_code == 404
    assert client.get(f"{SCHEMA}/{name}?lang=xx").status_code == 400
