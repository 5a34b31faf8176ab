"""The council's policies, for who decides by them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.members.events.ids import PolicyId
from services.members.events.policy import Terms

POLICIES: Final = "policies"
"""The key of the one `Policies`."""


@dataclass(frozen=True, slots=True)
class Policies:
    """Every policy that was ever adopted, in that order."""

    adopted: tuple[tuple[PolicyId, Terms], ...] = ()

    def on(self, day: date) -> tuple[PolicyId, Terms] | None:
        """What holds on `day`: the latest to begin by then; of two of one day, the later one."""
        begun = [one for one in self.adopted if one[1].effective_from <= day]
        return max(reversed(begun), key=lambda one: one[1].effective_from, default=None)
