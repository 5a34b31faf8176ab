"""Gifts: promised, received, given back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.events.ids import (
    AccountId,
    DonationId,
    FundId,
    Historical,
    PartyId,
    PledgeId,
    RefundId,
    Restriction,
)


@dataclass(frozen=True, slots=True)
class DonationPledged:
    """A promise (认捐): no entry, shown as pledged. Subject: the pledge."""

    TYPE: ClassVar = "funds.donation_pledged.v1"
    pledge: PledgeId
    fund: FundId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    purpose: str | None


@dataclass(frozen=True, slots=True)
class PledgeFulfilled:
    """`donation` keeps (part of) the promise; `amount` of it counts. Subject: the pledge."""

    TYPE: ClassVar = "funds.pledge_fulfilled.v1"
    pledge: PledgeId
    donation: DonationId
    fund: FundId
    amount: Money


@dataclass(frozen=True, slots=True)
class PledgeReopened:
    """`amount` of `donation` went back and keeps it no more, `left` still does. Subject: the pledge."""

    TYPE: ClassVar = "funds.pledge_reopened.v1"
    pledge: PledgeId
    donation: DonationId
    fund: FundId
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class DonationReceived:
    """Money given, on the account. `donor` None: anonymous. Subject: the donation."""

    TYPE: ClassVar = "funds.donation_received.v1"
    donation: DonationId
    fund: FundId
    account: AccountId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    purpose: str | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class DonationRefunded:
    """Given back (退款), from the account that took it on `donated_on`. Subject: the donation."""

    TYPE: ClassVar = "funds.donation_refunded.v1"
    refund: RefundId
    donation: DonationId
    fund: FundId
    account: AccountId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    donated_on: date
    reason: Sealed | None
    historical: Historical | None = None


Fact = DonationPledged | PledgeFulfilled | PledgeReopened | DonationReceived | DonationRefunded
