"""What may be asked: to agree on grants and account for them, to write down other support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.roles import CHAIR, PROJECT_LEAD, SECRETARY, TREASURER
from services.projects.events import PartyId, SpendingId
from services.projects.events.claims import MemberId
from services.projects.events.grants import GrantId, SupportId, SupportKind, Tranche


@dataclass(frozen=True, slots=True)
class AgreeGrant:
    """A paper that promises a member organisation money for a project."""

    COMMAND: ClassVar = "projects.agree_grant"
    ROLES: ClassVar = CHAIR
    ON_BEHALF: ClassVar = True
    project: str
    member: MemberId
    payee: PartyId
    purpose: str
    agreement: str
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True)
class DrawTranche:
    """Say which spending pays a tranche."""

    COMMAND: ClassVar = "projects.draw_tranche"
    ROLES: ClassVar = PROJECT_LEAD | SECRETARY
    grant: GrantId
    number: int
    spending: SpendingId


@dataclass(frozen=True, slots=True)
class ReportTranche:
    """What the organisation did with it."""

    COMMAND: ClassVar = "projects.report_tranche"
    ROLES: ClassVar = PROJECT_LEAD | SECRETARY
    grant: GrantId
    number: int
    spent: Money
    text: Sealed
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnTranche:
    """What it did not spend is back: by a receipt, or by the reversal of a payment."""

    COMMAND: ClassVar = "projects.return_tranche"
    ROLES: ClassVar = TREASURER
    grant: GrantId
    number: int
    amount: Money
    by: str


@dataclass(frozen=True, slots=True)
class CloseGrant:
    """All is accounted for; what was not drawn lapses."""

    COMMAND: ClassVar = "projects.close_grant"
    ROLES: ClassVar = CHAIR
    grant: GrantId


@dataclass(frozen=True, slots=True)
class RecordSupport:
    """Help to a member organisation that is no money."""

    COMMAND: ClassVar = "projects.record_support"
    ROLES: ClassVar = CHAIR | SECRETARY | PROJECT_LEAD
    kind: SupportKind
    member: MemberId
    text: Sealed
    project: str | None = None
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawSupport:
    """It was written down wrongly."""

    COMMAND: ClassVar = "projects.withdraw_support"
    ROLES: ClassVar = CHAIR | SECRETARY | PROJECT_LEAD
    support: SupportId
    reason: Sealed
