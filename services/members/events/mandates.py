"""Who acts as what, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.members.events.ids import MandateId, PartyId

Role = Literal["founder", "treasurer", "chair", "project_lead", "auditor"]


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


Fact = MandateGiven | MandateRevoked
