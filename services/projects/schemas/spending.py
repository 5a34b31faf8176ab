"""Bodies: spending, and its payment."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import ValidationError

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.spending.commands import (
    ApproveSpending,
    CancelSpending,
    PaySpending,
    RejectSpending,
    RequestSpending,
)

ATTACHMENTS_MAX: Final = 50


class Attachments(wire.Many):
    """The SHA-256 of each paper, none twice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.sha256(), ATTACHMENTS_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        papers = super()._deserialize(value, *args, **kwargs)
        if len(set(papers)) < len(papers):
            raise ValidationError("list.repeated")
        return tuple(papers)


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


CASES: Final[Cases] = {
    RequestSpending.COMMAND: (RequestSpendingSchema(), sealing(RequestSpending)),
    ApproveSpending.COMMAND: (ApproveSpendingSchema(), sealing(ApproveSpending)),
    RejectSpending.COMMAND: (RejectSpendingSchema(), sealing(RejectSpending, "reason")),
    CancelSpending.COMMAND: (CancelSpendingSchema(), sealing(CancelSpending, "reason")),
    PaySpending.COMMAND: (PaySpendingSchema(), sealing(PaySpending)),
}
