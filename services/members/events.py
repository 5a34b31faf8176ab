"""What the members service records: who belongs to the council, who may act, who may be named. Pure.

Names of people are sealed; names of organisations are public and stand in clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.sealed import Sealed

PartyId = NewType("PartyId", str)
"""A person (`per_...`) or an organisation (`org_...`): donor, payee or council person."""
MemberId = NewType("MemberId", str)
MandateId = NewType("MandateId", str)
TokenId = NewType("TokenId", str)

PartyKind = Literal["person", "organisation"]
PublishAs = Literal["full", "masked", "anonymous"]
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
Recorder = Literal["funds", "projects"]
"""A service whose facts are vouchers."""
Role = Literal["founder", "treasurer", "chair", "project_lead", "auditor"]


@dataclass(frozen=True, slots=True)
class CouncilFounded:
    """The first fact of a council. Subject: the council's own name in tokens and rows."""

    TYPE: ClassVar = "members.council_founded.v1"
    name: str
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A member unit. Subject: the member."""

    TYPE: ClassVar = "members.member_joined.v1"
    member: MemberId
    code: str
    name: str
    kind: MemberKind


@dataclass(frozen=True, slots=True)
class PartyRegistered:
    """Somebody whom the books may name. Subject: the party.

    Exactly one of `name` (organisations) and `sealed_name` (people) is set; neither for an anonymous donor.
    """

    TYPE: ClassVar = "members.party_registered.v1"
    party: PartyId
    kind: PartyKind
    name: str | None
    sealed_name: Sealed | None
    member: MemberId | None
    publish_as: PublishAs
    origin: Literal["council", "donor", "payee"]


@dataclass(frozen=True, slots=True)
class MandateGiven:
    """`person` acts as `role` from `starts_on` to `ends_on` (both days included). Subject: the mandate."""

    TYPE: ClassVar = "members.mandate_given.v1"
    mandate: MandateId
    person: PartyId
    role: Role
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class MandateRevoked:
    """Ended before its time, from now on. Subject: the mandate."""

    TYPE: ClassVar = "members.mandate_revoked.v1"
    mandate: MandateId
    person: PartyId


@dataclass(frozen=True, slots=True)
class TokenIssued:
    """`digest` is SHA-256 (hex) of a 256-bit random token, shown once and kept nowhere. Subject: the token.

    `on_host` marks one issued on the machine itself (first run, reissue), beyond HTTP.
    """

    TYPE: ClassVar = "members.token_issued.v1"
    token: TokenId
    person: PartyId
    digest: str
    on_host: bool = False


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """Subject: the token."""

    TYPE: ClassVar = "members.token_revoked.v1"
    token: TokenId
    person: PartyId


@dataclass(frozen=True, slots=True)
class HoldPlaced:
    """The law keeps this person's name until `until` (a voucher names them). Subject: the person."""

    TYPE: ClassVar = "members.hold_placed.v1"
    person: PartyId
    until: date


@dataclass(frozen=True, slots=True)
class PersonHidden:
    """An erasure was asked for: the name is shown nowhere from now on. Subject: the person."""

    TYPE: ClassVar = "members.person_hidden.v1"
    person: PartyId
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class HidingNoted:
    """`service` knows of the hiding, and what it recorded before is noted here. Subject: the person."""

    TYPE: ClassVar = "members.hiding_noted.v1"
    person: PartyId
    service: Recorder


@dataclass(frozen=True, slots=True)
class PersonErased:
    """No hold stands, nor can one come any more: every opening that concerns the person is gone, here and at
    every follower. Subject: the person.
    """

    TYPE: ClassVar = "members.person_erased.v1"
    person: PartyId


Fact = (
    CouncilFounded
    | MemberJoined
    | PartyRegistered
    | MandateGiven
    | MandateRevoked
    | TokenIssued
    | TokenRevoked
    | HoldPlaced
    | PersonHidden
    | HidingNoted
    | PersonErased
)
