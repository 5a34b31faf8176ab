"""What was heard, dealt with and made: counts beside each other, and never a rate of one to another."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

from gateway.books.tables import records
from kernel.db import Database

_DONE: Final = ("closed", "accepted")
"""Statuses of a project that is done: the issues that became it are solved."""


class Counts:
    """Reads the table of records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, council: str) -> dict[str, int]:
        """Of opinions, issues and projects as they stand now.

        An issue that was opened again is not solved until it is once more; a project counts once, however
        many issues became it.
        """
        by_status = (
            select(records.c.record, records.c.status, func.count())
            .where(records.c.council == council, records.c.record.in_(("opinion", "issue")))
            .group_by(records.c.record, records.c.status)
        )
        of_projects = select(func.count(func.distinct(records.c.project))).where(
            records.c.council == council, records.c.record == "issue", records.c.project.is_not(None)
        )
        done = select(records.c.id).where(
            records.c.council == council, records.c.record == "project", records.c.status.in_(_DONE)
        )
        by_project = select(func.count()).where(
            records.c.council == council,
            records.c.record == "issue",
            records.c.status == "project",
            records.c.project.in_(done),
        )
        with self._database.read_at_one_moment() as connection:
            found = {(record, status): count for record, status, count in connection.execute(by_status)}
            made = connection.execute(of_projects).scalar_one()
            through = connection.execute(by_project).scalar_one()
        without = found.get(("issue", "solved"), 0)
        return {
            "opinions_heard": sum(count for (record, _), count in found.items() if record == "opinion"),
            "issues_opened": sum(count for (record, _), count in found.items() if record == "issue"),
            "issues_solved": without + through,
            "issues_solved_without_money": without,
            "issues_solved_by_project": through,
            "projects_made": made,
        }
