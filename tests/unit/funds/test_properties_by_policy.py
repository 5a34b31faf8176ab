"""Whatever is asked under a policy: nothing exceeds its resolution, and between funds no money is made."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.policies import terms
from support.rules import TODAY, Scene, nth
from unit.funds.story import (
    BENCH_FUND,
    CHAIR,
    FOR_BENCHES,
    FOR_ELDERS,
    FUND,
    TREASURER,
    WHY,
    allocate,
    cny,
    council,
    donate,
    open_fund,
    refund,
)

from kernel.domain import Saying
from policy.terms import Approvals, Tier
from services.funds.domain.allocations.commands import Allocate, ApproveAllocation
from services.funds.domain.decisions.documents import Resolution
from services.funds.domain.documents import Donation, Fund
from services.funds.domain.fund_transfers.commands import ConfirmFundTransfer, Consent, RequestFundTransfer
from services.funds.domain.lookup import places_of
from services.funds.events import AllocationMade, FundId
from services.funds.events.allocations import AllocationApproved, AllocationRequested
from services.funds.events.decisions import PolicyNoted, ResolutionKind, ResolutionNoted
from services.funds.events.fund_transfers import FundTransferred

OTHER: Any = FundId(nth("fnd", 5))
FUNDS = (FUND, BENCH_FUND, OTHER)
CODES = st.sampled_from(["co-governance", "bench-fund", "second"])
SUMS = st.integers(1, 400)
RESOLUTIONS = [nth("res", 1), nth("res", 2)]


class Governed(RuleBasedStateMachine):
    """From 100 fen on by resolution; below that with one of the standing board. Refusals leave nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene = council().when(open_fund("second"))
        tier = Approvals("chair", 1), Approvals("standing_board", 1)
        held = terms(
            tiers=(Tier(None, tier, resolution=False, notice=False),),
            allocation_resolution_from=100,
        )
        policy = PolicyNoted(nth("pol"), held)
        self.scene.given(Saying(policy, policy.policy, TODAY))
        kinds: list[ResolutionKind] = ["allocation", "fund_transfer"]
        for ref, kind in zip(RESOLUTIONS, kinds, strict=True):
            fact = ResolutionNoted(ref, kind, cny(700), None, None, None, TODAY)
            self.scene.given(Saying(fact, ref, TODAY))
        self.donations: list[str] = []
        self.asked: list[Any] = []
        self.requests: list[Any] = []

    @rule(minor=SUMS, code=CODES, tied=st.sampled_from([None, FOR_ELDERS, FOR_BENCHES]))
    def donate(self, minor: int, code: str, tied: Any) -> None:
        self.scene.when(donate(minor, None if code == "bench-fund" else tied, fund=code))
        self.donations.append(self.scene.facts[0].donation)

    @precondition(lambda self: self.donations)
    @rule(minor=SUMS, which=st.data())
    def refund(self, minor: int, which: st.DataObject) -> None:
        self.scene.when(refund(minor, which.draw(st.sampled_from(self.donations))))

    @rule(minor=SUMS, code=CODES, resolution=st.sampled_from([None, *RESOLUTIONS]))
    def allocate(self, minor: int, code: str, resolution: Any) -> None:
        plain = allocate(minor, fund=code)
        body = Allocate(plain.fund, plain.project, plain.amount, plain.occurred_on, None, resolution)
        self.scene.when(body, by=CHAIR)
        self.requests += [
            fact.allocation_request for fact in self.scene.facts if isinstance(fact, AllocationRequested)
        ]

    @precondition(lambda self: self.requests)
    @rule(by=st.sampled_from([CHAIR, "per_board"]), which=st.data())
    def approve(self, by: str, which: st.DataObject) -> None:
        request = which.draw(st.sampled_from(self.requests))
        self.scene.when(ApproveAllocation(request), by=by, role="standing_board")

    @rule(minor=SUMS, ends=st.tuples(CODES, CODES), how=st.data())
    def ask(self, minor: int, ends: tuple[str, str], how: st.DataObject) -> None:
        donation = how.draw(st.sampled_from([None, *self.donations]))
        consent = Consent(donation, "ab" * 32) if donation else None
        resolution = how.draw(st.sampled_from([None, *RESOLUTIONS]))
        body = RequestFundTransfer(*ends, cny(minor), TODAY, WHY, resolution, consent, None)
        self.scene.when(body, by=TREASURER)
        self.asked += [fact.fund_transfer for fact in self.scene.facts]

    @precondition(lambda self: self.asked)
    @rule(by=st.sampled_from([CHAIR, CHAIR, TREASURER]), which=st.data())
    def confirm(self, by: str, which: st.DataObject) -> None:
        asked = which.draw(st.sampled_from(self.asked))
        self.scene.when(ConfirmFundTransfer(asked), by=by)
        assert by == CHAIR or self.scene.refusal is not None

    @invariant()
    def nothing_exceeds_its_resolution(self) -> None:
        used = Counter[str]()
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, AllocationMade | FundTransferred) and fact.resolution is not None:
                used[fact.resolution] += fact.amount.minor
        for ref in RESOLUTIONS:
            assert used[ref] == self.scene.document(Resolution, ref).used <= 700

    @invariant()
    def from_the_threshold_on_every_allocation_has_a_resolution_and_below_it_an_approval(self) -> None:
        approved = {
            told.fact.allocation for told in self.scene.log if isinstance(told.fact, AllocationApproved)
        }
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, AllocationMade) and fact.resolution is None:
                assert fact.amount.minor < 100
                assert fact.allocation in approved

    @invariant()
    def between_funds_no_money_is_made_or_lost(self) -> None:
        funds = [self.scene.document(Fund, one) for one in FUNDS]
        assert sum(one.other_in for one in funds) == sum(one.other_out for one in funds)
        for one in funds:
            # What is refused or transferred leaves no restriction with less than nothing.
            assert all(minor >= 0 for minor in one.by_restriction.values())
            assert one.available == sum(one.by_restriction.values())

    @invariant()
    def a_donation_lies_somewhere_whole(self) -> None:
        for ref in self.donations:
            donation = self.scene.document(Donation, ref)
            places = places_of(self.scene.view, donation)
            assert sum(places.values()) == donation.left

    @invariant()
    def only_a_donor_ties_or_unties(self) -> None:
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, FundTransferred) and fact.restriction != fact.into:
                assert fact.paper is not None

    def teardown(self) -> None:
        self.scene.replayed()


TestGoverned = Governed.TestCase
TestGoverned.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
