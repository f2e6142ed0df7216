# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Inferred links as a dataset: one checked commit, the same again is none, and nothing follows from a guess."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from grundriss.description.describe import describe
from grundriss.editing.fim_import import import_fim
from grundriss.editing.fim_links import DATASET, Linked, link_fim, threshold_of
from grundriss.errors import PermissionDenied
from grundriss.fim.links.evidence import Grade, LinkType
from grundriss.importers.fim.collection import read_collection
from grundriss.landscape import Landscape
from grundriss.model.terms import GRU, IDENTIFIER, LABEL, TYPE, gru
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.workspace import SETTINGS_FILE, Workspace
from tests.core.conftest import TODAY
from tests.core.published import check
from tests.core.test_fim_links import EXAMPLES

DIRECT = ("collectsDataFor", "worksWithProfile", "supportedBy", "realises", "dependsOn", "presentIn")


def linked(workspace: Workspace) -> Linked:
    return link_fim(workspace, "tester")


def patched(workspace: Workspace, added: set[Quad], removed: set[Quad] | None = None) -> None:
    change = Patch(added=frozenset(added), removed=frozenset(removed or ()))
    done = apply_patch(workspace, change, Intent(None, "test", "tester", mode="patch"))
    assert done.revision, done.report


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the FIM examples and two components, one of them called like an application in the examples."""
    path = tmp_path_factory.mktemp("fim-links") / "w"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    import_fim(workspace, read_collection(EXAMPLES, workspace.base), Intent("fim", "import", "tester"))
    garden = workspace.base.element("component", "garten")
    patched(
        workspace,
        {
            *component(workspace, "garten", "Beispielverfahren Garten"),
            *component(workspace, "konto", "Konto"),
            Quad(garden, gru("homepage"), NamedNode("https://example.org/start"), manual(workspace)),
        },
    )
    return workspace


@pytest.fixture
def small(imported: Workspace, tmp_path: Path) -> Workspace:
    """A copy that a test may write to."""
    shutil.copytree(imported.path, tmp_path / "w")
    return Workspace.open(tmp_path / "w", TODAY)


def manual(workspace: Workspace) -> NamedNode:
    return workspace.base.source_graph("manual")


def component(workspace: Workspace, key: str, name: str) -> set[Quad]:
    node, graph = workspace.base.element("component", key), manual(workspace)
    said = {
        TYPE: gru("Component"),
        IDENTIFIER: Literal(key),
        LABEL: Literal(name, language="de"),
    }
    return {Quad(node, property_, value, graph) for property_, value in said.items()}


def relation(workspace: Workspace, type_: str, source: NamedNode, target: NamedNode, sure: str) -> set[Quad]:
    node, graph = workspace.base.element("relation", "von-hand"), manual(workspace)
    said = {
        TYPE: gru(type_),
        IDENTIFIER: Literal("von-hand"),
        gru("source"): source,
        gru("target"): target,
        gru("confidence"): gru(sure),
    }
    return {Quad(node, property_, value, graph) for property_, value in said.items()}


def test_a_run_is_one_commit_that_says_how_and_the_same_again_is_none(small: Workspace) -> None:
    done = linked(small)
    assert {link.link.pair.type for link in done.found.links} == {
        LinkType.COLLECTS_DATA_FOR,
        LinkType.SUPPORTED_BY,
        LinkType.REALISES,
    }
    assert done.outcome.revision == 3 and done.outcome.report.conforms and done.outcome.added
    entry = small.log.entry(3)
    assert entry.dataset == DATASET and "Grundriss" in entry.message and "text-search" in entry.message
    again = linked(small)
    assert again.outcome.unchanged and again.outcome.revision is None
    assert again.found.to_dict() == done.found.to_dict()
    assert check(small).faults == []


def test_nothing_follows_from_a_guess(small: Workspace) -> None:
    relations = {link.link.pair for link in linked(small).found.links}
    ends = {end for pair in relations for end in (pair.source, pair.target)}
    with small.snapshot() as snapshot:
        for name in DIRECT:
            quads = snapshot.store.quads_for_pattern(None, gru(name), None, None)
            assert not [q for q in quads if q.subject in ends and q.object in ends], name
        found = snapshot.store.quads_for_pattern(None, gru("confidence"), gru("inferred"), DefaultGraph())
        nodes = [quad.subject for quad in found]
        assert len(nodes) == len(relations)
        for node in nodes:
            assert not list(snapshot.store.quads_for_pattern(node, gru("presentIn"), None, None))
            assert list(snapshot.store.quads_for_pattern(node, gru("evidenceText"), None, None))
        component = describe(snapshot, small.base.element("component", "garten"))
        assert component.services == ()
    with Landscape(small.snapshot(), line=small) as land:
        assert land.impact("garten").items == () and land.impact("garten", direction="down").items == ()
        assert land.state("ist").relations == ()


def test_a_relation_that_becomes_a_guess_loses_what_follows(small: Workspace) -> None:
    garden, account = (small.base.element("component", key) for key in ("garten", "konto"))
    fact, guess = (relation(small, "Uses", garden, account, sure) for sure in ("sourced", "inferred"))

    def follows() -> set[str]:
        with small.snapshot() as snapshot:
            found = snapshot.store.quads_for_pattern(garden, None, account, DefaultGraph())
            return {quad.predicate.value.removeprefix(GRU) for quad in found}

    patched(small, fact)
    assert follows() == {"uses", "dependsOn"}
    patched(small, guess - fact, fact - guess)
    assert follows() == set() and check(small).faults == []


def test_a_declared_link_gives_a_direct_triple_and_leaves_no_guess(small: Workspace) -> None:
    linked(small)
    process = small.base.element("fim", "process/99999001001000/01.00.00-101")
    garden = small.base.element("component", "garten")
    patched(small, relation(small, "SupportedBy", process, garden, "sourced"))
    again = linked(small)
    assert again.found.counts[LinkType.SUPPORTED_BY]["declared"] == 1
    assert not any(link.link.pair.type is LinkType.SUPPORTED_BY for link in again.found.links)
    with small.snapshot() as snapshot:
        assert list(snapshot.store.quads_for_pattern(process, gru("supportedBy"), garden, None))
        assert not list(snapshot.store.quads_for_pattern(process, gru("dependsOn"), None, None))


def test_a_guess_does_not_stand_in_the_way_of_a_deletion(small: Workspace, tmp_path: Path) -> None:
    linked(small)
    deletion = """<z:transfer xmlns:z="http://xoev.de/schemata/xzufi/2_3_1"><z:loesche klasse="Onlinedienst">
<z:id schemeAgencyID="B999999">3001</z:id></z:loesche></z:transfer>"""
    (tmp_path / "loeschen.xml").write_text(deletion, encoding="utf-8")
    gone = read_collection(tmp_path / "loeschen.xml", small.base)
    done = import_fim(small, gone, Intent("fim", "import", "tester")).outcome
    assert done.revision and done.removed
    assert {f.rule for f in done.report.results if "InferredEnd" in f.rule} == {"grush:InferredEndExists"}
    after = linked(small)
    assert after.outcome.removed and not after.outcome.added


def test_the_threshold_of_the_workspace_holds(small: Workspace) -> None:
    path = small.path / SETTINGS_FILE
    path.write_text(path.read_text("utf-8") + '\n[fim-links]\ngrade = "document-profile"\n', encoding="utf-8")
    assert threshold_of(small).grade is Grade.DOCUMENT_PROFILE
    assert {link.evidence.grade for link in linked(small).found.links} == {Grade.DOCUMENT_PROFILE}


def test_python_lists_the_links_and_states_them(small: Workspace) -> None:
    with Landscape(small.snapshot(), line=small, writable=True) as land:
        found = land.fim_links(grade="document-profile")
        assert [link.target.key for link in found.links] == ["99999001001000"]
        assert "<table" in found._repr_html_()
        assert land.link_fim(dry_run=True).outcome.revision is None
        assert land.link_fim(message="Probe").outcome.revision == land.snapshot.revision == 3
    with Landscape(small.snapshot()) as land:
        assert land.fim_links().links
        with pytest.raises(PermissionDenied):
            land.link_fim()
