# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A workspace: a folder with grundriss.toml, the log of revisions and the store that is built from it."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

from grundriss.errors import Conflict, InputError, NotFound, PermissionDenied
from grundriss.messages import reason
from grundriss.model.identifier import Base
from grundriss.model.terms import DEFAULT_BASE
from grundriss.store.durable import disk_error, write_durably
from grundriss.store.line import Line

SETTINGS_FILE: Final = "grundriss.toml"
_SETTINGS: Final = """# A Grundriss workspace.
[workspace]
format = 1

# The address that the IRIs of its elements start with. It cannot be changed later.
base = "{base}"
"""
_FOLDERS: Final = ("data", "shapes", "queries", "views", "log", "store")


class Workspace(Line):
    """An open workspace: its main line, and the folders around it."""

    def __init__(self, path: Path, base: Base, today: date | None = None) -> None:
        super().__init__(path, base, today, lock=path / "lock")

    @classmethod
    def init(cls, path: Path, base: Base | None = None) -> "Workspace":
        """Make a workspace in an empty or new folder; PermissionDenied or Conflict leave the folder as it was."""
        base = base or Base(DEFAULT_BASE)
        if (path / SETTINGS_FILE).exists():
            raise Conflict("workspace-exists", path=path)
        try:
            for name in _FOLDERS:
                (path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error, path) from error
        text = _SETTINGS.format(base=base.iri)
        write_durably(path / SETTINGS_FILE, [text.encode()])
        return cls(path, base)

    @classmethod
    def open(cls, path: Path, today: date | None = None) -> "Workspace":
        """Open the workspace in a folder; `today` fixes the effective date instead of the clock.

        Raises NotFound when the folder is no workspace and InputError when its settings cannot be read.
        """
        settings = path / SETTINGS_FILE
        values = _read_settings(settings)
        try:
            base = Base(str(values["workspace"]["base"]))
        except (KeyError, TypeError) as error:
            raise InputError("settings-broken", location=str(settings), reason=str(error)) from error
        return cls(path, base, today)


def read_section(path: Path, name: str) -> dict[str, Any]:
    """A section of the settings of the workspace in a folder; empty where it has none.

    Raises as `Workspace.open`.
    """
    settings = path / SETTINGS_FILE
    section = _read_settings(settings).get(name, {})
    if not isinstance(section, dict):
        raise InputError("settings-broken", location=str(settings), reason=f"[{name}]")
    return section


def _read_settings(settings: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(settings.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound("workspace-unknown", path=settings.parent) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("settings-broken", location=str(settings), reason=str(error)) from error
    except OSError as error:
        raise PermissionDenied("settings-unreadable", path=settings, reason=reason(error)) from error
