"""Activities with their visits, and the hours of volunteers. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.activities import decide, evolve
from services.projects.domain.activities.commands import (
    RecordActivity,
    RecordHours,
    WithdrawActivity,
    WithdrawHours,
)
from services.projects.events.activities import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RecordActivity: decide.record_activity,
        WithdrawActivity: decide.withdraw_activity,
        RecordHours: decide.record_hours,
        WithdrawHours: decide.withdraw_hours,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
)
