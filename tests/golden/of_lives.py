"""An example of each fact of projects' lives."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import MEMBER, NOTE, ON, PERSON, PROJECT, an

from services.projects.events import milestones, projects, sides

MILESTONE, RESOLUTION = an("mil"), an("res")

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (projects.ProjectApproved(PROJECT, RESOLUTION), PROJECT),
    (projects.ProjectAccepted(PROJECT, NOTE, ("ab" * 32,)), PROJECT),
    (projects.ProjectCancelled(PROJECT, NOTE), PROJECT),
    (sides.ProjectLed(PROJECT, MEMBER, PERSON), PROJECT),
    (sides.ProjectSupervised(PROJECT, an("mem", "two"), None), PROJECT),
    (milestones.MilestoneSet(MILESTONE, PROJECT, "木料到场", ON), MILESTONE),
    (milestones.MilestoneMoved(MILESTONE, PROJECT, ON, NOTE), MILESTONE),
    (milestones.MilestoneOverdue(MILESTONE, PROJECT, ON), MILESTONE),
    (milestones.MilestoneCompleted(MILESTONE, PROJECT, ("ab" * 32,)), MILESTONE),
)
