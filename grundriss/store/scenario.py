# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A scenario: a line of revisions that branches off the main line, in `scenarios/NAME/` of the workspace.

Its store begins as a clone of the main line at the revision `root`; its log counts its own revisions from 1, and the
first one names the hash of that revision. Nothing of it is in the main line's store, and it has a lock of its own.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from grundriss.errors import InputError, NotFound, PermissionDenied, StoreDamaged
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message, reason
from grundriss.store.durable import write_durably
from grundriss.store.generation import clone, open_for_writing
from grundriss.store.line import Line
from grundriss.store.metadata import Metadata, write_metadata
from grundriss.store.provenance import revision_iri
from grundriss.store.revision_log import RevisionLog
from grundriss.store.rules import digest

FOLDER: Final = "scenarios"
DROPPED_FOLDER: Final = "dropped"
SETTINGS_FILE: Final = "scenario.toml"
LONGEST_NAME: Final = 64
_NAME: Final = re.compile(rf"[a-z][a-z0-9._-]{{0,{LONGEST_NAME - 1}}}")


@dataclass(frozen=True, slots=True)
class ScenarioSettings:
    """What scenario.toml says. `root` is the revision of the main line that the log builds on; `base` the one that
    the scenario was last brought up to, which it is compared with. `created` is RFC 3339 in UTC. `merged` is the
    revision of the main line that took it over, 0 when there is none.
    """

    name: str
    label: str
    root: int
    base: int
    created: str
    author: str
    message: str
    merges: tuple[int, ...] = ()

    @property
    def merged(self) -> int:
        """The newest revision of the main line that took it over, 0 when there is none."""
        return self.merges[-1] if self.merges else 0

    def to_toml(self) -> str:
        """The text of scenario.toml."""
        # a JSON string is a TOML string, but for DEL
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in asdict(self).items()]
        return "# A scenario of this workspace.\n" + "".join(lines).replace("\x7f", "\\u007f")

    @classmethod
    def from_toml(cls, text: str) -> "ScenarioSettings":
        """Read scenario.toml; ValueError when it is none."""
        values: dict[str, Any] = tomllib.loads(text)
        try:
            texts = {name: str(values[name]) for name in ("name", "label", "created", "author", "message")}
            # one written before there could be several names the last of them
            merges = values["merges"] if "merges" in values else filter(None, [int(values["merged"])])
            return cls(
                **texts,
                root=int(values["root"]),
                base=int(values["base"]),
                merges=tuple(int(revision) for revision in merges),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no settings of a scenario: {error}") from error


class Scenario(Line):
    """An open scenario. `settings` is what scenario.toml said when it was opened."""

    def __init__(self, main: Line, settings: ScenarioSettings) -> None:
        path = scenario_path(main, settings.name)
        super().__init__(path, main.base, main.today, lock=path / "lock", scenario=settings.name)
        self._main = main
        self.settings = settings

    @classmethod
    def open(cls, line: Line, name: str) -> "Scenario":
        """The scenario of that name beside a line.

        Raises NotFound, with the nearest name; InputError for a scenario.toml that is none, or names a base that the
        main line does not have; StoreDamaged where it is gone and the log is there.
        """
        main = line.main
        path = scenario_path(main, name) / SETTINGS_FILE if is_scenario_name(name) else None
        if path is None or not path.exists():
            if path is not None and has_lost_settings(path.parent):
                raise StoreDamaged("scenario-settings-lost", name=name, path=path.parent)
            dropped = path is not None and any((main.path / DROPPED_FOLDER).glob(f"{name}-*Z*"))
            hint = Message("scenario-was-dropped", {"name": name}) if dropped else None
            known = scenario_names(main)
            raise NotFound("scenario-unknown", hint=hint or did_you_mean(name, known), name=name)
        try:
            settings = ScenarioSettings.from_toml(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, ValueError) as error:
            raise InputError("scenario-broken", location=str(path), reason=str(error)) from error
        except OSError as error:
            raise PermissionDenied("settings-unreadable", path=path, reason=reason(error)) from error
        if not 1 <= settings.base <= main.log.last:
            raise InputError(
                "scenario-base-unknown", location=str(path), base=settings.base, last=main.log.last
            )
        # the folder's name counts: it is what was asked for
        return cls(main, replace(settings, name=name))

    @property
    def main(self) -> Line:
        return self._main

    @property
    def label(self) -> str | None:
        return self.settings.label or self.settings.name

    @property
    def root_hash(self) -> str:
        """The hash of the revision of the main line that this one branches off.

        Raises NotFound when the main line has none of that number, and StoreDamaged.
        """
        return self._main.log.hash_of(self.settings.root)

    @property
    def branched_from(self) -> str:
        return revision_iri(self.base, self.settings.root).value

    def found(self, live: Path) -> None:
        """Clone the main line at the root; the clone is this line's revision 0."""
        with self._main.at(self.settings.root) as snapshot:
            clone(snapshot.directory, live)
            metadata = Metadata(0, self.root_hash, snapshot.effective_date, digest())
        write_metadata(open_for_writing(live), self.base, metadata)

    def revisions_back(self, newest: int) -> Iterator[tuple[RevisionLog, int]]:
        yield from super().revisions_back(newest)
        yield from self._main.revisions_back(self.settings.root)

    def refresh(self) -> None:
        """Read scenario.toml again; whoever is about to change it holds the lock. Raises as `open`."""
        self.settings = Scenario.open(self._main, self.settings.name).settings

    def note(self, settings: ScenarioSettings) -> None:
        """Write scenario.toml; whoever calls this holds the lock."""
        write_durably(self.path / SETTINGS_FILE, [settings.to_toml().encode(errors="replace")])
        self.settings = settings


def is_scenario_name(name: str) -> bool:
    """Whether a name has the form of a scenario's.

    >>> is_scenario_name("one-login"), is_scenario_name("../x"), is_scenario_name("2028")
    (True, False, False)
    """
    return _NAME.fullmatch(name) is not None


def scenario_path(main: Line, name: str) -> Path:
    """The folder of a scenario whose name has the right form."""
    return main.path / FOLDER / name


def scenario_names(line: Line) -> list[str]:
    """The names of all scenarios beside a line, sorted."""
    return [path.name for path in scenario_folders(line) if (path / SETTINGS_FILE).exists()]


def lost_scenarios(line: Line) -> list[str]:
    """The names of scenarios that have lost their scenario.toml: only the log is left. Sorted."""
    return [path.name for path in scenario_folders(line) if has_lost_settings(path)]


def lost_settings(line: Line) -> list[Message]:
    """What is to be said of each scenario that has lost its scenario.toml."""
    return [
        Message("scenario-settings-lost", {"name": name, "path": scenario_path(line.main, name)})
        for name in lost_scenarios(line)
    ]


def has_lost_settings(folder: Path) -> bool:
    """Whether a folder holds revisions of a scenario, which nobody has dropped, and no scenario.toml."""
    if (folder / SETTINGS_FILE).exists() or is_being_dropped(folder):
        return False
    return has_revisions(folder / "log")


def is_being_dropped(folder: Path) -> bool:
    """Whether a folder holds a scenario that was dropped, and whose log has not gone aside yet (`dropped`)."""
    return not (folder / SETTINGS_FILE).exists() and (folder / "log" / SETTINGS_FILE).exists()


def has_revisions(log: Path) -> bool:
    """Whether a folder is a log of at least one revision."""
    return any(log.glob("*.rdfp*"))


def scenario_folders(line: Line) -> list[Path]:
    """The folders beside a line that a scenario can have, sorted, whatever they hold."""
    folder = line.main.path / FOLDER
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if is_scenario_name(path.name) and path.is_dir())
