# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A data schema as what a program checks a filled-in form by: each group and field once, with what may be given.

JSON Schema and SHACL are two ways to write it (modules json_schema and shacl_shape).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.fim.code_list import CodeList, ListUse, code_lists, list_use
from grundriss.fim.field_value import FieldValue, field_value, is_static, note
from grundriss.fim.schema_tree import Part, schema_tree
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item
from grundriss.model.terms import DCT, GRU
from grundriss.model.vocabulary import term_label
from grundriss.store.snapshot import Snapshot

_CHOICE: Final = f"{GRU.removesuffix('#')}/fim-group-kind/x"
_GROUPS: Final = ("DataSchema", "DataGroup")
_MODIFICATIONS: Final = ("structureModification", "representationModification")


@dataclass(frozen=True, slots=True)
class Place:
    """What a schema or group asks for under one key, the id of the artefact.

    `versions` are the versions that stand there: one, unless the artefact stands there again in another version.
    `maximum` is None for as often as needed.
    """

    key: str
    artefact: str
    versions: tuple[Item, ...]
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """A schema or group. Of a choice, one of the places is filled in (XDatenfelder 3, Auswahlgruppe)."""

    item: Item
    label: str
    help: str | None
    places: tuple[Place, ...]
    is_choice: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field, with what may be given for it."""

    item: Item
    label: str
    help: str | None
    value: FieldValue


@dataclass(frozen=True, slots=True)
class Form:
    """A version of a schema or group: all groups and fields in it by their IRI, and the code lists that they use.

    `uses` counts the places of each group and field.
    """

    root: Group
    members: Mapping[str, Group | Field]
    lists: Mapping[ListUse, CodeList]
    uses: Mapping[str, int]


def form(snapshot: Snapshot, schema: NamedNode, lang: str = "de") -> Form:
    """The form of a version of a data schema, or of a group; of an artefact, that of its current version.

    Raises as `schema_tree`.
    """
    tree = schema_tree(snapshot, schema, lang)
    parts = {part.item.id: part for part in (tree, *(part for _, part in tree.walk()))}
    used = (list_use(part.stated) for part in parts.values())
    lists = code_lists(snapshot.store, filter(None, used), lang)
    members: dict[str, Group | Field] = {}
    root = _group(tree, lang)
    for iri, part in parts.items():
        if part.item.type in _GROUPS:
            members[iri] = root if part is tree else _group(part, lang)
        elif not is_static(part):
            members[iri] = Field(part.item, part.label, _help(part), field_value(part, lists, lang))
    groups = [member for member in members.values() if isinstance(member, Group)]
    uses = Counter(item.id for group in groups for place in group.places for item in place.versions)
    return Form(root, members, lists, uses)


def _group(part: Part, lang: str) -> Group:
    return Group(
        item=part.item,
        label=_title(part),
        help=_help(part),
        places=tuple(_places(part)),
        is_choice=any(kind == NamedNode(_CHOICE) for kind in part.stated.get(GRU + "groupKind", ())),
        notes=tuple(_notes(part, lang)),
    )


def _places(part: Part) -> Iterator[Place]:
    """What is to be given, in the order of the form; what stands there again is asked for that much more often."""
    standing: dict[str, list[Part]] = {}
    for below in part.parts:
        if not is_static(below):
            standing.setdefault(below.artefact, []).append(below)
    for artefact, parts in standing.items():
        most = [below.maximum for below in parts]
        yield Place(
            key=key_in(artefact),
            artefact=artefact,
            versions=tuple({below.item.id: below.item for below in parts}.values()),
            minimum=sum(below.minimum for below in parts),
            maximum=None if None in most else sum(filter(None, most)),
        )


def _notes(part: Part, lang: str) -> Iterator[str]:
    """What a schema or group says that no program can check."""
    for rule in part.rules:
        identifier = key_in(rule.artefact)
        yield Message("form-rule", {"id": identifier, "label": rule.label, "text": rule.text}).text(lang)
    for name in _MODIFICATIONS:
        for value in part.stated.get(GRU + name, ()):
            if isinstance(value, NamedNode):
                yield f"{term_label(GRU + name, lang)}: {term_label(value.value, lang) or key_in(value.value)}"
    if any(kind != NamedNode(_CHOICE) for kind in part.stated.get(GRU + "groupKind", ())):
        yield note(part, "groupKind", lang)
    times = Counter(below.artefact for below in part.parts if not is_static(below))
    for artefact, number in times.items():
        if number > 1:
            yield Message("form-several-places", {"id": key_in(artefact), "n": number}).text(lang)
    for below in part.parts:
        if is_static(below):
            text = " ".join(below.said.get("defaultContent", ())) or below.label
            yield Message("form-notice", {"id": key_in(below.artefact), "text": text}).text(lang)


def _title(part: Part) -> str:
    """What stands above a form; what a group is called."""
    titles = (value.value for value in part.stated.get(DCT + "title", ()) if isinstance(value, Literal))
    return next(titles, part.label)


def _help(part: Part) -> str | None:
    return "\n".join(part.said.get("inputHelp", ())) or None
