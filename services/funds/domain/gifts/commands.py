"""What may be asked: to record gifts, promised, received, given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain.roles import TREASURER
from services.funds.events import Historical, PartyId, Restriction


@dataclass(frozen=True, slots=True)
class PledgeDonation:
    """Promise money (认捐): nothing is entered, it is shown as pledged."""

    COMMAND: ClassVar = "funds.pledge_donation"
    ROLES: ClassVar = TREASURER
    fund: str
    donor: PartyId | None
    amount: Money
    occurred_on: date
    purpose: str | None
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class FulfilPledge:
    """Let a donation keep (part of) a promise.

    `amount` None: as much as is open of the pledge and left of the donation.
    """

    COMMAND: ClassVar = "funds.fulfil_pledge"
    ROLES: ClassVar = TREASURER
    pledge: str
    donation: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class RecordDonation:
    """Record money that was given."""

    COMMAND: ClassVar = "funds.record_donation"
    ROLES: ClassVar = TREASURER
    fund: str
    account: str
    donor: PartyId | None
    amount: Money
    occurred_on: date
    purpose: str | None
    restriction: Restriction | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class RefundDonation:
    """Give money back to its donor (退款)."""

    COMMAND: ClassVar = "funds.refund_donation"
    ROLES: ClassVar = TREASURER
    donation: str
    amount: Money
    occurred_on: date
    reason: Sealed | None
    historical: Historical | None = None
