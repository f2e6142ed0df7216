# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report of an import: what was read, what became of it, what was left out and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from grundriss.cli.report_text import report_text
from grundriss.editing.fim_import import FimImport
from grundriss.importers.fim.artefact_content import VersionId
from grundriss.importers.fim.collection import Collection
from grundriss.importers.fim.competence_stream import Written
from grundriss.messages import Message
from grundriss.model.artefact import Artefact
from grundriss.model.state_types import Json
from grundriss.model.terms import curie
from grundriss.model.vocabulary import term_label

KINDS: Final = (
    *("schema", "group", "field", "rule", "profile", "codelist", "process-class", "process"),
    *("service", "organisation-unit", "online-service", "competence"),
)
SHOWN: Final = 20
_OUTCOMES: Final = ("new", "changed", "same", "kept")


def import_text(collection: Collection, done: FimImport, lang: str, *, dry_run: bool = False) -> str:
    """The report for people, in German or English."""

    def said(key: str, **values: object) -> str:
        return Message(key, values).text(lang)

    lines = [said("fim-files", n=len(collection.read))]
    lines += _versions(collection, done, lang)
    lines += _section(said("fim-kept-list"), map(str, done.kept))
    lines += _section(said("fim-reread"), map(str, done.reread))
    lines += _section(said("fim-conflicts"), (_conflict(collection, v, lang) for v in done.conflicts))
    lines += _section(said("fim-deleted"), map(str, done.outcome.emptied))
    lines += _section(said("fim-deleted-unknown"), done.unknown)
    lines += _section(said("fim-refused"), (_wrong(file.error, lang) for file in collection.refused))
    lines += _citations(collection, lang)
    unmapped = _most_often(collection.content.unmapped)
    lines += _section(said("fim-unmapped"), (f"{count} × {path}" for path, count in unmapped), most=None)
    if collection.skipped:
        lines += ["", said("fim-skipped", n=len(collection.skipped))]
    if any(file.format == "xzufi" for file in collection.read):
        lines += ["", said("fim-xzufi-unverified")]
    return "\n".join([*lines, "", _ending(done, lang, dry_run)])


def import_dict(collection: Collection, done: FimImport) -> Json:
    """The same as JSON."""
    outcome = done.outcome
    return {
        "revision": outcome.revision,
        "files": [
            {
                "name": file.name,
                "format": file.format,
                "sha256": file.sha256,
                "versions": [f"{root.id} {root.version}" for root in file.roots],
                "error": str(file.error) if file.error else None,
            }
            for file in collection.files
        ],
        "versions": _counts(collection, done),
        "kept": [str(artefact) for artefact in done.kept],
        "reread": [str(artefact) for artefact in done.reread],
        "deleted": [str(artefact) for artefact in outcome.emptied],
        "deletedUnknown": list(done.unknown),
        "conflicts": {
            str(version): sorted(curie(p.value) for p in collection.content.differing.get(version, ()))
            for version in done.conflicts
        },
        "citations": {
            "stated": collection.content.cited.stated,
            "understood": collection.content.cited.whole,
            "notUnderstood": dict(_most_often(collection.content.cited.rests)),
        },
        "unmapped": dict(sorted(collection.content.unmapped.items())),
        "report": outcome.report.to_dict(),
    }


def competences_text(written: Written, collection: Collection, target: Path, lang: str) -> str:
    """What was written of competences, and what was left out, for people."""

    def told(key: str, **values: object) -> str:
        return Message(key, values).text(lang)

    lines = [told("fim-files", n=len(collection.read))]
    lines += _section(told("fim-refused"), (_wrong(file.error, lang) for file in collection.refused))
    lines += _section(
        told("fim-competences-others"), (f"{count} × {name}" for name, count in _most_often(written.others))
    )
    unmapped = _most_often(written.unmapped)
    lines += _section(told("fim-unmapped"), (f"{count} × {path}" for path, count in unmapped), most=None)
    for key, number in (
        ("fim-competences-deletions", written.deletions),
        ("fim-competences-repeated", written.repeated),
    ):
        lines += ["", told(key, n=number)] if number else []
    lines += ["", told("fim-xzufi-unverified")] if collection.read else []
    if not written.competences:
        return "\n".join([*lines, "", told("fim-competences-none")])
    done = told("fim-competences-written", n=written.competences, file=target.name)
    return "\n".join([*lines, "", done, told("fim-competences-next", file=target.name)])


def competences_dict(written: Written, collection: Collection) -> Json:
    """The same as JSON."""
    return {
        "files": [
            {"name": file.name, "format": file.format, "error": str(file.error) if file.error else None}
            for file in collection.files
        ],
        "competences": written.competences,
        "repeated": written.repeated,
        "deletions": written.deletions,
        "others": dict(sorted(written.others.items())),
        "unmapped": dict(sorted(written.unmapped.items())),
    }


def _counts(collection: Collection, done: FimImport) -> dict[str, dict[str, int]]:
    """How many versions of each kind are new, changed, the same, or kept as they were."""
    kinds = {version.artefact: version.kind for version in collection.content.versions}
    became: dict[str, tuple[Artefact, ...]] = {
        "new": done.outcome.new,
        "changed": done.outcome.changed,
        "same": done.outcome.same,
        "kept": done.kept,
    }
    counts = {name: Counter(kinds[a] for a in artefacts if a in kinds) for name, artefacts in became.items()}
    return {kind: {name: counts[name][kind] for name in _OUTCOMES} for kind in KINDS}


def _versions(collection: Collection, done: FimImport, lang: str) -> Iterator[str]:
    for kind, counts in _counts(collection, done).items():
        if not any(counts.values()):
            continue
        told = ", ".join(
            Message(f"fim-became-{name}", {"n": n}).text(lang) for name, n in counts.items() if n
        )
        yield f"  {Message(f'fim-kind-{kind}', {'n': sum(counts.values())}).text(lang)}: {told}"


def _citations(collection: Collection, lang: str) -> list[str]:
    """How many legal references were understood, and what of the others was not."""
    cited = collection.content.cited
    if not cited.stated:
        return []
    key = "fim-citations" if cited.rests else "fim-citations-all"
    told = Message(key, {"n": cited.whole, "of": cited.stated}).text(lang)
    return _section(told, (f"{count} × {rest}" for rest, count in _most_often(cited.rests))) or ["", told]


def _conflict(collection: Collection, version: VersionId, lang: str) -> str:
    """A version with what the files say differently of it."""
    differing = collection.content.differing.get(version, ())
    names = {term_label(node.value, lang) or curie(node.value) for node in differing}
    return f"{version}: {', '.join(sorted(names))}"


def _most_often(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _section(title: str, items: Iterable[str], most: int | None = SHOWN) -> list[str]:
    found = list(items)
    if not found:
        return []
    shown = found if most is None else found[:most]
    more = [f"  … {len(found) - len(shown)}"] if len(found) > len(shown) else []
    return ["", title, *(f"  {item}" for item in shown), *more]


def _wrong(error: object, lang: str) -> str:
    from grundriss.errors import GrundrissError

    if not isinstance(error, GrundrissError):
        return str(error)
    hint = error.hint_in(lang)
    return f"{error.text(lang)} {hint}" if hint else error.text(lang)


def _ending(done: FimImport, lang: str, dry_run: bool) -> str:
    outcome = done.outcome
    dataset = outcome.dataset
    if outcome.unchanged:
        return Message("load-unchanged", {"dataset": dataset}).text(lang)
    if not outcome.report.conforms:
        findings = report_text(outcome.report, "violation", lang)
        return f"{findings}\n{Message('fim-broken', {'dataset': dataset}).text(lang)}"
    added, removed = outcome.added, outcome.removed
    if dry_run:
        return Message("fim-would", {"dataset": dataset, "added": added, "removed": removed}).text(lang)
    return Message(
        "fim-done", {"dataset": dataset, "revision": outcome.revision, "added": added, "removed": removed}
    ).text(lang)
