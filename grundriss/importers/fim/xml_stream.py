# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XML of strangers as a stream of elements: no DTD, no entities, nothing fetched, no depth or size without bound.

The FIM formats use any prefix for their namespaces, and `code` elements without one: elements are told apart by their
local names, the format by the namespace of the root.
"""

from collections.abc import Collection, Iterator
from typing import Final, Protocol

from lxml import etree

from grundriss.errors import InputError, LimitExceeded

Element = etree._Element
TYPE_ATTRIBUTE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"
MOST_BYTES: Final = 200_000_000
"""How large a file may be."""


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, all when negative; none at the end."""


class _Bounded:
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, source: Readable, name: str, most: int) -> None:
        self._source, self._name, self._most, self._given = source, name, most, 0

    def read(self, size: int = -1, /) -> bytes:
        content = self._source.read(size)
        self._given += len(content)
        if self._given > self._most:
            raise LimitExceeded("fim-file-too-large", file=self._name, megabytes=self._most // 1_000_000)
        return content


def ended_elements(
    source: Readable, name: str, wanted: Collection[str], most_bytes: int = MOST_BYTES
) -> Iterator[Element]:
    """Each element with one of these local names, when its end was read: parts before what they are part of.

    Last comes the root, whatever its name. `name` is what the file is called in errors. Who has read an element clears
    it. Raises InputError with the line for what is no XML, and for a document type (that is where entities come from);
    LimitExceeded for a file that is too large.
    """
    context = etree.iterparse(
        _Bounded(source, name, most_bytes),
        events=("end",),
        tag=["{*}" + local for local in wanted],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    checked = False
    try:
        for _, element in context:
            if not checked:
                _refuse_document_type(element, name)
                checked = True
            yield element
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = f"{name}:{line}:{column}" if line else name
        raise InputError("xml-malformed", location=place, reason=_reason(error)) from error
    root = context.root
    if root is None:
        raise InputError("xml-malformed", location=name, reason="no element found")
    if not checked:
        _refuse_document_type(root, name)
    yield root


def local_name(element: Element) -> str:
    """The name of an element without its namespace; a prefix that is not declared stays in it."""
    return local_part(str(element.tag))


def local_part(tag: str) -> str:
    """The local part of the name of an element or attribute in Clark notation.

    >>> local_part("{urn:x}bezug"), local_part("link")
    ('bezug', 'link')
    """
    return tag.rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """The namespace of an element; empty where it has none."""
    tag = str(element.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def children(element: Element) -> Iterator[tuple[str, Element]]:
    """The elements right below an element, each with its local name."""
    return ((local_name(child), child) for child in element.iterchildren(etree.Element))


def child(element: Element, *path: str) -> Element | None:
    """The first element down a path of local names, or None."""
    found: Element | None = element
    for name in path:
        if found is None:
            return None
        found = next((below for local, below in children(found) if local == name), None)
    return found


def text_of(element: Element | None) -> str | None:
    """The text of an element without the white space around it; None where there is none."""
    text = (element.text or "").strip() if element is not None else ""
    return text or None


def location(name: str, element: Element) -> str:
    """Where an element stands, for an error: file, line, local name."""
    return f"{name}:{element.sourceline or '?'} <{local_name(element)}>"


def _refuse_document_type(element: Element, name: str) -> None:
    if element.getroottree().docinfo.doctype:
        raise InputError("xml-with-dtd", location=name)


def _reason(error: etree.XMLSyntaxError) -> str:
    return (error.msg or "").partition(", line ")[0].rstrip(" .") or "syntax error"
