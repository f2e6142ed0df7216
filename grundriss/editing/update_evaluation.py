# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the operations of an update add and remove (SPARQL 1.1 Update, §3), found without writing to the store.

The engine is the judge of all that is written: it parses each part, finds the solutions of a pattern in a process of
its own, and fills the templates with them in an empty store in memory. Solutions stand in a VALUES block there, so
that both templates of an operation see the same ones.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)

from grundriss.editing.update_draft import MOST_STATEMENTS, Draft
from grundriss.errors import GrundrissError, InputError, LimitExceeded, UsageError
from grundriss.model.identifier import Base
from grundriss.queries import PROLOGUE
from grundriss.sparql.syntax import explained
from grundriss.sparql.tokens import MalformedQuery, place, tokenise
from grundriss.sparql.update_request import (
    Clear,
    Create,
    Data,
    Modify,
    Operation,
    Part,
    Target,
    Transfer,
    UpdateRequest,
    Whole,
)
from grundriss.store.asserted import Patch
from grundriss.store.confined_query import MEMORY_MB, EngineRefuses, answer
from grundriss.store.generation import open_for_reading, open_for_writing
from grundriss.store.line import Line
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.merged import triples_in, write_merged

MOST_SOLUTIONS: Final = 100_000
"""How many solutions the pattern of an operation may have."""
MOST_MERGED: Final = 500_000
"""How many triples the graphs may hold that several USING name."""
_LONGEST_TOLD: Final = 300
_MOST_MB: Final = 256
_FILLED_AT_ONCE: Final = 100_000
_COPY: Final = "update-"
_BLANK: Final = "urn:x-grundriss:blank:"
_PLACED: Final = (UsageError, InputError, LimitExceeded)

_Node = NamedNode | BlankNode | Literal | Triple
_Graphs = tuple[list[NamedNode], list[NamedNode]]
_Rows = list[list[_Node | None]]


@dataclass(slots=True)
class Evaluation:
    """The operations of one request on the store of a writer, until a deadline (`time.monotonic`)."""

    line: Line
    store: Store
    draft: Draft
    request: UpdateRequest
    deadline: float
    seconds: float
    memory_mb: int = MEMORY_MB

    def run(self) -> Patch:
        """The change that all operations make together. What goes wrong is told with the place of its operation."""
        for operation in self.request.operations:
            self._remaining()
            try:
                self._make(operation)
            except GrundrissError as error:
                if type(error) not in _PLACED or error.message.key == "at-line":
                    raise
                line, column = place(self.request.text, operation.start)
                raise type(error)(
                    "at-line", hint=error.advice, line=line, column=column, problem=error.message
                ) from error
        return self.draft.patch

    def _make(self, operation: Operation) -> None:
        match operation.action:
            case Data(block, deletes):
                quads = self._data(operation, block, deletes)
                self.draft.change(quads if deletes else (), () if deletes else quads, named=deletes)
            case Modify() as modify:
                self._modify(operation, modify)
            case Clear(target):
                for graph in self._graphs(operation, target):
                    self.draft.change(self.draft.statements(graph), ())
            case Create(part):
                self._writable(operation, part)
            case Transfer() as transfer:
                self._transfer(operation, transfer)

    def _data(self, operation: Operation, block: Part, deletes: bool) -> list[Quad]:
        if deletes:  # blank nodes are forbidden in it: the engine says so
            self._updated(Store(), operation, "DELETE DATA", block)
        return self._updated(Store(), operation, "INSERT DATA", block)

    def _modify(self, operation: Operation, modify: Modify) -> None:
        if modify.delete:  # what is no template for DELETE is refused before anything is looked for
            self._filled(operation, modify, modify.delete, "DELETE", [], [])
        if modify.insert:
            self._filled(operation, modify, modify.insert, "INSERT", [], [])
        wanted = {name for part in (modify.delete, modify.insert) if part for name in part.variables}
        names, rows = self._solutions(operation, modify, sorted(wanted))
        removed, added = (
            self._filled(operation, modify, part, "INSERT", names, rows) if part else []
            for part in (modify.delete, modify.insert)
        )
        self.draft.change(removed, added)

    def _solutions(
        self, operation: Operation, modify: Modify, wanted: Sequence[str]
    ) -> tuple[list[str], _Rows]:
        """The solutions of the pattern: names, and in each row a term or None for each of them."""
        selected = " ".join("?" + name for name in wanted) or "*"
        dataset, opening, closing = self._asked_graphs(operation, modify)
        head = f"SELECT {selected} {dataset} WHERE {opening}"
        before, text = self._text(operation, head, modify.pattern)
        text += f"{closing} LIMIT {MOST_SOLUTIONS + 1}"
        with self._asked(self._graphs_to_merge(operation, modify)) as directory:
            try:
                content = answer(directory, text, "srj", self._remaining(), self.memory_mb, _MOST_MB)
            except EngineRefuses as error:
                raise self._explained(modify.pattern, error.complaint, before) from error
            except LimitExceeded as error:
                if error.message.key != "query-timeout":
                    raise
                raise LimitExceeded("query-timeout", seconds=self.seconds) from error  # as it was asked for
        found = parse_query_results(content, QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        rows = [list(solution) for solution in found]
        if len(rows) > MOST_SOLUTIONS:
            raise LimitExceeded("update-too-many-solutions", most=MOST_SOLUTIONS)
        return names, rows

    def _asked_graphs(self, operation: Operation, modify: Modify) -> tuple[str, str, str]:
        """The dataset clauses of the query for a pattern, and what stands around the pattern."""
        if len(modify.using) > 1:  # they are merged into one store, which holds nothing else
            return "", "", ""
        using = [f"FROM {part.text}" for part in modify.using]
        using += [f"FROM NAMED {part.text}" for part in modify.using_named]
        if using or not modify.graph:
            return " ".join(using), "", ""
        graphs = self.draft.graphs()
        if self._named(operation, modify.graph) in graphs:
            return "", f"{{ GRAPH {modify.graph.text}", "}"
        # inside of a graph that is not there, nothing has a solution, not even the empty pattern
        named = " ".join(f"FROM NAMED {graph}" for graph in graphs)
        return f"FROM {modify.graph.text} {named}", "", ""

    def _graphs_to_merge(self, operation: Operation, modify: Modify) -> _Graphs | None:
        """The default graphs, and the named ones, of a pattern that asks several default graphs; else None."""
        if len(modify.using) < 2:
            return None
        default, named = (
            sorted({self._named(operation, part) for part in parts}, key=str)
            for parts in (modify.using, modify.using_named)
        )
        return default, named

    def _filled(
        self, operation: Operation, modify: Modify, part: Part, form: str, names: list[str], rows: _Rows
    ) -> list[Quad]:
        """A template's quads for some solutions."""
        known = [(place, name) for place, name in enumerate(names) if name in part.variables]
        head = f"{f'WITH {modify.graph.text} ' if modify.graph else ''}{form}"
        found: dict[Quad, None] = {}
        size = max(1, _FILLED_AT_ONCE // max(1, part.tokens))
        for start in range(0, max(1, len(rows)), size):
            self._remaining()
            block = _values([[row[place] for place, _ in known] for row in rows[start : start + size]])
            variables = " ".join("?" + name for _, name in known)
            tail = f" WHERE {{ VALUES ({variables}) {{ {block} }} }}"
            quads = self._updated(Store(), operation, head, part, tail)
            found.update(dict.fromkeys(map(_with_blanks, quads)))
            if len(found) > MOST_STATEMENTS:
                raise LimitExceeded("update-too-many-statements", most=MOST_STATEMENTS)
        return list(found)

    def _updated(
        self, store: Store, operation: Operation, head: str, part: Part, tail: str = ""
    ) -> list[Quad]:
        """What an empty store holds after an update; what it refuses is told with its place in the request."""
        before, text = self._text(operation, head, part)
        try:
            store.update(text + tail)
        except SyntaxError as error:
            raise self._explained(part, str(error), before) from error
        except ValueError as error:
            raise UsageError("engine-refuses", reason=str(error)[:300]) from error
        return list(store)

    def _text(self, operation: Operation, head: str, part: Part) -> tuple[int, str]:
        """A text for the engine, and how many lines stand in it before the part."""
        start = f"{PROLOGUE}{operation.prologue}{head}\n"
        return start.count("\n"), start + part.text

    def _explained(self, part: Part, complaint: str, before: int) -> GrundrissError:
        error = explained(part.text, list(tokenise(part.text)), complaint, before)
        if not isinstance(error, MalformedQuery):
            return error
        line, column = place(self.request.text, part.start)
        at = (line + error.line - 1, error.column + (column - 1 if error.line == 1 else 0))
        return error.at(*at)

    def _graphs(self, operation: Operation, target: Target) -> list[NamedNode]:
        if isinstance(target, Whole):
            return self.draft.datasets()
        return [self._writable(operation, target)]

    def _writable(self, operation: Operation, part: Part) -> NamedNode:
        graph = self._named(operation, part)
        if not self.draft.writable(graph):
            raise UsageError("graph-not-writable", graph=str(graph))
        return graph

    def _named(self, operation: Operation, part: Part) -> NamedNode:
        """The graph that a name means."""
        quoted = replace(part, text=f"{{ GRAPH {part.text} {{ <urn:x> <urn:x> <urn:x> }} }}")
        graph = self._updated(Store(), operation, "INSERT DATA", quoted)[0].graph_name
        assert isinstance(graph, NamedNode)
        return graph

    def _transfer(self, operation: Operation, transfer: Transfer) -> None:
        if isinstance(transfer.source, Whole) or (
            isinstance(transfer.target, Whole) and transfer.how != "add"
        ):
            raise UsageError("update-default-moved", word=transfer.how.upper())
        source = self._named(operation, transfer.source)
        target = None if isinstance(transfer.target, Whole) else self._writable(operation, transfer.target)
        if transfer.how == "move":
            self._writable(operation, transfer.source)
        if source == target:
            return
        content = self.draft.statements(source)
        held = self.draft.statements(target) if target and transfer.how != "add" else []
        added = [_moved(quad, target) for quad in content]
        staying = set(added)
        removed = [quad for quad in held if quad not in staying]
        self.draft.change([*removed, *(content if transfer.how == "move" else [])], added)

    @contextmanager
    def _asked(self, merged: _Graphs | None) -> Iterator[Path]:
        """The folder of the store that a pattern is looked for in; with several default graphs `merged` into one."""
        with self._current() as directory:
            if merged is None:
                yield directory
                return
            store = open_for_reading(directory)
            triples = triples_in(store, [*merged[0], *merged[1]])
            if triples > MOST_MERGED:
                raise LimitExceeded("update-using-too-large", triples=triples, most=MOST_MERGED)
            with tempfile.TemporaryDirectory(prefix="grundriss-merged-") as folder:
                write_merged(store, Path(folder), *merged)
                yield Path(folder)

    @contextmanager
    def _current(self) -> Iterator[Path]:
        """The folder of a store that holds what the operations so far have made of it."""
        patch = self.draft.patch
        if self.line.generations.current and not any(patch.counts):
            number, lease = self.line.generations.lease()
            try:
                yield self.line.generations.path(number)
            finally:
                self.line.generations.release(lease)
            return
        for left in (self.line.path / "store").glob(f"{_COPY}*"):
            shutil.rmtree(left, ignore_errors=True)  # of a process that was killed: the lock is ours
        folder = Path(tempfile.mkdtemp(prefix=_COPY, dir=self.line.path / "store"))
        try:
            self._copy(folder / "copy", patch, self.line.base)
            yield folder / "copy"
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _copy(self, target: Path, patch: Patch, base: Base) -> None:
        """A copy of the store with the change made, nothing derived again."""
        self.store.backup(str(target))
        copy = MaterialisedStore(open_for_writing(target), base)
        copy.delete(patch.removed)
        copy.add(patch.added)
        copy.store.flush()

    def _remaining(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise LimitExceeded("query-timeout", seconds=self.seconds)
        return left


def _values(rows: Sequence[Sequence[_Node | None]]) -> str:
    """Rows of a VALUES block; a blank node, which cannot stand there, as an IRI."""
    return " ".join("(" + " ".join(map(_written, row)) + ")" for row in rows)


def _written(term: _Node | None) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, Triple):
        raise InputError("triple-term", statement=str(term)[:_LONGEST_TOLD])
    return f"<{_BLANK}{term.value}>" if isinstance(term, BlankNode) else str(term)


def _with_blanks(quad: Quad) -> Quad:
    """The quad with the blank nodes that stood in a VALUES block as IRIs."""
    if _BLANK not in str(quad):
        return quad
    subject, value = (
        BlankNode(term.value.removeprefix(_BLANK))
        if isinstance(term, NamedNode) and term.value.startswith(_BLANK)
        else term
        for term in (quad.subject, quad.object)
    )
    return Quad(subject, quad.predicate, value, quad.graph_name)  # type: ignore[arg-type]


def _moved(quad: Quad, graph: NamedNode | None) -> Quad:
    """The quad in another graph, None the default graph."""
    return Quad(quad.subject, quad.predicate, quad.object, graph)
