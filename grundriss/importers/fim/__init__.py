# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM: services, data fields and processes from the files of the FIM formats."""
