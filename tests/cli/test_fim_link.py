# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""grundriss fim link: links with grade, score and evidence, in both languages and for machines, and always marked."""

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from grundriss import resources
from grundriss.cli.main import status_of
from tests.cli.conftest import TODAY, Run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = resources.path("data", "examples", "fim")
SCHEMA = "S99000000901 1.0.0"


@pytest.fixture(scope="module")
def with_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the FIM examples. Do not write to it: `imported` is a copy."""
    path = tmp_path_factory.mktemp("fim-link") / "w"
    assert status_of(["init", str(path)]) == 0
    assert status_of(["--today", TODAY, "-w", str(path), "import", "fim", str(EXAMPLES)]) == 0
    return path


@pytest.fixture
def imported(with_examples: Path, run: Run, tmp_path: Path) -> str:
    """A copy that a test may write to."""
    return str(shutil.copytree(with_examples, tmp_path / "w"))


def test_links_are_told_by_grade_with_what_has_none(run: Run, imported: str) -> None:
    told = run("-w", imported, "--lang", "de", "fim", "link")
    assert told.status == 0
    assert "Über den Dokumentsteckbrief (1)" in told.out
    assert "  1,00  Antrag auf eine Gartenlaube [S99000000901/1.0.0] erhebt Daten für" in told.out
    assert (
        "gemeinsame Rechtsgrundlage, 0,63: § 2 BeispielG" in told.out
        and "1 Datenschema: 1 über den" in told.out
    )
    assert "1 Prozess, der ein Fachverfahren nennt: 1 ohne Verbindung" in told.out
    assert "fim-links: Revision 2." in told.out
    again = run("-w", imported, "--lang", "en", "fim", "link")
    assert again.status == 0 and "fim-links: nothing was changed" in again.out
    assert "By document profile (1)" in again.out and "collects data for" in again.out


def test_a_dry_run_changes_nothing(run: Run, imported: str) -> None:
    told = run("-w", imported, "--lang", "en", "fim", "link", "--dry-run")
    assert told.status == 0 and "would" in told.out
    assert "fim-links" not in run("-w", imported, "log").out


def test_machines_get_codes(run: Run, imported: str) -> None:
    answer = json.loads(run("-w", imported, "fim", "link", "-f", "json").out)
    [link] = answer["links"]
    assert (link["type"], link["grade"], link["score"]) == ("CollectsDataFor", "document-profile", 1.0)
    assert [piece["grade"] for piece in link["evidence"]] == [
        *("document-profile", "shared-legal-basis", "similar-name")
    ]
    assert answer["counts"]["CollectsDataFor"]["none"] == 0 and answer["revision"] == 2
    assert answer["threshold"]["grade"] == "similar-name" and not answer["unchanged"]
    told = run("-w", imported, "fim", "link", "-f", "csv")
    [row] = csv.DictReader(io.StringIO(told.out))
    assert (row["evidenceGrade"], row["source"], row["target"]) == (
        *("document-profile", "S99000000901/1.0.0"),
        "99999001001000",
    )
    assert "nothing was changed" in told.err
    table = run("-w", imported, "--lang", "de", "fim", "link", "-f", "md").out
    assert table.startswith("## Erschlossene Verbindungen") and "über den Dokumentsteckbrief" in table


def test_options_say_what_is_enough(run: Run, imported: str) -> None:
    assert json.loads(run("-w", imported, "fim", "link", "--min-score", "1", "-f", "json").out)["links"]
    none = run("-w", imported, "--lang", "de", "fim", "link", "--grade", "declared")
    assert none.status == 0 and "Es ist keine Verbindung zu erschließen" in none.out
    assert run("-w", imported, "fim", "link", "--grade", "best").status == 2
    assert run("-w", imported, "fim", "link", "--min-score", "2").status == 2
    assert run("-w", imported, "fim", "link", "-f", "xlsx").status == 2
    settings = Path(imported) / "grundriss.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[fim-links]\ngrade = "best"\n', encoding="utf-8")
    wrong = run("-w", imported, "--lang", "de", "fim", "link")
    assert wrong.status == 3 and "„best“ ist keine Güte" in wrong.err


def test_a_guess_is_shown_as_one_with_its_grade(run: Run, imported: str) -> None:
    run("-w", imported, "fim", "link")
    shown = run("-w", imported, "--lang", "de", "show", SCHEMA).out
    assert "(erschlossen: über den Dokumentsteckbrief (1,00), collects-data-for--" in shown
    english = run("-w", imported, "--lang", "en", "show", SCHEMA).out
    assert "(inferred: by document profile (1.00), collects-data-for--" in english
    [group] = json.loads(run("-w", imported, "show", SCHEMA, "-f", "json").out)["relations"]
    [relation] = group["relations"]
    assert (relation["confidence"], relation["evidenceGrade"], relation["evidenceScore"]) == (
        *("inferred", "document-profile"),
        1.0,
    )


def test_numbers_keep_guesses_apart_and_a_service_is_found_by_the_key_that_links_name(
    run: Run, imported: str
) -> None:
    settings = Path(imported) / "laube.xml"
    text = (EXAMPLES / "gartenlaube_xdf3.xml").read_text(encoding="utf-8")
    text = text.replace("S99000000901", "S99000000902").replace(
        "Angaben für die", "Zu 99012003004000. Für die", 1
    )
    settings.write_text(text, encoding="utf-8")
    run("-w", imported, "import", "fim", str(settings))
    run("-w", imported, "fim", "link")
    found = json.loads(run("-w", imported, "stats", "-f", "json").out)
    assert (found["relations"], found["inferred"]) == ({}, {"gru:CollectsDataFor": 3})
    assert "Erhebt Daten für (erschlossen)  3" in run("-w", imported, "--lang", "de", "stats").out
    shown = run("-w", imported, "--lang", "de", "show", "99012003004000")
    assert shown.status == 0 and "(erschlossen: im Text genannt (1,00)" in shown.out
    assert run("-w", imported, "show", "99012003004001").status == 4
    changed = run("-w", imported, "set", "99012003004000", "label", "Wohl nicht", "-m", "Versuch")
    assert changed.status == 4, "nothing is said of it that could be changed"


def test_questions_keep_guesses_apart_from_what_is_declared(run: Run, imported: str) -> None:
    run("-w", imported, "fim", "link")
    rows = json.loads(run("-w", imported, "ask", "FIM05", "provision=beispielg", "-f", "json").out)["rows"]
    guessed = {row["element"]["key"]: row["inferredServices"] for row in rows if row["inferredServices"]}
    assert guessed["S99000000901/1.0.0"] == "99999001001000 [document-profile]"
    assert not any(row["services"] for row in rows)
    assert not any(key.startswith(("process", "B999999")) for key in guessed), "they are in no form"


def test_the_commands_of_the_page_on_links_succeed(run: Run, imported: str, tmp_path: Path) -> None:
    """On the invented files and a service: they stand in the place of those that the page names."""
    service = tmp_path / "service.ttl"
    service.write_text(
        "@base <https://w3id.org/grundriss/id/service/> .\n"
        "<99999001001000> a <http://purl.org/vocab/cpsv#PublicService> ;\n"
        '<http://purl.org/dc/terms/identifier> "99999001001000" ;\n'
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "Gartenlaube"@de .\n'
    )
    assert run("-w", imported, "load", str(service)).status == 0
    page = (ROOT / "docs" / "guide" / "links-between-fim-artefacts.md").read_text("utf-8")
    text = page.replace("S00000094 1.0", "S99000000901 1.0.0").replace("99006028261000", "99999001001000")
    commands = [
        shlex.split(line, comments=True)[1:]
        for block in re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for line in block.splitlines()
        if not line.startswith("grundriss import")
    ]
    assert len(commands) == 3
    settings = re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    for command in commands:
        told = run("-w", imported, *command)
        assert told.status == 0, told.err
    with Path(imported, "grundriss.toml").open("a") as file:
        file.write("".join(settings))
    told = run("-w", imported, "fim", "link", "--dry-run", "-f", "json")
    assert json.loads(told.out)["threshold"]["grade"] == "shared-legal-basis"
