# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m grundriss`."""

from grundriss.cli.main import run

run()
