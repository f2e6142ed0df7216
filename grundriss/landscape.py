# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The landscape in Python and notebooks: the nouns of command line and REST, with typed answers.

import grundriss

with grundriss.open(today="2026-11-23") as land:
    land.gap("ist", "soll")                 # a table in a notebook
    land.impact("bundid").to_dict()         # the JSON of command line and REST
    land.state("2028").graph()              # a networkx.MultiDiGraph

with grundriss.open("my-workspace") as land:
    land.set("bundid", "lifecycle", "Ablösung", message="Beschluss 12")     # a checked commit

What is done with revisions and scenarios as a whole stands in `grundriss.repository`.
"""

from collections.abc import Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from grundriss.analysis import dependencies as _dependencies
from grundriss.analysis import impact as _impact
from grundriss.analysis import paths as _paths
from grundriss.errors import InputError, PermissionDenied, UsageError
from grundriss.model.analysis_types import Answer, Dependencies, Impact, Paths
from grundriss.model.state_types import Gap, Json, State
from grundriss.repository import Repository
from grundriss.resolve import resolve
from grundriss.states import gap as _gap
from grundriss.states import state as _state
from grundriss.states.places import placed
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace

if TYPE_CHECKING:
    from grundriss.description.describe import Description
    from grundriss.editing.fim_links import Linked
    from grundriss.editing.update import Updated
    from grundriss.editing.what_if import WhatIf
    from grundriss.fim.links.inference import FimLinks
    from grundriss.listing.listing import Listing
    from grundriss.listing.search import Found
    from grundriss.model.timeline_types import Timeline
    from grundriss.model.weakness_types import WeakPoints
    from grundriss.questions.definition import QuestionList
    from grundriss.store.commit import Intent, Outcome

Value = str | int | float | bool | None
"""One value of a query's answer: an IRI or a text, a number, a truth value; None where a variable is unbound."""

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS: Final = frozenset(
    _XSD + name for name in "integer int long short byte nonNegativeInteger positiveInteger".split()
)
_FRACTIONS: Final = frozenset(_XSD + name for name in "decimal double float".split())
_LONGEST_NUMBER: Final = 4_000


class Landscape(Repository):
    """An open landscape at one revision and day. Use it in a `with` block, or call `close`.

    X is an IRI, a CURIE, a key or a label; WHEN is `ist`, `soll`, a plateau or a date (a year or month means its
    last day), or another place with or without one of these: a revision `r12` (as it is), a scenario (its target
    state), `r12@soll`, `one-login@2027`. `lang` is the language of labels and sentences, `de` or `en`. Every method
    raises UsageError for an unknown WHEN and NotFound for an unknown element, with the nearest known ones.
    """

    def __init__(
        self, snapshot: Snapshot, lang: str = "de", line: Line | None = None, *, writable: bool = False
    ) -> None:
        self._snapshot = snapshot
        self._line = line
        self._writable = writable
        self.lang = lang

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is read; UsageError after `close`."""
        if self._snapshot.closed:
            raise UsageError("landscape-closed")
        return self._snapshot

    @property
    def line(self) -> Line:
        """The revisions that the landscape is one of; UsageError for one that was opened without."""
        if self._line is None:
            raise UsageError("landscape-without-line")
        return self._line

    def state(self, when: str = "ist") -> State:
        """The landscape at WHEN."""
        return _state.state(self.snapshot, when, self.lang)

    def gap(self, a: str = "ist", b: str = "soll") -> Gap:
        """What changes from one state to another, with reasons."""
        return _gap.gap(self.snapshot, a, b, self.lang)

    def impact(
        self,
        x: str,
        when: str = "ist",
        direction: str = "up",
        depth: int | None = None,
        limit: int = _impact.DEFAULT_LIMIT,
    ) -> Impact:
        """What depends on X (`up`) or what X depends on (`down`), each with the shortest path that proves it."""
        with placed(self.snapshot, when) as (there, moment):
            return _impact.impact(there, _node(there, x), moment, direction, depth, limit, self.lang)

    def paths(self, a: str, b: str, when: str = "ist", limit: int = _paths.DEFAULT_LIMIT) -> Paths:
        """How two elements are connected, shortest first."""
        with placed(self.snapshot, when) as (there, moment):
            return _paths.paths(there, _node(there, a), _node(there, b), moment, limit, self.lang)

    def weak_points(self, when: str = "ist", limit: int = 20) -> "WeakPoints":
        """Where the landscape breaks: single points of failure, circles, hubs, needs that end, orphans."""
        from grundriss.analysis.weak_points import weak_points

        return weak_points(self.snapshot, when, limit, self.lang)

    def timeline(self, x: str | None = None, start: str | None = None, end: str | None = None) -> "Timeline":
        """What happens when, to X or to the landscape, from the day of one WHEN to that of another."""
        from grundriss.description.landscape_timeline import timeline

        node = None if x is None else _node(self.snapshot, x)
        return timeline(self.snapshot, node, start, end, self.lang)

    def what_if(self, changes: str, when: str = "soll") -> "WhatIf":
        """What changes would do that are not kept; `changes` is TOML as `grundriss what-if` reads it.

        Raises InputError with the place of what cannot be read, and UsageError in a scenario.
        """
        from grundriss.editing.what_if import what_if
        from grundriss.editing.what_if_file import read_what_if

        return what_if(self.line, read_what_if(changes, "changes"), when, self.lang)

    def dependencies(
        self,
        x: str,
        when: str = "ist",
        direction: str = "both",
        depth: int = 1,
        limit: int = _dependencies.DEFAULT_LIMIT,
    ) -> Dependencies:
        """The relations of X in a state, along the arrows (`out`), against them (`in`) or both, `depth` steps far."""
        with placed(self.snapshot, when) as (there, moment):
            node = _node(there, x)
            return _dependencies.dependencies(there, node, moment, self.lang, direction, depth, limit)

    def element(self, x: str) -> "Description":
        """What is known about X: facts with their sources, relations, history."""
        from grundriss.description.describe import describe

        node = resolve(self.snapshot.store, self.snapshot.base_iri, x, named=True)
        return describe(self.snapshot, node, self.lang)

    def elements(self, collection: str, state: str | None = None, **filters: str) -> "Listing":
        """All elements of a collection, such as `elements("components", state="soll", lifecycle="produktiv")`.

        Raises NotFound for an unknown collection, UsageError for a filter that it does not have.
        """
        from grundriss.listing.listing import Wanted, whole_list

        with placed(self.snapshot, state or "") as (there, moment):
            wanted = Wanted({name: (value,) for name, value in filters.items()}, state=moment or None)
            return whole_list(there, collection, wanted, self.lang)

    def search(self, text: str, limit: int = 20) -> "Found":
        """The elements whose names fit `text` best; UsageError for an empty text."""
        from grundriss.listing.search import search

        return search(self.snapshot, text, limit, self.lang)

    def questions(self) -> "QuestionList":
        """The competency questions that `ask` answers, with their parameters."""
        from grundriss.questions.definition import question_list

        return question_list(self.lang)

    def ask(self, key: str, **parameters: str) -> Answer:
        """The answer to a competency question, such as `ask("CQ05", element="zbp")`."""
        from grundriss.questions.answer import ask

        return ask(self.snapshot, key, parameters, self.lang)

    def fim_json_schema(self, x: str) -> Json:
        """The JSON Schema of a FIM data schema, such as `fim_json_schema("S05000001195")`: what a form is checked by.

        An artefact means its current version. Raises UsageError for what is no data schema or group.
        """
        from grundriss.fim.json_schema import json_schema

        return json_schema(self.snapshot, _node(self.snapshot, x), self.lang)

    def fim_shacl(self, x: str) -> str:
        """The SHACL shape of a FIM data schema, as Turtle; otherwise as `fim_json_schema`."""
        from grundriss.fim.shacl_shape import shacl_shape

        return shacl_shape(self.snapshot, _node(self.snapshot, x), self.lang)

    def fim_links(self, grade: str | None = None, min_score: float | None = None) -> "FimLinks":
        """The links between FIM artefacts that no file declares, as they can be inferred here, with their evidence.

        `grade` is the weakest evidence that is enough (such as `text-mention`), `min_score` the lowest score from 0 to
        1 whatever the grade; without them, what grundriss.toml says. Nothing is written: see `link_fim`.
        """
        from grundriss.editing.fim_links import threshold_of
        from grundriss.fim.links.inference import infer
        from grundriss.fim.links.threshold import default_threshold

        enough = default_threshold() if self._line is None else threshold_of(self._line)
        return infer(self.snapshot, enough.with_options(grade, min_score), self.lang)

    def link_fim(
        self,
        grade: str | None = None,
        min_score: float | None = None,
        *,
        message: str | None = None,
        dry_run: bool = False,
    ) -> "Linked":
        """Infer the links of FIM as `fim_links` does and state them in the dataset `fim-links`, as one commit.

        They replace those of the run before; the same again is no commit. The landscape moves to the new revision.
        Raises PermissionDenied as `add`.
        """
        from grundriss.editing.fim_links import link_fim, threshold_of
        from grundriss.store.author import author

        line = self._changeable()
        enough = threshold_of(line).with_options(grade, min_score)
        done = link_fim(line, author(), enough, message=message, lang=self.lang, dry_run=dry_run)
        self._moved(done.outcome)
        return done

    def query(self, sparql: str) -> list[dict[str, Value]]:
        """The rows of a SELECT query; an ASK gives one row with `ask`, a CONSTRUCT one per triple.

        Prefixes of the ontology need not be declared. The query runs in this process and cannot be stopped; SERVICE
        is refused, so nothing is fetched.

        Raises UsageError for an update and InputError for a query that is wrong or cannot be run, with line and column.
        """
        from pyoxigraph import QueryBoolean, QuerySolutions

        from grundriss.model.terms import PREFIXES
        from grundriss.sparql.gate import check_query

        judged = check_query(sparql)
        try:
            result = self.snapshot.store.query(judged.text, prefixes=PREFIXES)
            if isinstance(result, QueryBoolean):
                return [{"ask": bool(result)}]
            if isinstance(result, QuerySolutions):
                names = [variable.value for variable in result.variables]
                return [{name: _value(row[name]) for name in names} for row in result]
            return [
                {"subject": _value(t.subject), "predicate": _value(t.predicate), "object": _value(t.object)}
                for t in result
            ]
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise InputError("query-refused", location="query", reason=str(error)) from error

    def add(
        self,
        kind: str,
        *names: str,
        message: str,
        facts: Mapping[str, str] | None = None,
        source: str | None = None,
        decision: str | None = None,
        dataset: str | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> "Outcome":
        """Add an element by its key, or a relation by its type and ends, as a commit.

        land.add("component", "neu", facts={"label": "Neues Portal", "owner": "fitko"}, message="Beschluss 12")
        land.add("relation", "uses", "neu", "bundid", message="Beschluss 12")

        `facts` are properties and their values, as the command line takes them. `source` is an address or a text that
        says where it is from, `decision` the decision behind it. New statements go to `dataset`, else to `manual`.
        With `expect`, the change is refused unless that is the newest revision; a `dry_run` changes nothing.

        The landscape moves to the new revision. The outcome has none when a rule is broken: see its report.
        Raises UsageError, NotFound, Ambiguous and Conflict for what cannot be meant, and PermissionDenied for the
        packaged landscape and for one of an earlier revision.
        """
        from grundriss.editing import edit

        intent, pairs = _intent(message, decision, dataset, expect), tuple((facts or {}).items())
        return self._moved(
            edit.add(self._changeable(), kind, names, pairs, intent, source=source, dry_run=dry_run)
        )

    def set(
        self,
        x: str,
        name: str,
        value: str | None,
        *,
        message: str,
        since: date | str | None = None,
        source: str | None = None,
        decision: str | None = None,
        dataset: str | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> "Outcome":
        """Make `value` the value of a property of X, as a commit; None takes away what is stated.

        An owner or operator is a responsibility `since` a date (today): the present one ends the day before.
        The other arguments, what is returned and raised are as in `add`; without `dataset`, a statement is changed in
        the dataset that has it.
        """
        from grundriss.editing import edit

        line, intent = self._changeable(), _intent(message, decision, dataset, expect)
        start = None if since is None else str(since)
        return self._moved(
            edit.set_value(line, x, name, value, intent, since=start, source=source, dry_run=dry_run)
        )

    def retire(
        self,
        x: str,
        on: date | str,
        *,
        message: str,
        replaced_by: str | None = None,
        instead: bool = False,
        source: str | None = None,
        decision: str | None = None,
        dataset: str | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> "Outcome":
        """End X `on` its last day (a year or month means the last day of it), with its successor, as a commit.

        Another successor that is recorded is a Conflict, unless the new one is meant `instead`. The other arguments,
        what is returned and raised are as in `add`.
        """
        from grundriss.editing import edit

        line, intent = self._changeable(), _intent(message, decision, dataset, expect)
        end, goes = str(on), {"replaced_by": replaced_by, "source": source}
        return self._moved(edit.retire(line, x, end, intent, instead=instead, dry_run=dry_run, **goes))

    def update(
        self,
        sparql: str,
        *,
        message: str,
        decision: str | None = None,
        dataset: str | None = None,
        expect: int | None = None,
        timeout: float = 30.0,
        dry_run: bool = False,
    ) -> "Updated":
        """Change datasets by a SPARQL update, as one commit.

        land.update("DELETE DATA { <…/id/component/bundid> gru:homepage <…> }", message="The page has moved")

        Prefixes of the ontology need not be declared. New statements of the default graph go to `dataset`, else to
        `manual`; those deleted from it leave every dataset that states them. The other arguments and what is returned
        are as in `add`. Raises UsageError for a text that is wrong and for graphs that are not those of datasets, with
        line and column, PermissionDenied for SERVICE and LOAD, and LimitExceeded after `timeout` seconds.
        """
        from grundriss.editing.update import update

        line, intent = self._changeable(), _intent(message, decision, dataset, expect)
        done = update(line, sparql, intent, seconds=timeout, dry_run=dry_run)
        self._moved(done)
        return done

    def close(self) -> None:
        """Give the snapshot back. Answers stay usable."""
        self._snapshot.close()

    def __enter__(self) -> "Landscape":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        what = "closed" if self._snapshot.closed else f"{self._snapshot.effective_date}"
        return f"<Landscape {self._snapshot.base} revision {self._snapshot.revision}, {what}>"

    def _beside(self, line: Line, revision: int | None = None) -> "Landscape":
        if revision is not None:
            return Landscape(line.at(revision), self.lang, line)
        return Landscape(line.snapshot(), self.lang, line, writable=self._writable)

    def _changeable(self) -> Line:
        """The line that a change is made to; PermissionDenied where nothing may be changed."""
        if self._snapshot.closed:
            raise UsageError("landscape-closed")
        if self._line is None or not self._writable:
            raise PermissionDenied("landscape-read-only")
        return self._line

    def refresh(self) -> None:
        newest = self.line.snapshot()
        self._snapshot.close()
        self._snapshot = newest

    def _moved(self, outcome: "Outcome") -> "Outcome":
        """Go on with the newest revision after a commit."""
        if outcome.revision is not None and self._line is not None:
            self.refresh()
        return outcome


def open_landscape(
    path: str | PathLike[str] | None,
    today: date | str | None,
    lang: str = "de",
    scenario: str | None = None,
    revision: int | str | None = None,
) -> Landscape:
    """Open a workspace, or the packaged landscape (built into the user's cache folder on the first call)."""
    if lang not in ("de", "en"):
        raise UsageError("language-unknown", lang=lang)
    main = _workspace(path, _day(today))
    line = main if scenario is None else Scenario.open(main, scenario)
    if revision is None:
        return Landscape(line.snapshot(), lang, line, writable=path is not None)
    from grundriss.history.revision_name import revision_number

    return Landscape(line.at(revision_number(line, revision)), lang, line)


def _node(snapshot: Snapshot, x: str) -> NamedNode:
    return resolve(snapshot.store, snapshot.base_iri, x)


def _workspace(path: str | PathLike[str] | None, day: date | None) -> Workspace:
    if path is not None:
        return Workspace.open(Path(path), day)
    from grundriss.store.effective_date import today as today_in_berlin
    from grundriss.store.packaged import packaged_landscape

    return packaged_landscape(day or today_in_berlin())


def _intent(message: str, decision: str | None, dataset: str | None, expect: int | None) -> "Intent":
    from grundriss.store.author import author
    from grundriss.store.commit import Intent

    return Intent(dataset, message, author(), mode="patch", decision=decision, expected=expect)


def _day(given: date | str | None) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError("day-unknown", where="today", day=given) from error


def _value(term: object) -> Value:
    """A term as Python has it. Numbers that cannot be read stay text."""
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype == _XSD + "boolean":
            return term.value in ("true", "1")
        try:
            if datatype in _INTEGERS and len(term.value) < _LONGEST_NUMBER:
                return int(term.value)
            if datatype in _FRACTIONS:
                return float(term.value)
        except ValueError:
            pass
        return term.value
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return str(term)
    return None if term is None else str(term)
