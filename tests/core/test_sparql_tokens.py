# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The terminals of SPARQL 1.1 §19.8, each by its own examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grundriss.sparql.tokens import Kind, MalformedQuery, place, resolve_codepoint_escapes, tokenise


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokenise(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.IRI, "<http://example.org/a#b>"),
        (Kind.IRI, "<>"),
        (Kind.PREFIXED_NAME, "ex:a"),
        (Kind.PREFIXED_NAME, ":"),
        (Kind.PREFIXED_NAME, "ex:"),
        (Kind.PREFIXED_NAME, ":a:b"),
        (Kind.PREFIXED_NAME, "ex:0a"),
        (Kind.PREFIXED_NAME, "ex.b:a.b"),
        (Kind.PREFIXED_NAME, r"ex:a\~\(b\)%2F"),
        (Kind.PREFIXED_NAME, "größe:maß"),
        (Kind.BLANK_NODE, "_:b0.1"),
        (Kind.VARIABLE, "?x"),
        (Kind.VARIABLE, "$größe_1"),
        (Kind.LANGUAGE, "@de-Latn-1996"),
        (Kind.LANGUAGE, "@ar--rtl"),
        (Kind.NUMBER, "12"),
        (Kind.NUMBER, "-1.5"),
        (Kind.NUMBER, ".5"),
        (Kind.NUMBER, "+1.e-10"),
        (Kind.NUMBER, "2E5"),
        (Kind.STRING, "'a\"b'"),
        (Kind.STRING, '"a\'b"'),
        (Kind.STRING, '""'),
        (Kind.STRING, r'"a\"b\\"'),
        (Kind.STRING, '"""a"b""c\nd"""'),
        (Kind.STRING, "''''a'''"),
        (Kind.WORD, "SELECT"),
        (Kind.WORD, "ENCODE_FOR_URI"),
        (Kind.SYMBOL, "&&"),
        (Kind.SYMBOL, "^^"),
        (Kind.SYMBOL, "?"),
    ],
)
def test_a_terminal_is_one_token(kind: Kind, text: str) -> None:
    assert kinds(text) == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ex:a.", ["ex:a", "."]),
        ("ex:a..b", ["ex:a..b"]),
        ("a.b.c:d", ["a.b.c:d"]),
        ("a.:d", ["a", ".", ":d"]),
        ("a.b.c", ["a", ".", "b", ".", "c"]),
        ("?a<?b", ["?a", "<", "?b"]),
        ("?a<?b&&?c>?d", ["?a", "<?b&&?c>", "?d"]),  # longest match, as the specification says
        ("1<<http://x>", ["1", "<", "<http://x>"]),
        ("?a<=?b", ["?a", "<=", "?b"]),
        ("1+1", ["1", "+1"]),
        ("1.", ["1", "."]),
        ("1.2.3", ["1.2", ".3"]),
        ("a?", ["a", "?"]),
        ("<<?s ?p ?o>>", ["<", "<", "?s", "?p", "?o", ">", ">"]),
        ('""""a"""', ['""""a"""']),
        ('"a""b"', ['"a"', '"b"']),
        ("?x#?y\n?z", ["?x", "?z"]),
        ("<a#b>#c\r?z", ["<a#b>", "?z"]),
        ("'#'", ["'#'"]),
        ('"x"@en"y"^^ex:z', ['"x"', "@en", '"y"', "^^", "ex:z"]),
    ],
)
def test_longest_match_decides_where_a_token_ends(text: str, parts: list[str]) -> None:
    assert [token.text for token in tokenise(text)] == parts


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('"a\nb"', 1, 1),
        ("SELECT\n  'never closed", 2, 3),
        ('"""a""', 1, 6),
        (r'"\d"', 1, 2),
        ("?x\r\n\u00a0", 2, 1),
        ("{ _x }", 1, 3),
        ("\x00", 1, 1),
    ],
)
def test_what_begins_no_token_is_told_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(MalformedQuery) as raised:
        list(tokenise(text))
    assert (raised.value.line, raised.value.column) == (line, column)


def test_codepoint_escapes_are_resolved_before_anything_else() -> None:
    assert resolve_codepoint_escapes(r"\u0053ERVICE \U0001F600") == "SERVICE \U0001f600"


def test_an_escaped_backslash_protects_what_follows() -> None:
    assert resolve_codepoint_escapes(r'"\\u0041"') == r'"\\u0041"'
    assert resolve_codepoint_escapes(r'"\\\u0041"') == r'"\\A"'


@pytest.mark.parametrize(
    "escape", [r"\uD800", r"\U00110000", r"\u0022", r"\u0027", r"\u005C", r"\u000A", r"\u003E"]
)
def test_an_escape_that_is_no_character_or_ends_a_token_is_refused(escape: str) -> None:
    with pytest.raises(MalformedQuery):
        resolve_codepoint_escapes(f"ASK {{ ?s ?p '{escape}' }}")


@given(st.text(alphabet="ab \n\r\"'<>#\\.:?_@1{}()-é\u200e", max_size=60))
def test_tokens_and_what_lies_between_them_make_up_the_text(text: str) -> None:
    end = 0
    try:
        for token in tokenise(text):
            assert text[token.start : token.end] == token.text
            gap = text[end : token.start]
            assert not gap.strip(" \t\r\n") or gap.lstrip(" \t\r\n").startswith("#")
            end = token.end
    except MalformedQuery as error:
        assert (error.line, error.column) >= place(text, end)
