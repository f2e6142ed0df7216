# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two values in one source are that source's error; one each in two sources is a disagreement, and passes."""

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from grundriss.importers.rdf_file import read_rdf
from grundriss.store.commit import Intent, Outcome, replace_dataset
from grundriss.store.workspace import Workspace
from grundriss.validation.validate import validate

GRU = "https://w3id.org/grundriss/ns#"
BUNDID = "<https://w3id.org/grundriss/id/component/bundid>"
LIFECYCLE = "https://w3id.org/grundriss/ns/lifecycle/"


def loaded_from(workspace: Workspace, text: str, folder: Path, dataset: str = "second") -> Outcome:
    file = folder / f"{dataset}.ttl"
    file.write_text(text, encoding="utf-8")
    quads: list[Quad] = list(read_rdf(file, workspace.base, workspace.base.source_graph(dataset)))
    return replace_dataset(workspace, quads, Intent(dataset, "test", "tester"))


def lifecycles(*codes: str) -> str:
    return f"{BUNDID} <{GRU}lifecycle> {', '.join(f'<{LIFECYCLE}{code}>' for code in codes)} .\n"


def test_another_value_in_another_source_is_a_warning_to_the_owner(fresh: Workspace, tmp_path: Path) -> None:
    outcome = loaded_from(fresh, lifecycles("in-planung"), tmp_path)
    assert outcome.revision == 2, [f for f in outcome.report.results if f.severity == "violation"]
    [finding] = [f for f in outcome.report.results if f.rule == "grush:SourcesDisagree"]
    assert (finding.severity, finding.focus.key, finding.path) == ("warning", "bundid", GRU + "lifecycle")
    assert finding.owner is not None and finding.message["de"].startswith("Quellen im Widerspruch")
    assert finding.fix["en"] and outcome.report.conforms


def test_two_values_in_one_source_are_its_violation(fresh: Workspace, tmp_path: Path) -> None:
    outcome = loaded_from(fresh, lifecycles("in-planung", "abgekuendigt"), tmp_path)
    assert outcome.revision is None and not outcome.report.conforms
    assert ("grush:SingleValue", "bundid") in {
        (f.rule, f.focus.key) for f in outcome.report.results if f.severity == "violation"
    }


def test_the_same_value_in_another_source_is_no_finding(fresh: Workspace, tmp_path: Path) -> None:
    with fresh.snapshot() as snapshot:
        before = {(f.rule, f.focus.id, f.path) for f in validate(snapshot.store).results}
        held = snapshot.store.quads_for_pattern(None, None, None, fresh.base.source_graph("landscape"))
        text = "".join(f"{q.triple} .\n" for q in held if q.subject.value.endswith("component/bundid"))  # type: ignore[union-attr]
    outcome = loaded_from(fresh, text, tmp_path)
    assert outcome.revision == 2, [f for f in outcome.report.results if f.severity == "violation"]
    with fresh.snapshot() as snapshot:
        assert {(f.rule, f.focus.id, f.path) for f in validate(snapshot.store).results} == before
    assert {(f.rule, f.focus.id, f.path) for f in outcome.report.results} <= before


@pytest.mark.parametrize(("codes", "severity"), [(["in-planung"], "Warning"), (["produktiv"], None)])
def test_the_report_as_rdf_has_the_same_severity(
    fresh: Workspace, tmp_path: Path, codes: list[str], severity: str | None
) -> None:
    with fresh.snapshot() as snapshot:
        kept = next(
            snapshot.store.query(f"SELECT ?l {{ {BUNDID} <{GRU}lifecycle> ?l }}")  # type: ignore[arg-type]
        )["l"]
    outcome = loaded_from(
        fresh, lifecycles(*(codes if severity else [kept.value.rpartition("/")[2]])), tmp_path
    )
    report = Store()
    report.load(outcome.report.turtle.encode(), format=RdfFormat.TURTLE)
    found = report.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?severity { ?r sh:resultSeverity ?severity ; "
        f"sh:focusNode {BUNDID} ; sh:resultPath <{GRU}lifecycle> }}"
    )
    assert [str(row["severity"]) for row in found] == (  # type: ignore[union-attr]
        [f"<http://www.w3.org/ns/shacl#{severity}>"] if severity else []
    )
