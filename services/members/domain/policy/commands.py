"""What may be asked: that the first policy be written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from policy.terms import Terms
from services.members.domain.roles import FOUNDER


@dataclass(frozen=True, slots=True)
class AdoptPolicy:
    """Write down the first policy of the council; every later one is resolved."""

    COMMAND: ClassVar = "members.adopt_policy"
    ROLES: ClassVar = FOUNDER
    terms: Terms
