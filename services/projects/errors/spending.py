"""What is refused of invoices, retention and advances.

Conflict
├── Retained              kept back until a later day (质保金)
├── InvoiceUsed           another spending or settlement has the invoice number
├── InvoiceKnown          the spending names an invoice already
├── NotAnAdvance          only an advance is settled
├── ExceedsAdvance        more than is still out of the advance
├── AdvanceIsSettled      of the payment something is settled: it is not reversed, the rest is returned
└── OpenAdvances          paid as advances and not settled: the project cannot close
"""

from __future__ import annotations

from kernel.errors import Conflict


class Retained(Conflict):
    """What may be paid now, a decimal, its `currency`, and the day until which the rest is kept back."""

    code = "projects.retained"


class InvoiceUsed(Conflict):
    """The `number`, and the spending or settlement that has it."""

    code = "projects.invoice_used"


class InvoiceKnown(Conflict):
    """The `number` that it names: nothing is taken away from what was asked for."""

    code = "projects.invoice_known"


class NotAnAdvance(Conflict):
    """`spending`, which is of another kind."""

    code = "projects.not_an_advance"


class ExceedsAdvance(Conflict):
    """`left`, a decimal, and its `currency`: paid and not settled."""

    code = "projects.exceeds_advance"


class AdvanceIsSettled(Conflict):
    """`payment`, of which something is settled."""

    code = "projects.advance_settled"


class OpenAdvances(Conflict):
    """`advanced`, a decimal, and its `currency`."""

    code = "projects.open_advances"
