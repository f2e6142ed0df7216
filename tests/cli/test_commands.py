# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line as its users meet it: what goes to stdout, what is said, what it exits with."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from grundriss.resources import path
from tests.cli.conftest import Run
from tests.counts import cases

FACTS = path("data", "landscape")
EX = "https://w3id.org/grundriss/id/"
TURTLE = f"""
@prefix gru: <https://w3id.org/grundriss/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<{EX}component/testportal> a gru:Component ; dct:identifier "testportal" ; skos:prefLabel "Testportal"@de ;
  gru:kind <https://w3id.org/grundriss/ns/kind/portal> ;
  gru:lifecycle <https://w3id.org/grundriss/ns/lifecycle/produktiv> ;
  gru:layer <https://w3id.org/grundriss/ns/layer/fach> ;
  gru:federalLevel <https://w3id.org/grundriss/ns/federal-level/land> ;
  dct:source <https://example.org/source> .
"""


def test_version_names_the_version(run: Run) -> None:
    from grundriss import __version__

    assert run("version").out == f"grundriss {__version__}\n"
    assert json.loads(run("version", "--json").out)["grundriss"] == __version__


def test_the_packaged_landscape_answers_without_a_workspace(run: Run) -> None:
    told = run(
        "query", "-e", "SELECT ?x WHERE { ?x gru:dependsOn <" + EX + "component/bundid> }", "-f", "csv"
    )
    assert told.status == 0
    found = {row["x"].rsplit("/", 1)[1] for row in csv.DictReader(io.StringIO(told.out))}
    with (FACTS / "dependencies.csv").open(encoding="utf-8") as file:
        rows = [
            row for row in csv.DictReader(file) if row["to_component"] == "bundid" and row["state"] != "soll"
        ]
    direct = {row["from_component"] for row in rows if row["nature"] in ("nutzt", "authentifiziert")}
    assert direct <= found


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table"])
def test_a_select_is_answered_in_every_format(run: Run, form: str) -> None:
    told = run("query", "-e", "SELECT ?l { <" + EX + "component/bundid> skos:prefLabel ?l }", "-f", form)
    assert told.status == 0 and "BundID (Nutzerkonto Bund)" in told.out


def test_a_graph_is_answered_as_rdf(run: Run) -> None:
    told = run("query", "-e", "DESCRIBE <" + EX + "component/bundid>", "-f", "nt")
    assert told.status == 0 and len(list(parse(told.out.encode(), format=RdfFormat.N_TRIPLES))) > 5


def test_a_query_from_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?s a gru:Component }", encoding="utf-8")
    assert run("query", "q.rq").out.strip() == "yes"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["query", "-e", "SELECT ?x WHERE { ?x"], 3, ""),
        (["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 6, "SERVICE"),
        (["query", "-e", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"], 3, "INSERT"),
        (["query", "-e", "ASK { ?s ?p ?o }", "-f", "ttl"], 2, "does not fit"),
        (["query", "nowhere.rq"], 3, "nowhere.rq"),
        (["query"], 2, "Give a query"),
        (["show", "bundit"], 4, "Did you mean bundid"),
        (["show", "bundid", "-f", "docx"], 2, "docx"),
        (["load", "x.ttl"], 6, "read-only"),
        (["export", "nothing-of-that-name"], 4, "No dataset and no element"),
        (["export", "-f", "docx"], 2, "docx"),
        (["validate", "missing.ttl"], 3, "missing.ttl"),
        (["validate", "missing"], 3, "no such file"),
        (["query", "/dev/null"], 3, "/dev/null:1:1"),
        (["query", "-e", ""], 3, "the query should begin"),
        (["query", "-e", "SELECT * {}", "-f", "rdf"], 2, "does not fit"),
        (["query", "-e", "DESCRIBE <urn:a>", "-f", "xml"], 2, "does not fit"),
        (["-w", "nowhere", "query", "-e", "SELECT * {}", "-f", "ttl"], 2, "does not fit"),
        (["validate", "--severity", "fatal"], 2, "fatal"),
        (["stats", "-f", "yaml"], 2, "yaml"),
        (["--today", "gestern", "stats"], 2, "gestern"),
        (["-w", "nowhere", "stats"], 3, "nowhere is no workspace"),
        (["-w", "/dev/null", "stats"], 3, "/dev/null is no workspace"),
        (["fly"], 2, "fly"),
        (["stats", "--wings"], 2, "wings"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_status(
    run: Run, arguments: list[str], status: int, said: str
) -> None:
    told = run(*arguments)
    assert told.status == status, told.err
    assert said in told.err and "Traceback" not in told.err
    assert told.out == ""


def test_a_query_that_never_ends_is_stopped_at_the_deadline(run: Run) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    told = run("query", "-e", endless, "--timeout", "1")
    assert told.status == 5 and "1 seconds" in told.err


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_query_that_eats_memory_is_stopped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRUNDRISS_QUERY_MEMORY_MB", "512")
    hungry = "SELECT DISTINCT ?a ?b ?c ?d { ?a ?p ?b . ?c ?q ?d } ORDER BY ?d"
    told = run("query", "-e", hungry, "--timeout", "60")
    assert (told.status, told.out) == (5, "")
    assert "512 MiB" in told.err and "GRUNDRISS_QUERY_MEMORY_MB" in told.err


def test_several_default_graphs_are_merged_before_anything_is_counted(run: Run, workspace: Path) -> None:
    graph = "https://w3id.org/grundriss/graph/"
    ask = "SELECT (COUNT(*) AS ?n) {} {{ ?s a ?type }}"
    one, both = (
        int(run("-w", "w", "query", "-f", "csv", "-e", ask.format(clauses)).out.split()[1])
        for clauses in (f"FROM <{graph}state/ist>", f"FROM <{graph}state/ist> FROM <{graph}state/soll>")
    )
    either = " UNION ".join(f"{{ GRAPH <{graph}state/{name}> {{ ?s a ?type }} }}" for name in ("ist", "soll"))
    distinct = f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {either} }}"
    expected = int(run("-w", "w", "query", "-f", "csv", "-e", distinct).out.split()[1])
    assert one < both == expected


def test_show_tells_what_is_known(run: Run) -> None:
    for name in ("bundid", "component/bundid", EX + "component/bundid", "BundID (Nutzerkonto Bund)"):
        assert run("show", name, "--lang", "de").out.startswith(
            "BundID (Nutzerkonto Bund) [bundid]  Komponente\n"
        )
    found = json.loads(run("show", "bundid", "-f", "json").out)
    assert (found["key"], found["type"], found["owner"]["key"]) == ("bundid", "Component", "bmds")
    replaced = next(group for group in found["relations"] if group["type"] == "ReplacedBy")
    assert [r["target"]["key"] for r in replaced["relations"]] == ["deutschlandid"]


def test_show_says_everything_in_words_of_the_language_asked_for(run: Run) -> None:
    german, english = (run("show", "bundid", "--lang", lang).out for lang in ("de", "en"))
    for told in (german, english):
        assert "gru:" not in told and "dct:" not in told
        assert told.count("https://w3id.org/grundriss/") == 1, (
            "only the element's own address is an IRI of ours"
        )
        assert "SAML 2.0 [saml2]" in told and "DeutschlandID [deutschlandid]" in told
    for heading in (
        "Angaben",
        "Beziehungen von hier aus (8)",
        "Schnittstellen",
        "Verantwortung",
        "Zeitlicher Verlauf",
    ):
        assert f"\n{heading}\n" in german
    for heading in ("Facts", "Relations from here (8)", "Interfaces", "Responsibility", "Timeline"):
        assert f"\n{heading}\n" in english
    assert "Lebenszyklus: produktiv" in german and "  Lifecycle status: productive" in english
    assert "Beleg: belegt; https://" in german


def test_show_marks_what_is_derived(run: Run) -> None:
    told = run("show", "bundid", "--lang", "de").out
    derived = [line for line in told.splitlines() if line.endswith("(abgeleitet, ungeprüft)")]
    assert [line.split(":")[0].strip() for line in derived] == ["Verantwortliche Organisation", "Betreiber"]
    assert "Ende im Zustand" not in told and "2028-12-31" not in told


def test_show_counts_the_findings_that_validation_has(run: Run) -> None:
    told = run("show", "bundid", "--lang", "de").out
    findings = json.loads(run("validate", "--severity", "info", "-f", "json").out)["results"]
    shown = json.loads(run("show", "bundid", "-f", "json").out)
    about = {"bundid", *(r["key"] for group in shown["relations"] for r in group["relations"])}
    keys = [finding["focus"]["key"] for finding in findings]
    own = sum(key in about or key.startswith("bundid--") for key in keys)
    assert own and f"\nHinweise der Prüfung ({own})\n" in told


def test_show_resolves_a_term_of_the_ontology(run: Run) -> None:
    told = run("show", "gru:Component", "--lang", "de").out
    assert (
        "  Bezeichnung: Komponente\n" in told
        and "Laufende Software" in told
        and "Running software" not in told
    )
    assert run("show", "bundid", "--lang", "fr").status == 2


def test_stats_counts_what_the_tables_hold(run: Run) -> None:
    found = json.loads(run("stats", "-f", "json").out)
    with (FACTS / "components.csv").open(encoding="utf-8") as file:
        assert found["elements"]["gru:Component"] == len(list(csv.DictReader(file)))
    assert found["revision"] == 1 and found["date"] == "2026-11-23"


def test_validate_names_the_eight_without_owner(run: Run) -> None:
    told = run("validate", "-f", "json")
    assert told.status == 0
    report = json.loads(told.out)
    assert report["conforms"] and report["counts"]["violation"] == 0
    with (FACTS / "components.csv").open(encoding="utf-8") as file:
        unowned = {
            r["id"]
            for r in csv.DictReader(file)
            if r["lifecycle_status"] == "produktiv" and not r["owner_org"]
        }
    without = {r["focus"]["key"] for r in report["results"] if r["rule"] == "grush:ProductiveHasOwner"}
    assert without == unowned and len(unowned) == 8
    assert run("validate").out.count("\n") > 50
    assert "grush:ProductiveHasOwner" in run("validate", "-f", "table").out
    assert list(parse(run("validate", "-f", "ttl").out.encode(), format=RdfFormat.TURTLE))


def test_validate_exits_with_1_on_a_violation(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        TURTLE.replace("lifecycle/produktiv", "lifecycle/kaputt"), encoding="utf-8"
    )
    told = run("validate", "bad.ttl")
    assert told.status == 1 and "VIOLATION" in told.out
    (tmp_path / "good.ttl").write_text(TURTLE, encoding="utf-8")
    assert run("validate", "good.ttl").status == 0


def test_a_finding_says_which_property_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text(TURTLE.replace("gru:layer", "gru:evidenceText"), encoding="utf-8")
    told = run("validate", "x.ttl")
    assert "The component's layer is missing." in told.out and "gru:layer" in told.out


def test_load_replaces_a_dataset_and_says_when_nothing_changes(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "extra.ttl").write_text(TURTLE, encoding="utf-8")
    assert "revision 2" in run("-w", "w", "load", "extra.ttl").err
    again = run("-w", "w", "load", "extra.ttl")
    assert again.status == 0 and "nothing was changed" in again.err
    assert run("-w", "w", "show", "testportal").status == 0
    log = json.loads(run("-w", "w", "log", "-f", "json").out)["items"]
    assert [entry["revision"] for entry in log] == [2, 1]
    assert log[0]["dataset"] == "extra" and log[0]["source"] == "extra.ttl" and len(log[0]["sha256"]) == 64
    assert run("-w", "w", "fsck").status == 0
    (tmp_path / "extra.ttl").write_text("", encoding="utf-8")
    assert run("-w", "w", "load", "extra.ttl").status == 0
    assert run("-w", "w", "show", "testportal").status == 4


def test_a_bad_file_leaves_everything_as_it_was(run: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        TURTLE.replace("lifecycle/produktiv", "lifecycle/kaputt"), encoding="utf-8"
    )
    told = run("-w", "w", "load", "bad.ttl")
    assert told.status == 1 and "nothing was changed" in told.err
    (tmp_path / "broken.ttl").write_text(TURTLE + "<urn:a> <urn:b>", encoding="utf-8")
    told = run("-w", "w", "load", "broken.ttl")
    assert told.status == 3 and "broken.ttl:" in told.err
    assert json.loads(run("-w", "w", "log", "-f", "json").out)["items"][0]["revision"] == 1


def test_a_dry_run_says_what_would_happen(run: Run, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "extra.ttl").write_text(TURTLE, encoding="utf-8")
    assert "would be loaded" in run("-w", "w", "load", "extra.ttl", "--dry-run").err
    assert json.loads(run("-w", "w", "log", "-f", "json").out)["total"] == 1


@pytest.mark.parametrize("form", cases(["ttl", "nq", "jsonld", "nt", "trig", "rdf"], 3))
def test_what_is_exported_can_be_loaded_again(run: Run, workspace: Path, tmp_path: Path, form: str) -> None:
    assert run("-w", "w", "export", "landscape", "-o", f"landscape.{form}").status == 0
    assert run("init", "v").status == 0
    assert run("-w", "v", "load", f"landscape.{form}").status == 0
    again = run("-w", "v", "export", "landscape", "-f", "nt").out
    assert again == run("-w", "w", "export", "landscape", "-f", "nt").out
    assert again.count("\n") > 10_000


def test_export_is_sorted_and_the_same_twice(run: Run, workspace: Path) -> None:
    once = run("-w", "w", "export", "-f", "nq").out
    assert once == run("-w", "w", "export", "-f", "nq").out
    assert once.splitlines() == sorted(once.splitlines())


def test_init_refuses_a_workspace_that_is_there(run: Run, workspace: Path) -> None:
    assert run("init", "w").status == 6


def test_a_workspace_with_a_base_of_its_own(run: Run) -> None:
    assert run("init", "own", "--base", "https://example.org/it/").status == 0
    assert run("-w", "own", "load", str(FACTS)).status == 0
    assert "<https://example.org/it/id/component/bundid>" in run("-w", "own", "show", "bundid").out
    assert run("init", "bad", "--base", "nonsense").status == 2


def test_fsck_names_a_flipped_byte(run: Run, workspace: Path) -> None:
    file = next((workspace / "log").iterdir())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    told = run("-w", "w", "fsck")
    assert told.status == 1 and file.name in told.out


def test_fsck_rebuilds_a_lost_store(run: Run, workspace: Path) -> None:
    before = run("-w", "w", "export", "-f", "nq").out
    (workspace / "store" / "CURRENT").write_text("gen-99\n", encoding="utf-8")
    assert run("-w", "w", "stats").status == 3
    assert run("-w", "w", "fsck", "--rebuild").status == 0
    assert run("-w", "w", "export", "-f", "nq").out == before


def test_doctor_finds_everything(run: Run) -> None:
    told = run("doctor")
    assert told.status == 0, told.out
    assert "FAIL" not in told.out


def test_doctor_looks_at_the_workspace_that_is_named(run: Run, workspace: Path) -> None:
    told = run("-w", "nowhere", "doctor")
    assert (told.status, told.out.count("FAIL")) == (3, 1)
    assert "FAIL  workspace: nowhere is no workspace. Make one with `grundriss init nowhere`." in told.out
    (workspace / "grundriss.toml").write_text("[work")
    told = run("-w", str(workspace), "doctor")
    assert told.status == 3 and f"FAIL  workspace: {workspace}/grundriss.toml: " in told.out


def test_hostile_labels_do_not_reach_the_terminal(run: Run, workspace: Path, tmp_path: Path) -> None:
    hostile = TURTLE.replace('"Testportal"', '"Test\\u001B[2Jportal \\u202Egnp"')
    (tmp_path / "hostile.ttl").write_text(hostile, encoding="utf-8")
    assert run("-w", "w", "load", "hostile.ttl").status == 0
    told = run("-w", "w", "show", "testportal").out
    assert "\x1b" not in told and "\u202e" not in told and "Test" in told


@pytest.mark.parametrize("command", ["export -f nt", "ask CQ03"])
def test_a_reader_that_leaves_early_is_no_error(cache: None, command: str) -> None:
    done = subprocess.run(
        [
            "bash",
            "-c",
            f"set -o pipefail; {sys.executable} -m grundriss --today 2026-11-23 {command} | head -n 1",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert done.returncode == 0 and done.stdout.count("\n") == 1 and "Traceback" not in done.stderr


def test_the_version_is_told_as_option_and_as_command(run: Run) -> None:
    told = run("version")
    assert told.out.startswith("grundriss ") and told.status == 0
    assert (run("--version").out, run("--version").status) == (told.out, 0)


def test_what_is_meant_is_offered_once(run: Run) -> None:
    assert run("show", "ausweisap").err.count("ausweisapp") == 1
    assert "AusweisApp" not in run("show", "ausweisap").err


def test_what_has_no_name_of_its_own_is_named_by_its_key_alone(run: Run) -> None:
    assert run("show", "chg-028").out.startswith("chg-028  ")
    told = run("validate", "--severity", "info").out
    assert "chg-028: " in told and "[chg-028]" not in told


def test_formats_that_there_are_not_are_told_with_those_that_there_are(run: Run) -> None:
    told = run("show", "bundid", "-f", "yaml")
    assert told.status == 2 and "human, json, ttl, nt, nq, trig, jsonld, rdf" in told.err


def test_codes_of_function_blocks_are_words_for_people(run: Run) -> None:
    told = run("state", "-f", "md", "--lang", "de").out
    assert "| Basisdienste |" in told and "| basisdienste |" not in told


@pytest.mark.parametrize("value", ["100", "viel", "-1", ""])
def test_a_setting_that_cannot_be_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GRUNDRISS_QUERY_MEMORY_MB", value)
    told = run("query", "-e", "ASK {}")
    assert told.status == 2
    assert "GRUNDRISS_QUERY_MEMORY_MB" in told.err
    assert "2048" in told.err, "the hint names the default"
