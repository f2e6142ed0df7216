# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The links that `fim link` infers: grouped by grade, with score and evidence, and what has none."""

from collections.abc import Iterator
from typing import Final

from grundriss.cli.report_text import report_text
from grundriss.cli.table import named, plain
from grundriss.editing.fim_links import Linked
from grundriss.fim.links.evidence import Grade, LinkType
from grundriss.fim.links.inference import NONE, FoundLink, told
from grundriss.messages import Message
from grundriss.model.state_types import Json
from grundriss.model.terms import concept
from grundriss.model.vocabulary import term_label

SHOWN: Final = 20
"""How many artefacts without a link are named; all of them stand in the JSON."""
_SUBJECTS: Final = {
    LinkType.COLLECTS_DATA_FOR: "link-schemas",
    LinkType.FOLLOWS_PROFILE: "link-unprofiled",
    LinkType.WORKS_WITH_PROFILE: "link-titles",
    LinkType.SUPPORTED_BY: "link-applications",
    LinkType.REALISES: "link-online-services",
}


def link_text(done: Linked, lang: str, *, dry_run: bool = False) -> str:
    """The links for people, in German or English."""
    lines: list[str] = []
    for grade, links in done.found.by_grade().items():
        lines += ["", f"{_capital(_label(grade, lang))} ({len(links)})"]
        for found in links:
            lines += _link(found, lang)
    if not done.found.links:
        lines += ["", Message("link-nothing").text(lang)]
    lines += _counts(done, lang)
    if done.found.cut:
        lines += ["", Message("link-cut", {"n": done.found.cut}).text(lang)]
    return "\n".join([*lines[1:], "", outcome_text(done, lang, dry_run=dry_run)])


def outcome_text(done: Linked, lang: str, *, dry_run: bool = False) -> str:
    """What became of the dataset."""
    outcome = done.outcome
    if outcome.unchanged:
        return Message("load-unchanged", {"dataset": outcome.dataset}).text(lang)
    if not outcome.report.conforms:
        findings = report_text(outcome.report, "violation", lang)
        return f"{findings}\n{Message('fim-broken', {'dataset': outcome.dataset}).text(lang)}"
    dataset, added, removed = outcome.dataset, outcome.added, outcome.removed
    if dry_run:
        return Message("fim-would", {"dataset": dataset, "added": added, "removed": removed}).text(lang)
    return Message(
        "fim-done", {"dataset": dataset, "revision": outcome.revision, "added": added, "removed": removed}
    ).text(lang)


def link_dict(done: Linked) -> Json:
    """The links for machines, with the commit."""
    outcome = done.outcome
    return {
        **done.found.to_dict(),
        "dataset": outcome.dataset,
        "revision": outcome.revision,
        "added": outcome.added,
        "removed": outcome.removed,
        "unchanged": outcome.unchanged,
        "report": outcome.report.to_dict(),
    }


def _link(found: FoundLink, lang: str) -> Iterator[str]:
    score = _number(found.evidence.score, lang)
    yield f"  {score}  {plain(told(found, lang))}"
    for evidence in found.link.evidence:
        other = "" if evidence is found.evidence else f"{_label(evidence.grade, lang)}, "
        beside = f"{other}{_number(evidence.score, lang)}: " if other else ""
        yield f"        {beside}{plain(evidence.text)}"


def _counts(done: Linked, lang: str) -> Iterator[str]:
    """Of each kind of artefact that could have a link, how many have one, by grade, and which have none."""
    for type_, counts in done.found.counts.items():
        number = sum(counts.values())
        if not number:
            continue
        by_grade = ", ".join(f"{counts[g]} {_label(g, lang)}" for g in Grade if counts[g])
        none = Message("link-none", {"n": counts[NONE]}).text(lang)
        all_of = Message(_SUBJECTS[type_], {"n": number}).text(lang)
        yield ""
        yield f"{all_of}: {', '.join(filter(None, (by_grade, none)))}"
        unlinked = done.found.unlinked[type_]
        yield from (f"  {named(item)}" for item in unlinked[:SHOWN])
        if len(unlinked) > SHOWN:
            yield f"  {Message('ask-more', {'n': len(unlinked) - SHOWN}).text(lang)}"


def _label(grade: Grade, lang: str) -> str:
    return term_label(concept("evidence-grade", grade).value, lang) or str(grade)


def _number(score: float, lang: str) -> str:
    return f"{score:.2f}".replace(".", "," if lang == "de" else ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
