"""HTTP bodies for the projects service: projects, spending, payments, returns."""

from __future__ import annotations

from gateway.schemas.common import Party, optional
from kernel import wire


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


class Spending(wire.Strict):
    """A request to pay `payee`. Without `fund`: the only one whose money the project holds."""

    fund = optional(wire.Ref)
    amount = wire.Decimal(required=True)
    payee = Party("payee", required=True)
    purpose = wire.Text(required=True)
    occurred_on = optional(wire.Day)
    attachments = wire.Many(wire.sha256(), 50)


class Payment(wire.Strict):
    """A payment of an approved spending, whole or in part."""

    amount = wire.Decimal(required=True)
    account = wire.Ref(required=True)
    occurred_on = optional(wire.Day)
    reference = wire.reference(allow_none=True)
