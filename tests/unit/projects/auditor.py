"""An auditor of the projects' log: recounts all from the facts alone, by other means than the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.domain import Told
from services.projects.events import (
    AllocationNoted,
    AllocationReturned,
    Part,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    ProjectAccepted,
    ProjectCancelled,
    ProjectClosed,
    Restriction,
    Share,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingRejected,
    SpendingRequested,
)

Holding = tuple[str, str]
"""Project and fund."""
Place = tuple[str, Restriction | None]
"""Allocation and restriction."""


@dataclass
class Auditor:
    """Raises AssertionError at the first fact that breaks a rule of the house."""

    allocated: Counter[Holding] = field(default_factory=Counter)
    returned: Counter[Holding] = field(default_factory=Counter)
    reserved: Counter[Holding] = field(default_factory=Counter)
    spent: Counter[Holding] = field(default_factory=Counter)
    left: Counter[Place] = field(default_factory=Counter)
    """As it should be: allocated less returned and spent, per allocation and restriction."""
    people: dict[str, list[str]] = field(default_factory=dict)
    """Per spending: requester, then approver."""
    owed: Counter[str] = field(default_factory=Counter)
    """Per spending: approved and not paid."""
    days: dict[Holding, list[Any]] = field(default_factory=dict)
    """The accounting dates of its allocations."""
    holdings: dict[str, Holding] = field(default_factory=dict)
    """Per allocation: where it was given."""
    payments: dict[str, SpendingPaid] = field(default_factory=dict)
    reversals: dict[str, str] = field(default_factory=dict)
    """Per reversal: who asked for it."""
    rejected: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    """Closed or cancelled."""
    accepted: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    """Per spending: the project."""

    def audit(self, log: Sequence[Told]) -> Auditor:
        for told in log:
            self.look_at(told)
            for holding in self.allocated:
                bound = self.allocated[holding] - self.returned[holding]
                assert self.spent[holding] >= 0
                assert self.reserved[holding] >= 0
                assert self.spent[holding] + self.reserved[holding] <= bound, "beyond what was allocated"
            assert all(units >= 0 for units in self.left.values()), "more out of a pool than was in it"
        return self

    def look_at(self, told: Told) -> None:  # noqa: C901 - one case per kind of fact
        fact, person = told.fact, told.actor["person"]
        match fact:
            case AllocationNoted():
                assert sum(part.minor for part in fact.parts) == fact.amount.minor
                self.holdings[fact.allocation] = (fact.project, fact.fund)
                self.allocated[fact.project, fact.fund] += fact.amount.minor
                self._move(fact.allocation, fact.parts, 1)
                self.days.setdefault((fact.project, fact.fund), []).append(told.occurred_on)
            case AllocationReturned():
                assert self.holdings[fact.allocation] == (fact.project, fact.fund)
                assert sum(part.minor for part in fact.parts) == fact.amount.minor > 0
                self.returned[fact.project, fact.fund] += fact.amount.minor
                self._move(fact.allocation, fact.parts, -1)
            case ProjectClosed() | ProjectCancelled():
                self._close(fact)
            case ProjectAccepted():
                assert fact.project not in self.closed | self.accepted
                askers = {self.people[one][0] for one, of in self.asked.items() if of == fact.project}
                assert person not in askers, "accepted by who asked for its money"
                self.accepted.add(fact.project)
            case SpendingRequested():
                assert fact.project not in self.closed
                self.people[fact.spending] = [person]
                self.asked[fact.spending] = fact.project
            case SpendingApproved():
                assert fact.project not in self.closed, "approved for a closed project"
                assert fact.spending not in self.rejected | self.cancelled
                assert self.people[fact.spending] != [person], "approved by the requester"
                self.people[fact.spending].append(person)
                self.owed[fact.spending] += fact.amount.minor
                self.reserved[fact.project, fact.fund] += fact.amount.minor
            case SpendingRejected():
                assert len(self.people[fact.spending]) == 1
                self.rejected.add(fact.spending)
            case SpendingCancelled():
                self._cancel(fact, told.actor)
            case SpendingPaid():
                self._pay(fact, person)
                assert min(self.days[fact.project, fact.fund]) <= told.occurred_on, "before there was money"
            case PaymentReversalRequested():
                self.reversals[fact.reversal] = person
            case PaymentReversalWithdrawn() | PaymentReversalRejected():
                del self.reversals[fact.reversal]
            case PaymentReversed():
                self._reverse(fact, person)

    def _pay(self, fact: SpendingPaid, person: str) -> None:
        assert len({*self.people[fact.spending], person}) == 3, "not three people"
        assert fact.spending not in self.cancelled, "paid after it was cancelled"
        self.owed[fact.spending] -= fact.amount.minor
        assert self.owed[fact.spending] >= 0, "beyond what was approved"
        self.payments[fact.payment] = fact
        self.reserved[fact.project, fact.fund] -= fact.amount.minor
        self.spent[fact.project, fact.fund] += fact.amount.minor
        assert sum(share.minor for share in fact.shares) == fact.amount.minor, "shares are not the payment"
        self._share(fact.shares, (fact.project, fact.fund), -1)
        if any(share.restriction is None for share in fact.shares):
            restricted = sum(
                units
                for (allocation, restriction), units in self.left.items()
                if restriction and self.holdings[allocation] == (fact.project, fact.fund)
            )
            assert restricted == 0, "unrestricted money spent before restricted"

    def _reverse(self, fact: PaymentReversed, person: str) -> None:
        assert self.reversals.pop(fact.reversal) != person, "confirmed by who asked"
        payment = self.payments.pop(fact.payment)
        assert (payment.amount, payment.shares) == (fact.amount, fact.shares)
        assert fact.still_owed == (fact.spending not in self.cancelled)
        if fact.still_owed:
            self.owed[fact.spending] += fact.amount.minor
            self.reserved[fact.project, fact.fund] += fact.amount.minor
        self.spent[fact.project, fact.fund] -= fact.amount.minor
        self._share(fact.shares, (fact.project, fact.fund), 1)

    def _cancel(self, fact: SpendingCancelled, actor: Mapping[str, Any]) -> None:
        assert fact.spending not in self.rejected | self.cancelled
        requester = self.people[fact.spending][0]
        assert actor["mandate"] != "man_project_lead" or actor["person"] == requester, "another's request"
        assert fact.released.minor == self.owed.pop(fact.spending, 0), "released is not what was owed"
        self.reserved[fact.project, fact.fund] -= fact.released.minor
        self.cancelled.add(fact.spending)

    def _close(self, fact: ProjectClosed | ProjectCancelled) -> None:
        assert fact.project not in self.closed
        self.closed.add(fact.project)
        idle = [
            units for (allocation, _), units in self.left.items()
            if self.holdings[allocation][0] == fact.project and units
        ]  # fmt: skip
        assert not idle, "money left in a closed project"

    def _share(self, shares: Sequence[Share], holding: Holding, sign: int) -> None:
        for share in shares:
            assert share.minor > 0
            assert self.holdings[share.allocation] == holding, "another project's or fund's money"
            self.left[share.allocation, share.restriction] += sign * share.minor

    def _move(self, allocation: str, parts: Sequence[Part], sign: int) -> None:
        for part in parts:
            self.left[allocation, part.restriction] += sign * part.minor
