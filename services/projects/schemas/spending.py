"""Bodies: spending, and its payment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

from marshmallow import ValidationError

from kernel import wire
from kernel.cases import Cases, Maker, Seal, sealing
from kernel.days import DayAhead
from kernel.domain import Command
from services.projects.domain import names
from services.projects.domain.spending.commands import (
    ApproveSpending,
    AttachToSpending,
    CancelSpending,
    PaySpending,
    RejectSpending,
    RequestSpending,
)
from services.projects.events import SpendingKind

ATTACHMENTS_MAX: Final = 50
CATEGORY_MAX: Final = 100
INVOICE_MAX: Final = 64
HANDS_MAX: Final = 50
KINDS: Final = get_args(SpendingKind)


class Attachments(wire.Many):
    """The SHA-256 of each paper, none twice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.sha256(), ATTACHMENTS_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        papers = super()._deserialize(value, *args, **kwargs)
        if len(set(papers)) < len(papers):
            raise ValidationError("list.repeated")
        return tuple(papers)


class Called(wire.Many):
    """The names of whoever acts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.Text(), HANDS_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, *args, **kwargs))


class InvoiceSchema(wire.Strict):
    """`number` as it is printed; who wrote it may be a person, and is sealed."""

    number = wire.Text(INVOICE_MAX, required=True)
    seller = wire.Text(load_default=None, allow_none=True)


class RetentionSchema(wire.Strict):
    amount = wire.Minor(required=True)
    until = DayAhead(30, required=True)


class RequestSpendingSchema(wire.Strict):
    project = wire.Ref(required=True)
    fund = wire.Ref(load_default=None, allow_none=True)
    payee = wire.Id("per", "org", required=True)
    amount = wire.Minor(required=True)
    purpose = wire.Text(required=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)
    attachments = Attachments(load_default=())
    kind = wire.Choice(*KINDS, load_default="payment")
    category = wire.Text(CATEGORY_MAX, load_default=None, allow_none=True)
    invoice = wire.Inner(InvoiceSchema, load_default=None, allow_none=True)
    retention = wire.Inner(RetentionSchema, load_default=None, allow_none=True)
    payee_name = wire.Text(load_default=None, allow_none=True)


class AttachToSpendingSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    attachments = Attachments(load_default=())
    invoice = wire.Inner(InvoiceSchema, load_default=None, allow_none=True)


class ApproveSpendingSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    resolution = wire.Id("res", load_default=None, allow_none=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)
    called = Called(load_default=())


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
    called = Called(load_default=())


def _with_papers(command: Callable[..., Command]) -> Maker:
    """A maker of `command`, in which invoice and retention are fields of their own."""

    def make(loaded: dict[str, Any], seal: Seal) -> Command:
        invoice, retention = loaded.pop("invoice"), loaded.pop("retention", None)
        if invoice is not None:
            seller = invoice["seller"]
            loaded |= {"invoice": invoice["number"], "seller": None if seller is None else seal(seller)}
        if loaded.get("payee_name") is not None:
            loaded["payee_name"] = seal(names.compared(loaded["payee_name"]))
        if retention is not None:
            loaded |= {"retained": retention["amount"], "retained_until": retention["until"]}
        return command(**loaded)

    return make


CASES: Final[Cases] = {
    RequestSpending.COMMAND: (RequestSpendingSchema(), _with_papers(RequestSpending)),
    AttachToSpending.COMMAND: (AttachToSpendingSchema(), _with_papers(AttachToSpending)),
    ApproveSpending.COMMAND: (ApproveSpendingSchema(), sealing(ApproveSpending)),
    RejectSpending.COMMAND: (RejectSpendingSchema(), sealing(RejectSpending, "reason")),
    CancelSpending.COMMAND: (CancelSpendingSchema(), sealing(CancelSpending, "reason")),
    PaySpending.COMMAND: (PaySpendingSchema(), sealing(PaySpending)),
}
