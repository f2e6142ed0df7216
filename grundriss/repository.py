# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done in Python with the revisions of a landscape: go back, try a future, bring it home, keep it safe.

with grundriss.open("my-workspace") as land:
    with land.branch("abloesung-2028", message="Try the new directory") as future:
        future.retire("dvdv", "2027-12", message="Replaced")
        future.merge(message="Decided by the board")
    land.revert("r12", message="Not decided after all")
    land.backup("friday.tar.gz")
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grundriss.errors import UsageError
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace

if TYPE_CHECKING:
    from grundriss.exporters.canonical_export import Exported
    from grundriss.history.change_types import Blame, Difference, ElementHistory, Revisions
    from grundriss.scenarios.content import Summary
    from grundriss.scenarios.joining import Joined
    from grundriss.store.backup import Backup
    from grundriss.store.commit import Outcome
    from grundriss.store.dropped import Dropped
    from grundriss.store.fsck import Check


class Repository(ABC):
    """The revisions and scenarios that an open landscape is one of. All that changes something needs a workspace."""

    lang: str

    @property
    @abstractmethod
    def line(self) -> Line:
        """The revisions that the landscape is one of; UsageError for one that was opened without."""

    @property
    @abstractmethod
    def snapshot(self) -> Snapshot:
        """The snapshot that is read; UsageError after `close`."""

    @abstractmethod
    def _beside(self, line: Line, revision: int | None = None) -> Self:
        """Another line of the workspace, or a revision, opened with the same language."""

    @abstractmethod
    def _changeable(self) -> Line:
        """The line that a change is made to; PermissionDenied where nothing may be changed."""

    @abstractmethod
    def _moved(self, outcome: "Outcome") -> "Outcome":
        """Go on with the newest revision after a commit."""

    @abstractmethod
    def refresh(self) -> None:
        """Go on with the newest revision, when others have changed the landscape meanwhile."""

    def at(self, revision: int | str) -> Self:
        """The landscape as revision 12 (or "r12") left it. Close it, or use it in a `with` block."""
        from grundriss.history.revision_name import revision_number

        return self._beside(self.line, revision_number(self.line, revision))

    def log(self, x: str, limit: int | None = None) -> "ElementHistory":
        """What each revision changed of X, newest first."""
        from grundriss.history.element_history import log

        return log(self.line, x, limit, self.lang)

    def revisions(self, limit: int | None = None, revision: int | str = "now") -> "Revisions":
        """The revisions up to one, newest first."""
        from grundriss.history.revisions import revisions

        return revisions(self.line, limit, revision)

    def diff(self, a: int | str, b: int | str = "now") -> "Difference":
        """What turns revision `a` into revision `b`, element by element."""
        from grundriss.history.diff import diff

        return diff(self.line, a, b, self.lang)

    def blame(self, x: str, revision: int | str = "now") -> "Blame":
        """Which revision asserted each fact of X that stands now, or stood at a revision."""
        from grundriss.history.blame import blame

        return blame(self.line, x, self.lang, revision)

    def revert(
        self,
        revision: int | str,
        *,
        message: str | None = None,
        decision: str | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> "Outcome":
        """Take back what a revision changed, as a new one; Conflict where somebody has changed it since.

        `decision` is the decision behind it, by its key, label or IRI; with `expect`, that is the newest revision.
        """
        from grundriss.editing.decision import decision_named
        from grundriss.history.revert import revert
        from grundriss.store.author import author

        line, read = self._changeable(), self.snapshot
        basis = None if decision is None else decision_named(read.store, read.base_iri, decision).value
        return self._moved(
            revert(
                line,
                revision,
                author(),
                message,
                decision=basis,
                expected=expect,
                dry_run=dry_run,
                lang=self.lang,
            )
        )

    def load(
        self,
        *files: "str | PathLike[str]",
        dataset: str | None = None,
        message: str | None = None,
        decision: str | None = None,
        expect: int | None = None,
        verify: bool = False,
        dry_run: bool = False,
    ) -> "Outcome":
        """Load files as one dataset, as a commit: what it held before is replaced.

        land.load("portal.ttl", message="The new portal")

        RDF files, files whose graphs are datasets, a folder of tables of facts or a canonical export; without
        `dataset` the file's name is it. The landscape moves to the new revision. The outcome has none when a rule is
        broken: see its report. Raises InputError with the place of what cannot be read, and else as `add`.
        """
        from grundriss.editing.decision import decision_named
        from grundriss.editing.loading import load_files
        from grundriss.store.author import author

        line, read = self._changeable(), self.snapshot
        found = [Path(file) for file in files]
        basis = None if decision is None else decision_named(read.store, read.base_iri, decision).value
        return self._moved(
            load_files(
                line,
                found,
                author(),
                dataset=dataset,
                message=message,
                decision=basis,
                expected=expect,
                verify=verify,
                dry_run=dry_run,
            )
        )

    def scenarios(self) -> "list[Summary]":
        """All scenarios of the workspace, by name, each with its base and how far that is behind."""
        from grundriss.scenarios.content import summaries

        return summaries(self.line.main)

    def branch(self, name: str, *, message: str, base: int | None = None, label: str | None = None) -> Self:
        """Make a scenario off the newest revision of the main line, or off `base`, and open it.

        Raises UsageError for a name that cannot be one, Conflict for one that is taken.
        """
        from grundriss.scenarios.branching import create
        from grundriss.store.author import author

        return self._beside(create(self._changeable().main, name, message, author(), base, label))

    def scenario(self, name: str) -> Self:
        """Open a scenario of the workspace; NotFound, with the nearest name, for an unknown one."""
        return self._beside(Scenario.open(self.line, name))

    def merge(
        self,
        *,
        message: str,
        take: str | None = None,
        resolve: Mapping[str, str] | None = None,
        decision: str | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> "Joined":
        """Make what this scenario changes one revision of the main line.

        `decision` is the decision behind it, by its key, label or IRI: one of the scenario or of the main line. With
        `expect`, that is the newest revision of the main line.
        What both sides changed stands in `open` of the answer, and nothing is done, unless `take` says who wins all
        (mine, theirs) or `resolve` who wins one: `{"bundid owner": "mine"}`.
        """
        from grundriss.editing.decision import decision_behind_merge
        from grundriss.scenarios.collision import Resolution
        from grundriss.scenarios.joining import merge
        from grundriss.store.author import author

        scenario, resolution = self._scenario(), Resolution.parse(take, _single(resolve))
        return merge(
            scenario,
            message,
            author(),
            resolution=resolution,
            decision=None if decision is None else decision_behind_merge(scenario, decision),
            expected=expect,
            dry_run=dry_run,
            lang=self.lang,
        )

    def rebase(
        self,
        onto: int | str | None = None,
        *,
        message: str | None = None,
        take: str | None = None,
        resolve: Mapping[str, str] | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> "Joined":
        """Bring this scenario up to the newest revision of the main line, or to `onto`. Conflicts are as in `merge`.

        With `expect`, that is the newest revision of the scenario.
        """
        from grundriss.history.revision_name import revision_number
        from grundriss.scenarios.collision import Resolution
        from grundriss.scenarios.joining import rebase
        from grundriss.store.author import author

        scenario = self._scenario()
        number = None if onto is None else revision_number(scenario.main, onto)
        resolution = Resolution.parse(take, _single(resolve))
        done = rebase(
            scenario,
            author(),
            number,
            message=message,
            resolution=resolution,
            expected=expect,
            dry_run=dry_run,
            lang=self.lang,
        )
        self._moved(done.outcome)
        return done

    def drop(self) -> None:
        """Drop this scenario, which cannot be used any more; what was merged stays. Its log is kept: see `dropped`."""
        from grundriss.scenarios.branching import drop

        scenario = self._scenario()
        self.snapshot.close()
        drop(scenario)

    def drop_damaged(self, name: str) -> None:
        """Drop a scenario that cannot be opened, since its scenario.toml is missing or cannot be read."""
        from grundriss.scenarios.branching import drop_damaged

        drop_damaged(self._changeable().main, name)

    def dropped(self) -> "list[Dropped]":
        """The scenarios that were dropped, by name and in the order of their dropping; their logs are in `path`."""
        from grundriss.store.dropped import dropped_scenarios

        return dropped_scenarios(self.line)

    def bring_back(self, name: str) -> Self:
        """Make a dropped scenario one again, as it was, and open it: the last of that name, or one named by its folder.

        Raises NotFound for what was not dropped, and Conflict when there is a scenario of that name.
        """
        from grundriss.scenarios.branching import bring_back

        return self._beside(bring_back(self._changeable(), name))

    def check(self, since: int | None = None) -> "Check":
        """Prove that the log is whole and that the store is what the log gives; `faults` of the answer is empty then.

        With `since` the log is replayed from that revision.
        """
        from grundriss.store.fsck import check

        return check(self.line, since)

    def backup(self, file: str | PathLike[str], *, store: bool = True, over: bool = False) -> "Backup":
        """Write the whole workspace into one file (.tar.gz or .tar), also while others change it.

        Without `store` it is smaller, and slower to restore. Raises Conflict when the file is there, unless `over`.
        """
        from grundriss.store.backup import backup

        main = self.line.main
        if not isinstance(main, Workspace):
            raise UsageError("landscape-without-line")
        return backup(main, Path(file), store=store, over=over)

    def export_canonical(self, folder: str | PathLike[str]) -> "Exported":
        """Write a folder for git: one file per dataset, the same bytes for the same content."""
        from grundriss.exporters.canonical_export import export_canonical

        return export_canonical(self.snapshot, Path(folder))

    def _scenario(self) -> Scenario:
        line = self._changeable()
        if not isinstance(line, Scenario):
            raise UsageError("no-scenario-open")
        return line


def _single(resolve: Mapping[str, str] | None) -> list[str]:
    return [f"{place}={side}" for place, side in (resolve or {}).items()]
