"""Who has an invoice, after each fact. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.invoices.documents import InvoiceUse
from services.projects.events.invoices import Fact, InvoiceFreed, InvoiceTaken


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(InvoiceUse, fact.use)]


def _use(_: InvoiceUse | None, told: Told) -> InvoiceUse:
    fact: Fact = told.fact
    match fact:
        case InvoiceTaken():
            return InvoiceUse(fact.by)
        case InvoiceFreed():
            return InvoiceUse(None)
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {InvoiceUse: _use}
