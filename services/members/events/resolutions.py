"""Resolutions: a question, a roll of those who may vote, their votes, and what came of it. Pure.

Texts and titles are public and stand in clear; why somebody stands aside is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kernel.money import Money
from kernel.sealed import Sealed
from policy.terms import EscalatesTo, Majority, Ratio, Terms
from services.members.events.ids import PartyId, PolicyId, ResolutionId, SeatId
from services.members.events.policy import Body

ResolutionKind = Literal[
    "allocation", "spending", "project", "fund_transfer", "policy", "membership", "other"
]
Choice = Literal["for", "against", "abstain"]
Outcome = Literal["adopted", "rejected", "escalated"]
AssemblyOutcome = Literal["adopted", "rejected"]
Why = Literal["minimum_present", "quorum", "majority"]
"""What a resolution lacked that was not adopted."""


@dataclass(frozen=True, slots=True)
class ResolutionOpened:
    """`roll` may vote on it until the end of `closes_on`. Subject: the resolution.

    The roll stays as it was at the opening. How votes are counted is copied from `policy`, so that a policy
    that changes in the meantime changes nothing here.
    """

    TYPE: ClassVar = "members.resolution_opened.v1"
    resolution: ResolutionId
    title: str
    text: str
    kind: ResolutionKind
    body: Body
    roll: tuple[SeatId, ...]
    policy: PolicyId
    quorum: Ratio
    majority: Majority
    minimum_present: int
    escalates_to: EscalatesTo
    closes_on: date
    amount: Money | None
    fund: str | None
    to_fund: str | None
    project: str | None
    terms: Terms | None
    escalated_from: ResolutionId | None


@dataclass(frozen=True, slots=True)
class VoteCast:
    """`voter` votes for `seat`; the last vote of a seat counts. Subject: the resolution."""

    TYPE: ClassVar = "members.vote_cast.v1"
    resolution: ResolutionId
    seat: SeatId
    choice: Choice
    voter: PartyId


@dataclass(frozen=True, slots=True)
class RecusalProposed:
    """An office proposes that `seat` stands aside; it votes until another agrees. Subject: the resolution."""

    TYPE: ClassVar = "members.recusal_proposed.v1"
    resolution: ResolutionId
    seat: SeatId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RecusalDeclared:
    """`seat` is out of the vote and of the base; what it voted before is void. Subject: the resolution.

    `confirmed`: an office proposed it and said why, and another agreed; else it is the voter's own word.
    """

    TYPE: ClassVar = "members.recusal_declared.v1"
    resolution: ResolutionId
    seat: SeatId
    reason: Sealed | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ResolutionClosed:
    """What came of it; of one that was escalated, later, what came of it elsewhere. Subject: the resolution.

    base      the seats of the roll that are neither recused nor departed
    present   those with a vote: for, against and abstained
    departed  without a vote, and left or merged away when it closed; and second seats of a human

    Where the residents' assembly decided, base and present are who came to it, and its votes stand here.
    What it is about stands here again, so that who follows needs this fact alone.
    """

    TYPE: ClassVar = "members.resolution_closed.v1"
    resolution: ResolutionId
    outcome: Outcome
    why: Why | None
    base: int
    present: int
    votes_for: int
    against: int
    abstained: int
    recused: int
    departed: int
    kind: ResolutionKind
    amount: Money | None
    fund: str | None
    to_fund: str | None
    project: str | None


@dataclass(frozen=True, slots=True)
class AssemblyDecisionRecorded:
    """What the residents' assembly decided on what was left to it. `paper`: SHA-256 of the signed minutes.

    Nothing follows from it before another has confirmed it. Subject: the resolution.
    """

    TYPE: ClassVar = "members.assembly_decision_recorded.v1"
    resolution: ResolutionId
    outcome: AssemblyOutcome
    present: int
    votes_for: int
    against: int
    abstained: int
    decided_on: date
    paper: str


@dataclass(frozen=True, slots=True)
class AssemblyDecisionConfirmed:
    """Another has seen the minutes: what was recorded last holds. Subject: the resolution."""

    TYPE: ClassVar = "members.assembly_decision_confirmed.v1"
    resolution: ResolutionId
    paper: str


Fact = (
    ResolutionOpened
    | VoteCast
    | RecusalProposed
    | RecusalDeclared
    | ResolutionClosed
    | AssemblyDecisionRecorded
    | AssemblyDecisionConfirmed
)
