# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The codes that a field takes its values from, by the columns that it names (XDatenfelder, codelisteReferenz).

A list that stands in the field itself is read as a published one (Genericode) is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.items import items
from grundriss.model.state_types import Item
from grundriss.model.terms import GRU, LABEL, SKOS
from grundriss.node_values import Values, statements_of

_CURRENT: Final = GRU + "currentVersion"
_NOTATION: Final = SKOS + "notation"
_HELP: Final = SKOS + "scopeNote"


@dataclass(frozen=True, slots=True)
class ListUse:
    """A list as a field uses it: a version, or the list across all versions, and the columns that the field names."""

    node: NamedNode
    code_column: str | None = None
    name_column: str | None = None
    help_column: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One value to choose: what is transferred, what is shown, and what helps to choose."""

    code: str
    name: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of a version, in the order of the codes; none where the list is not loaded.

    `assumed` says that the field names no version, so that this is the current one.
    """

    iri: str
    label: str
    codes: tuple[Code, ...]
    assumed: bool


def list_use(stated: Values) -> ListUse | None:
    """How a field that states this uses a code list; None for a field without one."""
    node = next(
        (value for value in stated.get(GRU + "usesCodeList", ()) if isinstance(value, NamedNode)), None
    )
    if node is None:
        return None
    columns = (_text(stated, GRU + name) for name in ("codeKeyColumn", "nameKeyColumn", "helpKeyColumn"))
    return ListUse(node, *columns)


def code_lists(store: Store, uses: Iterable[ListUse], lang: str = "de") -> dict[ListUse, CodeList]:
    """The lists, each version read once."""
    wanted = list(dict.fromkeys(uses))
    stated = statements_of(store, "elements/statements", list(dict.fromkeys(use.node for use in wanted)))
    versions = {node: _current(values) or node for node, values in stated.items()}
    rows = _rows(store, list(dict.fromkeys(versions.values())))
    labels = items(store, versions.values(), lang)
    return {
        use: CodeList(
            iri=(version := versions[use.node]).value,
            label=_label(labels.get(version), stated[use.node]) or version.value,
            codes=tuple(_codes(use, version, rows.get(version, {}))),
            assumed=version != use.node,
        )
        for use in wanted
    }


def _current(values: Values) -> NamedNode | None:
    return next((value for value in values.get(_CURRENT, ()) if isinstance(value, NamedNode)), None)


def _label(known: Item | None, values: Values) -> str | None:
    """What the list is called; where it is not loaded, the URI that the field names."""
    if known is not None and known.lang:
        return known.label
    return _text(values, GRU + "codeListVersionUri") or _text(values, GRU + "codeListUri")


def _rows(store: Store, versions: list[NamedNode]) -> dict[NamedNode, dict[NamedNode, dict[str, str]]]:
    """What each code of each list says, by property IRI."""
    found: dict[NamedNode, dict[NamedNode, dict[str, str]]] = {}
    for some in queries.chunks(versions):
        for row in queries.rows(store, queries.bind_all("elements/codes-of-lists", {"node": some})):
            said, value, property_ = row["said"], row["value"], row["property"]
            if (
                isinstance(said, Literal)
                and isinstance(value, NamedNode)
                and isinstance(property_, NamedNode)
            ):
                list_ = found.setdefault(row["node"], {})
                list_.setdefault(value, {})[property_.value] = said.value
    return found


def _codes(use: ListUse, version: NamedNode, rows: Mapping[NamedNode, Mapping[str, str]]) -> Iterable[Code]:
    """The codes, each once. A column that the list does not have apart is the one that the list itself means."""
    code_at, name_at, help_at = (
        _column(version, column) for column in (use.code_column, use.name_column, use.help_column)
    )
    apart = any(code_at in said for said in rows.values())
    found: dict[str, Code] = {}
    for said in rows.values():
        code = said.get(code_at) if apart else said.get(_NOTATION)
        if code is not None and code not in found:
            name = said.get(name_at) or said.get(LABEL.value, code)
            found[code] = Code(code, name, said.get(help_at) or said.get(_HELP))
    return (found[code] for code in sorted(found))


def _column(version: NamedNode, column: str | None) -> str:
    return f"{version.value}/column/{quote(column or '', safe='')}"


def _text(values: Values, property_: str) -> str | None:
    return next((value.value for value in values.get(property_, ()) if isinstance(value, Literal)), None)
