# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The proof of a log file while it goes by: its last line is the SHA-256 of all bytes before it (`revision_log`)."""

import hashlib
import zlib
from typing import Final

_MARK: Final = b"# sha256 "
_LAST: Final = len(_MARK) + 64 + 1


class LogProof:
    """Takes the bytes of a log file as they are on disk, in portions, and says at the end whether the hash holds.

    >>> proof = LogProof(compressed=False)
    >>> proof.update(b"TX .\\n# sha256 ")
    >>> proof.holds()
    False
    """

    def __init__(self, *, compressed: bool) -> None:
        self._unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if compressed else None
        self._digest = hashlib.sha256()
        self._last = b""
        self._broken = False

    def update(self, portion: bytes) -> None:
        """The next bytes of the file."""
        if self._unpacker is not None:
            if self._unpacker.eof and portion:
                self._broken = True  # something was added
                return
            try:
                portion = self._unpacker.decompress(portion)
            except zlib.error:
                self._broken = True
                return
            self._broken = self._broken or bool(self._unpacker.unused_data)
        content = self._last + portion
        self._digest.update(content[:-_LAST])
        self._last = content[-_LAST:]

    @property
    def hash(self) -> str:
        """The hash that the next revision names."""
        return f"urn:sha256:{self._digest.hexdigest()}"

    def holds(self) -> bool:
        """Whether the file was whole and is what was written."""
        ended = self._unpacker is None or self._unpacker.eof
        written = _MARK + f"{self._digest.hexdigest()}\n".encode()
        return ended and not self._broken and self._last == written
