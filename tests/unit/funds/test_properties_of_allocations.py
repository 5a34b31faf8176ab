"""However a sum is split, over funds, days and requests: without a resolution a project gets less than it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.policies import terms
from support.rules import Scene, nth
from unit.funds.story import BENCHES, CHAIR, WHY, allocate, cny, council, donate, open_fund

from kernel.domain import Saying
from policy.approving import lacking, tier_of
from policy.terms import Approvals, Terms, Tier
from services.funds.domain.allocations.commands import ApproveAllocation, WithdrawAllocation
from services.funds.domain.foreign import AllocationReturned
from services.funds.events import AllocationMade, AllocationReturnNoted
from services.funds.events.allocations import AllocationApproved, AllocationRequested
from services.funds.events.decisions import PolicyNoted

WINDOW, THRESHOLD, MIDDLE = 30, 100, 50
SUMS = st.integers(1, THRESHOLD)
FUNDS = st.sampled_from(["co-governance", "second"])
BOARD = st.sampled_from(["per_first", "per_second"])


def policy(scene: Scene, n: int, **other: Any) -> Terms:
    """One of the chair and one of the board below 50 fen, two of the board below 100."""
    held = terms(
        scene.today,
        tiers=(
            Tier(MIDDLE, (Approvals("chair", 1), Approvals("standing_board", 1)), False, False),
            Tier(None, (Approvals("standing_board", 2),), False, False),
        ),
        allocation_resolution_from=THRESHOLD,
        split_window_days=WINDOW,
        **other,
    )
    fact = PolicyNoted(nth("pol", n), held)
    scene.given(Saying(fact, fact.policy, scene.today))
    return held


class Splitting(RuleBasedStateMachine):
    """There is money enough; a chair asks for parts of it, and two of the board agree to what they see."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = council().when(open_fund("second"))
        for code in ("co-governance", "second"):
            self.scene.when(donate(10**6, fund=code))
        self.terms = policy(self.scene, 1)
        self.requests: list[Any] = []
        self.made: list[Any] = []

    @rule(minor=SUMS, code=FUNDS, back=st.sampled_from([0, 0, 0, 10, 40]))
    def ask(self, minor: int, code: str, back: int) -> None:
        on = self.scene.today - timedelta(days=back)
        for fact in self.scene.when(allocate(minor, fund=code, occurred_on=on), by=CHAIR).facts:
            assert isinstance(fact, AllocationRequested)
            self.requests.append(fact.allocation_request)

    @precondition(lambda self: self.requests)
    @rule(by=BOARD, which=st.data())
    def approve(self, by: str, which: st.DataObject) -> None:
        request = which.draw(st.sampled_from(self.requests))
        self.scene.when(ApproveAllocation(request), by=by, role="standing_board")
        self.made += [fact for fact in self.scene.facts if isinstance(fact, AllocationMade)]

    @precondition(lambda self: self.requests)
    @rule(which=st.data())
    def withdraw(self, which: st.DataObject) -> None:
        self.scene.when(WithdrawAllocation(which.draw(st.sampled_from(self.requests)), WHY), by=CHAIR)

    @precondition(lambda self: self.made)
    @rule(which=st.data(), minor=SUMS)
    def give_back(self, which: st.DataObject, minor: int) -> None:
        """As much as may be left of it, once."""
        made = self.made.pop(which.draw(st.integers(0, len(self.made) - 1)))
        back = cny(min(minor, made.amount.minor))
        fact = AllocationReturned(made.allocation, made.fund, BENCHES, back, made.parts)
        self.scene.hears("projects", fact, made.allocation, self.scene.today)

    @rule(days=st.sampled_from([1, 1, 20, 31]))
    def let_days_go_by(self, days: int) -> None:
        self.scene.later(days)

    @invariant()
    def in_no_window_is_a_project_given_the_threshold_without_a_resolution(self) -> None:
        given: dict[Any, list[Any]] = {
            told.fact.allocation: [told.occurred_on, told.fact.amount.minor]
            for told in self.scene.log
            if isinstance(told.fact, AllocationMade)
        }
        for told in self.scene.log:
            if isinstance(told.fact, AllocationReturnNoted):
                given[told.fact.allocation][1] -= told.fact.amount.minor
        for last, _ in given.values():
            near = [minor for day, minor in given.values() if 0 <= (last - day).days <= WINDOW]
            assert sum(near) < THRESHOLD

    @invariant()
    def who_agreed_is_enough_for_all_that_was_given_by_then(self) -> None:
        """Each allocation, at its moment, had what the sum of its window needs."""
        given: dict[Any, list[Any]] = {}
        roles: dict[Any, list[Any]] = {}
        for told in self.scene.log:
            match told.fact:
                case AllocationRequested() as fact:
                    roles[fact.allocation_request] = [fact.roles]
                case AllocationApproved() as fact:
                    roles[fact.allocation_request].append(fact.roles)
                case AllocationReturnNoted() as fact:
                    given[fact.allocation][1] -= fact.amount.minor
                case AllocationMade() as fact:
                    given[fact.allocation] = [told.occurred_on, fact.amount.minor]
                    days = [(told.occurred_on - day).days for day, _ in given.values()]
                    near = [one[1] for one, ago in zip(given.values(), days, strict=True) if ago <= WINDOW]
                    tier = tier_of(self.terms, sum(near))
                    assert not lacking(tier.approvals, roles[fact.allocation_request])
                case _:
                    pass

    def teardown(self) -> None:
        self.scene.replayed()


TestSplitting = Splitting.TestCase
TestSplitting.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
