"""With a policy in force, a sum needs the approvals of its tier, and splitting does not evade it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.policies import YUAN
from support.rules import TODAY, Scene
from unit.projects.story import (
    CHAIR,
    DOLLARS,
    FUND,
    LEAD,
    OTHER,
    PROJECT,
    SECOND,
    SHOP,
    TREASURER,
    allocate,
    cny,
    council,
    held,
    pay,
)
from unit.projects.under_policy import (
    BOARD,
    MUCH,
    SECRETARY,
    adopt,
    agree,
    agreed,
    asked,
    resolved,
    with_policy,
)

from kernel.errors import InvalidInput
from kernel.money import Money
from kernel.sealed import Sealed
from policy.approving import lacking
from policy.terms import Approvals, Tier
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    RejectSpending,
    RequestSpending,
)
from services.projects.domain.decisions.documents import Resolution
from services.projects.domain.documents import Spending
from services.projects.errors import Insufficient, SamePerson
from services.projects.errors.decisions import ResolutionNotAdopted
from services.projects.errors.tiers import (
    NotAsked,
    ResolutionExceeded,
    ResolutionNeeded,
    ResolutionUnfit,
)
from services.projects.events import (
    Part,
    PartyId,
    SpendingApprovalGiven,
    SpendingApproved,
    SpendingId,
)

WHY = Sealed("0" * 64)


def state(scene: Scene, spending: SpendingId) -> str:
    return scene.document(Spending, spending).state


def test_of_the_lowest_tier_the_chair_and_one_of_the_board_approve() -> None:
    scene = with_policy()
    spending = asked(scene, 4_999)
    lacks = (Approvals("standing_board", 1),)
    agree(scene, spending, CHAIR, "chair").then(
        SpendingApprovalGiven(spending, PROJECT, FUND, PartyId(CHAIR), ("chair",), None, lacks)
    )
    assert (state(scene, spending), held(scene).reserved) == ("requested", cny(0))
    by_board = SpendingApprovalGiven(
        spending, PROJECT, FUND, PartyId(BOARD[0]), ("standing_board",), None, ()
    )
    needed = (Approvals("chair", 1), Approvals("standing_board", 1))
    approved = SpendingApproved(spending, PROJECT, FUND, SHOP, cny(4_999 * YUAN), needed=needed)
    agree(scene, spending, BOARD[0]).then(by_board, approved)
    assert (state(scene, spending), held(scene).reserved) == ("approved", cny(4_999 * YUAN))
    scene.replayed()


def test_the_order_of_the_approvals_does_not_matter() -> None:
    scene = with_policy()
    spending = asked(scene, 10)
    agree(scene, spending, BOARD[0])
    agree(scene, spending, CHAIR, "chair")
    assert state(scene, spending) == "approved"


def test_of_the_next_tier_two_of_the_board_approve_and_the_chair_is_not_asked() -> None:
    scene = with_policy()
    spending = asked(scene, 5_000)
    agree(scene, spending, CHAIR, "chair").refused(NotAsked, "standing_board")
    agree(scene, spending, BOARD[0])
    agree(scene, spending, BOARD[0]).refused(SamePerson, "approver")
    agree(scene, spending, BOARD[1])
    assert state(scene, spending) == "approved"


def test_whose_approval_would_add_nothing_is_told_who_is_asked() -> None:
    scene = with_policy()
    spending = asked(scene, 10)
    agree(scene, spending, BOARD[0])
    agree(scene, spending, BOARD[1]).refused(NotAsked, "chair")


def test_who_holds_both_roles_counts_for_the_one_that_is_lacking_and_for_one_alone() -> None:
    scene = with_policy()
    spending = asked(scene, 10)
    scene.when(ApproveSpending(spending), by=OTHER)
    assert scene.facts[0].roles == ("chair", "standing_board")
    assert state(scene, spending) == "requested"
    agree(scene, spending, CHAIR, "chair")
    assert state(scene, spending) == "approved", "the first one sits for the board then"


def agree_as_both(spending: SpendingId) -> Any:
    from services.projects.domain.commands import ApproveSpending

    return ApproveSpending(spending)


@pytest.mark.parametrize(("by", "recorder"), [(LEAD, None), (CHAIR, LEAD), (LEAD, SECRETARY)])
def test_the_requester_has_no_hand_in_an_approval(by: str, recorder: str | None) -> None:
    scene = with_policy()
    agree(scene, asked(scene, 10), by, "chair", recorder=recorder).refused(SamePerson, "requester")


def test_nobody_approves_what_they_are_paid() -> None:
    scene = with_policy()
    agree(scene, asked(scene, 10, PartyId(CHAIR)), CHAIR, "chair").refused(SamePerson, "payee")


def test_approvals_on_paper_are_of_different_people_and_their_recorder_gives_none() -> None:
    scene = with_policy()
    spending = asked(scene, 5_000)
    agree(scene, spending, BOARD[0], recorder=SECRETARY)
    assert scene.document(Spending, spending).approvals[0].by == BOARD[0]
    agree(scene, spending, BOARD[0]).refused(SamePerson, "approver")
    agree(scene, spending, SECRETARY).refused(SamePerson, "approver")
    agree(scene, spending, BOARD[1], recorder=BOARD[0]).refused(SamePerson, "approver")
    agree(scene, spending, BOARD[1], recorder=SECRETARY)
    assert state(scene, spending) == "approved"
    for payer in (BOARD[0], BOARD[1], SECRETARY):
        scene.when(pay(1, spending), by=payer).refused(SamePerson, "approver")
    scene.when(pay(1, spending), by=TREASURER)
    assert scene.refusal is None


def test_requests_to_one_payee_and_project_are_summed() -> None:
    scene = with_policy()
    first, second = asked(scene, 3_000), asked(scene, 2_000)
    agree(scene, first, CHAIR, "chair").refused(NotAsked, "standing_board")
    agree(scene, second, CHAIR, "chair").refused(NotAsked, "standing_board")
    other = asked(scene, 2_000, PartyId("org_other"))
    agree(scene, other, CHAIR, "chair")
    assert scene.refusal is None


def test_what_was_approved_before_stays_and_is_counted() -> None:
    scene = with_policy()
    agreed(scene, 4_000)
    second = asked(scene, 1_000)
    agree(scene, second, CHAIR, "chair").refused(NotAsked)


@pytest.mark.parametrize(("days", "evaded"), [(30, False), (31, True)])
def test_the_window_is_of_so_many_days(days: int, evaded: bool) -> None:
    scene = with_policy()
    asked(scene, 4_000)
    second = asked(scene.later(days), 1_000)
    agree(scene, second, CHAIR, "chair")
    assert (scene.refusal is None) == evaded


def test_a_day_of_long_ago_does_not_evade_what_was_asked_for_today() -> None:
    scene = allocate(with_policy(), Part(None, 1), allocation=SECOND, on=date(2025, 12, 1))
    asked(scene, 4_000, occurred_on=date(2026, 1, 1))
    agree(scene, asked(scene, 1_000), CHAIR, "chair").refused(NotAsked)


def test_approvals_of_several_days_are_complete_on_the_last_of_them() -> None:
    scene = with_policy()
    spending = asked(scene, 100)
    late, early = (ApproveSpending(spending, occurred_on=TODAY + timedelta(days=n)) for n in (3, 1))
    scene.later(5).when(late, by=CHAIR, role="chair").when(early, by=BOARD[0], role="standing_board")
    assert scene.refusal is None
    assert [one.occurred_on for one in scene.said] == [TODAY + timedelta(days=n) for n in (1, 3)]
    assert scene.document(Spending, spending).approved_on == TODAY + timedelta(days=3)


def test_rejected_and_cancelled_requests_are_not_counted_but_what_was_paid_is() -> None:
    scene = with_policy()
    scene.when(RejectSpending(asked(scene, 4_000)), by=CHAIR, role="chair")
    scene.when(CancelSpending(asked(scene, 4_000), WHY), by=LEAD, role="project_lead")
    agreed(scene, 100)
    spending = agreed(scene, 4_000)
    scene.when(pay(3_900 * YUAN, spending), by=TREASURER)
    scene.when(CancelSpending(spending, WHY), by=CHAIR)
    third = asked(scene, 1_000)
    agree(scene, third, CHAIR, "chair").refused(NotAsked, "standing_board")
    scene.when(RejectSpending(third), by=BOARD[0], role="standing_board")
    agree(scene, asked(scene, 999), CHAIR, "chair")
    assert scene.refusal is None


def test_above_all_tiers_the_chair_names_a_resolution_with_room() -> None:
    scene = with_policy()
    spending = asked(scene, 60_000)
    agree(scene, spending, BOARD[0]).refused(NotAsked, "chair")
    agree(scene, spending, CHAIR, "chair").refused(ResolutionNeeded, field="resolution")
    agree(scene, spending, CHAIR, "chair", "res_none").refused(ResolutionNotAdopted, field="resolution")
    resolution = resolved(scene, 100_000)
    agree(scene, spending, CHAIR, "chair", resolution)
    approved = scene.facts[1]
    assert (approved.amount, approved.resolution, approved.noticed) == (
        cny(60_000 * YUAN),
        resolution,
        True,
    )
    assert scene.document(Resolution, resolution).used == 60_000 * YUAN


def test_what_is_approved_under_a_resolution_never_exceeds_it_together() -> None:
    scene = with_policy()
    resolution = resolved(scene, 100_000)
    first, second = asked(scene, 60_000), asked(scene, 50_000)
    agree(scene, first, CHAIR, "chair", resolution)
    agree(scene, second, CHAIR, "chair", resolution).refused(ResolutionExceeded, "40000.00", "CNY")
    scene.when(CancelSpending(first, WHY), by=CHAIR, role="chair")
    assert scene.document(Resolution, resolution).used == 0
    agree(scene, second, CHAIR, "chair", resolution)
    assert scene.refusal is None
    scene.replayed()


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"kind": "allocation"}, "kind"),
        ({"kind": "project", "project": "prj_other"}, "project"),
        ({"fund": "fnd_other"}, "fund"),
    ],
)
def test_a_resolution_about_something_else_is_not_named(other: dict[str, Any], what: str) -> None:
    scene = with_policy()
    resolution = resolved(scene, 100_000, **other)
    agree(scene, asked(scene, 60_000), CHAIR, "chair", resolution).refused(ResolutionUnfit, what)


def test_a_resolution_without_a_sum_gives_no_room() -> None:
    scene = with_policy()
    resolution = resolved(scene, None, kind="project", project=PROJECT)
    agree(scene, asked(scene, 60_000), CHAIR, "chair", resolution).refused(ResolutionUnfit, "amount")


def test_another_currency_than_the_policys_is_of_the_highest_tier() -> None:
    scene = adopt(allocate(council(), Part(None, 900), fund=DOLLARS, currency="USD", allocation=SECOND))
    scene.when(RequestSpending("benches", SHOP, Money(1, "USD"), "timber"), by=LEAD)
    agree(scene, scene.facts[0].spending, CHAIR, "chair").refused(ResolutionNeeded)


def test_what_was_asked_for_before_the_policy_is_summed_with_the_rest() -> None:
    scene = allocate(council(), Part(None, MUCH))
    first, second = asked(scene, 4_000), asked(scene, 1_000)
    adopt(scene.later(20), 1, TODAY + timedelta(days=20))
    third = asked(scene, 999)
    agree(scene, first, CHAIR, "chair").refused(NotAsked, "standing_board")
    agree(scene, third, CHAIR, "chair").refused(NotAsked, "standing_board")
    scene.when(RejectSpending(second), by=CHAIR, role="chair")
    for spending in (first, third):
        agree(scene, spending, CHAIR, "chair")
        agree(scene, spending, BOARD[0])
        assert state(scene, spending) == "approved"
    scene.replayed()


def test_what_was_asked_for_long_before_others_still_has_a_tier_of_its_own_sum() -> None:
    scene = with_policy()
    old = asked(scene, 60_000)
    asked(scene.later(500), 1)
    agree(scene, old, CHAIR, "chair").refused(ResolutionNeeded)


def test_before_its_day_a_policy_asks_nothing_and_the_board_approves_nothing() -> None:
    scene = with_policy(effective_from=TODAY + timedelta(days=1))
    spending = asked(scene, 60_000)
    agree(scene, spending, BOARD[0]).refused(NotAsked, "chair")
    agree(scene, spending, CHAIR, "chair", resolved(scene, 100_000)).refused(InvalidInput, field="resolution")
    scene.when(RejectSpending(spending), by=BOARD[0], role="standing_board").refused(NotAsked, "chair")
    agree(scene, spending, CHAIR, "chair").then(
        SpendingApproved(spending, PROJECT, FUND, SHOP, cny(60_000 * YUAN), needed=(Approvals("chair", 1),))
    )


def test_a_later_policy_judges_what_is_not_approved_yet() -> None:
    scene = with_policy()
    spending = asked(scene, 4_000)
    agree(scene, spending, BOARD[0])
    strict = (Tier(None, (Approvals("standing_board", 2),), resolution=False, notice=False),)
    adopt(scene, 2, TODAY, tiers=strict)
    agree(scene, spending, CHAIR, "chair").refused(NotAsked, "standing_board")
    agree(scene, spending, BOARD[1])
    assert state(scene, spending) == "approved"


def test_what_remains_is_asked_when_the_last_one_agrees() -> None:
    scene = adopt(allocate(council(), Part(None, 100 * YUAN)))
    first, second = asked(scene, 60), asked(scene, 60)
    for spending in (first, second):
        agree(scene, spending, CHAIR, "chair")
    agree(scene, first, BOARD[0])
    agree(scene, second, BOARD[0]).refused(Insufficient, "40.00", "CNY")


@given(
    st.lists(st.sets(st.sampled_from(["chair", "standing_board"]), min_size=1), max_size=5),
    st.integers(0, 2),
    st.integers(0, 3),
)
def test_as_many_seats_as_possible_are_taken(given_: list[set[str]], chairs: int, board: int) -> None:
    tier = Tier(
        None, (Approvals("chair", chairs), Approvals("standing_board", board)), resolution=False, notice=False
    )
    left = sum(one.count for one in lacking(tier.approvals, given_))
    chairs_alone = sum(one == {"chair"} for one in given_)
    board_alone = sum(one == {"standing_board"} for one in given_)
    both = len(given_) - chairs_alone - board_alone
    seated = min(chairs, chairs_alone) + min(board, board_alone)
    assert left == chairs + board - min(chairs + board, seated + min(both, chairs + board - seated))
