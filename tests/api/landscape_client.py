# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server on the packaged landscape, and the tables of facts that its answers are compared with."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient

from grundriss import resources
from grundriss.store.packaged import packaged_landscape
from grundriss_api.app import create_app

TODAY = date(2026, 11, 23)


@contextmanager
def landscape_client() -> Iterator[TestClient]:
    """A client of a server in this process; redirects are shown, not followed."""
    app = create_app(packaged_landscape(TODAY))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def table(name: str) -> list[dict[str, str]]:
    """A table of facts."""
    path: Path = resources.path("data", "landscape", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
