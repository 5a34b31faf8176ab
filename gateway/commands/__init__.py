"""The one table of what can be asked for by POST: a room per topic.

A new command is one `Route` in its topic's room; a new topic is one room, and one line in `ROOMS`. Views, the
OpenAPI document and batches are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.commands import (
    advances,
    allocation_requests,
    community,
    decisions,
    fund_transfers,
    funds,
    goods,
    grants,
    handovers,
    lives,
    members,
    projects,
    reversals,
    units,
)
from gateway.commands.route import Route
from gateway.merged import merged

__all__ = ["ALL", "IN_BATCH", "ROUTES", "Route", "of"]

ROOMS: Final = (
    units,
    members,
    funds,
    projects,
    community,
    grants,
    advances,
    lives,
    reversals,
    goods,
    handovers,
    decisions,
    fund_transfers,
    allocation_requests,
)

_BY_PATH: Final[Mapping[str, Route]] = merged(
    *({route.path: route} for room in ROOMS for route in room.ROUTES)
)

ALL: Final[tuple[Route, ...]] = tuple(_BY_PATH.values())
"""One for every path."""

ROUTES: Final[tuple[Route, ...]] = tuple(route for route in ALL if not route.own_view)
"""Those whose view is made from the table alone."""

IN_BATCH: Final[Mapping[str, Route]] = {route.command: route for route in ROUTES if not route.fixed}
"""The commands that a batch may hold."""


def of(path: str) -> Route:
    """The route of a path."""
    return _BY_PATH[path]
