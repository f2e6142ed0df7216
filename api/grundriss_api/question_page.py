# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a competency question shows: the answer, and the query behind it as anybody can run it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from grundriss.model.analysis_types import Answer
from grundriss.model.terms import PREFIXES
from grundriss.questions.answer import ask
from grundriss.questions.definition import ELEMENT_KINDS, Parameter, Question, questions
from grundriss.questions.parameters import bound_parameters
from grundriss.questions.steps import nested_text
from grundriss.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with its answer; `query` is the text to run at /sparql."""

    question: Question
    answer: Answer
    query: str


def answered(snapshot: Snapshot, question: Question, given: Mapping[str, str], lang: str) -> AnsweredQuestion:
    """The answer to a question. Raises what `grundriss.questions.answer.ask` raises."""
    answer = ask(snapshot, question.key, given, lang)
    bound = bound_parameters(snapshot, question, given, lang)
    query = nested_text(question.first, question.select, {b.parameter.name: b.term for b in bound})
    return AnsweredQuestion(question, answer, _runnable(query))


def kind_of(parameter: Parameter) -> str | None:
    """The kind of element that a parameter names, as it stands in IRIs; None for dates, numbers and texts."""
    if parameter.kind not in ELEMENT_KINDS:
        return None
    return ELEMENT_KINDS[parameter.kind] or "component"


def by_topic(lang: str) -> dict[str, list[Question]]:
    """The questions by topic, both in the order of the keys."""
    found: dict[str, list[Question]] = {}
    for question in questions():
        found.setdefault(question.topic.in_language(lang), []).append(question)
    return found


def _runnable(query: str) -> str:
    """The query without its header, with the prefixes that it uses."""
    lines = query.splitlines()
    body = "\n".join(line for line in lines if not line.startswith("#")).strip()
    used = [prefix for prefix in PREFIXES if re.search(rf"(?<![\w:]){prefix}:", body)]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + body
