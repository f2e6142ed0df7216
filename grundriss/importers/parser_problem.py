# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the parser of RDF complains of, in words of ours, each with a fix; what is rare is quoted as it is.

The parser's words are English and repeat the place, which stands before the sentence already.
"""

import re
from collections.abc import Callable
from typing import Final

from grundriss.messages import Message

_PLACE: Final = re.compile(
    r"(?:Parser error at line \d+ (?:between columns \d+ and (?:column )?\d+|column \d+)|[Ss]yntax error): "
)
_PROBLEMS: Final[tuple[tuple[str, Callable[[str], Message]], ...]] = (
    (r"The prefix (\S*): has not been declared", lambda said: Message("rdf-prefix", {"prefix": said})),
    (r"A dot is expected at the end of statements()", lambda _: Message("rdf-dot")),
    (r"Quads must be followed by a dot()", lambda _: Message("rdf-dot")),
    (r"(.+) is not a valid RDF object", lambda said: Message("rdf-object", {"token": said})),
    (r"(.+) is not a valid subject or graph name", lambda said: Message("rdf-subject", {"token": said})),
    (r"(.+) is not a valid predicate", lambda said: Message("rdf-predicate", {"token": said})),
    (r"Unexpected end\b.*()", lambda _: Message("rdf-end")),
    (r"Invalid IRI code point '(.+)'", lambda said: Message("rdf-iri", {"token": said})),
    (r"The given language subtag is invalid()", lambda _: Message("rdf-language")),
    (r"Unexpected escape character '(.+)'", lambda said: Message("rdf-escape", {"token": said})),
    (
        r"(?:Invalid UTF-8|cannot decode input using UTF-8|Only UTF-8 is supported|Unexpected byte: \\xF[EF]).*()",
        lambda _: Message("file-encoding"),
    ),
    (r"No LoadDocumentCallback has been set.*()", lambda _: Message("jsonld-context")),
)
_LONGEST: Final = 300


def parser_problem(complaint: str) -> Message:
    """The message for a complaint of the parser.

    >>> parser_problem("Parser error at line 1 between columns 1 and 4: The prefix a: has not been declared").text("de")
    'Das Präfix „a:“ ist nicht vereinbart.'
    """
    said = _PLACE.sub("", complaint, count=1).strip().rstrip(".")
    for pattern, message in _PROBLEMS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return message(found[1][:_LONGEST])
    return Message("rdf-syntax", {"reason": said[:_LONGEST]})
