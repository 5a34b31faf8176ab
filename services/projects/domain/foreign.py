"""What we read of other services' facts: the same TYPE, and only the fields that we need. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.money import Money
from services.projects.events import AccountId, AllocationId, FundId, Part, PartyId, ProjectId
from services.projects.events.decisions import ResolutionId


@dataclass(frozen=True, slots=True)
class MoneyAccountOpened:
    TYPE: ClassVar = "funds.money_account_opened.v1"
    account: AccountId
    code: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundOpened:
    TYPE: ClassVar = "funds.fund_opened.v1"
    fund: FundId
    code: str
    legal_holder: str
    currency: str


@dataclass(frozen=True, slots=True)
class FundOverCommitted:
    TYPE: ClassVar = "funds.fund_over_committed.v1"
    fund: FundId


@dataclass(frozen=True, slots=True)
class FundCovered:
    TYPE: ClassVar = "funds.fund_covered.v1"
    fund: FundId


@dataclass(frozen=True, slots=True)
class AllocationMade:
    TYPE: ClassVar = "funds.allocation_made.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]
    resolution: ResolutionId | None = None


@dataclass(frozen=True, slots=True)
class PersonHidden:
    TYPE: ClassVar = "members.person_hidden.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class PersonErased:
    TYPE: ClassVar = "members.person_erased.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class AliasRecorded:
    TYPE: ClassVar = "members.alias_recorded.v1"
    person: PartyId
    of: PartyId


FundsFact = MoneyAccountOpened | FundOpened | FundOverCommitted | FundCovered | AllocationMade
MembersFact = PersonHidden | PersonErased | AliasRecorded
