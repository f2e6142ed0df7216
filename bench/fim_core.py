# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A FIM core of any size, made of real files: copies with identifiers of their own, in the proportions of FIM.md, 5.

Of five million statements a quarter are of data schemas, half of processes, the rest of services and code lists. Data
fields and groups that several real schemas share are shared by all copies, and so are the acts that several cite: as in
reality, many artefacts meet in few.
"""

import re
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from grundriss import resources
from grundriss.importers.fim.artefact_content import Content
from grundriss.importers.fim.collection import read_collection
from grundriss.model.identifier import Base
from grundriss.model.terms import gru

PARTS = {"schemas": 0.25, "processes": 0.5, "services": 0.13, "code lists": 0.12}
"""Which share of the statements is of which artefacts (FIM.md, 5: national estimate)."""
_ID = re.compile(r"\b([SFGR])[0-9]{5}([0-9]{6})\b")
_KEY = re.compile(r"\b99[0-9]{6}([0-9]{6})\b")
_ACT = re.compile(r"/id/legal-resource/([^->/]+(?:-[^->/]+)*)")
_TEXT = re.compile(r"\b(B999999\.[A-Z]{2})\.([0-9]+)")
_LIST = re.compile(r"(urn(?::|%3A)(?:(?!_genericode)[A-Za-z0-9.:%-])+)")
_NUMBER = "\x00"
_SHARED_FROM = 3
"""From how many real schemas on a part of them is shared by all copies."""


def write_fim_core(path: Path, triples: int, base: Base, samples: Path) -> int:
    """Write N-Triples with at least `triples` statements, each once; returns how many."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for name, share in PARTS.items():
            due = int(triples * share)
            lines, copied = _lines(name, base, samples)
            file.writelines(lines)
            whole, each, number = "".join(copied), len(copied), 0
            held = len(lines)
            while held < due:
                number += 1
                file.write(whole.replace(_NUMBER, f"{number:0{_DIGITS[name]}d}"))
                held += each
            written += held
    return written


def _lines(name: str, base: Base, samples: Path) -> tuple[list[str], list[str]]:
    """The statements about real artefacts, and those about a copy, with a mark where its number goes."""
    source = {
        "schemas": samples / "xdatenfelder3",
        "processes": samples / "xprozess",
        "services": resources.path("data", "examples", "fim") / "gartenlaube_xzufi231.xml",
        "code lists": samples / "genericode" / "C60000020_genericode.xml",
    }[name]
    content = read_collection(source, base).content
    lines = list(dict.fromkeys(f"{q.triple} .\n" for held in content.versions.values() for q in held.quads))
    shared = _shared(content) | _shared_acts(content) if name == "schemas" else frozenset()
    own = (line for line in lines if not _about(line, shared))
    renamed = ((line, _RENAMED[name](line, shared)) for line in own)
    return lines, [copy for line, copy in renamed if copy != line]


def _below(content: Content) -> dict[str, set[str]]:
    """What each artefact contains, by id."""
    parts = (gru("contains"), gru("hasRule"))
    return {
        version.id: {
            q.object.value.rsplit("/", 2)[1]
            for q in held.quads
            if q.predicate in parts and isinstance(q.object, NamedNode)
        }
        for version, held in content.versions.items()
    }


def _shared(content: Content) -> frozenset[str]:
    """The ids of what several schemas contain, with all that is inside of it."""
    below = _below(content)
    users: dict[str, int] = {}
    for version in content.versions:
        if version.kind == "schema":
            for part in _closure(below, version.id):
                users[part] = users.get(part, 0) + 1
    common = {part for part, count in users.items() if count >= _SHARED_FROM}
    return frozenset(common.union(*(_closure(below, part) for part in common)))


def _shared_acts(content: Content) -> frozenset[str]:
    """The acts that several schemas cite, by the key of their IRI."""
    citing: dict[str, set[str]] = {}
    below = _below(content)
    for version in content.versions:
        if version.kind == "schema":
            for part in {version.id} | _closure(below, version.id):
                citing.setdefault(part, set()).add(version.id)
    schemas: dict[str, set[str]] = {}
    for version, held in content.versions.items():
        for quad in held.quads:
            if quad.predicate == gru("legalReference"):
                act = _ACT.search(str(quad.object))
                if act:
                    schemas.setdefault(act[1], set()).update(citing.get(version.id, ()))
    return frozenset(act for act, users in schemas.items() if len(users) >= _SHARED_FROM)


def _closure(below: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(below.get(start, ()))
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting.extend(below.get(part, ()))
    return found


def _about(line: str, ids: frozenset[str]) -> bool:
    found = _ID.search(line.partition(" ")[0])
    return found is not None and found[0] in ids


def _schema(line: str, shared: frozenset[str]) -> str:
    def other(found: re.Match[str]) -> str:
        return found[0] if found[0] in shared else f"{found[1]}{_NUMBER}{found[2]}"

    def other_act(found: re.Match[str]) -> str:
        return found[0] if found[1] in shared else f"{found[0]}.c{_NUMBER}"

    return _ACT.sub(other_act, _ID.sub(other, line))


def _keyed(line: str, _: frozenset[str]) -> str:
    return _TEXT.sub(rf"\1.{_NUMBER}\2", _KEY.sub(rf"99{_NUMBER}\1", line))


def _code_list(line: str, _: frozenset[str]) -> str:
    return _LIST.sub(rf"\1.c{_NUMBER}", line)


_RENAMED: dict[str, Callable[[str, frozenset[str]], str]] = {
    "schemas": _schema,
    "processes": _keyed,
    "services": _keyed,
    "code lists": _code_list,
}
_DIGITS = {"schemas": 5, "processes": 6, "services": 6, "code lists": 1}
