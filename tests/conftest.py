# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the short run leaves out is said at its top."""

import pytest

from tests import counts


def pytest_configure(config: pytest.Config) -> None:
    counts.note(config)


def pytest_report_header() -> str:
    return counts.told()
