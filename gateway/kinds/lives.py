"""Kinds of records: the milestones of projects. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import DAY, INSTANT, ON_BEHALF, SEALED, TEXT, listed, or_null
from gateway.kinds.kind import Kind
from services.projects.events import milestones

TAGS: Final = {"milestones": "Milestones of projects: what is to be done by when, and what is overdue"}
KINDS: Final = (
    Kind(
        name="milestone",
        path="milestones",
        fact=milestones.MilestoneSet,
        listing="Milestones",
        one="One milestone",
        filters=("project", "status", "q"),
        statuses=("waiting", "overdue", "completed"),
        always={"first_due_on": DAY},
        later={
            "reason": or_null(SEALED),
            "overdue_at": INSTANT,
            "completed_on": or_null(DAY),
            "completed_at": INSTANT,
            "completed_by": TEXT,
            "completed_on_behalf": ON_BEHALF,
            "attachments": listed(TEXT),
        },
        whole=False,
    ),
)
