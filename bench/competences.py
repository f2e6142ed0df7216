# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XZuFi with as many competences as are wanted, in the shape of a transfer of the PVOG (FIM.md, 1.2)."""

import random
from collections.abc import Iterator
from pathlib import Path

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<xzufi:transfer.operation.uebertragung.010101 xmlns:xzufi="http://xoev.de/schemata/xzufi/2_2_0" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xzufiVersion="2.2.0">
"""
_END = "</xzufi:transfer.operation.uebertragung.010101>\n"
_OFFICES, _SERVICES, _AREAS, _EACH = 150_000, 6_000, 11_000, 50
"""Offices, services of an agency and municipalities in Germany (FIM.md, 5), and services of an office in one go."""


def write_competences_as_xml(path: Path, count: int, seed: int = 1) -> None:
    """Write a file with so many competences, each with an id of its own."""
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        file.writelines(_messages(count, random.Random(seed)))
        file.write(_END)


def _messages(count: int, drawn: random.Random) -> Iterator[str]:
    areas = [f"{drawn.randrange(1, 17):02d}{drawn.randrange(10**10):010d}" for _ in range(_AREAS)]
    for number in range(count):
        office = number // _EACH % _OFFICES
        agency = f"L1000{office % 16:02d}"
        yield f"""<xzufi:schreibe>
<xzufi:zustaendigkeitTransferObjekt>
<xzufi:uebergeordnetesObjektID schemeAgencyID="{agency}">{office}</xzufi:uebergeordnetesObjektID>
<xzufi:zustaendigkeit xsi:type="xzufi:ZustaendigkeitOrganisationseinheit">
<xzufi:id schemeAgencyID="{agency}">{number}</xzufi:id>
<xzufi:leistungID schemeAgencyID="{agency}">{drawn.randrange(_SERVICES)}</xzufi:leistungID>
<xzufi:gebietID schemeID="ARS">{areas[office % _AREAS]}</xzufi:gebietID>
<xzufi:rolle><code>01</code></xzufi:rolle>
</xzufi:zustaendigkeit>
</xzufi:zustaendigkeitTransferObjekt>
</xzufi:schreibe>
"""
