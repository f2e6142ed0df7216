# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery of pictures, and a page for each."""

from fastapi import FastAPI

from grundriss_api.current_snapshot import CurrentSnapshot


def add(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    """Add the pages to the application."""
