# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The declared dependencies are the used ones: what is imported is declared, what is declared is used."""

import ast
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
OURS = {"grundriss": "grundriss", "grundriss_api": "api/grundriss_api", "grundriss_viz": "viz/grundriss_viz"}

IMPORT_NAMES = {"fonttools": "fontTools", "graphviz-pure": None, "oxigraph": None, "tzdata": None}
"""Where the module is not called like its distribution; None: a program or data, not a module."""

COMES_WITH = {"starlette": "fastapi", "pydantic": "fastapi", "click": "typer"}
"""Modules that a declared dependency shows in its own interface."""


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {Requirement(text).name for text in project["dependencies"]}


def _imported() -> dict[str, Path]:
    """Each top-level module that our packages import from elsewhere, with one file that does."""
    found: dict[str, Path] = {}
    for folder in OURS.values():
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                    names = [node.module]
                found.update({name.split(".")[0]: path for name in names})
    return {
        name: path for name, path in found.items() if name not in sys.stdlib_module_names and name not in OURS
    }


def test_what_is_imported_is_declared() -> None:
    declared = _declared()
    modules = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in declared}
    imported = _imported()
    undeclared = {
        name: str(path.relative_to(ROOT))
        for name, path in imported.items()
        if name not in modules and COMES_WITH.get(name) not in declared
    }
    assert imported
    assert not undeclared


def test_what_is_declared_is_used() -> None:
    imported = _imported()
    sources = "\n".join(
        path.read_text("utf-8") for folder in OURS.values() for path in (ROOT / folder).rglob("*.py")
    )
    unused = []
    for name in _declared() - {"tzdata"}:
        module = IMPORT_NAMES.get(name, name.replace("-", "_"))
        used = module in imported if module else re.search(rf"[\"']{re.escape(name)}[\"']", sources)
        if not used:
            unused.append(name)
    assert not unused
