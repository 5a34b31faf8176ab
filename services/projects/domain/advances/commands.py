"""What may be asked: to settle an advance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from services.projects.domain.roles import TREASURER
from services.projects.events import SpendingId


@dataclass(frozen=True, slots=True)
class SettleAdvance:
    """Settle an advance, whole or in part: what it was spent on, and what came back of it.

    Where more was spent than the advance, `topped_up` is paid beside it. `account`: where the difference
    goes. `called`: the names of whoever settles, recorded nowhere: nobody settles their own.
    """

    COMMAND: ClassVar = "projects.settle_advance"
    ROLES: ClassVar = TREASURER
    CATCH_UP: ClassVar = ("members",)  # as a payment: an objection on its way stops what is paid beside it
    spending: SpendingId
    spent: Money | None = None
    returned: Money | None = None
    topped_up: Money | None = None
    account: str | None = None
    occurred_on: date | None = None
    reference: str | None = None
    attachments: tuple[str, ...] = ()
    invoices: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
