"""What other topics ask and say of invoices. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from services.projects.domain.invoices.documents import InvoiceUse
from services.projects.domain.invoices.numbers import use_of
from services.projects.errors.spending import InvoiceUsed
from services.projects.events import Invoice, InvoiceFreed, InvoiceTaken


def _has(view: View, invoice: Invoice) -> str | None:
    use = view.get(InvoiceUse, use_of(invoice))
    return None if use is None else use.by


def require_unused(view: View, invoice: Invoice | None, by: str | None, field: str | None = None) -> None:
    """Whether `by` has the invoice, or may take it. Raises: InvoiceUsed."""
    has = None if invoice is None else _has(view, invoice)
    if invoice is not None and has not in (None, by):
        raise InvoiceUsed(invoice.number, str(has), field=field)


def taken(view: View, invoice: Invoice | None, by: str, given: Given) -> Sequence[Saying]:
    """It is `by`'s from now on, where it is not yet."""
    if invoice is None or _has(view, invoice) == by:
        return []
    use = use_of(invoice)
    return [Saying(InvoiceTaken(use, invoice, by), use, given.today)]


def freed(view: View, invoice: Invoice | None, by: str, given: Given) -> Sequence[Saying]:
    """Nothing of what `by` is stays paid: it is free again, unless another took it meanwhile."""
    if invoice is None or _has(view, invoice) != by:
        return []
    use = use_of(invoice)
    return [Saying(InvoiceFreed(use, invoice, by), use, given.today)]
