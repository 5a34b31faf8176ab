"""/v1/events: the raw facts, for auditors."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.problems import Problem
from gateway.resources.kit import Doc, answer, reading, resource, walking
from gateway.schemas import queries

READERS: Final = ("supervisor", "auditor")
EVENTS: Final = queries.Events()

blp = resource("events", "The raw facts, for auditors")


def _events(query: dict[str, Any]) -> Response:
    if not caller().has(*READERS):
        raise Problem("forbidden", "list_events", ", ".join(READERS))
    walk = walking(query)
    page = face().books.events(
        caller().council,
        service=query["service"],
        subject=query["subject"],
        type=query["type"],
        limit=query["limit"],
        after=walk.after,
    )
    # As they are: what is hashed is not rendered.
    return answer({"items": list(page.items), "next_cursor": walk.next(page.next)})


reading(
    blp,
    "/events",
    _events,
    Doc(
        "list_events",
        "Raw facts as they stand in the logs, with their leaf hash",
        "EventList",
        "Roles: auditor.",
    ),
    EVENTS,
)
