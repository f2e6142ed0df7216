# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which members of a stranger's ZIP are not unpacked: what is encrypted, grows beyond measure, or is a ZIP itself."""

import lzma
import zipfile
import zlib
from typing import Final

from grundriss.errors import InputError, LimitExceeded
from grundriss.messages import Message, reason

MOST_RATIO: Final = 200
"""How much larger than packed a member of a ZIP may be: real FIM files reach 60."""
ZIP: Final = b"PK\x03\x04"
"""How a ZIP begins."""
BROKEN: Final = (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What reading a file, or a member of a ZIP, can end with."""
DAMAGED: Final = (*BROKEN, ValueError, IndexError)
"""What opening a ZIP, or a member of it, can end with: damaged names and offsets are more than `zipfile` looks for."""


def refused_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
) -> InputError | LimitExceeded | None:
    """Why a member is not unpacked; None where nothing speaks against it. `name` is what it is called in errors."""
    if member.flag_bits & 1:
        return InputError("zip-encrypted", location=name)
    if member.file_size > MOST_RATIO * max(member.compress_size, 1):
        return LimitExceeded("zip-bomb", file=name, ratio=MOST_RATIO)
    try:
        with archive.open(member) as start:
            nested = start.read(len(ZIP)) == ZIP
    except DAMAGED as error:
        return InputError("file-unreadable", location=name, reason=said(error))
    return InputError("zip-nested", location=name) if nested else None


def said(error: Exception) -> Message | str:
    """What an error of reading says."""
    return reason(error) if isinstance(error, OSError) else str(error)
