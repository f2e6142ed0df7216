# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An update request (SPARQL 1.1 Update, §3) as its operations, found on its tokens.

Only where each operation and its parts begin and end is decided here; what stands in them is the engine's to judge.
Prefixes need not be declared where the ontology uses them, and hold for the operations that follow. Data may be long:
its tokens are not kept, and the limits of a query hold for everything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, NoReturn

from grundriss.errors import LimitExceeded
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Either
from grundriss.model.terms import PREFIXES
from grundriss.sparql.gate import (
    Form,
    QueryTooLarge,
    depth_change,
    refuse_service,
    refused,
    require_prefix,
    shortened,
    word_of,
)
from grundriss.sparql.limits import Limits, limits_in
from grundriss.sparql.tokens import (
    Kind,
    Token,
    malformed,
    place,
    resolve_codepoint_escapes,
    tokenise,
    without_comments,
)

MOST_BYTES: Final = 16 * 2**20
MOST_OPERATIONS: Final = 10_000
_OPERATIONS: Final = "INSERT DELETE WITH CLEAR DROP CREATE ADD MOVE COPY LOAD".split()
_QUERIES: Final = frozenset(form.value for form in Form)
_NAMES: Final = (Kind.IRI, Kind.PREFIXED_NAME)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_COMMENT: Final = re.compile(r"#[^\n\r]*+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an operation as it is written, with the offset at which it stands in the request.

    `variables` are the names of those in it, sorted, and `tokens` is how many terminals it has; neither is known of
    data.
    """

    text: str
    start: int
    variables: tuple[str, ...] = ()
    tokens: int = 0


class Whole(Enum):
    """What CLEAR and its like may name beside one graph."""

    DEFAULT = "default"
    NAMED = "named"
    ALL = "all"


Target = Part | Whole


@dataclass(frozen=True, slots=True)
class Data:
    """INSERT DATA or DELETE DATA: the block of its quads."""

    block: Part
    deletes: bool


@dataclass(frozen=True, slots=True)
class Modify:
    """DELETE … INSERT … WHERE, or DELETE WHERE: its two templates, the graph of WITH, those of USING, its pattern."""

    delete: Part | None
    insert: Part | None
    pattern: Part
    graph: Part | None = None
    using: tuple[Part, ...] = ()
    using_named: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Clear:
    """CLEAR or DROP: here a graph without statements does not exist, so both do the same."""

    target: Target


@dataclass(frozen=True, slots=True)
class Create:
    """CREATE."""

    graph: Part


@dataclass(frozen=True, slots=True)
class Transfer:
    """ADD, MOVE or COPY (`how`), in lower case."""

    how: str
    source: Target
    target: Target


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, the declarations that hold for it, and where it begins in the request."""

    action: Data | Modify | Clear | Create | Transfer
    prologue: str
    start: int


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """The operations of a request in their order, and its text, codepoint escapes resolved."""

    text: str
    operations: tuple[Operation, ...]


def read_update(
    request: str, base: str, limits: Limits | None = None, most_bytes: int = MOST_BYTES
) -> UpdateRequest:
    """The operations of a request, whose relative IRIs are resolved against `base`.

    `limits` are those of everything but data. Raises MalformedQuery, QueryRefused (SERVICE, LOAD) and QueryTooLarge
    with line and column, and LimitExceeded for a request of more than `most_bytes`.
    """
    if len(request) > most_bytes or len(request.encode()) > most_bytes:
        raise LimitExceeded("update-too-long", most=most_bytes)
    text = resolve_codepoint_escapes(request.removeprefix("\ufeff"))
    nobody_called = replace(limits or limits_in(), allowed_services=())
    return UpdateRequest(text, tuple(_Reader(text, nobody_called, f"BASE <{base}>\n").read()))


@dataclass(slots=True)
class _Reader:
    """The tokens of a request, one ahead."""

    text: str
    limits: Limits
    base: str
    tokens: Iterator[Token] = field(init=False)
    ahead: Token | None = None
    prefixes: dict[str, str] = field(default_factory=dict)
    declared: str = ""
    known: set[str] = field(default_factory=lambda: set(PREFIXES))

    def __post_init__(self) -> None:
        self.declared = self.base
        self.tokens = tokenise(self.text)
        self.ahead = next(self.tokens, None)

    def read(self) -> Iterator[Operation]:
        self._prologue()
        if self.ahead is None:
            self._wrong("update-empty")
        count = 0
        while self.ahead is not None:
            count += 1
            if count > MOST_OPERATIONS:
                raise LimitExceeded("update-operations", most=MOST_OPERATIONS)
            first = self.ahead
            yield Operation(self._action(), self.declared, first.start)
            if self.ahead is not None:
                self._symbol(";")
                self._prologue()

    def _prologue(self) -> None:
        first = self.ahead
        while (word := self._word()) in ("base", "prefix", "version"):
            self._next()
            if word == "prefix":
                name = self._of(Kind.PREFIXED_NAME).text
                iri = self._of(Kind.IRI).text
                self.prefixes.pop(name, None)
                self.known.add(name[:-1])
                self.prefixes[name] = f"{'' if _ABSOLUTE.match(iri) else self.base}PREFIX {name} {iri}\n"
            elif word == "base":
                iri = self._of(Kind.IRI).text
                self.base = f"{'' if _ABSOLUTE.match(iri) else self.base}BASE {iri}\n"
            else:
                self._of(Kind.STRING)
        if self.ahead is not first and first is not None:
            self.declared = "".join((*self.prefixes.values(), self.base))
            if len(self.declared) > self.limits.max_query_bytes:
                self._too_large("query-too-long", "max_query_bytes", first)

    def _action(self) -> Data | Modify | Clear | Create | Transfer:
        word = self._word()
        first = self._next()
        match word:
            case "insert" | "delete" if self._skip("data"):
                return Data(self._data(deletes=word == "delete"), word == "delete")
            case "delete" if self._skip("where"):
                block = self._block(deletes=True)
                return Modify(block, None, block)
            case "insert" | "delete":
                return self._modify(word, None)
            case "with":
                graph = self._name()
                kind = self._word()
                if kind not in ("insert", "delete"):
                    self._expected("INSERT", "DELETE")
                self._next()
                return self._modify(kind, graph)
            case "clear" | "drop":
                self._skip("silent")
                return Clear(self._target("GRAPH", *(whole.name for whole in Whole)))
            case "create":
                self._skip("silent")
                return Create(self._graph())
            case "add" | "move" | "copy":
                self._skip("silent")
                source = self._target("GRAPH", "DEFAULT")
                self._keyword("to")
                return Transfer(word, source, self._target("GRAPH", "DEFAULT"))
            case "load":
                raise refused(self.text, first, "update-loads")
        if word in _QUERIES:
            raise malformed(self.text, first.start, "update-asks", word=first.text.upper())
        hint = did_you_mean((word or "").upper(), _OPERATIONS[:-1])
        raise malformed(self.text, first.start, "begins-no-operation", hint, word=shortened(first))

    def _modify(self, word: str, graph: Part | None) -> Modify:
        delete = insert = None
        if word == "delete":
            delete = self._block(deletes=True)
            if self._skip("insert"):
                insert = self._block()
        else:
            insert = self._block()
        using: list[Part] = []
        named: list[Part] = []
        while self._skip("using"):
            (named if self._skip("named") else using).append(self._name())
        self._keyword("where")
        return Modify(delete, insert, self._block(), graph, tuple(using), tuple(named))

    def _target(self, *known: str) -> Target:
        word = self._word()
        if word is not None and word.upper() in known and word != "graph":
            self._next()
            return Whole(word)
        if word is None and "NAMED" not in known:
            return self._name()  # GRAPH may be left out in ADD, MOVE and COPY
        if word != "graph":
            self._expected(*known)
        return self._graph()

    def _graph(self) -> Part:
        self._keyword("graph")
        return self._name()

    def _name(self) -> Part:
        """The IRI of a graph."""
        token = self._next()
        if token.kind not in _NAMES:
            self._expected("<…>", at=token)
        return Part(token.text, token.start)

    def _block(self, *, deletes: bool = False) -> Part:
        """A group in braces, with the limits of a query; what is deleted has no blank nodes."""
        found: list[Token] = []
        for token in self._group():
            found.append(token)
            if deletes:
                self._refuse_blank(token)
            if len(found) > self.limits.max_query_tokens:
                self._too_large("query-too-many-tokens", "max_query_tokens", token)
        for index in range(len(found)):
            refuse_service(self.text, found, index, self.limits)
        start, end = found[0].start, found[-1].end
        shifted = [replace(token, start=token.start - start) for token in found]
        text = without_comments(self.text[start:end], shifted)
        if len(text.encode()) > self.limits.max_query_bytes:
            self._too_large("query-too-long", "max_query_bytes", found[0])
        variables = {token.text[1:] for token in found if token.kind is Kind.VARIABLE}
        return Part(text, start, tuple(sorted(variables)), len(found))

    def _data(self, *, deletes: bool) -> Part:
        """A group in braces, of any length, without variables; comments in it are blanked."""
        pieces: list[str] = []
        start = end = None
        for token in self._group():
            if deletes:
                self._refuse_blank(token)
            if token.kind is Kind.VARIABLE:
                raise malformed(self.text, token.start, "data-variable", name=shortened(token))
            if start is None or end is None:
                start = end = token.start
            if token.start > end:
                gap = self.text[end : token.start]
                pieces.append(_COMMENT.sub(lambda found: " " * len(found[0]), gap) if "#" in gap else gap)
            pieces.append(token.text)
            end = token.end
        return Part("".join(pieces), start or 0)

    def _group(self) -> Iterator[Token]:
        """The tokens of a group in braces."""
        first = self._symbol("{")
        yield first
        braces, depth, before = 1, 1, first
        while braces:
            token = self._next()
            depth = max(0, depth + depth_change(before, token))
            if depth > self.limits.max_query_nesting:
                self._too_large("query-too-nested", "max_query_nesting", token)
            if token.kind is Kind.PREFIXED_NAME:
                require_prefix(self.text, token, self.known)
            elif token.kind is Kind.SYMBOL:
                braces += (token.text == "{") - (token.text == "}")
            yield token
            before = token

    def _refuse_blank(self, token: Token) -> None:
        if token.kind is Kind.BLANK_NODE or token.text == "[":
            raise malformed(self.text, token.start, "delete-blank", name=shortened(token))

    def _word(self) -> str | None:
        return None if self.ahead is None else word_of(self.ahead)

    def _next(self) -> Token:
        if self.ahead is None:
            self._wrong("update-ends")
        token = self.ahead
        self.ahead = next(self.tokens, None)
        return token

    def _skip(self, word: str) -> bool:
        found = self._word() == word
        if found:
            self._next()
        return found

    def _keyword(self, word: str) -> None:
        if not self._skip(word):
            self._expected(word.upper())

    def _symbol(self, symbol: str) -> Token:
        if self.ahead is None or self.ahead.text != symbol:
            self._expected(symbol)
        return self._next()

    def _of(self, kind: Kind) -> Token:
        token = self._next()
        if token.kind is not kind:
            self._expected({Kind.IRI: "<…>", Kind.STRING: '"…"'}.get(kind, "…:"), at=token)
        return token

    def _expected(self, *known: str, at: Token | None = None) -> NoReturn:
        token = at or self.ahead
        if token is None:
            self._wrong("update-ends")
        raise malformed(self.text, token.start, "update-expects", known=Either(known), word=shortened(token))

    def _wrong(self, key: str) -> NoReturn:
        raise malformed(self.text, len(self.text), key)

    def _too_large(self, key: str, setting: str, token: Token) -> NoReturn:
        raise QueryTooLarge(key, setting, getattr(self.limits, setting), place(self.text, token.start))
