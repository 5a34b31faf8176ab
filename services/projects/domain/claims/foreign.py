"""What we read of the members service's facts: whom councillors act for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.events.claims import MandateId, MemberId


@dataclass(frozen=True, slots=True)
class MandateGiven:
    """`member`: of a councillor alone."""

    TYPE: ClassVar = "members.mandate_given.v1"
    mandate: MandateId
    member: MemberId | None = None
