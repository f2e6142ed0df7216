# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`grundriss draw` as its users meet it."""

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grundriss.cli.main import status_of

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    monkeypatch.setenv("GRUNDRISS_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRUNDRISS_WORKSPACE", raising=False)

    def call(*arguments: str) -> tuple[int, bytes, str]:
        capfdbinary.readouterr()
        status = status_of(["--today", "2026-11-23", "draw", *arguments])
        sys.stdout.flush()
        told = capfdbinary.readouterr()
        return status, told.out, told.err.decode()

    return call


def test_the_list_names_every_view_and_its_options(run: Run) -> None:
    status, out, _ = run("--list")
    assert status == 0
    for word in (
        "landscape-map",
        "gap",
        "cooperation",
        "neighbourhood",
        "impact",
        "service-chain",
        "--focus",
    ):
        assert word in out.decode()


def test_a_picture_goes_to_stdout_and_nothing_else_does(run: Run) -> None:
    status, out, err = run("neighbourhood", "--focus", "DVDV-IAM", "--lang", "en")
    assert (status, err) == (0, "")
    assert "neighbourhood" in (
        ElementTree.fromstring(out).findtext("{http://www.w3.org/2000/svg}title") or ""
    )


def test_the_ending_decides_and_the_option_decides_first(run: Run, tmp_path: Path) -> None:
    assert run("impact", "-o", "a.png")[0] == 0
    assert run("impact", "-o", "b.png", "-f", "csv")[0] == 0
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "b.png").read_text("utf-8-sig").startswith("Schritte,Element")


def test_several_views_go_into_a_folder(run: Run, tmp_path: Path) -> None:
    status, out, err = run("gap", "impact", "gap", "--focus", "eid", "-f", "csv", "-o", "new/pictures")
    assert (status, out) == (0, b"")
    assert sorted(path.name for path in (tmp_path / "new" / "pictures").iterdir()) == [
        "gap.csv",
        "impact.csv",
    ]
    assert "gap.csv written" in err


def test_the_table_is_the_same_facts(run: Run) -> None:
    out = run("gap", "--from", "ist", "--to", "2027", "-f", "csv", "-o", "-")[1].decode()
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert [row[:3] for row in rows[1:6]] == [
        ["neu", "EUDI-Wallet (staatliche deutsche Wallet)", "Basiskomponente"],
        ["geändert", "Marktplatz der KI-Möglichkeiten (MaKI)", "Plattform"],
        ["neu", "EUDI-Wallet Vorlage von Nachweisen", "Schnittstelle"],
        ["geändert", "OZG SV", "Architekturvorgabe"],
        ["bleibt", "EUDI-Wallet Sandbox", "Plattform"],
    ]
    assert [(row[0], row[1], *row[4:6]) for row in rows[6:]] == [
        ("neue Beziehung", "EUDI-Wallet Sandbox", "Teil von", "EUDI-Wallet (staatliche deutsche Wallet)"),
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 2, "Name a view"),
        (("gapp",), 4, "Did you mean gap?"),
        (("neighbourhood", "--focus", "bundit"), 4, "bundid"),
        (("gap", "--focus", "bundid"), 2, "takes no --focus"),
        (("gap", "impact"), 2, "Several views need a folder"),
        (("impact", "--direction", "sideways"), 2, "up or down"),
        (("impact", "--depth", "0"), 2, "depth"),
        (("impact", "--depth", "viel"), 2, "depth"),
        (("cooperation", "--by", "moon"), 2, "organisation or level"),
        (("landscape-map", "--state", "gestern"), 2, "no state"),
        (("gap", "-f", "gif"), 2, "svg, png, pdf, csv"),
        (("gap", "-o", "picture.gif"), 2, "svg, png, pdf, csv"),
        (("gap", "--lang", "fr"), 2, "de or en"),
    ],
)
def test_mistakes_are_explained(run: Run, arguments: tuple[str, ...], status: int, said: str) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (status, b"")
    assert said in err
    assert "Traceback" not in err


def test_a_png_is_not_poured_into_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    status, out, err = run("gap", "-f", "png")
    assert (status, out) == (2, b"")
    assert "-o" in err


def test_a_folder_that_is_a_file_is_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    status, _, err = run("gap", "-f", "csv", "-o", "taken/gap.csv")
    assert status != 0
    assert "taken" in err and "Traceback" not in err


@pytest.mark.parametrize("name", ["x.svg", "x.PNG", "deep/x.csv"])
def test_several_views_do_not_go_into_one_file(run: Run, tmp_path: Path, name: str) -> None:
    status, out, err = run("gap", "impact", "-f", "csv", "-o", name)
    assert (status, out) == (2, b"")
    assert f"{name} is the name of one file; 2 views need a folder." in err and "-o pictures" in err
    assert not any(tmp_path.iterdir())


def test_a_folder_may_be_called_like_a_file_where_it_is_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.svg").mkdir()
    assert run("gap", "cooperation", "-f", "csv", "-o", "x.svg")[0] == 0
    assert {path.name for path in (tmp_path / "x.svg").iterdir()} == {"gap.csv", "cooperation.csv"}


def test_a_misspelt_folder_is_not_made(run: Run, tmp_path: Path) -> None:
    status, out, err = run("gap", "-o", "pictuers/gap.svg")
    assert (status, out) == (3, b"") and "its folder is not there" in err
    assert not (tmp_path / "pictuers").exists()


def test_a_pdf_has_the_paper_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    for paper in ("a4", "a1"):
        status, _, err = run("gap", "--paper", paper, "-o", f"{paper}.pdf")
        assert status == 0 and f"{paper}.pdf" in err
    assert (tmp_path / "a4.pdf").read_bytes() != (tmp_path / "a1.pdf").read_bytes()
    assert run("gap", "--paper", "a7", "-o", "x.pdf")[0] == 2
    assert run("gap", "--paper", "a4", "-o", "x.svg")[0] == 2
    assert not (tmp_path / "x.pdf").exists() and not (tmp_path / "x.svg").exists()


def test_a_report_goes_to_a_pdf_file_and_nowhere_else(
    tmp_path: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del run  # its folder and its cache
    assert status_of(["--today", "2026-11-23", "report", "gap", "-o", "bericht.txt"]) == 2
    assert b".pdf" in capfdbinary.readouterr().err and not (tmp_path / "bericht.txt").exists()
    assert status_of(["--today", "2026-11-23", "report", "gap", "ist", "2030", "-o", "bericht.pdf"]) == 0
    assert (tmp_path / "bericht.pdf").read_bytes().startswith(b"%PDF-1.")
    assert status_of(["--today", "2026-11-23", "report", "gap", "gestern", "-o", "b.pdf"]) == 2
