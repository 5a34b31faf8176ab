"""What may be asked: that the council begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.sealed import Sealed
from services.members.domain.roles import ON_HOST


@dataclass(frozen=True, slots=True)
class FoundCouncil:
    """Begin the council named in the log's own row, with its founder and the founder's token."""

    COMMAND: ClassVar = "members.found_council"
    ROLES: ClassVar = ON_HOST
    name: str
    demonstration: bool
    founder_name: Sealed
    digest: str
