"""Member units: who the council consists of. Names of organisations are public. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

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
    """A member unit. Subject: the member."""

    TYPE: ClassVar = "members.member_joined.v1"
    member: MemberId
    code: str
    name: str
    kind: MemberKind


Fact = MemberJoined
