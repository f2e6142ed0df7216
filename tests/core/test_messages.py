# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every message is there in both languages, is used, and gets the values that its text has places for."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

import pytest

import grundriss
import grundriss_api
import grundriss_viz
from grundriss.errors import GrundrissError, InputError, NotFound, UsageError
from grundriss.messages import Either, Message, catalogue, reason

_SAYING: Final = (
    "Message",
    "Words",
    "error",
    "_error",
    "malformed",
    "_refused",
    "refused",
    "_wrong",
    "said",
    "say_message",
)
"""Functions that take a key: of errors of a row, of a question's file, of a query, of a parameter; and words of the
command line."""
_MADE: Final = (
    *(
        "os-",
        "step-",
        "severity-",
        "column-",
        "stats-",
        "usage-",
        "collision-side-",
        "fim-kind-",
        "fim-became-",
    ),
    *("scenario-rebased", "scenario-would-", "scenario-merged", "scenario-nothing"),
)
"""Keys that are put together: of what the operating system says, of steps, severities, columns, sums and outcomes."""
_ENGLISH: Final = re.compile(
    r"\b(the|is|are|and|or|not|no|of|with|cannot|may|must|write|there|file|found|unknown|missing|use|which|has)\b",
    re.IGNORECASE,
)
_OWN_WORDS: Final = {"row-fault", "of-files"}
"""Texts that hold nothing but places."""


def _kinds(base: type[GrundrissError] = GrundrissError) -> Iterator[type[GrundrissError]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)


@cache
def _trees() -> dict[Path, ast.Module]:
    """Every module of the three packages."""
    found = {}
    for package in (grundriss, grundriss_api, grundriss_viz):
        for file in sorted(Path(str(package.__file__)).parent.rglob("*.py")):
            found[file] = ast.parse(file.read_text(encoding="utf-8"))
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return found


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{file.name}:{node.lineno}", node


def _written() -> set[str]:
    """Every text that stands in the code."""
    return {
        node.value
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _forms(lang: str, key: str) -> list[str]:
    found = catalogue(lang)[key]
    return [found] if isinstance(found, str) else list(found)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_messages() -> None:
    assert catalogue("de").keys() == catalogue("en").keys()


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_a_message_has_the_same_places_and_other_words_in_german(key: str) -> None:
    german, english = _forms("de", key), _forms("en", key)
    assert len(german) == len(english)
    for one, other in zip(german, english, strict=True):
        assert _places(one) == _places(other)
    if len(english) == 2:
        assert "n" in set.union(*map(_places, english)), "the number decides between the two"
    words = [re.sub(r"\{\w+\}|`[^`]*`|--\w+|'[^']*'", "", text) for text in german]
    if key not in _OWN_WORDS and any(re.search(r"[a-z]{4}", text) for text in words):
        assert german != english
    for text in words:
        left = {found.group().lower() for found in _ENGLISH.finditer(text)} - {"is", "oder", "use", "has"}
        assert not left, text


def test_every_message_is_used() -> None:
    written = _written()
    titles = {f"title-{kind.kind()}" for kind in _kinds()}
    unused = {
        key
        for key in catalogue("en")
        if key not in written
        and key not in titles
        and key.removesuffix("-hint") not in written
        and not key.startswith(_MADE)
    }
    assert not unused


def test_every_kind_of_error_has_a_title_in_both_languages() -> None:
    _trees()
    for kind in _kinds():
        assert kind.title("de") != kind.title("en")


def test_every_error_names_a_message_and_gives_it_its_values() -> None:
    kinds = {kind.__name__ for kind in _kinds()} - {"MalformedQuery", "QueryRefused", "UpdateRefused"}
    told = 0
    for place, call in _calls():
        name = _called(call)
        keys = [
            a.value
            for a in call.args
            if isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value in catalogue("en")
        ]
        if name in kinds and call.args and isinstance(call.args[0], ast.JoinedStr):
            pytest.fail(f"{place}: {name} is given a text; give it the key of a message in texts/")
        if name in kinds and call.args and isinstance(call.args[0], ast.Constant):
            assert keys, f"{place}: {name} is given a text, and no key of a message in texts/"
        if name in ("Message", "Words") and call.args and isinstance(call.args[0], ast.Constant):
            assert keys, f"{place}: no such message"
        if not keys or name == "QueryTooLarge" or any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords}
        if name == "_wrong":
            given.add("name")
        if name in ("Message", "Words"):
            given = _keys_of(call)
            if None in given:
                continue  # values that stand in another dictionary
        elif name not in kinds and name not in _SAYING and name != "__init__":
            continue
        told += 1
        for key in keys:
            for text in _forms("en", key):
                assert _places(text) <= given, f"{place}: {key} lacks {_places(text) - given}"
        hint = f"{keys[-1]}-hint"
        if hint in catalogue("en") and name not in ("Message", "Words"):
            assert _places(_forms("en", hint)[0]) <= given, f"{place}: {hint}"
    assert told > 200


def _keys_of(call: ast.Call) -> set[str | None]:
    """The names of the values that a message is given."""
    if len(call.args) < 2 or not isinstance(call.args[1], ast.Dict):
        return set()
    return {str(key.value) if isinstance(key, ast.Constant) else None for key in call.args[1].keys}


def test_an_error_is_told_in_german_and_in_english() -> None:
    error = UsageError("state-unknown", state="soull", known=["ist", "soll"])
    assert str(error) == error.text("en") == "'soull' is no state."
    assert error.text("de") == "„soull“ ist kein Zustand."
    assert error.hint == "Write ist, soll, a date such as 2027 or a revision such as r12."
    assert error.hint_in("de") == "Schreiben Sie ist, soll, ein Datum wie 2027 oder eine Revision wie r12."


def test_a_hint_that_is_given_wins_over_the_one_of_the_message() -> None:
    near = Message("did-you-mean", {"known": Either(("soll", "ist"))})
    error = UsageError("state-unknown", hint=near, state="sol", known=[])
    assert (error.hint_in("de"), error.hint) == ("Meinten Sie soll oder ist?", "Did you mean soll or ist?")


def test_an_error_without_a_hint_says_none() -> None:
    assert NotFound("nothing-known", iri="http://x/").hint is None


def test_a_place_stands_before_the_text_in_both_languages() -> None:
    error = InputError("file-nul", location="a.csv:3")
    assert error.text("de").startswith("a.csv:3: Die Datei")
    assert str(error).startswith("a.csv:3: The file")


@pytest.mark.parametrize(
    "name", ["{0}", "{known}", "%s", "\x1b[2J", "a\nb", "\u202eabc", "x\udcff", "{", "}}", "<b>", "ä" * 500]
)
def test_what_a_user_writes_stands_in_the_text_as_text(name: str) -> None:
    error = NotFound("element-unknown", name=name)
    for lang in ("de", "en"):
        said = error.text(lang)
        said.encode()
        assert not re.search("[\x00-\x1f\u202a-\u202e]", said)
        if name.isprintable():
            assert name in said


def test_the_operating_system_is_told_in_the_language_too() -> None:
    error = PermissionError(13, "Permission denied")
    assert reason(error).text("de") == "die Berechtigung fehlt"
    assert "Strange" in reason(OSError(9999, "Strange")).text("de")
