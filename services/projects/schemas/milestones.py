"""Bodies: what of a project is to be done by when."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from services.projects.domain.milestones.commands import CompleteMilestone, MoveMilestone, SetMilestone
from services.projects.schemas.spending import Attachments


class SetMilestoneSchema(wire.Strict):
    project = wire.Ref(required=True)
    name = wire.Text(required=True)
    due_on = DayAhead(30, required=True)


class MoveMilestoneSchema(wire.Strict):
    milestone = wire.Id("mil", required=True)
    due_on = DayAhead(30, required=True)
    reason = wire.Text(required=True)


class CompleteMilestoneSchema(wire.Strict):
    milestone = wire.Id("mil", required=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)
    attachments = Attachments(load_default=())


CASES: Final[Cases] = {
    SetMilestone.COMMAND: (SetMilestoneSchema(), sealing(SetMilestone)),
    MoveMilestone.COMMAND: (MoveMilestoneSchema(), sealing(MoveMilestone, "reason")),
    CompleteMilestone.COMMAND: (CompleteMilestoneSchema(), sealing(CompleteMilestone)),
}
