"""/v1/tasks: what waits for the caller."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.resources.kit import Doc, answer, reading, resource
from gateway.tasks.finding import tasks_of, units_of
from gateway.tasks.task import Who
from kernel.clock import accounting_date

blp = resource("tasks", "Tasks (待办): what waits for whoever asks")


def _tasks(query: dict[str, Any]) -> Response:  # noqa: ARG001 - that there is none was checked
    who, books = caller(), face().books
    today = accounting_date(face().clock.now()).isoformat()
    human = (who.person, *who.aliases)
    roles, units = frozenset(who.mandates), frozenset[str]()
    if "councillor" in roles:
        units = units_of(books, who.council, human, today)
    found = tasks_of(books, who.council, Who(who.person, roles, units, frozenset(human)), today)
    return answer({"items": [task.shown(today) for task in found]})


TASKS: Final = Doc(
    "list_tasks",
    "What waits for the caller, the overdue first",
    "TaskList",
    "Told from the records by the caller's mandates: approvals that their role gives, payments, reversals to "
    "confirm, milestones of projects that they or their unit lead or supervise, and so on. What somebody "
    "asked for themselves does not wait for them.",
)
reading(blp, "/tasks", _tasks, TASKS)
