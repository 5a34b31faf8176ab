"""An example of each fact about activities and volunteers' hours, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import MEMBER, NOTE, PROJECT, an

from services.projects.events import activities

ACTIVITY, HOURS = an("act"), an("hrs")

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (activities.ActivityHeld(ACTIVITY, PROJECT, "老年大学书法班", 60, MEMBER), ACTIVITY),
    (activities.ActivityWithdrawn(ACTIVITY, PROJECT, 60, NOTE), ACTIVITY),
    (activities.HoursGiven(HOURS, PROJECT, MEMBER, 8, 24, ACTIVITY), HOURS),
    (activities.HoursWithdrawn(HOURS, PROJECT, MEMBER, 24, NOTE), HOURS),
)
