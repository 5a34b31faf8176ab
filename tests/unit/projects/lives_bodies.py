"""Bodies of the commands of projects' lives: the least and the fullest, with the command that each makes."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kernel.domain import Command
from kernel.ids import derived
from kernel.sealed import Sealed
from services.projects.domain.milestones.commands import CompleteMilestone, MoveMilestone, SetMilestone
from services.projects.domain.projects.commands import AcceptProject, CancelProject
from services.projects.domain.sides.commands import LeadProject, SuperviseProject
from services.projects.events import MemberId, MilestoneId, PartyId

UNIT, WHO = MemberId(derived("mem", "unit")), PartyId(derived("per", "who"))
MILESTONE = MilestoneId(derived("mil", "first"))
PAPER, DAY = "a" * 64, date(2026, 4, 30)

BODIES: Final[list[tuple[dict[str, Any], Command]]] = [
    ({"project": "benches", "report": "十张"}, AcceptProject("benches", Sealed("seal of 十张"))),
    (
        {"project": "benches", "report": "十张", "attachments": [PAPER]},
        AcceptProject("benches", Sealed("seal of 十张"), (PAPER,)),
    ),
    ({"project": "benches", "reason": "rain"}, CancelProject("benches", Sealed("seal of rain"))),
    ({"project": "benches", "member": UNIT}, LeadProject("benches", UNIT)),
    ({"project": "benches", "member": UNIT, "person": WHO}, LeadProject("benches", UNIT, WHO)),
    ({"project": "benches", "member": UNIT}, SuperviseProject("benches", UNIT)),
    ({"project": "benches", "member": UNIT, "person": WHO}, SuperviseProject("benches", UNIT, WHO)),
    (
        {"project": "benches", "name": "木料到场", "due_on": "2026-04-30"},
        SetMilestone("benches", "木料到场", DAY),
    ),
    (
        {"milestone": MILESTONE, "due_on": "2026-04-30", "reason": "rain"},
        MoveMilestone(MILESTONE, DAY, Sealed("seal of rain")),
    ),
    ({"milestone": MILESTONE}, CompleteMilestone(MILESTONE)),
    (
        {"milestone": MILESTONE, "occurred_on": "2026-04-30", "attachments": [PAPER]},
        CompleteMilestone(MILESTONE, DAY, (PAPER,)),
    ),
]
