# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Inferred links of FIM as one commit of a dataset that each run replaces; the same again is no change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from grundriss.fim.links.evidence import Method
from grundriss.fim.links.inference import FimLinks, infer
from grundriss.fim.links.statements import statements
from grundriss.fim.links.threshold import SECTION, Threshold, threshold_from
from grundriss.store.commit import TOOL, Intent, Outcome, replace_dataset
from grundriss.store.line import Line
from grundriss.store.workspace import SETTINGS_FILE, read_section

DATASET: Final = "fim-links"


@dataclass(frozen=True, slots=True)
class Linked:
    """The links that were found, and the commit that states them."""

    found: FimLinks
    outcome: Outcome


def link_fim(
    line: Line,
    author: str,
    threshold: Threshold | None = None,
    *,
    message: str | None = None,
    lang: str = "de",
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Linked:
    """Infer the links of the newest revision and make them what the dataset holds.

    Without a threshold, that of the workspace holds; without a message, the log says what was done and how. Returns and
    raises as `replace_dataset`, and NotFound where nothing was ever loaded.
    """
    enough = threshold or threshold_of(line)
    with line.snapshot() as snapshot:
        found = infer(snapshot, enough, lang)
    graph = line.base.source_graph(DATASET)
    quads = statements((link.link for link in found.links), line.base, graph)
    intent = Intent(DATASET, message or _how(enough), author)
    outcome = replace_dataset(line, quads, intent, dry_run=dry_run, progress=progress)
    return Linked(found, replace(outcome, dataset=DATASET))


def threshold_of(line: Line) -> Threshold:
    """What grundriss.toml says is enough, else the default. Raises InputError for a section that is wrong."""
    path = line.main.path
    return threshold_from(read_section(path, SECTION), str(path / SETTINGS_FILE))


def _how(threshold: Threshold) -> str:
    """Tool, methods and threshold in a line of the log."""
    scores = ", ".join(f"{grade} {score:g}" for grade, score in sorted(threshold.least.items()))
    methods = ", ".join(Method)
    return f"Infer links of FIM with {TOOL} by {methods}; down to {threshold.grade}, least scores: {scores}"
