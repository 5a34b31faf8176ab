"""What waits of issues, call-backs and grants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.tasks.asking import Records, named
from gateway.tasks.task import NOBODY, Task

HANDLING: Final = frozenset({"secretary", "chair"})
LEADING: Final = frozenset({"project_lead"})
DONE: Final = ("accepted", "closed")
"""Statuses of a project that is done."""


def issues_to_assign(records: Records, _: str) -> Iterator[Task]:
    """Issues that nobody deals with yet, or again."""
    for status in ("open", "reopened"):
        for one in records.all("issue", status=status):
            since = one["recorded_at"]
            yield Task("assign_issue", "issue", one["id"], one.get("title"), since, roles=HANDLING)


def issues_to_solve(records: Records, _: str) -> Iterator[Task]:
    """Issues for whom they are assigned to."""
    for one in records.all("issue", status="assigned"):
        person, since = frozenset({one["assigned"]}), one["recorded_at"]
        yield Task("solve_issue", "issue", one["id"], one.get("title"), since, persons=person)


def authors_to_call_back(records: Records, _: str) -> Iterator[Task]:
    """Issues that are solved and whose authors were not asked: never for who solved them."""
    for one in records.all("issue", call_backs="waiting"):
        if one["status"] == "project":
            project = records.one("project", one["project"]) or {}
            if project.get("status") not in DONE:
                continue
        yield Task(
            "call_back",
            "issue",
            one["id"],
            one.get("title"),
            one["recorded_at"],
            roles=HANDLING,
            apart=named(one, "solved_by") if one["status"] == "solved" else NOBODY,
        )


def tranches_to_draw(records: Records, _: str) -> Iterator[Task]:
    """The next tranche of each grant, when the one before is accounted for."""
    for one in records.all("grant", status="agreed"):
        left = [tranche for tranche in one["tranches"] if tranche["status"] != "reported"]
        if left and left[0]["status"] == "promised":
            yield Task(
                "draw_tranche",
                "grant",
                one["id"],
                one.get("purpose"),
                one["recorded_at"],
                left[0]["due_on"],
                roles=LEADING,
            )


RULES: Final = (issues_to_assign, issues_to_solve, authors_to_call_back, tranches_to_draw)
