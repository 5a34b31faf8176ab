"""Which policy holds on a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from kernel.documents import View
from policy.terms import Terms

POLICIES: Final = "policies"
"""The key of the one `Policies`."""


@dataclass(frozen=True, slots=True)
class Policies:
    """Every policy that was ever adopted, by id, in that order."""

    adopted: tuple[tuple[str, Terms], ...] = ()

    def on(self, day: date) -> tuple[str, Terms] | None:
        """What holds on `day`: the latest to begin by then; of two of one day, the later one."""
        begun = [one for one in self.adopted if one[1].effective_from <= day]
        return max(reversed(begun), key=lambda one: one[1].effective_from, default=None)

    def and_then(self, policy: str, terms: Terms) -> Policies:
        """With one more."""
        return Policies((*self.adopted, (policy, terms)))


def policies(view: View) -> Policies:
    """All of them, as the service that asks knows them."""
    return view.get(Policies, POLICIES) or Policies()


def policy_on(view: View, day: date) -> Terms | None:
    """The policy that holds on `day`; None: none does yet, and the rules are as if there were no policies."""
    found = policies(view).on(day)
    return None if found is None else found[1]
