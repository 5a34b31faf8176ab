"""What may be asked: to move money from one fund to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain.roles import CHAIR, TREASURER
from services.funds.events import Restriction


@dataclass(frozen=True, slots=True)
class Consent:
    """The donor agrees on `paper` (SHA-256) that money of `donation` goes to the other fund."""

    donation: str
    paper: str


@dataclass(frozen=True, slots=True)
class RequestFundTransfer:
    """Ask for money to go from one fund to another; another person confirms it.

    Restricted money goes by `consent`; unrestricted money by a `resolution` where a policy is in force, else
    by its reason alone. `restriction`: what it is tied to in the other fund by the donor's consent; None: to
    what it was.
    """

    COMMAND: ClassVar = "funds.request_fund_transfer"
    ROLES: ClassVar = TREASURER
    source: str
    target: str
    amount: Money
    occurred_on: date
    reason: Sealed
    resolution: str | None
    consent: Consent | None
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class ConfirmFundTransfer:
    """Let money go to another fund as another person asked for."""

    COMMAND: ClassVar = "funds.confirm_fund_transfer"
    ROLES: ClassVar = CHAIR
    ON_BEHALF: ClassVar = True
    CATCH_UP: ClassVar = ("members",)  # an objection on its way stops it: nothing undoes a transfer
    fund_transfer: str


@dataclass(frozen=True, slots=True)
class WithdrawFundTransfer:
    """Take back a request that is not confirmed."""

    COMMAND: ClassVar = "funds.withdraw_fund_transfer"
    ROLES: ClassVar = TREASURER
    fund_transfer: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RejectFundTransfer:
    """Say no to money going to another fund."""

    COMMAND: ClassVar = "funds.reject_fund_transfer"
    ROLES: ClassVar = CHAIR
    ON_BEHALF: ClassVar = True
    fund_transfer: str
    reason: Sealed
