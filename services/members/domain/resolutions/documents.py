"""Resolutions, for who votes on them and counts. All resident: time closes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kernel.money import Money
from policy.terms import EscalatesTo, Majority, Ratio, Terms
from services.members.events.ids import MandateId, PartyId, ResolutionId, SeatId
from services.members.events.policy import Body
from services.members.events.resolutions import AssemblyDecisionRecorded, Choice, Outcome, ResolutionKind

OPEN: Final = "open"
"""The key of the one `OpenVotes`."""
CHAMBER: Final = "chamber"
"""The key of the one `Chamber`."""
State = Literal["open"] | Outcome


@dataclass(frozen=True, slots=True)
class Matter:
    """What a resolution is about, beside its text."""

    kind: ResolutionKind
    amount: Money | None = None
    fund: str | None = None
    to_fund: str | None = None
    project: str | None = None
    terms: Terms | None = None

    @property
    def is_of_money(self) -> bool:
        """Whether money moves, or is committed, under it."""
        of_a_sum = self.kind == "project" and self.amount is not None
        return of_a_sum or self.kind in ("allocation", "spending", "fund_transfer")


@dataclass(frozen=True, slots=True)
class Assembly:
    """What was recorded of the residents' assembly, and who had a hand in it."""

    said: AssemblyDecisionRecorded
    hands: frozenset[str]


@dataclass(frozen=True, slots=True)
class Resolution:
    """By id. Once it is closed, roll and votes are the readers' business and not kept here.

    `votes` in the order in which they were cast; `same`: second seats of one human, and which is theirs.
    `proposed`: seats that shall stand aside by the word of others, who had a hand in it.
    `closed_on`: on which day it was counted, or its last day; `assembly`: what waits to be confirmed.
    `carried_on`: the resolution in which what was escalated is voted on again.
    """

    matter: Matter
    body: Body
    closes_on: date
    quorum: Ratio
    majority: Majority
    minimum_present: int
    escalates_to: EscalatesTo
    roll: tuple[SeatId, ...] = ()
    votes: Mapping[SeatId, Choice] = field(default_factory=dict)
    recused: frozenset[SeatId] = frozenset()
    proposed: Mapping[SeatId, frozenset[str]] = field(default_factory=dict)
    state: State = "open"
    carried_on: ResolutionId | None = None
    closed_on: date = date.min
    assembly: Assembly | None = None
    same: Mapping[SeatId, SeatId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenVotes:
    """Every resolution that is open, and the last day to vote on it."""

    closing: Mapping[ResolutionId, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sitting:
    """By its mandate somebody sits for `seat`, from a day to a day, both included."""

    body: Body
    seat: SeatId
    person: PartyId
    starts_on: date
    ends_on: date | None

    def in_force_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Chamber:
    """Who sits in both bodies by mandates that were not revoked. Any of a unit's councillors votes for it."""

    sittings: Mapping[MandateId, Sitting] = field(default_factory=dict)

    def seats(self, body: Body, day: date) -> dict[SeatId, set[PartyId]]:
        """The seats of `body` that are taken on `day`, and by whom."""
        found: dict[SeatId, set[PartyId]] = {}
        for one in self.sittings.values():
            if one.body == body and one.in_force_on(day):
                found.setdefault(one.seat, set()).add(one.person)
        return found
