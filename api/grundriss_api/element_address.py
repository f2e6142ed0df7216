# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which element an address means: base + `id/` + kind + key, whatever host the request came to.

DESIGN, Identifiers.
"""

import re
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode
from starlette.concurrency import run_in_threadpool

from grundriss.errors import NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.listing.collection import collection_of_kind
from grundriss.listing.search import NameIndex
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.resolve import resolve
from grundriss.store.snapshot import Snapshot
from grundriss_api.snapshot_cache import SnapshotCache

KIND: Final = re.compile(r"[a-z]+(?:-[a-z]+)*(?:/[a-z]+(?:-[a-z]+)*)?")
KEY: Final = re.compile(r"[A-Za-z0-9._-]{1,300}")
_VERSION: Final = re.compile(r"[A-Za-z0-9._-]{1,300}(?:/[A-Za-z0-9._-]{1,100})?")
"""The key of an artefact of FIM, or of a version of it."""
FIM: Final = "fim/"
_LONGEST_KIND: Final = 40
_COMPARED: Final = 5_000
_LONGEST_TEXT: Final = 300


async def element_in(snapshot: Snapshot, cache: SnapshotCache, kind: str, key: str) -> NamedNode:
    """The element of a kind and key. Raises NotFound with the nearest keys of that kind."""
    node = node_at(snapshot, kind, key)
    if node is not None and is_known(snapshot, node):
        return node
    names = await cache.names(snapshot)
    hint = await run_in_threadpool(_near, snapshot, names, kind[:_LONGEST_KIND], key[:_LONGEST_TEXT])
    raise NotFound("element-address", hint=hint, kind=kind[:_LONGEST_KIND], key=key[:60])


def node_at(snapshot: Snapshot, kind: str, key: str) -> NamedNode | None:
    """The IRI of a kind and key; None where they cannot be those of an element.

    Of FIM a kind is `fim/field`, a key `F60000000246` or `F60000000246/1.1.0`. The key of a process may have its kind
    before it, as lists show it.
    """
    form = KEY
    if kind.startswith(FIM):
        form, key = _VERSION, key.removeprefix(kind.removeprefix(FIM) + "/")
    if len(kind) > _LONGEST_KIND or not KIND.fullmatch(kind) or not form.fullmatch(key):
        return None
    return snapshot.base_iri.element(kind, key)


def parts(element: str) -> tuple[str, str]:
    """Kind and key in an address: what stands before and after the last slash; of FIM, the key may have a version.

    >>> parts("relation/uses/dep-0001"), parts("fim/field/F60000000246/1.1.0")
    (('relation/uses', 'dep-0001'), ('fim/field', 'F60000000246/1.1.0'))
    """
    if element.startswith(FIM):
        kind, _, key = element.removeprefix(FIM).partition("/")
        return FIM + kind, key
    kind, _, key = element.rpartition("/")
    return kind, key


def is_known(snapshot: Snapshot, node: NamedNode) -> bool:
    """Whether the snapshot says anything about a node."""
    return next(iter(snapshot.store.quads_for_pattern(node, None, None, DefaultGraph())), None) is not None


def element_named(snapshot: Snapshot, text: str) -> NamedNode:
    """The element that an IRI, CURIE, key or label means.

    Raises NotFound and UsageError as `resolve` does; a key of a component wins over the same key of another kind.
    """
    node = node_at(snapshot, "component", text)
    if node is not None and is_known(snapshot, node):
        return node
    return resolve(snapshot.store, snapshot.base_iri, text)


def _near(snapshot: Snapshot, names: NameIndex, kind: str, key: str) -> Message | None:
    prefix = f"{snapshot.base}id/{kind}/"
    keys = [key_in(node.value) for node in names.names if node.value.startswith(prefix)]
    if not keys:
        known = {node.value.removeprefix(snapshot.base + "id/").split("/")[0] for node in names.names}
        return did_you_mean(kind, sorted(known)) if collection_of_kind(kind) is None else None
    if len(keys) > _COMPARED:
        # comparing takes time with every key: in a very large landscape only those that begin alike
        keys = [known for known in keys if known[:2] == key[:2].lower()][:_COMPARED]
    return did_you_mean(key.lower(), sorted(keys))
