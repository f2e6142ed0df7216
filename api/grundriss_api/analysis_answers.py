# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How an analysis is answered: computed once for a snapshot, as JSON of its schema, faults told of the parameter."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from fastapi import Request
from starlette.responses import Response

from grundriss.errors import GrundrissError
from grundriss.messages import LANGUAGES
from grundriss.model.state_types import Json
from grundriss.states.places import resolve
from grundriss.store.snapshot import Snapshot
from grundriss_api.api_description import Described, names
from grundriss_api.computed import Computed
from grundriss_api.parameters import Parameters, about
from grundriss_api.representation import encoded, json_answer
from grundriss_api.snapshot_places import SnapshotPlaces


class AnalysisAnswers:
    """The answers of the last analyses."""

    def __init__(self, places: SnapshotPlaces) -> None:
        self.places = places
        self._bodies: Computed[bytes] = Computed()

    async def give(
        self,
        request: Request,
        asked: Parameters,
        schema: str,
        key: tuple[str, ...],
        compute: Callable[[Snapshot], Json],
    ) -> Response:
        """The analysis where it is asked for; `key` tells it from others of the same `schema`."""
        async with self.places.lease(asked) as snapshot:
            body = await self._bodies.get(snapshot, (schema, *key), lambda of: encoded(compute(of)))
            return json_answer(request, snapshot, body, schema)


def asked_of(request: Request, described: Sequence[Described]) -> Parameters:
    """What a request asks of an address with these parameters."""
    return Parameters.of(request, names(described))


def language(asked: Parameters) -> str:
    """The language of labels."""
    return asked.one_of("lang", "de", LANGUAGES)


@contextmanager
def states(snapshot: Snapshot, **given: str | None) -> Iterator[None]:
    """What goes wrong in the block because of a WHEN is told as the fault of that parameter."""
    try:
        yield
    except GrundrissError:
        for name, text in given.items():
            if text is not None:
                with about(name.removesuffix("_")):
                    resolve(snapshot, text)
        raise
