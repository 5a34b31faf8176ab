"""What may be asked: to record that two registrations are one human."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.members.domain.roles import FOUNDER


@dataclass(frozen=True, slots=True)
class RecordAlias:
    """Record that `person` is `of`, registered a second time."""

    COMMAND: ClassVar = "members.record_alias"
    ROLES: ClassVar = FOUNDER
    person: str
    of: str
