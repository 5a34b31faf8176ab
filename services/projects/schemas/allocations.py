"""Bodies: what goes back to its fund."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.allocations.commands import ReturnAllocation


class ReturnAllocationSchema(wire.Strict):
    allocation = wire.Id("all", required=True)
    amount = wire.Minor(required=True)
    reason = wire.Text(load_default=None, allow_none=True)


CASES: Final[Cases] = {
    ReturnAllocation.COMMAND: (ReturnAllocationSchema(), sealing(ReturnAllocation, "reason")),
}
