# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of the packaged landscape, of changed tables, and of the landscape with facts that it lacks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from grundriss.model.analysis_types import Answer
from grundriss.model.identifier import Base
from grundriss.model.terms import PREFIXES
from grundriss.questions.answer import ask
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY, load_facts

Ask = Callable[..., Answer]
"""`answer("CQ05", element="zbp")`; `answer_from(folder, …)` and `answer_with(turtle, …)` take one thing more first."""

_SHORT = {
    "c": "component",
    "i": "interface",
    "o": "organization",
    "s": "standard",
    "d": "decision",
    "g": "guideline",
    "fb": "function-block",
    "m": "measure",
    "ro": "reuse-offer",
    "r": "relation",
    "ch": "change",
    "x": "requirement",
}
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "".join(
    f"PREFIX {short}: <{Base().iri}id/{kind}/>\n" for short, kind in _SHORT.items()
)


@pytest.fixture
def answer(loaded: Workspace) -> Ask:
    """The answer of the packaged landscape."""

    def call(key: str, **parameters: str) -> Answer:
        with loaded.snapshot() as snapshot:
            return ask(snapshot, key, parameters)

    return call


@pytest.fixture
def answer_from(loaded: Workspace, tmp_path: Path) -> Ask:
    """The answer of a folder of tables, loaded in the place of the packaged ones."""

    def call(folder: Path, key: str, **parameters: str) -> Answer:
        path = tmp_path / "changed"
        shutil.copytree(loaded.path, path)
        workspace = Workspace.open(path, TODAY)
        load_facts(workspace, folder)
        with workspace.snapshot() as snapshot:
            return ask(snapshot, key, parameters)

    return call


@pytest.fixture(scope="session")
def in_memory(loaded: Workspace) -> Store:
    """The default graph of the packaged landscape. Who adds to it takes away again what it added."""
    store = Store()
    with loaded.snapshot() as snapshot:
        store.extend(snapshot.store.quads_for_pattern(None, None, None, DefaultGraph()))
    return store


@pytest.fixture
def answer_with(loaded: Workspace, in_memory: Store) -> Ask:
    """The answer of the packaged landscape with more statements, in Turtle; nothing is derived from them."""

    def call(turtle: str, key: str, **parameters: str) -> Answer:
        stated = (
            Quad(q.subject, q.predicate, q.object) for q in parse(_HEAD + turtle, format=RdfFormat.TURTLE)
        )
        more = [quad for quad in stated if quad not in in_memory]
        in_memory.extend(more)
        try:
            return ask(Snapshot(in_memory, Path(), 1, 1, TODAY, loaded.base), key, parameters)
        finally:
            for quad in more:
                in_memory.remove(quad)

    return call
