# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The engine of the competency questions: what a file must say, what may be given, how an answer looks."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Store

from grundriss import queries
from grundriss.errors import InputError, NotFound, UsageError
from grundriss.model.identifier import Base, key_in
from grundriss.model.state_types import Item
from grundriss.model.terms import gru
from grundriss.questions import definition
from grundriss.questions.answer import ask
from grundriss.questions.definition import Question, parse_question, question, questions
from grundriss.questions.steps import nested_text
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY

HEADER = """\
# key: CQ99
# title-de: Was ist das?
# title-en: What is this?
# topic-de: Probe
# topic-en: Trial
# asked-by-de: Niemand
# asked-by-en: nobody
# column: element element "Element" "element"
"""
SELECT = "SELECT ?element WHERE { ?element a gru:Component }\n"
KEYS = [asked.key for asked in questions()]


@pytest.fixture(scope="module")
def empty() -> Snapshot:
    """A landscape that holds nothing but the ontology."""
    store = Store()
    load_ontology(MaterialisedStore(store, Base()), Base())
    return Snapshot(store, Path(), 1, 1, TODAY, Base())


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Question]:
    """A question of the test's own, known to the engine while the test runs."""

    def give(text: str) -> Question:
        parsed = parse_question("CQ99", text)
        monkeypatch.setattr(definition, "questions", lambda: (parsed,))
        return parsed

    return give


def test_the_questions_are_in_order_and_each_has_its_own_key() -> None:
    assert len(set(KEYS)) == len(KEYS) and sorted(KEYS) == list(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_question_says_in_both_languages_what_it_is(key: str) -> None:
    asked = question(key)
    words = [asked.title, asked.topic, asked.asked_by, *(c.label for c in asked.columns)]
    words += [*(p.label for p in asked.parameters), *asked.missing.values()]
    for text in words:
        assert text.de.strip() and text.en.strip()
        assert len(text.de) < 200 and "\n" not in text.de + text.en
    assert asked.title.de.endswith("?") and asked.title.en.endswith("?")
    assert asked.title.de != asked.title.en
    for both in asked.missing.values():
        assert sorted(definition.placeholders(both.de)) == sorted(definition.placeholders(both.en))


@pytest.mark.parametrize("key", KEYS)
def test_a_question_is_answered_as_it_is(key: str, loaded: Workspace) -> None:
    asked = question(key)
    with loaded.snapshot() as snapshot:
        answer, again = ask(snapshot, key), ask(snapshot, key)
        english = ask(snapshot, key, lang="en")
    assert answer.to_dict() == again.to_dict(), "the same question has the same answer, in the same order"
    assert answer.columns == tuple(column.name for column in asked.columns)
    assert answer.rows or answer.missing, "an answer holds rows or says why not"
    assert (english.title, len(english.rows)) == (asked.title.en, len(answer.rows))
    kinds = {column.name: column.kind for column in asked.columns}
    for row in answer.rows:
        assert tuple(row) == answer.columns
        for name, cell in row.items():
            assert isinstance(cell, Item) == (kinds[name] in ("element", "code") and cell is not None), name
            # the properties of other vocabularies are labelled here but not typed
            foreign = kinds[name] == "code"
            assert not isinstance(cell, Item) or (cell.label and (foreign or cell.type != "Resource"))


@pytest.mark.parametrize("key", KEYS)
def test_every_parameter_is_used_and_has_an_example(key: str, loaded: Workspace) -> None:
    asked = question(key)
    for parameter in asked.parameters:
        line = f"#VALUES ?{parameter.name}\n"
        assert line in "".join((*asked.first, asked.select, asked.select_missing or ""))
    with loaded.snapshot() as snapshot:
        answer = ask(snapshot, key)
    assert not any("=… angeben" in sentence for sentence in answer.missing), (
        "the examples exist in the landscape"
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_question_to_an_empty_landscape_has_no_rows(key: str, empty: Snapshot) -> None:
    for lang in ("de", "en"):
        assert ask(empty, key, lang=lang).rows == ()


@pytest.mark.parametrize("written", ["CQ01", "cq01", "CQ1", "cq1", "1", " CQ01 "])
def test_a_question_is_found_however_its_key_is_written(written: str) -> None:
    assert question(written).key == "CQ01"


@pytest.mark.parametrize(
    "written", ["CQ00", "CQ999", "", "CQ", "CQ1; DROP", "CQ01?", "٣", "bundid", "C" * 100_000]
)
def test_an_unknown_question_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(NotFound) as refused:
        question(written)
    assert refused.value.hint


def test_an_unknown_question_offers_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        question("CQ1O")
    assert "Did you mean CQ" in str(refused.value.hint)


PARAMETERS = """\
# parameter: element component required "Element" "element"
# parameter: when state optional default=ist "Zustand" "state"
# parameter: months number optional default=12 "Monate" "months"
# parameter: word text optional "Wort" "word"
"""
BOUND = """\
SELECT ?element ?shown WHERE {
  #VALUES ?element
  #VALUES ?when
  #VALUES ?months
  OPTIONAL {
    #VALUES ?word
    BIND(?word AS ?heard)
  }
  BIND(CONCAT(STR(?when), " ", STR(?months), " ", COALESCE(?heard, "-")) AS ?shown)
}
"""


@pytest.fixture
def echo(given: Callable[[str], Question]) -> Question:
    """A question that answers with its parameters."""
    return given(HEADER + '# column: shown text "Gezeigt" "shown"\n' + PARAMETERS + BOUND)


@pytest.mark.parametrize(
    "written",
    [
        "bundid",
        "BUNDID",
        "BundID (Nutzerkonto Bund)",
        "component/bundid",
        "https://w3id.org/grundriss/id/component/bundid",
    ],
)
def test_an_element_is_named_by_key_iri_or_label(written: str, loaded: Workspace, echo: Question) -> None:
    with loaded.snapshot() as snapshot:
        answer = ask(snapshot, "CQ99", {"element": written, "when": "2027", "months": "3"})
    assert isinstance(answer.rows[0]["element"], Item)
    assert answer.rows[0]["element"].key == "bundid"
    assert answer.rows[0]["shown"] == "2027-12-31 3 -"
    assert answer.parameters["element"]["key"] == "bundid"
    assert (answer.parameters["when"], answer.parameters["months"]) == ("2027", 3)


@pytest.mark.parametrize(
    "text", ['" } DROP ALL #', "<script>", "ä\nö", "?x", "{element}", "'", "\\", "#VALUES ?when\n"]
)
def test_whatever_a_text_holds_stays_a_text(text: str, loaded: Workspace, echo: Question) -> None:
    with loaded.snapshot() as snapshot:
        answer = ask(snapshot, "CQ99", {"element": "bundid", "word": text})
    assert answer.rows[0]["shown"] == f"2026-11-23 12 {text}"


def test_a_missing_parameter_is_named(loaded: Workspace, echo: Question) -> None:
    for nothing in ({}, {"element": ""}, {"element": "  "}):
        with loaded.snapshot() as snapshot, pytest.raises(UsageError, match="needs element"):
            ask(snapshot, "CQ99", nothing)


@pytest.mark.parametrize(
    ("parameters", "error", "hint"),
    [
        ({"elment": "bundid"}, UsageError, "element"),
        ({"element": "bundit"}, NotFound, "bundid"),
        ({"element": "osci"}, UsageError, "standard"),
        ({"element": "bundid", "when": "ZIEL-2082"}, UsageError, "ZIEL-2028"),
        ({"element": "bundid", "months": "10^9"}, UsageError, "whole number"),
        ({"element": "bundid", "months": "9" * 5000}, UsageError, "whole number"),
        ({"element": "bundid", "months": "1000000001"}, UsageError, "whole number"),
        ({"element": "<script>alert(1)</script>"}, NotFound, None),
        ({"element": "../../etc/passwd"}, NotFound, None),
    ],
)
def test_what_cannot_be_meant_is_refused(
    parameters: dict[str, str], error: type[Exception], hint: str | None, loaded: Workspace, echo: Question
) -> None:
    with loaded.snapshot() as snapshot, pytest.raises(error) as refused:
        ask(snapshot, "CQ99", parameters)
    if hint:
        assert hint in str(refused.value) + str(getattr(refused.value, "hint", ""))


def test_an_unknown_language_is_refused(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot, pytest.raises(UsageError, match="language"):
        ask(snapshot, "CQ01", lang="fr")


def test_an_example_that_does_not_exist_here_is_told(
    empty: Snapshot, given: Callable[[str], Question]
) -> None:
    given(
        HEADER
        + '# parameter: component component required default=zbp "K" "c"\n'
        + SELECT.replace("{", "{\n#VALUES ?component\n")
    )
    answer = ask(empty, "CQ99")
    assert answer.missing == ("Das Beispiel „zbp“ gibt es hier nicht: component=… angeben.",)
    with pytest.raises(NotFound):
        ask(empty, "CQ99", {"component": "zbp"})


def test_an_element_that_most_depend_on_takes_the_place_of_an_unknown_example(
    loaded: Workspace, given: Callable[[str], Question]
) -> None:
    given(
        HEADER
        + '# parameter: component component required default=nowhere "K" "c"\n'
        + SELECT.replace("{", "{\n#VALUES ?component\n")
    )
    with loaded.snapshot() as snapshot:
        answer = ask(snapshot, "CQ99", lang="en")
        needs = snapshot.store.quads_for_pattern(None, gru("dependsOn"), None, DefaultGraph())
        counted = Counter(quad.object.value for quad in needs if "/component/" in quad.object.value)
    most, second, third = sorted(counted, key=lambda iri: (-counted[iri], iri))[:3]
    assert answer.parameters["component"]["id"] == most
    assert "“nowhere” does not exist here" in answer.missing[0]
    for other in (second, third):
        assert f"component={key_in(other)}" in answer.missing[0]


def test_rows_are_sorted_as_the_header_says(loaded: Workspace, given: Callable[[str], Question]) -> None:
    text = HEADER.replace('element element "Element" "element"', 'name text "Name" "name"')
    text += '# column: n number "Zahl" "number"\n# column: all list "Alle" "all"\n# order: -n\n'
    given(
        text
        + """SELECT ?name ?n (GROUP_CONCAT(?part; separator="\\n") AS ?all) WHERE {
        VALUES (?name ?n ?part) { ("Zoo" 1 "c") ("ähre" 1 "a") ("Apfel" 10 "z") ("Apfel" 10 "B")
          ("Apfel" 10 "ä") ("Öl" UNDEF "x") ("b" 2 "x") }
        } GROUP BY ?name ?n"""
    )
    with loaded.snapshot() as snapshot:
        rows = [tuple(row.values()) for row in ask(snapshot, "CQ99").rows]
    assert rows == [
        ("Apfel", 10, "ä; B; z"),
        ("b", 2, "x"),
        ("ähre", 1, "a"),
        ("Zoo", 1, "c"),
        ("Öl", None, "x"),
    ]


def test_what_the_facts_lack_is_told_in_the_language_asked(
    loaded: Workspace, given: Callable[[str], Question]
) -> None:
    given(
        HEADER
        + '# missing: second "{element} fehlt {n}" "{element} lacks {n}"\n# missing: first "Nichts" "Nothing"\n'
        + SELECT
        + "#--- missing\nSELECT ?what ?element ?n WHERE { VALUES (?what ?element ?n) {\n"
        + '("second" gru:ist 2) ("second" gru:ist 1) ("second" gru:ist 1) ("first" UNDEF UNDEF) } }'
    )
    with loaded.snapshot() as snapshot:
        assert ask(snapshot, "CQ99").missing == ("IST fehlt 1", "IST fehlt 2", "Nichts")
        assert ask(snapshot, "CQ99", lang="en").missing[-1] == "Nothing"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEADER.replace("# title-en: What is this?\n", "") + SELECT, "title-en"),
        (HEADER + "# key: CQ98\n" + SELECT, "key"),
        (HEADER.replace("CQ99", "CQ98") + SELECT, "file's name"),
        (HEADER.replace("element element", "element elment") + SELECT, "unknown kind"),
        (HEADER.replace("# column", "# colum") + SELECT, "column"),
        (HEADER + '# column: other text "a" "b"\n' + SELECT, "other"),
        (HEADER + '# column: element text "a" "b"\n' + SELECT, "twice"),
        (HEADER + SELECT.replace("?element WHERE", "?element ?more WHERE"), "more"),
        (HEADER + "# order: name\n" + SELECT, "order"),
        (HEADER + '# missing: x "a" "b"\n' + SELECT, "go together"),
        (HEADER + '# missing: x "{a}" "b"\n' + SELECT + "#--- missing\nSELECT ?what { }", "?a"),
        (HEADER + '# parameter: x planet required "a" "b"\n' + SELECT, "unknown kind"),
        (HEADER + '# parameter: x text needed "a" "b"\n' + SELECT, "needed"),
        (HEADER + '# parameter: x text required "a\n' + SELECT, "quotation"),
        (HEADER + '# parameter: X-1 text required "a" "b"\n' + SELECT, "no name"),
        (HEADER + "SELECT ?element {", "cannot be read"),
        (HEADER + SELECT.replace("{", "{\n#VALUES ?thing\n"), "#VALUES ?thing"),
        (
            HEADER + SELECT + "#--- then\n" + SELECT.replace("{", "{\n#VALUES ?element ?b\n"),
            "#VALUES ?element ?b",
        ),
        (HEADER + "SELECT ?x {\n#--- then\n" + SELECT, "cannot be read"),
        (HEADER + "ASK { ?s ?p ?o }", "no SELECT"),
    ],
)
def test_a_header_that_is_not_complete_is_refused_with_the_file(text: str, complaint: str) -> None:
    with pytest.raises(InputError, match="CQ99") as refused:
        parse_question("CQ99", text)
    assert complaint in str(refused.value)


def test_a_sentence_that_the_header_lacks_is_named(
    loaded: Workspace, given: Callable[[str], Question]
) -> None:
    given(HEADER + '# missing: x "a" "b"\n' + SELECT + '#--- missing\nSELECT ?what { BIND("y" AS ?what) }')
    with loaded.snapshot() as snapshot, pytest.raises(InputError, match="'y'"):
        ask(snapshot, "CQ99")


def test_the_queries_find_what_the_store_holds(loaded: Workspace, given: Callable[[str], Question]) -> None:
    given(HEADER + SELECT)
    with loaded.snapshot() as snapshot:
        expected = {row["element"].value for row in queries.rows(snapshot.store, SELECT)}
        assert {row["element"].id for row in ask(snapshot, "CQ99").rows} == expected  # type: ignore[union-attr]


def documented_steps() -> str:
    """The example of docs/questions.md for a question in steps."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
    return text.partition("### Steps\n")[2].partition("```sparql\n")[2].partition("```")[0]


START = '# parameter: start component required default=bundid "Start" "start"\n'


def test_the_steps_of_the_documentation_are_answered_one_after_the_other(
    loaded: Workspace, given: Callable[[str], Question]
) -> None:
    given(HEADER + START + documented_steps())
    with loaded.snapshot() as snapshot:
        answer = ask(snapshot, "CQ99")
        needs = list(snapshot.store.quads_for_pattern(None, gru("dependsOn"), None, DefaultGraph()))
        offers = list(snapshot.store.quads_for_pattern(None, gru("provider"), None, DefaultGraph()))
        users = {snapshot.base_iri.element("component", "bundid")}
        while more := {q.subject for q in needs if q.object in users} - users:
            users |= more
    expected = {q.subject.value for q in offers if q.object in users}
    assert len(expected) > 4
    assert {row["element"].id for row in answer.rows} == expected  # type: ignore[union-attr]


def test_the_query_that_a_page_shows_has_the_steps_inside(
    loaded: Workspace, given: Callable[[str], Question]
) -> None:
    asked = given(HEADER + START + documented_steps())
    with loaded.snapshot() as snapshot:
        start = snapshot.base_iri.element("component", "bundid")
        text = nested_text(asked.first, asked.select, {"start": start})
        nested = {row["element"].value for row in queries.rows(snapshot.store, text)}
        assert nested == {row["element"].id for row in ask(snapshot, "CQ99").rows}  # type: ignore[union-attr]


def test_a_step_without_rows_and_one_with_an_unbound_cell_are_bound_as_they_are(
    loaded: Workspace, given: Callable[[str], Question]
) -> None:
    text = HEADER.replace('element element "Element" "element"', 'n number "Zahl" "number"')
    text += '# column: m number "Zahl" "number"\n'
    step = "SELECT ?n ?m WHERE {\n VALUES (?n ?m) { (1 UNDEF) (2 3) }\n FILTER(?n < %s)\n}\n#--- then\n"
    last = "SELECT ?n ?m WHERE {\n#VALUES ?n ?m\n}\n"
    with loaded.snapshot() as snapshot:
        given(text + step % 9 + last)
        assert [tuple(row.values()) for row in ask(snapshot, "CQ99").rows] == [(1, None), (2, 3)]
        given(text + step % 1 + last)
        assert ask(snapshot, "CQ99").rows == ()


def test_the_documentation_lists_the_questions_as_they_are() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if line.startswith(("| CQ", "| FIM"))]
    assert listed == [
        f"| {asked.key} | {asked.title.en} | {asked.topic.en} | {', '.join(f'`{p.name}`' for p in asked.parameters)} |"
        for asked in questions()
    ]
