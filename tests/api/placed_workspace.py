# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A workspace with more than one place to read: two revisions and a scenario."""

from pathlib import Path
from typing import Final

from grundriss import resources
from grundriss.editing.edit import add, set_value
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.scenarios.branching import create
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.workspace import Workspace
from tests.api.conftest import TODAY

WHY: Final = Intent(None, "test", "tester", mode="patch")


def placed_workspace(folder: Path) -> Workspace:
    """Two revisions, and a scenario from the last one with a name and an element of its own."""
    Workspace.init(folder)
    workspace = Workspace.open(folder, TODAY)
    facts = read_landscape(resources.path("data", "landscape"), workspace.base)
    replace_dataset(workspace, facts.quads, Intent(DATASET, "facts", "tester"))
    set_value(workspace, "bundid", "label", "Zweite", WHY)
    one = create(workspace, "one", "x", "tester", label="Ablösung 2028")
    set_value(one, "bundid", "label", "Anders", WHY)
    add(one, "component", ["nur-eins"], [("label", "Nur Eins")], WHY)
    return workspace
