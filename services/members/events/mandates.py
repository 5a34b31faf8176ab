"""Who acts as what, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.members.events.ids import MandateId, MemberId, PartyId

Role = Literal[
    "founder",
    "chair",
    "standing_board",
    "treasurer",
    "accountant",
    "supervisor",
    "auditor",
    "secretary",
    "councillor",
    "project_lead",
    "resident",
]
"""`auditor` is an external one, for a time; `supervisor` (监事) is the council's own."""


@dataclass(frozen=True, slots=True)
class MandateGiven:
    """`person` acts as `role` from `starts_on` to `ends_on` (both days included). Subject: the mandate.

    `member`: the member unit for which a councillor acts; nobody else acts for one.
    """

    TYPE: ClassVar = "members.mandate_given.v1"
    mandate: MandateId
    person: PartyId
    role: Role
    starts_on: date
    ends_on: date | None
    member: MemberId | None = None


@dataclass(frozen=True, slots=True)
class MandateRevoked:
    """Ended before its time, from now on. Subject: the mandate."""

    TYPE: ClassVar = "members.mandate_revoked.v1"
    mandate: MandateId
    person: PartyId


Fact = MandateGiven | MandateRevoked
