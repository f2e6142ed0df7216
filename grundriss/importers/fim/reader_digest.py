# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""By what it is known whether a file is read as it was read before: the mapping tables and the code that reads."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from grundriss import resources


@cache
def reader_digest() -> str:
    """A hash over all that decides which statements a file of FIM gives: 16 hexadecimal digits."""
    tables = sorted(resources.path("ontology", "mappings").glob("*.csv"))
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return sha256(b"\0".join(file.read_bytes() for file in (*tables, *modules))).hexdigest()[:16]
