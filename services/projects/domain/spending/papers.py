"""Papers of a spending: attachments, and the invoice. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from services.projects.domain import lookup
from services.projects.domain.files import lookup as files
from services.projects.domain.invoices import lookup as invoices
from services.projects.domain.invoices.numbers import invoice_of
from services.projects.domain.spending.commands import AttachToSpending
from services.projects.errors import WrongState
from services.projects.errors.spending import InvoiceKnown
from services.projects.events import SpendingPapersAdded


def attach(view: View, command: AttachToSpending, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, WrongState, InvalidInput, InvoiceKnown, InvoiceUsed, FileMissing."""
    spending = lookup.spending(view, command.spending)
    if spending.state in ("rejected", "cancelled"):
        raise WrongState(spending.state)
    attachments = tuple(one for one in command.attachments if one not in spending.attachments)
    files.require_papers(view, attachments, given.today)
    invoice = None if command.invoice is None else invoice_of(command.invoice)
    if not attachments and invoice is None:
        raise InvalidInput({"attachments": ["list.nothing_new"]})
    if invoice is not None:
        if spending.kind == "advance":
            raise InvalidInput({"invoice": ["invoice.at_settlement"]})
        if spending.invoice is not None:
            raise InvoiceKnown(spending.invoice.number, field="invoice")
        invoices.require_unused(view, invoice, command.spending, "invoice.number")
    seller = command.seller if invoice is not None else None
    added = SpendingPapersAdded(
        command.spending, spending.project, spending.fund, attachments, invoice, seller
    )
    said = Saying(added, command.spending, given.today, concerns=(spending.payee,))
    return [said, *invoices.taken(view, invoice, command.spending, given)]
