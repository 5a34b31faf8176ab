"""What the members service can be asked to do. Digests and seals are made before, by the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal

from kernel.sealed import Sealed
from services.members.events import MemberKind, PartyKind, PublishAs, Role

FOUNDER: Final = frozenset({"founder"})
ON_HOST: Final[frozenset[str]] = frozenset()
"""No role may: these come from the machine itself, never over HTTP."""


@dataclass(frozen=True, slots=True)
class FoundCouncil:
    """The council named in the log's own row begins, with its founder and the founder's token."""

    COMMAND: ClassVar = "members.found_council"
    ROLES: ClassVar = ON_HOST
    name: str
    demonstration: bool
    founder_name: Sealed
    digest: str


@dataclass(frozen=True, slots=True)
class JoinMember:
    COMMAND: ClassVar = "members.join_member"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: MemberKind


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Somebody who acts for the council. `member` is a code or an id."""

    COMMAND: ClassVar = "members.register_person"
    ROLES: ClassVar = FOUNDER
    name: Sealed
    member: str | None


@dataclass(frozen=True, slots=True)
class RegisterParty:
    """A donor or payee: `name` of organisations, `sealed_name` of people, neither when anonymous."""

    COMMAND: ClassVar = "members.register_party"
    ROLES: ClassVar = frozenset({"treasurer", "project_lead"})
    kind: PartyKind
    name: str | None
    sealed_name: Sealed | None
    member: str | None
    publish_as: PublishAs
    origin: Literal["donor", "payee"]


@dataclass(frozen=True, slots=True)
class GiveMandate:
    COMMAND: ClassVar = "members.give_mandate"
    ROLES: ClassVar = FOUNDER
    person: str
    role: Role
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class RevokeMandate:
    COMMAND: ClassVar = "members.revoke_mandate"
    ROLES: ClassVar = FOUNDER
    mandate: str


@dataclass(frozen=True, slots=True)
class IssueToken:
    """`digest` is SHA-256 (hex) of the token, which the service drew and shows once."""

    COMMAND: ClassVar = "members.issue_token"
    ROLES: ClassVar = FOUNDER
    person: str
    digest: str


@dataclass(frozen=True, slots=True)
class RevokeToken:
    COMMAND: ClassVar = "members.revoke_token"
    ROLES: ClassVar = FOUNDER
    token: str


@dataclass(frozen=True, slots=True)
class ReissueToken:
    """From the machine itself, when a token was lost: the way in that needs no token."""

    COMMAND: ClassVar = "members.reissue_token"
    ROLES: ClassVar = ON_HOST
    person: str
    digest: str
    revoke_others: bool


@dataclass(frozen=True, slots=True)
class RequestErasure:
    """Hide the person at once and end what they may do; they are erased when no hold stands or can come."""

    COMMAND: ClassVar = "members.request_erasure"
    ROLES: ClassVar = frozenset({"founder", "chair"})
    CATCH_UP: ClassVar = ("funds", "projects")  # asked anew after a hold: a refund on its way places another
    person: str
    reason: Sealed | None


Command = (
    FoundCouncil
    | JoinMember
    | RegisterPerson
    | RegisterParty
    | GiveMandate
    | RevokeMandate
    | IssueToken
    | RevokeToken
    | ReissueToken
    | RequestErasure
)
