# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a box says about its element besides the name: link, owner, tooltip."""

import re
from typing import Final
from urllib.parse import quote

from grundriss.model.state_types import Item
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean

_PATH: Final = re.compile(r"/id/([^/]+)/([^/]+)$")


def href(item: Item) -> str | None:
    """The page of an element, relative to the server: `/id/component/bundid`; None where the IRI is not of that form.

    >>> href(Item("bundid", "https://w3id.org/grundriss/id/component/bundid", "Component", "BundID", "de"))
    '/id/component/bundid'
    """
    return href_of(item.id)


def href_of(iri: str) -> str | None:
    """The same for an IRI."""
    found = _PATH.search(iri)
    return f"/id/{quote(found[1], safe='')}/{quote(found[2], safe='')}" if found else None


def owner(item: Item) -> tuple[str, str] | None:
    """Key and name of the organisation that is responsible."""
    return _linked(item, "owner")


def operator(item: Item) -> tuple[str, str] | None:
    """Key and name of the organisation that operates it."""
    return _linked(item, "operator")


def _linked(item: Item, name: str) -> tuple[str, str] | None:
    found = item.fields.get(name)
    return (str(found["key"]), clean(str(found["label"]))) if isinstance(found, dict) else None


def field(item: Item, name: str) -> str | None:
    """A field of the element as text."""
    found = item.fields.get(name)
    return str(found) if found not in (None, "") else None


def what(item: Item, texts: Texts) -> str:
    """The kind of a component, the class of anything else."""
    return texts.kind(field(item, "kind")) if item.type == "Component" else texts.class_name(item.type)


def tooltip(item: Item, texts: Texts, *more: str) -> str:
    """The whole name, kind, owner, and what else is to say, in one line."""
    responsible = owner(item)
    parts = (
        clean(item.label),
        texts.kind(field(item, "kind")) if field(item, "kind") else "",
        responsible[1] if responsible else "",
        *more,
    )
    return " · ".join(part for part in parts if part)
