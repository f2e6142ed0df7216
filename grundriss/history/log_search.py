# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The statements of the log that concern an element, newest revision first, without reading the others.

The bytes of each revision are searched before anything is parsed; the hashes are not proved (`fsck` does that).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from grundriss.model.terms import ENDS
from grundriss.store.asserted import Patch
from grundriss.store.line import Line
from grundriss.store.revision_log import Entry

_SOUGHT: Final = 20
"""Up to how many nodes are sought in bytes one after the other, which is faster than to read each line."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a revision changed of an element and of its parts (of which `parts` are those it touched)."""

    entry: Entry
    patch: Patch
    parts: tuple[NamedNode, ...]


def changes_of(line: Line, element: NamedNode, parts: Iterable[NamedNode], last: int) -> Iterator[Found]:
    """The changes of an element from revision `last` back; `parts` are the relations and so on that it has then.

    In a scenario they go on with those of the main line that it branched off.

    What was a part of it earlier is found on the way.
    """
    known = {str(part).encode() for part in parts}
    ends = [f" {end} {element} ".encode() for end in ENDS]
    own = f"{element} ".encode()
    for log, revision in line.revisions_back(last):
        content = log.content(revision)
        if own not in content and not _may_name(content, known):
            continue
        lines = _statements(content)
        named = [said for said in lines if own in said]
        known.update(_subject(said) for said in named if any(end in said for end in ends))
        wanted = known | {str(element).encode()}
        kept = [said for said in (lines if known else named) if _subject(said) in wanted]
        if kept:
            patch = Patch(_parsed(kept, b"A "), _parsed(kept, b"D "))
            touched = {q.subject for q in (*patch.added, *patch.removed) if isinstance(q.subject, NamedNode)}
            yield Found(log.entry(revision), patch, tuple(sorted(touched - {element}, key=str)))


def _may_name(content: bytes, nodes: Collection[bytes]) -> bool:
    """Whether some bytes may speak of one of these nodes; of many nodes it is not asked."""
    return len(nodes) > _SOUGHT or any(node in content for node in nodes)


def names_in_log(line: Line, node: NamedNode, last: int) -> frozenset[Quad]:
    """The newest statements about a node that is gone: those that were removed last."""
    own = f"D {node} ".encode()
    for log, revision in line.revisions_back(last):
        content = log.content(revision)
        if own in content:
            return _parsed([said for said in _statements(content) if said.startswith(own)], b"D ")
    return frozenset()


def was_there(line: Line, node: NamedNode) -> bool:
    """Whether the log ever said something about a node."""
    own = f"A {node} ".encode()
    return any(own in log.content(revision) for log, revision in line.revisions_back(line.log.last))


def _statements(content: bytes) -> list[bytes]:
    _, _, rest = content.partition(b"TX .\n")
    return [line for line in rest.split(b"\n") if line.startswith((b"A ", b"D "))]


def _subject(line: bytes) -> bytes:
    return line[2 : line.find(b" ", 2)]


def _parsed(lines: Iterable[bytes], mark: bytes) -> frozenset[Quad]:
    wanted = b"\n".join(line[2:] for line in lines if line.startswith(mark))
    return frozenset(parse(wanted, format=RdfFormat.N_QUADS))
