"""Council policy: who may decide how much, how votes are counted, how long notices run. Pure.

Data that is changed by resolution, each version with the day from which it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from policy.terms import Terms
from services.members.events.ids import PolicyId, ResolutionId

Body = Literal["full_council", "standing_board"]
"""Who votes here."""


@dataclass(frozen=True, slots=True)
class PolicyAdopted:
    """`terms` hold from their day on, until later ones do. Subject: the policy.

    `resolution` adopted it; None for the first one, which the founder writes down.
    """

    TYPE: ClassVar = "members.policy_adopted.v1"
    policy: PolicyId
    resolution: ResolutionId | None
    terms: Terms


Fact = PolicyAdopted
