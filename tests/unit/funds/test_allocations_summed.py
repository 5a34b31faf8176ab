"""What a project is given without a resolution counts together; whose approvals it needs is asked anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.policies import YUAN, terms
from support.rules import TODAY, Scene, nth
from unit.funds.story import BENCHES, CHAIR, FUND, WHY, YESTERDAY, allocate, cny, donate, open_fund
from unit.funds.test_allocations_by_policy import BOARD, LARGE, ONE_MORE, by_resolution, governed, resolved

from kernel.domain import Saying
from policy.terms import Approvals, Tier
from services.funds.domain.allocations.commands import ApproveAllocation, RejectAllocation, WithdrawAllocation
from services.funds.domain.allocations.documents import Allotted
from services.funds.domain.foreign import AllocationReturned
from services.funds.errors.allocations import ApprovalNotNeeded, ApprovedAlready
from services.funds.errors.decisions import ResolutionNeeded
from services.funds.errors.fund_transfers import RequestSettled
from services.funds.events import AllocationMade, Part
from services.funds.events.allocations import AllocationApproved, AllocationRequested
from services.funds.events.decisions import PolicyNoted

FIRST, SECOND = "per_first", "per_second"
JUST_UNDER = 4_999 * YUAN
OF_THE_CHAIR_AND_ONE = (Approvals("chair", 1), Approvals("standing_board", 1))
OF_TWO = (Approvals("standing_board", 2),)


def ask(scene: Scene, minor: int, **more: Any) -> Any:
    """The request that the chair's allocation becomes."""
    [fact] = scene.when(allocate(minor, **{"occurred_on": scene.today, **more}), by=CHAIR).facts
    assert isinstance(fact, AllocationRequested)
    return fact


def approve(scene: Scene, nth_: int = 1, by: str = FIRST, role: str | None = "standing_board") -> Scene:
    return scene.when(ApproveAllocation(nth("alr", nth_)), by=by, role=role)


def given_so_far(scene: Scene, minor: int) -> Scene:
    """The benches were given so much today, by whose approvals it needs."""
    request = ask(scene, minor).allocation_request
    scene.when(ApproveAllocation(request), by=FIRST, role="standing_board")
    if not any(isinstance(fact, AllocationMade) for fact in scene.facts):
        scene.when(ApproveAllocation(request), by=SECOND, role="standing_board")
    assert isinstance(scene.facts[-1], AllocationMade)
    return scene


def adopts(scene: Scene, n: int = 2, **policy: Any) -> Scene:
    fact = PolicyNoted(nth("pol", n), terms(scene.today, **policy))
    return scene.given(Saying(fact, fact.policy, scene.today))


# --- what counts together -----------------------------------------------------------------------------------
def test_a_sum_that_is_split_needs_what_it_needs_in_one() -> None:
    scene = governed()
    assert ask(scene, JUST_UNDER).needed == OF_THE_CHAIR_AND_ONE
    assert isinstance(approve(scene).facts[-1], AllocationMade)
    for number in range(2, 11):
        assert ask(scene, JUST_UNDER).needed == OF_TWO, number
    # 49,990 yuan are made or asked for: with ten more a resolution decides.
    scene.when(allocate(10 * YUAN), by=CHAIR).refused(ResolutionNeeded, field="resolution")
    assert ask(scene, 10 * YUAN - 1).needed == OF_TWO
    scene.replayed()


def test_a_sum_that_is_split_between_funds_is_one_sum_of_the_project() -> None:
    scene = governed().when(open_fund("second")).when(donate(1_000_000 * YUAN, fund="second"))
    given_so_far(scene, 30_000 * YUAN)
    scene.when(allocate(20_000 * YUAN, fund="second"), by=CHAIR).refused(ResolutionNeeded)
    assert ask(scene, 20_000 * YUAN - 1, fund="second").needed == OF_TWO


def test_another_project_is_given_its_own_sum() -> None:
    scene = given_so_far(governed(), 30_000 * YUAN)
    assert ask(scene, JUST_UNDER, project="toilet").needed == OF_THE_CHAIR_AND_ONE


def test_an_accounting_day_that_is_put_back_does_not_take_it_out_of_the_window() -> None:
    scene = given_so_far(governed(), JUST_UNDER)
    assert ask(scene, JUST_UNDER, occurred_on=TODAY - timedelta(days=300)).needed == OF_TWO


def test_what_bears_the_same_accounting_day_counts_together_however_late_it_is_asked_for() -> None:
    scene = given_so_far(governed(), JUST_UNDER).later(31)
    assert ask(scene, JUST_UNDER, occurred_on=TODAY).needed == OF_TWO
    assert ask(scene.later(200), JUST_UNDER).needed == OF_THE_CHAIR_AND_ONE


def test_the_window_has_as_many_days_as_the_policy_says() -> None:
    scene = given_so_far(governed(), JUST_UNDER).later(30)
    first = ask(scene, JUST_UNDER)
    assert first.needed == OF_TWO
    scene.when(WithdrawAllocation(first.allocation_request, WHY), by=CHAIR).later(1)
    assert ask(scene, JUST_UNDER).needed == OF_THE_CHAIR_AND_ONE


@pytest.mark.parametrize("end", [WithdrawAllocation, RejectAllocation])
def test_what_is_withdrawn_or_rejected_is_counted_no_more(end: Any) -> None:
    scene = governed()
    ask(scene, 40_000 * YUAN)
    scene.when(allocate(10_000 * YUAN), by=CHAIR).refused(ResolutionNeeded)
    scene.when(end(nth("alr"), WHY), by=CHAIR)
    assert ask(scene, JUST_UNDER).needed == OF_THE_CHAIR_AND_ONE
    scene.replayed()


def test_what_a_resolution_decided_is_not_counted() -> None:
    scene = resolved(governed()).when(by_resolution(LARGE), by=CHAIR)
    assert ask(scene, JUST_UNDER).needed == OF_THE_CHAIR_AND_ONE


def test_what_the_chair_gave_before_there_was_a_policy_is_not_counted() -> None:
    scene = governed(effective_from=TODAY + timedelta(days=1)).when(allocate(LARGE), by=CHAIR).later()
    assert ask(scene, JUST_UNDER).needed == OF_THE_CHAIR_AND_ONE


def test_what_a_project_gives_back_may_be_given_anew() -> None:
    scene = given_so_far(governed(), 40_000 * YUAN)
    scene.when(allocate(10_000 * YUAN), by=CHAIR).refused(ResolutionNeeded)
    back = 36_000 * YUAN
    parts = (Part(None, back),)
    scene.hears(
        "projects", AllocationReturned(nth("all"), FUND, BENCHES, cny(back), parts), nth("all"), TODAY
    )
    assert ask(scene, 999 * YUAN).needed == OF_THE_CHAIR_AND_ONE
    scene.replayed()


def test_what_no_policy_counts_any_more_is_forgotten() -> None:
    scene = given_so_far(governed(), JUST_UNDER).later(401)
    ask(scene, JUST_UNDER)
    approve(scene, 2)
    assert list(scene.document(Allotted, BENCHES).made) == [nth("all", 2)]


# --- asked anew ---------------------------------------------------------------------------------------------
def test_a_request_needs_more_when_another_is_asked_for_beside_it() -> None:
    scene = governed()
    ask(scene, JUST_UNDER)
    ask(scene, JUST_UNDER)
    approve(scene).then(AllocationApproved(nth("alr"), BOARD, ONE_MORE, None))
    # What the chair gave is not asked for among two of the standing board.
    assert isinstance(approve(scene, by=SECOND).facts[-1], AllocationMade)


def test_a_request_does_not_count_against_itself() -> None:
    scene = governed()
    ask(scene, JUST_UNDER)
    assert isinstance(approve(scene).facts[-1], AllocationMade)
    assert scene.document(Allotted, BENCHES).waiting == {}


def test_a_request_that_waited_goes_by_the_policy_of_the_day_of_its_last_approval() -> None:
    scene = governed()
    ask(scene, JUST_UNDER)
    adopts(scene.later(), tiers=(Tier(None, OF_TWO, resolution=False, notice=False),))
    approve(scene).then(AllocationApproved(nth("alr"), BOARD, ONE_MORE, None))
    adopts(scene.later(), 3, allocation_resolution_from=JUST_UNDER)
    approve(scene, by=SECOND).refused(ResolutionNeeded)
    # Nothing is left but to withdraw it, and to ask by resolution.
    assert scene.when(WithdrawAllocation(nth("alr"), WHY), by=CHAIR).facts


def test_a_request_that_nothing_is_lacking_of_any_more_is_made_by_the_next_who_agrees() -> None:
    scene = governed()
    ask(scene, JUST_UNDER)
    adopts(scene.later(), tiers=(Tier(None, (Approvals("chair", 1),), resolution=False, notice=False),))
    assert isinstance(approve(scene).facts[-1], AllocationMade)
    approve(scene, by=SECOND).refused(RequestSettled)


def test_requests_that_were_split_over_time_are_summed_when_they_are_approved() -> None:
    """Each is far from the others when it is asked for, and all are made on one day."""
    scene = governed()
    for _ in range(6):
        assert ask(scene, 9_000 * YUAN).needed == OF_TWO
        scene.later(31)
    for number in range(1, 6):
        approve(scene, number, FIRST)
        assert isinstance(approve(scene, number, SECOND).facts[-1], AllocationMade), number
    approve(scene, 6, FIRST).refused(ResolutionNeeded)


# --- in which role ------------------------------------------------------------------------------------------
def test_who_holds_two_roles_counts_for_the_one_that_is_lacking() -> None:
    scene = governed()
    ask(scene, JUST_UNDER)
    approve(scene, role=None).then(
        AllocationApproved(nth("alr"), ("chair", "standing_board"), (), nth("all")),
        scene.facts[-1],
    )


def test_the_chair_who_is_of_the_standing_board_too_counts_there() -> None:
    scene = governed().when(allocate(20_000 * YUAN), by=CHAIR, also="standing_board")
    [asked] = scene.facts
    assert (asked.roles, asked.lacking) == (("chair", "standing_board"), ONE_MORE)
    assert isinstance(approve(scene).facts[-1], AllocationMade)


def test_an_approval_moves_to_the_other_role_of_its_giver_when_the_next_one_needs_its_seat() -> None:
    scene = governed().when(allocate(JUST_UNDER), by=CHAIR, also="standing_board")
    # The chair's seat is taken by who could sit on the other one too.
    assert isinstance(approve(scene, by="per_other_chair", role="chair").facts[-1], AllocationMade)


def test_who_can_fill_no_seat_is_told_so() -> None:
    scene = governed()
    ask(scene, JUST_UNDER)
    approve(scene, by="per_other_chair", role="chair").refused(ApprovalNotNeeded, "chair")


def test_no_human_approves_twice_under_two_registrations() -> None:
    scene = governed()
    ask(scene, 20_000 * YUAN)
    approve(scene)
    again = ApproveAllocation(nth("alr"))
    scene.when(again, by=SECOND, role="standing_board", aliases=(FIRST,)).refused(ApprovedAlready)
    on_paper = {"role": "standing_board", "through": "per_secretary"}
    scene.when(again, by=SECOND, **on_paper, aliases=(FIRST,)).refused(ApprovedAlready)
    # Nor the chair who asked, in another name.
    scene.when(again, by=SECOND, role="standing_board", aliases=(CHAIR,)).refused(ApprovedAlready)
    assert scene.when(again, by=SECOND, role="standing_board").facts


def test_an_approval_bears_the_day_on_which_it_is_given() -> None:
    scene = governed()
    ask(scene, JUST_UNDER, occurred_on=YESTERDAY)
    days: list[date | None] = [saying.occurred_on for saying in approve(scene.later(3)).said]
    assert days == [scene.today, scene.today]
