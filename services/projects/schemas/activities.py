"""Bodies: activities and the hours of volunteers."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.activities.commands import (
    RecordActivity,
    RecordHours,
    WithdrawActivity,
    WithdrawHours,
)

AT_ONCE_MAX: Final = 1_000_000
"""Visits, volunteers or hours: more is a slip of the pen."""


class RecordActivitySchema(wire.Strict):
    project = wire.Ref(required=True)
    name = wire.Text(required=True)
    visits = wire.Count(most=AT_ONCE_MAX, required=True)
    member = wire.Id("mem", load_default=None, allow_none=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)


class WithdrawActivitySchema(wire.Strict):
    activity = wire.Id("act", required=True)
    reason = wire.Text(required=True)


class RecordHoursSchema(wire.Strict):
    project = wire.Ref(required=True)
    member = wire.Id("mem", required=True)
    count = wire.Count(most=AT_ONCE_MAX, required=True)
    hours = wire.Count(most=AT_ONCE_MAX, required=True)
    activity = wire.Id("act", load_default=None, allow_none=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)


class WithdrawHoursSchema(wire.Strict):
    volunteer_hours = wire.Id("hrs", required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    RecordActivity.COMMAND: (RecordActivitySchema(), sealing(RecordActivity)),
    WithdrawActivity.COMMAND: (WithdrawActivitySchema(), sealing(WithdrawActivity, "reason")),
    RecordHours.COMMAND: (RecordHoursSchema(), sealing(RecordHours)),
    WithdrawHours.COMMAND: (WithdrawHoursSchema(), sealing(WithdrawHours, "reason")),
}
