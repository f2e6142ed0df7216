# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A workspace: a folder with grundriss.toml, the log of revisions and the store that is built from it."""

import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from grundriss.errors import Conflict, GrundrissError, InputError, PermissionDenied, StoreDamaged
from grundriss.messages import reason
from grundriss.model.identifier import Base
from grundriss.model.terms import DEFAULT_BASE
from grundriss.store.durable import disk_error, write_durably
from grundriss.store.line import Line

SETTINGS_FILE: Final = "grundriss.toml"
FORMAT: Final = 1
"""The form of a workspace on disk that this version reads."""
_SETTINGS: Final = """# A Grundriss workspace.
[workspace]
format = {format}

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
        wanted = [*reversed(path.parents), path, *(path / name for name in _FOLDERS)]
        made: list[Path] = []
        try:
            for folder in wanted:
                if not folder.is_dir():
                    folder.mkdir()
                    made.append(folder)
            text = _SETTINGS.format(format=FORMAT, base=base.iri)
            write_durably(path / SETTINGS_FILE, [text.encode()])
        except (OSError, GrundrissError) as error:
            for folder in reversed(made):
                with suppress(OSError):
                    folder.rmdir()
            if isinstance(error, OSError):
                raise disk_error(error, path) from error
            raise
        return cls(path, base)

    @classmethod
    def open(cls, path: Path, today: date | None = None) -> "Workspace":
        """Open the workspace in a folder; `today` fixes the effective date instead of the clock.

        Raises InputError when the folder is no workspace, or its settings cannot be read or contradict the log,
        PermissionDenied when they may not be read.
        """
        settings = path / SETTINGS_FILE
        values = _read_settings(settings)
        try:
            form, base = values["workspace"]["format"], Base(str(values["workspace"]["base"]))
        except KeyError as error:
            lacking = str(error.args[0])
            raise InputError("settings-lacking", location=str(settings), name=lacking) from error
        except TypeError as error:
            raise InputError("settings-torn", location=str(settings), reason=str(error)) from error
        if form != FORMAT:
            raise InputError("settings-format", location=str(settings), format=form, known=FORMAT)
        workspace = cls(path, base, today)
        workspace._check_base(settings)
        return workspace

    def _check_base(self, settings: Path) -> None:
        """Refuse another base than the log was begun with: its first revision says it, so that this is one look."""
        try:
            logged = self.log.entry(1).base if self.log.holds(1) else ""
        except StoreDamaged:
            return  # reading goes on; fsck and the next commit say so
        if logged and logged != self.base.iri:
            raise InputError("settings-base", location=str(settings), base=self.base.iri, logged=logged)


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
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError("workspace-unknown", path=settings.parent) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("settings-torn", location=str(settings), reason=str(error)) from error
    except OSError as error:
        kind = PermissionDenied if isinstance(error, PermissionError) else InputError
        raise kind("settings-unreadable", path=settings, reason=reason(error)) from error
