# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands for FIM content: fim tree, fim compare, fim json-schema, fim shacl, fim link."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer

from grundriss.cli import session
from grundriss.cli.fim_link_command import link
from grundriss.errors import UsageError
from grundriss.messages import Message

if TYPE_CHECKING:
    from grundriss.fim.schema_difference import SchemaDifference
    from grundriss.fim.schema_tree import Part

_FORMATS: Final = ("human", "json")
Schema = Annotated[
    str, typer.Argument(metavar="SCHEMA", help="A data schema or group, or one version of it.")
]
Format = Annotated[str, typer.Option("-f", "--format", help="human or json.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("tree")(tree)
    group.command("compare")(compare)
    group.command("json-schema")(json_schema)
    group.command("shacl")(shacl)
    group.command("link")(link)
    app.add_typer(
        group,
        name="fim",
        help="FIM: data schemas as a tree, as JSON Schema and SHACL, what changes, and which links there are.",
    )


def tree(
    schema: Schema,
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """The form that a data schema describes: sections and fields, and how often each is to be given."""
    from grundriss.fim.schema_tree import schema_tree
    from grundriss.resolve import resolve

    _check(format_name)
    with session.open_snapshot() as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, schema)
        found = schema_tree(snapshot, node, session.language_of(format_name))
    if format_name == "json":
        session.put_json(found.to_dict())
    else:
        session.put("\n".join([f"{found.item.label} [{found.item.key}]", *_lines(found, 1)]))


def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A version, such as 'S05000001195 1.0.0'.")],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="Another version; of an artefact, the current one.")
    ],
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """What changes in the form from one version of a data schema to another. Exit status 1 when something does."""
    from grundriss.fim.schema_difference import schema_difference
    from grundriss.resolve import resolve

    _check(format_name)
    with session.open_snapshot() as snapshot:
        first, second = (resolve(snapshot.store, snapshot.base_iri, name) for name in (old, new))
        found = schema_difference(snapshot, first, second, session.language_of(format_name))
    if format_name == "json":
        session.put_json(found.to_dict())
    else:
        session.put("\n".join(_differences(found)))
    if found.changes:
        session.leave(1)


def json_schema(
    schema: Schema,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """The JSON Schema that a filled-in form is checked by. What it cannot say stands in $comment."""
    from grundriss.fim.json_schema import json_schema as written
    from grundriss.resolve import resolve

    with session.open_snapshot() as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, schema)
        session.put_json(written(snapshot, node, session.language_of("json")))


def shacl(
    schema: Schema,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """The SHACL shape that a filled-in form is checked by, as Turtle. What it cannot say stands in rdfs:comment."""
    from grundriss.fim.shacl_shape import shacl_shape
    from grundriss.resolve import resolve

    with session.open_snapshot() as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, schema)
        session.put(shacl_shape(snapshot, node, session.language_of("json")).rstrip("\n"))


def _lines(part: "Part", depth: int) -> Iterator[str]:
    for below in part.parts:
        times = f"{below.minimum}:{'*' if below.maximum is None else below.maximum}"
        yield f"{'  ' * depth}{times}  {below.label} [{below.item.key}]"
        yield from _lines(below, depth + 1)


def _differences(found: "SchemaDifference") -> Iterator[str]:
    yield f"{found.old.label} [{found.old.key}] → {found.new.label} [{found.new.key}]"
    if not found.changes:
        yield Message("form-same").text(found.lang)
    for change in found.changes:
        yield ""
        yield " > ".join((*change.where, f"[{change.item.key}]"))
        yield from (f"  {sentence}" for sentence in change.sentences)


def _check(format_name: str) -> None:
    if format_name not in _FORMATS:
        raise UsageError("format-unknown", format=format_name, known=list(_FORMATS))
