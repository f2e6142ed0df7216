# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an end user installs: the wheel built from the sdist, in an environment without the checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ("ontology", "shapes", "queries", "data", "api/schemas")
PACKAGES = {
    "grundriss": "grundriss",
    "api/grundriss_api": "grundriss_api",
    "viz/grundriss_viz": "grundriss_viz",
}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution of the checkout and the wheel built from that."""
    folder = tmp_path_factory.mktemp("dist")
    # `build` makes the wheel from the unpacked sdist, not from the checkout, unless told otherwise.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, cwd=folder, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def python(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment with the wheel; it sees our dependencies, but not our checkout."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    interpreter = folder / "bin" / "python"
    (wheel,) = distributions.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "-qq", "--no-index"]
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    _lend_dependencies(folder)
    return interpreter


def test_the_sdist_holds_what_the_wheel_is_built_from(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    expected = {
        str(path.relative_to(ROOT)) for folder in (*RESOURCES, *PACKAGES) for path in _files(ROOT / folder)
    }
    assert expected <= names
    assert {"pyproject.toml", "README.md", "LICENSE"} <= names


def test_the_wheel_holds_every_module_and_resource(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    places = PACKAGES | {folder: f"grundriss/resources/{folder}" for folder in RESOURCES}
    for folder, place in places.items():
        files = list(_files(ROOT / folder))
        assert files, f"{folder}/ is empty"
        missing = [path for path in files if f"{place}/{path.relative_to(ROOT / folder)}" not in names]
        assert not missing
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES.values())


def test_the_installed_packages_are_the_wheels(python: Path, tmp_path: Path) -> None:
    code = (
        "import grundriss as g, grundriss_api as a, grundriss_viz as v\nfor p in (g, a, v): print(p.__file__)"
    )
    places = _run([python, "-c", code], tmp_path).stdout.split()
    assert len(places) == 3
    assert all(Path(place).is_relative_to(python.parents[1]) for place in places)


@pytest.mark.timeout(300)
def test_the_demo_runs_from_the_wheel_in_an_empty_folder(python: Path, tmp_path: Path) -> None:
    result = _run([python.parent / "grundriss", "demo", "--check"], tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _lend_dependencies(environment: Path) -> None:
    """Let an environment see the packages and programs of ours.

    A path named in a .pth file is searched for modules, but .pth files inside it are not read: the editable
    install of the checkout stays out of sight.
    """
    packages = (
        environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    )
    (packages / "dependencies.pth").write_text(
        "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}) + "\n", "utf-8"
    )
    for program in ("oxigraph", "graphviz-pure"):
        (environment / "bin" / program).symlink_to(Path(sysconfig.get_path("scripts"), program))


def _run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run in an empty folder, with home and cache beside it and no other variable of our environment."""
    home = folder / "home"
    work = folder / "work"
    home.mkdir()
    work.mkdir()
    environment = {
        "PATH": os.defpath,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True)
