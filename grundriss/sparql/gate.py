# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a stranger's query must not be, decided on its tokens before anything runs (DESIGN, Other people's queries).

A store follows SERVICE over the network and dies of deep nesting, so both are refused here. What was judged is what
is sent on: codepoint escapes resolved, comments blanked.

The parser behind the gate is not bound to longest match: Oxigraph's takes `SERVICEex:a {` for SERVICE and `ex:a`,
`ex:a.SERVICE <b> {` for `ex:a`, `.` and SERVICE, and `?a<?b)SERVICE?c#>` in a FILTER for a comparison and a comment
(all tried). So a name in which SERVICE could be seen that way is refused as well, which costs a valid query at most
a `.` before its `{`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from grundriss.errors import LimitExceeded, PermissionDenied, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.model.terms import PREFIXES
from grundriss.sparql.limits import Limits, limits_in, variable
from grundriss.sparql.tokens import (
    Kind,
    Token,
    malformed,
    place,
    resolve_codepoint_escapes,
    tokenise,
    without_comments,
)

_SERVICE: Final = "service"
_UPDATES: Final = frozenset("insert delete load clear drop create add move copy with".split())
_GRAPH_FOLLOWS: Final = frozenset(("graph", "from", "named", "describe"))
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_SPLITTABLE: Final = (Kind.PREFIXED_NAME, Kind.BLANK_NODE, Kind.LANGUAGE)
_REFERENCE: Final = (Kind.IRI, Kind.PREFIXED_NAME, Kind.VARIABLE)


class Form(Enum):
    """The four query forms (§16)."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is RDF, not a table or a truth value."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class FromClause:
    """A dataset clause (§13.2): from where to where it stands, what it names as it is written, whether NAMED."""

    start: int
    end: int
    graph: str
    named: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A query that may run: its text as judged, its prologue, what form it has, and which graphs it names."""

    text: str
    prologue: str
    form: Form
    from_clauses: tuple[FromClause, ...]
    has_base: bool


class QueryRefused(PermissionDenied):
    """The query asks for something that is not permitted here."""

    def __init__(self, problem: Message, line: int, column: int, *, setting: str | None = None) -> None:
        super().__init__("at-line", hint=problem.hint, line=line, column=column, problem=problem)
        self.line, self.column, self.setting = line, column, setting


class UpdateRefused(UsageError):
    """An update was sent to the address for queries."""

    def __init__(self, word: str, line: int, column: int) -> None:
        problem = Message("query-is-update", {"word": word.upper()})
        super().__init__("at-line", hint=problem.hint, line=line, column=column, problem=problem)
        self.line, self.column, self.word = line, column, word.upper()


class QueryTooLarge(LimitExceeded):
    """The text of the query is larger than a setting allows."""

    def __init__(self, key: str, setting: str, limit: int, at: tuple[int, int] = (1, 1)) -> None:
        self.line, self.column = at
        self.setting = variable(setting)
        problem = Message(key, {"most": limit, "setting": self.setting})
        hint = Message("query-too-large-hint")
        super().__init__("at-line", hint=hint, line=self.line, column=self.column, problem=problem)


def check_query(text: str) -> Judged:
    """The query as it may be run under the settings of the environment, where our own prefixes need no declaration.

    Raises what `judge` raises.
    """
    return judge(text, limits_in(), predeclared=PREFIXES)


def judge(query: str, limits: Limits, predeclared: Collection[str] = ()) -> Judged:
    """The query as it may be run; `predeclared` are prefixes that whoever runs it will declare.

    Raises MalformedQuery, UpdateRefused, QueryRefused (SERVICE) or QueryTooLarge, each with line and column.
    """
    if len(query) > limits.max_query_bytes or len(query.encode()) > limits.max_query_bytes:
        raise QueryTooLarge("query-too-long", "max_query_bytes", limits.max_query_bytes)
    text = resolve_codepoint_escapes(query.removeprefix("\ufeff"))
    tokens = list(_within_limits(text, limits))
    start, prefixes, has_base = _prologue(tokens)
    form = _form(text, tokens, start)
    _refuse_updates(text, tokens)
    declared = prefixes.union(predeclared)
    for index, token in enumerate(tokens):
        refuse_service(text, tokens, index, limits)
        if token.kind is Kind.PREFIXED_NAME:
            require_prefix(text, token, declared)
    judged = without_comments(text, tokens)
    return Judged(judged, judged[: tokens[start].start], form, tuple(_from_clauses(tokens, form)), has_base)


def _within_limits(text: str, limits: Limits) -> Iterator[Token]:
    depth = 0
    before: Token | None = None
    for count, token in enumerate(tokenise(text), start=1):
        if count > limits.max_query_tokens:
            at = place(text, token.start)
            raise QueryTooLarge("query-too-many-tokens", "max_query_tokens", limits.max_query_tokens, at)
        depth = max(0, depth + depth_change(before, token))
        if depth > limits.max_query_nesting:
            at = place(text, token.start)
            raise QueryTooLarge("query-too-nested", "max_query_nesting", limits.max_query_nesting, at)
        yield token
        before = token


def depth_change(before: Token | None, token: Token) -> int:
    """+1 or -1 for a bracket; `<<` and `>>` of RDF 1.2 are brackets of two tokens."""
    if token.kind is not Kind.SYMBOL:
        return 0
    doubled = before is not None and before.text == token.text and before.end == token.start
    opening = token.text in _OPENING or (token.text == "<" and doubled)
    closing = token.text in _CLOSING or (token.text == ">" and doubled)
    return opening - closing


def _prologue(tokens: list[Token]) -> tuple[int, set[str], bool]:
    """Where the prologue (§4.1) ends, the prefixes it declares, whether it has a BASE."""
    prefixes: set[str] = set()
    has_base = False
    index = 0
    while index < len(tokens):
        kinds = tuple(token.kind for token in tokens[index + 1 : index + 3])
        word = word_of(tokens[index])
        if word == "base" and kinds[:1] == (Kind.IRI,):
            has_base, index = True, index + 2
        elif word == "prefix" and kinds == (Kind.PREFIXED_NAME, Kind.IRI):
            prefixes.add(tokens[index + 1].text.partition(":")[0])
            index += 3
        elif word == "version" and kinds[:1] == (Kind.STRING,):
            index += 2
        else:
            break
    return index, prefixes, has_base


def _form(text: str, tokens: list[Token], start: int) -> Form:
    if start == len(tokens):
        raise malformed(text, len(text), "query-empty")
    token = tokens[start]
    word = word_of(token)
    if word in _UPDATES:
        raise UpdateRefused(token.text, *place(text, token.start))
    try:
        return Form(word)
    except ValueError:
        hint = did_you_mean((word or "").upper(), [form.name for form in Form])
        raise malformed(text, token.start, "begins-no-query", hint, word=shortened(token)) from None


def _refuse_updates(text: str, tokens: list[Token]) -> None:
    """Refuse the name of an update operation where operations stand: outside all brackets."""
    depth = 0
    for token in tokens:
        if depth == 0 and word_of(token) in _UPDATES:
            raise UpdateRefused(token.text, *place(text, token.start))
        if token.kind is Kind.SYMBOL:
            depth = max(0, depth + (token.text in _OPENING) - (token.text in _CLOSING))


def refuse_service(text: str, tokens: list[Token], index: int, limits: Limits) -> None:
    token = tokens[index]
    if _SERVICE not in token.text.casefold():
        return
    if word_of(token) == _SERVICE:
        named = _named_service(tokens, index)
        if named is None or named not in limits.allowed_services:
            raise refused(text, token, "service-refused", server=named or Message("another-server"))
    elif token.kind is Kind.WORD or _reads_as_service(tokens, index):
        raise refused(text, token, "service-look-alike", word=shortened(token))


def _named_service(tokens: list[Token], index: int) -> str | None:
    """The IRI after SERVICE or SERVICE SILENT, when one is written in full."""
    after = tokens[index + 1 : index + 3]
    if after and word_of(after[0]) == "silent":
        after = after[1:]
    return after[0].text[1:-1] if after and after[0].kind is Kind.IRI else None


def _reads_as_service(tokens: list[Token], index: int) -> bool:
    """Whether a parser that cuts names short could find SERVICE with its endpoint and `{` here."""
    token = tokens[index]
    if token.kind is Kind.IRI:
        head, comment, _ = token.text.casefold().partition("#")
        _, bracket, rest = head.partition(")")
        return bool(comment and bracket) and _SERVICE in rest
    if token.kind not in _SPLITTABLE:
        return False
    after = tokens[index + 1 : index + 3]
    if not after:
        return False
    if after[0].text == "{":
        return index == 0 or word_of(tokens[index - 1]) not in _GRAPH_FOLLOWS
    if (word_of(after[0]) or "").startswith("silent"):
        return True
    return after[0].kind in _REFERENCE and len(after) > 1 and after[1].text == "{"


def require_prefix(text: str, token: Token, declared: set[str]) -> None:
    prefix = token.text.partition(":")[0]
    if prefix in declared:
        return
    if prefix in PREFIXES:
        hint = None
    else:
        hint = did_you_mean(f"{prefix}:", [f"{known}:" for known in sorted({*declared, *PREFIXES})])
    address = PREFIXES.get(prefix, "…")
    raise malformed(text, token.start, "prefix-undeclared", hint, prefix=prefix, address=address)


def _from_clauses(tokens: list[Token], form: Form) -> Iterator[FromClause]:
    """The dataset clauses; the word FROM stands nowhere else in SPARQL, and one that stands wrong is the engine's."""
    for index in _before_pattern(tokens, form):
        if word_of(tokens[index]) != "from":
            continue
        after = tokens[index + 1 : index + 3]
        named = bool(after) and word_of(after[0]) == "named"
        graph = after[1:] if named else after[:1]
        if graph and graph[0].kind in (Kind.IRI, Kind.PREFIXED_NAME):
            yield FromClause(tokens[index].start, graph[0].end, graph[0].text, named)


def _before_pattern(tokens: list[Token], form: Form) -> Iterator[int]:
    """The places of the tokens outside all brackets that stand before the query's graph pattern."""
    depth, groups = 0, 0
    for index, token in enumerate(tokens):
        if token.kind is Kind.SYMBOL:
            groups += depth == 0 and token.text == "{"
            depth = max(0, depth + (token.text in _OPENING) - (token.text in _CLOSING))
        if groups > (form is Form.CONSTRUCT) or (depth == 0 and word_of(token) == "where"):
            return
        if depth == 0:
            yield index


def refused(text: str, token: Token, key: str, /, **values: object) -> QueryRefused:
    setting = variable("allowed_services")
    return QueryRefused(Message(key, values), *place(text, token.start), setting=setting)


def word_of(token: Token) -> str | None:
    return token.text.casefold() if token.kind is Kind.WORD else None


def shortened(token: Token) -> str:
    return token.text if len(token.text) <= 40 else f"{token.text[:40]}…"
