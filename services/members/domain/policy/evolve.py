"""What policies become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kernel.domain import Evolve, Keys, Told
from policy.history import POLICIES, Policies
from services.members.events.policy import Fact, PolicyAdopted


def keys(_: Fact) -> Keys:
    """Every document that it changes: the one."""
    return [(Policies, POLICIES)]


def _policies(known: Policies | None, told: Told) -> Policies:
    fact: PolicyAdopted = told.fact
    return (known or Policies()).and_then(fact.policy, fact.terms)


EVOLVE: Final[Mapping[type, Evolve]] = {Policies: _policies}
