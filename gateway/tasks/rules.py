"""What waits, kind by kind. A rule more is a function here or in a room of its own, and a line in `RULES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from gateway.tasks.task import NOBODY, Task

Record = Mapping[str, Any]
CHAIR: Final = frozenset({"chair"})
TREASURER: Final = frozenset({"treasurer"})


class Records(Protocol):
    """What rules ask: `gateway.tasks.finding.Records`."""

    def all(self, kind: str, **filters: str) -> Iterator[Record]: ...
    def one(self, kind: str, ref: str) -> Record | None: ...


def hands(record: Record, *fields: str) -> frozenset[str]:
    """Who had a hand in it: whoever wrote it down, and whom these fields name."""
    named = (record.get(field) for field in ("recorded_by", *fields))
    return frozenset(one for one in named if isinstance(one, str))


def spending_to_approve(records: Records, _: str) -> Iterator[Task]:
    """Requests that nobody has decided: never for whoever asked."""
    for one in records.all("spending", status="requested"):
        yield Task(
            "approve_spending",
            "spending",
            one["id"],
            one.get("purpose"),
            one["recorded_at"],
            roles=CHAIR,
            apart=hands(one),
        )


def spending_to_pay(records: Records, _: str) -> Iterator[Task]:
    """What is approved and not paid in full: never for who asked or approved."""
    for status in ("approved", "partly_paid"):
        for one in records.all("spending", status=status):
            yield Task(
                "pay_spending",
                "spending",
                one["id"],
                one.get("purpose"),
                one.get("decided_at") or one["recorded_at"],
                roles=TREASURER,
                apart=hands(one, "approved_by"),
            )


def reversals_to_confirm(records: Records, _: str) -> Iterator[Task]:
    """What one person asked to reverse, for another."""
    for one in records.all("reversal", status="requested"):
        yield Task(
            "confirm_reversal",
            "reversal",
            one["id"],
            None,
            one["recorded_at"],
            roles=CHAIR,
            apart=hands(one),
        )


def milestones(records: Records, _: str) -> Iterator[Task]:
    """What is to be done of projects that still run: for those who lead them, and those who supervise."""
    for status in ("overdue", "waiting"):
        for one in records.all("milestone", status=status):
            project = records.one("project", one["project"]) or {}
            if project.get("status") in ("closed", "cancelled", None):
                continue
            yield Task(
                "milestone",
                "milestone",
                one["id"],
                one.get("name"),
                one["recorded_at"],
                one["due_on"],
                persons=_of(project, "lead_person", "supervision_person"),
                units=_of(project, "lead", "supervision"),
            )


def projects_to_accept(records: Records, _: str) -> Iterator[Task]:
    """Projects whose last milestone is reached: for who supervises them."""
    for status in ("approved", "open"):
        for project in records.all("project", status=status):
            people = _of(project, "supervision_person")
            if not people:
                continue
            found = list(records.all("milestone", project=project["id"]))
            if found and all(one["status"] == "completed" for one in found):
                yield Task(
                    "accept_project",
                    "project",
                    project["id"],
                    project.get("name"),
                    max(one["completed_at"] for one in found),
                    persons=people,
                )


def _of(record: Record, *fields: str) -> frozenset[str]:
    return frozenset(one for field in fields if (one := record.get(field)) is not None) or NOBODY


RULES: Final[tuple[Callable[[Records, str], Iterator[Task]], ...]] = (
    spending_to_approve,
    spending_to_pay,
    reversals_to_confirm,
    milestones,
    projects_to_accept,
)
