# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What changes between two versions of a data schema, in sentences about the form that a citizen fills in."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from grundriss.fim.schema_tree import SAID, Part, Rule, schema_tree
from grundriss.messages import Message
from grundriss.model.answer_table import Table, table
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json
from grundriss.model.terms import GRU
from grundriss.model.vocabulary import term_label
from grundriss.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class PartChange:
    """What changes at one place of the form. `kind` is added, removed or changed; `where` are the groups around it."""

    kind: str
    item: Item
    where: tuple[str, ...]
    sentences: tuple[str, ...]

    def to_dict(self) -> Json:
        return {
            "kind": self.kind,
            "element": self.item.reference(),
            "where": list(self.where),
            "sentences": list(self.sentences),
        }


@dataclass(frozen=True, slots=True, repr=False)
class SchemaDifference(NotebookTable):
    """Two versions of a schema, and what changes from the one to the other, in the order of the form."""

    old: Item
    new: Item
    changes: tuple[PartChange, ...]
    lang: str

    def to_dict(self) -> Json:
        return {
            "from": self.old.reference(),
            "to": self.new.reference(),
            "changes": [change.to_dict() for change in self.changes],
        }


@table.register
def _(answer: SchemaDifference, lang: str = "de") -> Table:
    """A row for each sentence."""
    rows = (
        (change.kind, " > ".join(change.where), change.item.label, sentence)
        for change in answer.changes
        for sentence in change.sentences
    )
    return Table(
        f"{answer.old.key} → {answer.new.key}", ("kind", "where", "label", "change"), tuple(rows), lang
    )


def schema_difference(
    snapshot: Snapshot, old: NamedNode, new: NamedNode, lang: str = "de"
) -> SchemaDifference:
    """What changes from one version to the other, in German or English. Raises as `schema_tree`.

    A part is the same where the same artefact stands in the same groups, whatever their versions.
    """
    before, after = (schema_tree(snapshot, node, lang) for node in (old, new))
    return SchemaDifference(before.item, after.item, tuple(_changes(before, after, lang)), lang)


def _changes(before: Part, after: Part, lang: str) -> Iterator[PartChange]:
    then, now = dict(before.walk()), dict(after.walk())
    rules = tuple(_rule_changes(before, after, lang))
    if rules:
        yield PartChange("changed", after.item, (), rules)
    for path, part in now.items():
        where = tuple(now[path[:length]].label for length in range(1, len(path)))
        if path not in then:
            if (
                path[:-1] not in now or path[:-1] in then or not path[:-1]
            ):  # what stands in something new is told with it
                yield PartChange("added", part.item, where, (_added(part, lang),))
            continue
        sentences = tuple(_part_changes(then[path], part, lang))
        if sentences:
            yield PartChange("changed", part.item, where, sentences)
    for path, part in then.items():
        if path not in now and (not path[:-1] or path[:-1] in now):
            where = tuple(then[path[:length]].label for length in range(1, len(path)))
            yield PartChange("removed", part.item, where, (_removed(part, lang),))


def _added(part: Part, lang: str) -> str:
    inside = sum(1 for _ in part.walk())
    key = "form-group-added" if inside else "form-field-required" if part.minimum else "form-field-optional"
    return Message(key, {"label": part.label, "n": inside}).text(lang)


def _removed(part: Part, lang: str) -> str:
    inside = sum(1 for _ in part.walk())
    return Message(
        "form-group-removed" if inside else "form-field-removed", {"label": part.label, "n": inside}
    ).text(lang)


def _part_changes(then: Part, now: Part, lang: str) -> Iterator[str]:
    if bool(then.minimum) != bool(now.minimum):
        key = "form-now-required" if now.minimum else "form-now-optional"
        yield Message(key, {"label": now.label}).text(lang)
    if (then.minimum or 1, then.maximum) != (now.minimum or 1, now.maximum):
        times = _times(then, lang), _times(now, lang)
        yield Message("form-count", {"label": now.label, "old": times[0], "new": times[1]}).text(lang)
    for name in (*SAID, "values"):
        old, new = then.said.get(name, ()), now.said.get(name, ())
        if name == "values" and old and new:
            yield from _code_changes(now, old, new, lang)
        elif old != new:
            yield _value_change(now, name, old, new, lang)
    yield from _rule_changes(then, now, lang)


def _times(part: Part, lang: str) -> Message | str:
    return (
        f"{part.minimum}–{part.maximum}"
        if part.maximum is not None
        else Message("form-unbounded", {"n": part.minimum})
    )


def _value_change(part: Part, name: str, old: tuple[str, ...], new: tuple[str, ...], lang: str) -> str:
    values = {
        "label": part.label,
        "what": term_label(GRU + name, lang) or Message("form-values"),
        "old": "; ".join(old),
        "new": "; ".join(new),
    }
    key = "form-value-changed" if old and new else "form-value-new" if new else "form-value-gone"
    return Message(key, values).text(lang)


def _code_changes(part: Part, old: tuple[str, ...], new: tuple[str, ...], lang: str) -> Iterator[str]:
    for key, codes in (
        ("form-codes-new", [code for code in new if code not in old]),
        ("form-codes-gone", [code for code in old if code not in new]),
    ):
        if codes:
            yield Message(key, {"label": part.label, "codes": codes}).text(lang)


def _rule_changes(then: Part, now: Part, lang: str) -> Iterator[str]:
    old, new = ({rule.artefact: rule for rule in part.rules} for part in (then, now))
    for artefact in dict.fromkeys([*new, *old]):
        changed = _rule_change(old.get(artefact), new.get(artefact), lang)
        if changed:
            yield changed


def _rule_change(old: Rule | None, new: Rule | None, lang: str) -> str | None:
    if old and new:
        if old.text == new.text:
            return None
        return Message("form-rule-changed", {"label": new.label, "old": old.text, "new": new.text}).text(lang)
    key = "form-rule-new" if new else "form-rule-gone"
    rule = new or old
    assert rule is not None
    return Message(key, {"label": rule.label, "text": rule.text}).text(lang)
