"""What may be asked: to give and to end mandates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.members.domain.roles import FOUNDER
from services.members.events import Role


@dataclass(frozen=True, slots=True)
class GiveMandate:
    """Let a person act in a role, from a date on. `member`, a code or an id: for whom a councillor acts."""

    COMMAND: ClassVar = "members.give_mandate"
    ROLES: ClassVar = FOUNDER
    person: str
    role: Role
    starts_on: date
    ends_on: date | None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class RevokeMandate:
    """End a mandate now."""

    COMMAND: ClassVar = "members.revoke_mandate"
    ROLES: ClassVar = FOUNDER
    mandate: str
