# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the short run leaves out is said at its top; no test depends on how fast the machine is."""

import pytest
from hypothesis import HealthCheck, settings

from tests import counts

settings.register_profile("grundriss", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("grundriss")


def pytest_configure(config: pytest.Config) -> None:
    counts.note(config)


def pytest_report_header() -> str:
    return counts.told()
