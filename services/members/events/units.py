"""Member units: who the council consists of. Names of organisations are public. Pure.

The day of a change is the fact's `occurred_on`: what is of an earlier day bears the name of before. A unit
keeps its id through all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kernel.sealed import Sealed
from services.members.events.ids import MemberId

MemberKind = Literal[
    "party_organisation",
    "self_governing",
    "social_organisation",
    "volunteer_team",
    "cultural_society",
    "resident_unit",
    "residents_committee",
    "building_group",
]


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A member unit. `head_count`: how many people it has, where that is known. Subject: the member."""

    TYPE: ClassVar = "members.member_joined.v1"
    member: MemberId
    code: str
    name: str
    kind: MemberKind
    head_count: int | None = None


@dataclass(frozen=True, slots=True)
class MemberRenamed:
    """Subject: the member."""

    TYPE: ClassVar = "members.member_renamed.v1"
    member: MemberId
    name: str


@dataclass(frozen=True, slots=True)
class MemberCounted:
    """How many people the unit has. Subject: the member."""

    TYPE: ClassVar = "members.member_counted.v1"
    member: MemberId
    head_count: int


@dataclass(frozen=True, slots=True)
class MemberMerged:
    """It is a part of `into`, and no unit of its own any more. Subject: the member."""

    TYPE: ClassVar = "members.member_merged.v1"
    member: MemberId
    into: MemberId


@dataclass(frozen=True, slots=True)
class MemberSuspended:
    """It does not vote until it is resumed. Subject: the member."""

    TYPE: ClassVar = "members.member_suspended.v1"
    member: MemberId
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class MemberResumed:
    """Subject: the member."""

    TYPE: ClassVar = "members.member_resumed.v1"
    member: MemberId


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Subject: the member."""

    TYPE: ClassVar = "members.member_left.v1"
    member: MemberId
    reason: Sealed | None


Fact = (
    MemberJoined | MemberRenamed | MemberCounted | MemberMerged | MemberSuspended | MemberResumed | MemberLeft
)
