"""HTTP bodies: the settlement of an advance."""

from __future__ import annotations

from gateway.schemas.common import optional
from gateway.schemas.papers import Paper
from gateway.schemas.projects import INVOICE_MAX
from kernel import wire


class Number(wire.Strict):
    """The number of an invoice, as it is printed."""

    number = wire.Text(INVOICE_MAX, required=True)


class Settlement(wire.Strict):
    """What an advance was spent on, and what came back of it; with `topped_up`, what was paid beside it."""

    spent = wire.Decimal(allow_none=True)
    returned = wire.Decimal(allow_none=True)
    topped_up = wire.Decimal(allow_none=True)
    account = optional(wire.Ref)
    occurred_on = optional(wire.Day)
    reference = wire.reference(allow_none=True)
    attachments = wire.Many(Paper(), 50)
    invoices = wire.Many(wire.Inner(Number), 50)
