"""What other services' facts leave here. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.events.ids import AccountId, FundId, PartyId


@dataclass(frozen=True, slots=True)
class AccountNoted:
    """A money account of the funds service, to pay from. Subject: the account."""

    TYPE: ClassVar = "projects.account_noted.v1"
    account: AccountId
    code: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundNoted:
    """A fund of the funds service. Subject: the fund."""

    TYPE: ClassVar = "projects.fund_noted.v1"
    fund: FundId
    code: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundFrozenNoted:
    """The fund is over-committed (`frozen`) or covered again: payments stop, or go on. Subject: the fund."""

    TYPE: ClassVar = "projects.fund_frozen_noted.v1"
    fund: FundId
    frozen: bool


@dataclass(frozen=True, slots=True)
class PersonErasureNoted:
    """From here on nothing new names the person; `erased`: what we sealed of them is gone. Subject: they."""

    TYPE: ClassVar = "projects.person_erasure_noted.v1"
    person: PartyId
    erased: bool


@dataclass(frozen=True, slots=True)
class AliasNoted:
    """`person` is `of`, registered a second time: what one is paid, the other is paid. Subject: the alias."""

    TYPE: ClassVar = "projects.alias_noted.v1"
    person: PartyId
    of: PartyId


Fact = AccountNoted | FundNoted | FundFrozenNoted | PersonErasureNoted | AliasNoted
