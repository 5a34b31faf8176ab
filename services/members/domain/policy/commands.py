"""What may be asked: that the first policy be written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.members.domain.roles import FOUNDER
from services.members.events.policy import Terms


@dataclass(frozen=True, slots=True)
class AdoptPolicy:
    """Write down the first policy of the council; every later one is resolved."""

    COMMAND: ClassVar = "members.adopt_policy"
    ROLES: ClassVar = FOUNDER
    terms: Terms
