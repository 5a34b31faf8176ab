"""Bodies: reversals, by two people."""

from __future__ import annotations

from typing import Final, get_args

from kernel import wire
from kernel.cases import Cases, sealing
from services.funds.domain.reversals.commands import (
    ConfirmReversal,
    RejectReversal,
    RequestReversal,
    WithdrawReversal,
)
from services.funds.events import ReversibleKind


class RequestReversalSchema(wire.Strict):
    kind = wire.Choice(*get_args(ReversibleKind), required=True)
    target = wire.Id(required=True)
    reason = wire.Text(required=True)


class ConfirmReversalSchema(wire.Strict):
    reversal = wire.Id("rev", required=True)


class DropReversalSchema(wire.Strict):
    reversal = wire.Id("rev", required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    RequestReversal.COMMAND: (RequestReversalSchema(), sealing(RequestReversal, "reason")),
    ConfirmReversal.COMMAND: (ConfirmReversalSchema(), sealing(ConfirmReversal)),
    WithdrawReversal.COMMAND: (DropReversalSchema(), sealing(WithdrawReversal, "reason")),
    RejectReversal.COMMAND: (DropReversalSchema(), sealing(RejectReversal, "reason")),
}
