"""Support to social organisations: grants paid by tranches, and what is given without money. Pure.

A grant pays nothing itself: a tranche names a spending that is asked for, approved and paid like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.events.claims import MemberId
from services.projects.events.ids import PartyId, ProjectId, SpendingId

GrantId = NewType("GrantId", str)
SupportId = NewType("SupportId", str)

SupportKind = Literal["policy", "venue", "expertise", "project", "training"]
"""What is given to a social organisation beside money."""


@dataclass(frozen=True, slots=True)
class Tranche:
    """One part of a grant, to be paid about `due_on`."""

    amount: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class GrantAgreed:
    """A member organisation is promised money for a project, in parts. Subject: the grant.

    `payee`: that organisation, as the books pay it. `agreement`: SHA-256 (hex) of the paper that both signed.
    """

    TYPE: ClassVar = "projects.grant_agreed.v1"
    grant: GrantId
    project: ProjectId
    member: MemberId
    payee: PartyId
    purpose: str
    agreement: str
    amount: Money
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True)
class TrancheDrawn:
    """This spending pays the tranche of this `number`, the first being 1. Subject: the grant."""

    TYPE: ClassVar = "projects.tranche_drawn.v1"
    grant: GrantId
    number: int
    spending: SpendingId


@dataclass(frozen=True, slots=True)
class TrancheReported:
    """The organisation says what it did with a tranche: `spent` of what it was paid, on `text`.

    The last report of a tranche counts. `unspent` is to come back. Subject: the grant.
    """

    TYPE: ClassVar = "projects.tranche_reported.v1"
    grant: GrantId
    number: int
    spent: Money
    unspent: Money
    text: Sealed
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrancheReturned:
    """What was not spent of a tranche is back. Subject: the grant.

    `by`: the receipt by which it came in, or the reversal of the payment that came back whole. That one moved
    the money; this only says what it was.
    """

    TYPE: ClassVar = "projects.tranche_returned.v1"
    grant: GrantId
    number: int
    amount: Money
    by: str


@dataclass(frozen=True, slots=True)
class GrantClosed:
    """All that was paid is accounted for; tranches that were not drawn lapse. Subject: the grant."""

    TYPE: ClassVar = "projects.grant_closed.v1"
    grant: GrantId


@dataclass(frozen=True, slots=True)
class SupportGiven:
    """A member organisation was helped, and no money moved: nothing is posted. Subject: the support."""

    TYPE: ClassVar = "projects.support_given.v1"
    support: SupportId
    kind: SupportKind
    member: MemberId
    text: Sealed
    project: ProjectId | None


@dataclass(frozen=True, slots=True)
class SupportWithdrawn:
    """It was written down wrongly. Subject: the support."""

    TYPE: ClassVar = "projects.support_withdrawn.v1"
    support: SupportId
    reason: Sealed


Fact = (
    GrantAgreed
    | TrancheDrawn
    | TrancheReported
    | TrancheReturned
    | GrantClosed
    | SupportGiven
    | SupportWithdrawn
)
