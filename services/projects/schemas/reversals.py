"""Bodies: reversals of payments, by two people."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.reversals.commands import (
    ConfirmPaymentReversal,
    RejectPaymentReversal,
    RequestPaymentReversal,
    WithdrawPaymentReversal,
)


class RequestPaymentReversalSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    payment = wire.Id("pay", required=True)
    reason = wire.Text(required=True)


class ConfirmPaymentReversalSchema(wire.Strict):
    reversal = wire.Id("rvp", required=True)


class DropPaymentReversalSchema(wire.Strict):
    reversal = wire.Id("rvp", required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    RequestPaymentReversal.COMMAND: (
        RequestPaymentReversalSchema(),
        sealing(RequestPaymentReversal, "reason"),
    ),
    ConfirmPaymentReversal.COMMAND: (ConfirmPaymentReversalSchema(), sealing(ConfirmPaymentReversal)),
    WithdrawPaymentReversal.COMMAND: (
        DropPaymentReversalSchema(),
        sealing(WithdrawPaymentReversal, "reason"),
    ),
    RejectPaymentReversal.COMMAND: (DropPaymentReversalSchema(), sealing(RejectPaymentReversal, "reason")),
}
