"""/v1/tasks: what waits for the caller."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

import orjson
from flask import Response

from gateway.face import caller, face
from gateway.problems import Problem
from gateway.resources.kit import Doc, answer, reading, resource, walking
from gateway.schemas.queries import Paged
from gateway.tasks.finding import tasks_of, units_of
from gateway.tasks.task import Place, Who
from kernel.clock import accounting_date

blp = resource("tasks", "Tasks (待办): what waits for whoever asks")


def _tasks(query: dict[str, Any]) -> Response:
    who, books = caller(), face().books
    walk = walking(query)
    today = accounting_date(face().clock.now()).isoformat()
    human = (who.person, *who.aliases)
    roles, units = frozenset(who.mandates), frozenset[str]()
    if "councillor" in roles:
        units = units_of(books, who.council, human, today)
    asking = Who(who.person, roles, units, frozenset(human))
    found, place = tasks_of(books, who.council, asking, today, limit=query["limit"], after=_place(walk.after))
    following = None if place is None else base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")
    return answer({"items": [task.shown(today) for task in found], "next_cursor": walk.next(following)})


def _place(cursor: str | None) -> Place | None:
    """The place that a cursor names. Raises: Problem(cursor.invalid)."""
    if cursor is None:
        return None
    try:
        place = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError):
        place = None
    match place:
        case [str(due_on), str(since), str(kind), str(about)]:
            return due_on, since, kind, about
        case _:
            raise Problem("invalid_input", fields={"cursor": ["cursor.invalid"]})


TASKS: Final = Doc(
    "list_tasks",
    "What waits for the caller, the overdue first, by pages",
    "TaskList",
    "Told from the records by the caller's mandates: approvals that their role gives, payments, reversals to "
    "confirm, milestones of projects that they or their unit lead or supervise, and so on. What somebody "
    "asked for themselves does not wait for them.",
)
reading(blp, "/tasks", _tasks, TASKS, Paged())
