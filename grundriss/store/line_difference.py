# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What separates two revisions, also of different lines: the way back to what they share, and on from there."""

from grundriss.store.asserted import Patch
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.time_travel import moved, net_patch


def difference(a: tuple[Line, int], b: tuple[Line, int]) -> Patch:
    """What changes the statements of one revision into those of another; each is given by its line and number.

    Costs what was changed on the way, not what is in the stores. Raises NotFound for a revision that is not there.
    """
    if a[0].scenario == b[0].scenario:
        return net_patch(a[0].log, a[1], b[1])
    main = a[0].main
    return moved(_own(*a).inverse(), net_patch(main.log, _root(*a), _root(*b)), _own(*b))


def _own(line: Line, revision: int) -> Patch:
    """What a scenario changed since its root."""
    return net_patch(line.log, 0, revision) if isinstance(line, Scenario) else Patch()


def _root(line: Line, revision: int) -> int:
    return line.settings.root if isinstance(line, Scenario) else revision
