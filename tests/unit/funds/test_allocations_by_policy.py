"""Allocations where a policy is in force: by resolution above the threshold, by approvals below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from support.policies import YUAN, terms
from support.rules import TODAY, Scene, nth
from unit.funds.story import (
    ALLOCATION,
    BENCH_FUND,
    BENCHES,
    CHAIR,
    FUND,
    TOILET,
    TREASURER,
    WHY,
    YESTERDAY,
    allocate,
    cny,
    council,
    donate,
    figures,
    lay_out,
)

from kernel.domain import Saying
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from policy.terms import Approvals, Tier
from services.funds.domain.allocations.commands import ApproveAllocation, RejectAllocation, WithdrawAllocation
from services.funds.domain.decisions.documents import Resolution
from services.funds.domain.foreign import ProjectClosed
from services.funds.errors import Insufficient, OverCommitted, ProjectIsClosed
from services.funds.errors.allocations import ApprovalNotNeeded, ApprovedAlready
from services.funds.errors.decisions import (
    OtherResolution,
    ResolutionExceeded,
    ResolutionNeeded,
    ResolutionNotAdopted,
)
from services.funds.errors.fund_transfers import RequestSettled
from services.funds.events import AllocationMade, Part
from services.funds.events.allocations import (
    AllocationApproved,
    AllocationRejected,
    AllocationRequested,
    AllocationWithdrawn,
)
from services.funds.events.decisions import PolicyNoted, ResolutionNoted

REQUEST, RESOLUTION = nth("alr"), nth("res")
BOARD: Any = ("standing_board",)
ONE_MORE = (Approvals("standing_board", 1),)
FIRST, SECOND, SECRETARY = "per_first", "per_second", "per_secretary"
SMALL, MIDDLE, LARGE = 1_000 * YUAN, 20_000 * YUAN, 50_000 * YUAN


def governed(**policy: Any) -> Scene:
    """The council with a policy in force, and a million yuan."""
    scene = council().when(donate(1_000_000 * YUAN))
    fact = PolicyNoted(nth("pol"), terms(**policy))
    return scene.given(Saying(fact, fact.policy, TODAY))


def resolved(scene: Scene, minor: int = 80_000 * YUAN, **more: Any) -> Scene:
    usual = {"kind": "allocation", "fund": FUND, "to_fund": None, "project": BENCHES, "adopted_on": TODAY}
    fact = ResolutionNoted(**{"resolution": RESOLUTION, "amount": cny(minor), **usual, **more})
    return scene.given(Saying(fact, RESOLUTION, TODAY))


def by_resolution(minor: int, **more: Any) -> Any:
    return replace(allocate(minor, **more), resolution=RESOLUTION)


def approve(scene: Scene, by: str, role: str = "standing_board", through: str | None = None) -> Scene:
    return scene.when(ApproveAllocation(REQUEST), by=by, role=role, through=through)


# --- by resolution ------------------------------------------------------------------------------------------
def test_from_the_threshold_on_an_allocation_names_an_adopted_resolution() -> None:
    scene = resolved(governed())
    scene.when(allocate(LARGE)).refused(ResolutionNeeded, field="resolution")
    scene.when(replace(allocate(LARGE), resolution=nth("res", 9))).refused(ResolutionNotAdopted)
    scene.when(by_resolution(LARGE))
    scene.then(
        AllocationMade(
            *(ALLOCATION, FUND, BENCHES, cny(LARGE), (Part(None, LARGE),), None, RESOLUTION),
            asked_on=TODAY,
        )
    )
    assert figures(scene)["committed"] == LARGE


def test_allocations_under_a_resolution_together_never_exceed_it() -> None:
    scene = resolved(governed()).when(by_resolution(LARGE))
    scene.when(by_resolution(30_000 * YUAN + 1)).refused(
        ResolutionExceeded, "30000.00", "CNY", field="amount"
    )
    assert scene.when(by_resolution(30_000 * YUAN)).facts
    scene.when(by_resolution(1)).refused(ResolutionExceeded, "0.00", "CNY")
    assert scene.document(Resolution, RESOLUTION).used == 80_000 * YUAN
    scene.replayed()


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"kind": "spending"}, "kind"),
        ({"fund": BENCH_FUND}, "fund"),
        ({"project": TOILET}, "project"),
        ({"amount": None}, "amount"),
        ({"amount": Money(10**9, "USD")}, "amount"),
    ],
)
def test_a_resolution_on_something_else_commits_nothing(change: Any, differs: str) -> None:
    scene = resolved(governed(), **change)
    scene.when(by_resolution(LARGE)).refused(OtherResolution, differs, field="resolution")


def test_a_resolution_that_names_neither_fund_nor_project_binds_to_none() -> None:
    assert resolved(governed(), fund=None, project=None).when(by_resolution(LARGE)).facts


def test_nothing_is_allocated_on_a_day_before_its_resolution() -> None:
    scene = resolved(governed()).when(by_resolution(LARGE, occurred_on=YESTERDAY))
    scene.refused(InvalidInput, field="occurred_on")


def test_a_resolution_makes_no_money() -> None:
    scene = resolved(council().when(donate(100)), LARGE).when(by_resolution(101))
    scene.refused(Insufficient, "1.00", "CNY")


def test_a_small_sum_may_go_by_resolution_too() -> None:
    assert isinstance(resolved(governed()).when(by_resolution(1)).facts[0], AllocationMade)


def test_a_policy_holds_from_its_day_on_whatever_day_the_allocation_bears() -> None:
    scene = governed(effective_from=TODAY + timedelta(days=1))
    assert scene.when(allocate(LARGE)).facts
    scene.later().when(allocate(LARGE)).refused(ResolutionNeeded)
    # The day of the accounts does not go back behind the policy.
    scene.when(allocate(LARGE, occurred_on=TODAY)).refused(ResolutionNeeded)


def test_what_cannot_be_compared_with_the_policys_sums_the_council_decides() -> None:
    governed(currency="USD").when(allocate(1)).refused(ResolutionNeeded)


# --- by approvals -------------------------------------------------------------------------------------------
def test_below_the_threshold_others_approve_before_anything_is_committed() -> None:
    scene = governed().when(allocate(SMALL, purpose="长椅"), by=CHAIR)
    needed = (Approvals("chair", 1), Approvals("standing_board", 1))
    scene.then(
        AllocationRequested(
            *(REQUEST, FUND, BENCHES, cny(SMALL), "长椅", TODAY, ("chair",), needed, needed[1:])
        )
    )
    assert "committed" not in figures(scene)
    approve(scene, FIRST).then(
        AllocationApproved(REQUEST, BOARD, (), ALLOCATION),
        AllocationMade(
            *(ALLOCATION, FUND, BENCHES, cny(SMALL), (Part(None, SMALL),), "长椅"),
            allocation_request=REQUEST,
            asked_on=TODAY,
        ),
    )
    assert figures(scene)["committed"] == SMALL
    scene.replayed()


def test_where_the_chair_alone_is_asked_for_the_allocation_is_made_at_once() -> None:
    alone = (Tier(None, (Approvals("chair", 1),), resolution=False, notice=False),)
    assert isinstance(governed(tiers=alone).when(allocate(SMALL)).facts[0], AllocationMade)
    above = (Tier(None, (), resolution=True, notice=True),)
    governed(tiers=above).when(allocate(SMALL)).refused(ResolutionNeeded)


def test_the_next_tier_asks_for_two_of_the_standing_board() -> None:
    scene = governed().when(allocate(MIDDLE), by=CHAIR)
    approve(scene, FIRST).then(AllocationApproved(REQUEST, BOARD, ONE_MORE, None))
    approve(scene, FIRST).refused(ApprovedAlready)
    approve(scene, "per_other_chair", role="chair").refused(ApprovalNotNeeded, "chair")
    assert [type(fact) for fact in approve(scene, SECOND).facts] == [AllocationApproved, AllocationMade]
    approve(scene, "per_third").refused(RequestSettled, "made")


def test_the_chair_who_asked_does_not_approve_once_more() -> None:
    scene = governed().when(allocate(SMALL), by=CHAIR)
    approve(scene, CHAIR).refused(ApprovedAlready)


def test_approvals_on_paper_are_written_down_by_one_secretary_for_several_people() -> None:
    scene = governed().when(allocate(MIDDLE), by=CHAIR)
    approve(scene, FIRST, through=SECRETARY).then(AllocationApproved(REQUEST, BOARD, ONE_MORE, None))
    approve(scene, FIRST, through=SECRETARY).refused(ApprovedAlready)
    # Who wrote an approval down adds none of their own, and who approved writes down none of others.
    approve(scene, SECRETARY).refused(ApprovedAlready)
    approve(scene, SECOND, through=FIRST).refused(ApprovedAlready)
    assert approve(scene, SECOND, through=SECRETARY).facts


def test_there_must_be_money_when_the_last_approval_comes() -> None:
    scene = council().when(donate(SMALL))
    policy = PolicyNoted(nth("pol"), terms())
    scene.given(Saying(policy, policy.policy, TODAY))
    scene.when(allocate(SMALL), by=CHAIR).when(allocate(SMALL), by=CHAIR)
    approve(scene, FIRST)
    second = ApproveAllocation(nth("alr", 2))
    scene.when(second, by=FIRST, role="standing_board").refused(Insufficient, "0.00", "CNY")
    scene.when(lay_out(1)).when(second, by=FIRST, role="standing_board").refused(OverCommitted)
    assert scene.when(donate(SMALL + 1)).when(second, by=FIRST, role="standing_board").facts


def test_a_project_that_closed_meanwhile_is_given_nothing() -> None:
    scene = governed().when(allocate(SMALL), by=CHAIR)
    approve(scene.hears("projects", ProjectClosed(BENCHES), BENCHES), FIRST).refused(ProjectIsClosed)


@pytest.mark.parametrize(
    ("end", "by", "fact"),
    [
        (WithdrawAllocation(REQUEST, WHY), CHAIR, AllocationWithdrawn(REQUEST, BENCHES, WHY)),
        (RejectAllocation(REQUEST, WHY), CHAIR, AllocationRejected(REQUEST, BENCHES, "chair", WHY)),
    ],
)
def test_what_is_rejected_or_withdrawn_commits_nothing(end: Any, by: str, fact: Any) -> None:
    scene = governed().when(allocate(SMALL), by=CHAIR).when(end, by=by)
    scene.then(fact)
    approve(scene, FIRST).refused(RequestSettled)
    scene.when(end, by=by).refused(RequestSettled)
    assert "committed" not in figures(scene)


def test_one_of_the_standing_board_rejects() -> None:
    scene = governed().when(allocate(SMALL), by=CHAIR)
    scene.when(RejectAllocation(REQUEST, WHY), by=FIRST, role="standing_board")
    scene.then(AllocationRejected(REQUEST, BENCHES, "standing_board", WHY))
    approve(scene.when(allocate(SMALL), by=CHAIR), TREASURER).refused(RequestSettled)
    scene.when(ApproveAllocation(nth("alr", 9))).refused(NotFound, field="allocation_request")
