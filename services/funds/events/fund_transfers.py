"""Money between funds of one legal holder: asked for by one person, confirmed by another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NewType

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.events.decisions import ResolutionId
from services.funds.events.ids import DonationId, FundId, PartyId, Restriction

FundTransferId = NewType("FundTransferId", str)


@dataclass(frozen=True, slots=True)
class FundTransferRequested:
    """Awaits the second person. `paper`: the donor's consent, by SHA-256. Subject: the transfer.

    `restriction` is that of the money in `source`, `into` the one that it bears in `target`. `donation`: the
    one that went to the wrong fund, which itself stays as it is; None: unrestricted money of any origin.
    """

    TYPE: ClassVar = "funds.fund_transfer_requested.v1"
    fund_transfer: FundTransferId
    source: FundId
    target: FundId
    amount: Money
    restriction: Restriction | None
    into: Restriction | None
    donation: DonationId | None
    donor: PartyId | None
    paper: str | None
    resolution: ResolutionId | None
    reason: Sealed


@dataclass(frozen=True, slots=True)
class FundTransferred:
    """Confirmed: as it was asked for. Subject: the transfer."""

    TYPE: ClassVar = "funds.fund_transferred.v1"
    fund_transfer: FundTransferId
    source: FundId
    target: FundId
    amount: Money
    restriction: Restriction | None
    into: Restriction | None
    donation: DonationId | None
    donor: PartyId | None
    paper: str | None
    resolution: ResolutionId | None


@dataclass(frozen=True, slots=True)
class FundTransferWithdrawn:
    """A treasurer takes the request back. Subject: the transfer."""

    TYPE: ClassVar = "funds.fund_transfer_withdrawn.v1"
    fund_transfer: FundTransferId
    donor: PartyId | None
    reason: Sealed


@dataclass(frozen=True, slots=True)
class FundTransferRejected:
    """The chair does not agree. Subject: the transfer."""

    TYPE: ClassVar = "funds.fund_transfer_rejected.v1"
    fund_transfer: FundTransferId
    donor: PartyId | None
    reason: Sealed


Fact = FundTransferRequested | FundTransferred | FundTransferWithdrawn | FundTransferRejected
