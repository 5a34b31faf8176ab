"""Proposals without a notice, milestones of projects that still run, projects whose last one is reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.tasks.asking import Records, named
from gateway.tasks.of_decisions import OFFICE
from gateway.tasks.task import Task

_ENDED: Final = ("closed", "cancelled", None)


def milestones(records: Records, _: str) -> Iterator[Task]:
    """For those who lead the project, and those who supervise it."""
    for status in ("overdue", "waiting"):
        for one in records.all("milestone", status=status):
            project = records.one("project", one["project"]) or {}
            if project.get("status") in _ENDED:
                continue
            yield Task(
                "milestone",
                "milestone",
                one["id"],
                one.get("name"),
                one["recorded_at"],
                one["due_on"],
                persons=named(project, "lead_person", "supervision_person"),
                units=named(project, "lead", "supervision"),
            )


def to_accept(records: Records, _: str) -> Iterator[Task]:
    """For who answers for the unit that supervises."""
    for status in ("approved", "open"):
        for project in records.all("project", status=status):
            people = named(project, "supervision_person")
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


def notices_to_post(records: Records, _: str) -> Iterator[Task]:
    """Projects that are not approved, whatever is resolved, before a notice about them is over."""
    for project in records.all("project", status="proposed"):
        if project.get("needs_notice"):
            yield Task(
                "post_notice",
                "project",
                project["id"],
                project.get("name"),
                project["recorded_at"],
                roles=OFFICE,
            )


RULES: Final = (milestones, to_accept, notices_to_post)
