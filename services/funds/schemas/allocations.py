"""Bodies: money committed to projects."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.funds.domain.allocations.commands import (
    Allocate,
    ApproveAllocation,
    RejectAllocation,
    WithdrawAllocation,
)
from services.funds.schemas.parts import OPTIONAL


class AllocateSchema(wire.Strict):
    fund = wire.Ref(required=True)
    project = wire.Ref(required=True)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)
    resolution = wire.Id("res", **OPTIONAL)


class ApproveAllocationSchema(wire.Strict):
    allocation_request = wire.Id("alr", required=True)


class DropAllocationSchema(wire.Strict):
    allocation_request = wire.Id("alr", required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    Allocate.COMMAND: (AllocateSchema(), sealing(Allocate)),
    ApproveAllocation.COMMAND: (ApproveAllocationSchema(), sealing(ApproveAllocation)),
    RejectAllocation.COMMAND: (DropAllocationSchema(), sealing(RejectAllocation, "reason")),
    WithdrawAllocation.COMMAND: (DropAllocationSchema(), sealing(WithdrawAllocation, "reason")),
}
