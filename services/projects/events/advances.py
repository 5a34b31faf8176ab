"""Advances (借款, 预付款): paid as spending of that kind, and settled against papers later. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from services.projects.events.ids import (
    AccountId,
    FundId,
    Invoice,
    PartyId,
    ProjectId,
    SettlementId,
    Share,
    SpendingId,
)


@dataclass(frozen=True, slots=True)
class AdvanceSettled:
    """What an advance was spent on (`amount`), and what came back of it. Subject: the spending.

    `shares` sum to `amount`, and have `extra` in them: what was paid out beside the advance (`topped_up`),
    under the same approval (of `approved_on`). `back` sums to `returned`. `account`: where the difference
    went through; else the one that the advance was paid from.
    """

    TYPE: ClassVar = "projects.advance_settled.v1"
    settlement: SettlementId
    spending: SpendingId
    project: ProjectId
    fund: FundId
    account: AccountId
    payee: PartyId
    amount: Money
    returned: Money
    topped_up: Money
    shares: tuple[Share, ...]
    back: tuple[Share, ...]
    extra: tuple[Share, ...]
    purpose: str
    reference: str | None
    attachments: tuple[str, ...]
    invoices: tuple[Invoice, ...]
    approved_on: date | None


Fact = AdvanceSettled
