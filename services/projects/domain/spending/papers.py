"""Papers of a spending: attachments, and the invoice, whose number is used once in all projects. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from services.projects.domain import lookup
from services.projects.domain.documents import InvoiceUse, Spending
from services.projects.domain.files import lookup as files
from services.projects.domain.spending.commands import AttachToSpending
from services.projects.errors import WrongState
from services.projects.errors.spending import InvoiceKnown, InvoiceUsed
from services.projects.events import Invoice, SpendingId, SpendingPapersAdded


def invoice_of(number: str, field: str = "invoice.number") -> Invoice:
    """The invoice of that number, however it was typed: half-width, in capitals, without what nobody sees.

    Raises: InvalidInput.
    """
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", number).upper())
    seen = "".join(one for one in wide if unicodedata.category(one)[0] not in "ZC")
    if not seen:
        raise InvalidInput({field: ["text.empty"]})
    return Invoice(seen)


def require_unused(view: View, invoice: Invoice | None, by: str | None, field: str | None = None) -> None:
    """Whether `by` has the invoice, or may take it. Raises: InvoiceUsed."""
    use = view.get(InvoiceUse, invoice.number) if invoice is not None else None
    if invoice is not None and use is not None and use.by not in (None, by):
        raise InvoiceUsed(invoice.number, str(use.by), field=field)


def to_free(view: View, spending: Spending, ref: SpendingId) -> Invoice | None:
    """The invoice of `spending`, if it has one: not where another took it meanwhile."""
    use = view.get(InvoiceUse, spending.invoice.number) if spending.invoice is not None else None
    return spending.invoice if use is not None and use.by == ref else None


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
        require_unused(view, invoice, command.spending, "invoice.number")
    seller = command.seller if invoice is not None else None
    added = SpendingPapersAdded(
        command.spending, spending.project, spending.fund, attachments, invoice, seller
    )
    return [Saying(added, command.spending, given.today, concerns=(spending.payee,))]
