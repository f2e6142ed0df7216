# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every view is written in every format; in the table no cell is a formula."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from grundriss.store.snapshot import Snapshot
from grundriss_viz.formats import FORMATS
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.views import VIEWS, draw

IS: dict[str, Callable[[bytes], object]] = {
    "svg": lambda content: ElementTree.fromstring(content),
    "png": lambda content: content.index(b"PNG", 0, 4),
    "pdf": lambda content: content.index(b"%PDF-", 0, 5),
    "csv": lambda content: content.decode().index(","),
    "xlsx": lambda content: zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/workbook.xml"),
    "md": lambda content: content.index(b"# ", 0, 2),
    "dot": lambda content: content.index(b"digraph ", 0, 8),
    "mmd": lambda content: content.index(b"\nflowchart LR\n"),
    "puml": lambda content: content.index(b"@startuml", 0, 9),
    "drawio": lambda content: ElementTree.fromstring(content),
    "graphml": lambda content: ElementTree.fromstring(content),
    "cyjs": lambda content: json.loads(content),
}


@pytest.mark.parametrize("ending", list(FORMATS))
def test_a_picture_is_what_its_ending_says(snapshot: Snapshot, ending: str) -> None:
    IS[ending](FORMATS[ending].render(draw("neighbourhood", snapshot)))


@pytest.mark.parametrize("key", list(VIEWS))
def test_every_view_has_a_table_of_whole_rows(snapshot: Snapshot, key: str) -> None:
    drawn = draw(key, snapshot)
    read = list(csv.reader(io.StringIO(FORMATS["csv"].render(drawn).decode("utf-8-sig"), newline="")))
    assert [tuple(row) for row in read] == [
        tuple(
            "" if cell == "–" else f"'{cell}" if cell.startswith(("+", "-", "=", "@")) else cell
            for cell in row
        )
        for row in (drawn.table.columns, *drawn.table.rows)
    ]
    assert len(read) > 1 and {len(row) for row in read} == {len(read[0])}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://example.org")'])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(made: Any, facts: Any, name: str) -> None:
    drawn = landscape_map(made.state([made.component("a", name)]), today=facts.today)
    read = list(csv.reader(io.StringIO(FORMATS["csv"].render(drawn).decode("utf-8-sig"), newline="")))
    assert read[1][0] == f"'{name}"
