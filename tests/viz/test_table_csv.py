# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table as CSV reads back as it was, and no cell is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Table
from grundriss_viz.table_csv import render
from grundriss_viz.views import VIEWS, draw


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(begin: str) -> None:
    cell = f"{begin}HYPERLINK(A1)"
    read = list(csv.reader(io.StringIO(render(Table(("a",), ((cell,),))), newline="")))
    assert read == [["a"], [f"'{cell}"]]


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), min_size=1, max_size=4))
def test_everything_else_reads_back_as_it_was(row: list[str]) -> None:
    read = list(csv.reader(io.StringIO(render(Table(tuple("abcd"[: len(row)]), (tuple(row),))), newline="")))
    assert [cell.removeprefix("'") if cell[1:2] in tuple("=+-@\t\r") else cell for cell in read[1]] == row


@pytest.mark.parametrize("key", list(VIEWS))
def test_every_view_has_a_table_of_whole_rows(snapshot: Snapshot, key: str) -> None:
    read = list(csv.reader(io.StringIO(render(draw(key, snapshot).table), newline="")))
    assert len(read) > 1
    assert {len(row) for row in read} == {len(read[0])}
