"""HTTP bodies for the projects service: projects, spending, payments, returns."""

from __future__ import annotations

from typing import Final

from gateway.schemas.common import Party, optional
from gateway.schemas.papers import Paper
from kernel import wire
from kernel.days import DayAhead

INVOICE_MAX: Final = 64


class Project(wire.Strict):
    """A project that money can be allocated to."""

    code = wire.Code(required=True)
    name = wire.Text(required=True)
    purpose = wire.Text(required=True)
    category = optional(wire.Text, 100)


class Return(wire.Strict):
    """What the project gives back of an allocation: unspent and unreserved money."""

    amount = wire.Decimal(required=True)
    reason = optional(wire.Text)


class Invoice(wire.Strict):
    """An invoice by its number, as it is printed; who wrote it may be a person, and is sealed."""

    number = wire.Text(INVOICE_MAX, required=True)
    seller = optional(wire.Text)


class Retention(wire.Strict):
    """So much is kept back until a day (质保金), and paid from that day on."""

    amount = wire.Decimal(required=True)
    until = DayAhead(30, required=True)


class Papers(wire.Strict):
    """More papers of a spending, or its invoice, where it names none yet."""

    attachments = wire.Many(Paper(), 50)
    invoice = optional(wire.Inner, Invoice)


class Approval(wire.Strict):
    """`resolution`: an adopted one that the chair names, where the sum needs one.

    `occurred_on`: the day on which it was approved, where that is written down later.
    """

    resolution = optional(wire.Id, "res")
    occurred_on = optional(wire.Day)


class Spending(wire.Strict):
    """A request to pay `payee`. Without `fund`: the only one whose money the project holds.

    `kind`: a payment, an advance that is settled later, or the reimbursement of what the payee bore.
    """

    fund = optional(wire.Ref)
    amount = wire.Decimal(required=True)
    payee = Party("payee", required=True)
    purpose = wire.Text(required=True)
    occurred_on = optional(wire.Day)
    attachments = wire.Many(Paper(), 50)
    kind = wire.Choice("payment", "advance", "reimbursement")
    category = optional(wire.Text, 100)
    invoice = optional(wire.Inner, Invoice)
    retention = optional(wire.Inner, Retention)


class Payment(wire.Strict):
    """A payment of an approved spending, whole or in part."""

    amount = wire.Decimal(required=True)
    account = wire.Ref(required=True)
    occurred_on = optional(wire.Day)
    reference = wire.reference(allow_none=True)
