"""From the wire to commands: strict, every fault by its field and code. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from marshmallow import Schema, ValidationError

from kernel import wire
from kernel.domain import Command
from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    CloseProject,
    ConfirmPaymentReversal,
    PaySpending,
    ProposeProject,
    RejectPaymentReversal,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
    ReturnAllocation,
    WithdrawPaymentReversal,
)

Seal = Callable[[str], Sealed]
Maker = Callable[[dict[str, Any], Seal], Command]

ATTACHMENTS_MAX: Final = 50
CATEGORY_MAX: Final = 100


class Attachments(wire.Many):
    """The SHA-256 of each paper, none twice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.sha256(), ATTACHMENTS_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        papers = super()._deserialize(value, *args, **kwargs)
        if len(set(papers)) < len(papers):
            raise ValidationError("list.repeated")
        return tuple(papers)


class ProposeProjectSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(required=True)
    purpose = wire.Text(required=True)
    category = wire.Text(CATEGORY_MAX, load_default=None, allow_none=True)


class CloseProjectSchema(wire.Strict):
    project = wire.Ref(required=True)


class ReturnAllocationSchema(wire.Strict):
    allocation = wire.Id("all", required=True)
    amount = wire.Minor(required=True)
    reason = wire.Text(load_default=None, allow_none=True)


class RequestSpendingSchema(wire.Strict):
    project = wire.Ref(required=True)
    fund = wire.Ref(load_default=None, allow_none=True)
    payee = wire.Id("per", "org", required=True)
    amount = wire.Minor(required=True)
    purpose = wire.Text(required=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)
    attachments = Attachments(load_default=())


class ApproveSpendingSchema(wire.Strict):
    spending = wire.Id("spd", required=True)


class RejectSpendingSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    reason = wire.Text(load_default=None, allow_none=True)


class CancelSpendingSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    reason = wire.Text(required=True)


class PaySpendingSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    amount = wire.Minor(required=True)
    account = wire.Ref(required=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)
    reference = wire.reference(load_default=None, allow_none=True)


class RequestPaymentReversalSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    payment = wire.Id("pay", required=True)
    reason = wire.Text(required=True)


class ConfirmPaymentReversalSchema(wire.Strict):
    reversal = wire.Id("rvp", required=True)


class DropPaymentReversalSchema(wire.Strict):
    reversal = wire.Id("rvp", required=True)
    reason = wire.Text(required=True)


def _plain(command: Callable[..., Command]) -> Maker:
    """A command whose fields are those of its schema."""
    return lambda body, _: command(**body)


def _with_reason(command: Callable[..., Command]) -> Maker:
    """The same, with its reason sealed: it may name people."""

    def make(body: dict[str, Any], seal: Seal) -> Command:
        reason = body["reason"]
        return command(**{**body, "reason": None if reason is None else seal(reason)})

    return make


CASES: Final[Mapping[str, tuple[Schema, Maker]]] = {
    "projects.propose_project": (ProposeProjectSchema(), _plain(ProposeProject)),
    "projects.close_project": (CloseProjectSchema(), _plain(CloseProject)),
    "projects.return_allocation": (ReturnAllocationSchema(), _with_reason(ReturnAllocation)),
    "projects.request_spending": (RequestSpendingSchema(), _plain(RequestSpending)),
    "projects.approve_spending": (ApproveSpendingSchema(), _plain(ApproveSpending)),
    "projects.reject_spending": (RejectSpendingSchema(), _with_reason(RejectSpending)),
    "projects.cancel_spending": (CancelSpendingSchema(), _with_reason(CancelSpending)),
    "projects.pay_spending": (PaySpendingSchema(), _plain(PaySpending)),
    "projects.request_payment_reversal": (
        RequestPaymentReversalSchema(),
        _with_reason(RequestPaymentReversal),
    ),
    "projects.confirm_payment_reversal": (ConfirmPaymentReversalSchema(), _plain(ConfirmPaymentReversal)),
    "projects.withdraw_payment_reversal": (
        DropPaymentReversalSchema(),
        _with_reason(WithdrawPaymentReversal),
    ),
    "projects.reject_payment_reversal": (DropPaymentReversalSchema(), _with_reason(RejectPaymentReversal)),
}


def load(command: str, body: object, seal: Seal) -> Command:
    """The command of this name with `body`. Raises: NotFound (no such command), InvalidInput."""
    if command not in CASES:
        raise NotFound("command", command, field="command")
    schema, make = CASES[command]
    return make(wire.load(schema, body), seal)
