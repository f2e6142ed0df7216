# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XML whose bytes are looked at before it is parsed, for what comes very often and always looks the same.

What need not be parsed becomes a comment of the same length, so that lines and columns of all else stay what they are.
"""

from collections.abc import Callable
from typing import Final

from grundriss.importers.fim.xml_stream import Readable

PORTION: Final = 1 << 18
_BLANK: Final = bytes(code if code in b"\r\n" else 0x20 for code in range(256))


class Portions:
    """A stream that gives what another one gives, each portion after `rewritten` has seen it.

    `whole` ends what must not be cut in two by the end of a portion. From the first comment, CDATA section or document
    type on nothing is rewritten, for not all in them that looks like markup is markup; in another encoding than one of
    ASCII's family, nothing looks like it.
    """

    def __init__(self, source: Readable, rewritten: Callable[[bytes], bytes], whole: bytes = b"") -> None:
        self._source, self._rewritten, self._whole = source, rewritten, whole
        self._markup, self._rest = True, b""

    def read(self, size: int = -1, /) -> bytes:
        """The next portion, whatever the size that is asked for; none at the end."""
        portion = self._source.read(PORTION)
        read, self._rest = self._rest + portion, b""
        self._markup = self._markup and b"<!" not in read
        if not self._markup:
            return read
        if portion:
            end = read.rfind(self._whole) + len(self._whole) if self._whole in read else len(read)
            # the beginning of "<!" is not given away before its end was seen
            end = end - 1 if read.endswith(b"<", 0, end) else end
            read, self._rest = read[:end], read[end:]
        return self._rewritten(read) if read or not portion else self.read(size)


def commented_out(xml: bytes) -> bytes:
    """A comment as long as a piece of XML, with its line breaks.

    >>> commented_out(b"<a>one</a>")
    b'<!--   -->'
    """
    return b"<!--" + xml[4:-3].translate(_BLANK) + b"-->"
