# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A data schema as the tree that a form is made of: groups and fields in their order, with how often each is asked for.

Read level by level, each version of an artefact once, however often it stands in the schema.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.errors import LimitExceeded, UsageError
from grundriss.items import named
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item, Json
from grundriss.model.terms import DCT, GRU
from grundriss.model.vocabulary import term_label
from grundriss.node_values import Values, statements_of
from grundriss.store.snapshot import Snapshot

MOST_PARTS: Final = 20_000
"""How many places a form may have: real schemas have up to some hundred."""
SAID: Final = (
    *(
        "inputLabel",
        "outputLabel",
        "inputHelp",
        "fieldKind",
        "dataType",
        "minLength",
        "maxLength",
        "minValue",
        "maxValue",
    ),
    *("pattern", "prefill", "defaultContent", "maxSize", "mediaType", "groupKind"),
)
"""What a field or group says that a citizen meets in the form, or that it is checked by."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a schema or group: its artefact's IRI, its name and its text."""

    artefact: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A field or group where it stands. `maximum` is None for as often as needed.

    `item` is the version, `artefact` the IRI across all versions, `said` what it says by the properties of `SAID` and
    the codes of its list (`values`), ready to be read; `stated` is all that it states, by property IRI.
    """

    item: Item
    artefact: str
    minimum: int
    maximum: int | None
    said: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    parts: tuple["Part", ...]
    stated: Values = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        """What the form calls it."""
        return next(iter(self.said.get("inputLabel", ())), self.item.label)

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], "Part"]]:
        """All parts below, in the order of the form, each with the artefacts that it stands in and its own.

        An artefact that stands several times in one place has its number from the second on.
        """
        times: dict[str, int] = {}
        for part in self.parts:
            times[part.artefact] = number = times.get(part.artefact, 0) + 1
            path = (*above, part.artefact if number == 1 else f"{part.artefact} {number}")
            yield path, part
            yield from part.walk(path)

    def to_dict(self) -> Json:
        return {
            **self.item.reference(),
            "artefact": self.artefact,
            "min": self.minimum,
            "max": self.maximum,
            "said": {name: list(values) for name, values in self.said.items()},
            "rules": [{"artefact": r.artefact, "label": r.label, "text": r.text} for r in self.rules],
            "parts": [part.to_dict() for part in self.parts],
        }


def schema_tree(snapshot: Snapshot, schema: NamedNode, lang: str = "de") -> Part:
    """The tree of a version of a data schema, or of a group; of an artefact, that of its current version.

    Raises UsageError for what is neither, and LimitExceeded for a tree without a sensible end.
    """
    reader = _Reader(snapshot.store, lang)
    version = reader.version(schema)
    reader.read([version])
    return reader.part(version, 1, 1, ())


class _Reader:
    """What the versions in a schema say; each is read once."""

    def __init__(self, store: Store, lang: str) -> None:
        self._store, self._lang = store, lang
        self._known: dict[NamedNode, Values] = {}
        self._codes: dict[NamedNode, tuple[str, ...]] = {}
        self._parts = 0

    def version(self, node: NamedNode) -> NamedNode:
        """The version that a node means. Raises UsageError when it holds no positions."""
        said = self._statements([node])[node]
        current = next(iter(_nodes(said, "currentVersion")), node)
        held = self._statements([current])[current]
        if not _nodes(held, "hasPosition"):
            raise UsageError("fim-no-schema", name=key_in(node.value))
        return current

    def read(self, versions: list[NamedNode]) -> None:
        """Read versions and all that they contain, level by level."""
        waiting = versions
        while waiting:
            said = self._statements(waiting)
            positions = [node for v in said.values() for node in _nodes(v, "hasPosition")]
            rules = [node for v in said.values() for node in _nodes(v, "hasRule")]
            self._read_codes(node for v in said.values() for node in _nodes(v, "usesCodeList"))
            self._statements(rules)
            inside = [node for v in self._statements(positions).values() for node in _nodes(v, "contains")]
            waiting = [node for node in dict.fromkeys(inside) if node not in self._known]

    def part(self, node: NamedNode, minimum: int, maximum: int | None, above: tuple[NamedNode, ...]) -> Part:
        """A version where it stands, with all that it contains."""
        self._parts += 1
        if self._parts > MOST_PARTS or node in above:
            raise LimitExceeded("fim-schema-too-large", most=MOST_PARTS)
        said = self._known.get(node, {})
        return Part(
            item=named(node, said, self._lang),
            artefact=next((n.value for n in _iris(said, DCT + "isVersionOf")), node.value),
            minimum=minimum,
            maximum=maximum,
            said=self._shown(said),
            rules=tuple(self._rules(said)),
            parts=tuple(self._below(said, (*above, node))),
            stated=said,
        )

    def _below(self, said: Values, above: tuple[NamedNode, ...]) -> Iterator[Part]:
        positions = [self._known.get(node, {}) for node in _nodes(said, "hasPosition")]
        for position in sorted(positions, key=lambda p: _number(p, "rank") or 0):
            for node in _nodes(position, "contains"):
                yield self.part(
                    node, _number(position, "minCount") or 0, _number(position, "maxCount"), above
                )

    def _rules(self, said: Values) -> Iterator[Rule]:
        for node in _nodes(said, "hasRule"):
            rule = self._known.get(node, {})
            artefact = next((n.value for n in _iris(rule, DCT + "isVersionOf")), node.value)
            yield Rule(artefact, named(node, rule, self._lang).label, " ".join(_texts(rule, "ruleText")))

    def _shown(self, said: Values) -> dict[str, tuple[str, ...]]:
        shown = {
            name: tuple(self._value(value) for value in values)
            for name in SAID
            if (values := said.get(GRU + name))
        }
        codes = [
            code
            for node in _nodes(said, "usesCodeList")
            for code in self._codes.get(node) or [key_in(node.value)]
        ]
        return {**shown, "values": tuple(codes)} if codes else shown

    def _value(self, value: NamedNode | Literal) -> str:
        if isinstance(value, Literal):
            return value.value
        return term_label(value.value, self._lang) or key_in(value.value)

    def _statements(self, nodes: list[NamedNode]) -> dict[NamedNode, Values]:
        missing = [node for node in dict.fromkeys(nodes) if node not in self._known]
        self._known.update(statements_of(self._store, "elements/statements", missing))
        return {node: self._known[node] for node in nodes}

    def _read_codes(self, lists: Iterable[NamedNode]) -> None:
        """The codes of the lists that stand in the fields themselves; a published list is named, not read."""
        own = [n for n in dict.fromkeys(lists) if n not in self._codes and n.value.endswith("/values")]
        found: dict[NamedNode, list[str]] = {node: [] for node in own}
        for some in queries.chunks(own):
            query = queries.bind_all("elements/values-of-lists", {"node": some})
            for row in queries.rows(self._store, query):
                code, name = row["code"], row["name"]
                if isinstance(code, Literal):
                    words = f" ({name.value})" if isinstance(name, Literal) else ""
                    found[row["node"]].append(code.value + words)
        self._codes.update((node, tuple(sorted(codes))) for node, codes in found.items())


def _iris(said: Values, property_: str) -> list[NamedNode]:
    return [value for value in said.get(property_, ()) if isinstance(value, NamedNode)]


def _nodes(said: Values, name: str) -> list[NamedNode]:
    return _iris(said, GRU + name)


def _texts(said: Values, name: str) -> list[str]:
    return [value.value for value in said.get(GRU + name, ()) if isinstance(value, Literal)]


def _number(said: Values, name: str) -> int | None:
    return next((int(text) for text in _texts(said, name) if text.isdecimal()), None)
