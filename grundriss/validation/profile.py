# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Profiles: sets of rules that are checked on demand and refuse no change."""

from collections.abc import Callable
from typing import Final

from pyoxigraph import NamedNode, Store

from grundriss.validation.fim_profile import validate_fim
from grundriss.validation.shape_report import Report

PROFILES: Final[dict[str, Callable[[Store, NamedNode | None], Report]]] = {"fim": validate_fim}
"""What checks a store against a profile, by its name: all of it, or an element with all that it contains."""
