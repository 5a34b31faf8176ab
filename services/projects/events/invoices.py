"""Who has an invoice: a number is used once, in whatever project. Pure.

Each number has a history of its own, so that only the numbers that are asked about are looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.events.ids import Invoice, InvoiceUseId


@dataclass(frozen=True, slots=True)
class InvoiceTaken:
    """`by`: the spending or the settlement that has it from now on. Subject: the use, made of the number."""

    TYPE: ClassVar = "projects.invoice_taken.v1"
    use: InvoiceUseId
    invoice: Invoice
    by: str


@dataclass(frozen=True, slots=True)
class InvoiceFreed:
    """`by` was rejected, or cancelled or reversed so that nothing of it stays paid. Subject: the use."""

    TYPE: ClassVar = "projects.invoice_freed.v1"
    use: InvoiceUseId
    invoice: Invoice
    by: str


Fact = InvoiceTaken | InvoiceFreed
