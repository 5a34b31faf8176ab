"""Who asked, approved and pays is told human by human, also where it is found out afterwards who is who."""

from __future__ import annotations

from typing import Any

import pytest
from support.policies import YUAN
from support.rules import TODAY, Scene
from unit.projects.story import CHAIR, FUND, LEAD, PROJECT, TREASURER, approved, cny, pay, with_money
from unit.projects.under_policy import (
    BOARD,
    PAPER,
    SECRETARY,
    agree,
    agreed,
    asked,
    objected,
    resolved,
    with_policy,
)

from kernel.errors import InvalidInput
from kernel.sealed import Sealed
from services.members import events as theirs
from services.members.events.aliases import AliasRecorded
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.commands import ApproveSpending, CancelSpending
from services.projects.domain.documents import Spending
from services.projects.errors import SamePerson, WrongState
from services.projects.errors.tiers import ApprovalsLacking, NotAsked, ObjectionOpen
from services.projects.events import PartyId, SpendingApprovalGiven, SpendingId

ZHANG = PartyId("per_zhang")


def one_human(scene: Scene, person: str, of: str) -> Scene:
    return scene.hears("members", AliasRecorded(theirs.PartyId(person), theirs.PartyId(of)), person, TODAY)


def paying(scene: Scene, spending: SpendingId, by: str = TREASURER) -> Scene:
    return scene.when(pay(YUAN, spending), by=by)


def by_two_of_the_board(scene: Scene, yuan: int = 6_000) -> SpendingId:
    spending = asked(scene, yuan)
    agree(scene, spending, BOARD[0])
    agree(scene, spending, BOARD[1])
    assert scene.document(Spending, spending).state == "approved"
    return spending


def test_two_who_approved_and_turn_out_to_be_one_are_one_approval_and_another_is_asked() -> None:
    scene = with_policy()
    spending = by_two_of_the_board(scene)
    one_human(scene, BOARD[1], BOARD[0])
    paying(scene, spending).refused(ApprovalsLacking, "standing_board")
    for again in BOARD[:2]:
        agree(scene, spending, again).refused(SamePerson, "approver")
    agree(scene, spending, CHAIR, "chair").refused(NotAsked, "standing_board")
    given = SpendingApprovalGiven(spending, PROJECT, FUND, PartyId(BOARD[2]), ("standing_board",), None, ())
    agree(scene, spending, BOARD[2]).then(given)
    agree(scene, spending, "per_board_4").refused(WrongState, "approved")
    paying(scene, spending, BOARD[2]).refused(SamePerson, "approver")
    paying(scene, spending)
    assert scene.refusal is None
    scene.replayed()


def test_what_is_paid_in_part_is_not_paid_on_before_another_approves() -> None:
    scene = with_policy()
    spending = by_two_of_the_board(scene)
    paying(scene, spending)
    one_human(scene, BOARD[1], BOARD[0])
    paying(scene, spending).refused(ApprovalsLacking)
    agree(scene, spending, BOARD[2])
    paying(scene, spending)
    assert scene.refusal is None


def test_found_out_before_the_sum_is_reserved_one_human_s_two_approvals_count_once() -> None:
    scene = with_policy()
    spending = asked(scene, 10)
    agree(scene, spending, BOARD[0])
    one_human(scene, CHAIR, BOARD[0])
    agree(scene, spending, CHAIR, "chair").refused(SamePerson, "approver")
    agree(scene, spending, "per_chair_2", "chair")
    paying(scene, spending)
    assert scene.refusal is None


def test_whose_request_it_turns_out_to_be_has_not_approved_it() -> None:
    scene = with_policy()
    spending = agreed(scene, 10)
    one_human(scene, CHAIR, LEAD)
    paying(scene, spending).refused(ApprovalsLacking, "chair")
    agree(scene, spending, CHAIR, "chair").refused(SamePerson, "requester")
    agree(scene, spending, "per_chair_2", "chair")
    paying(scene, spending)
    assert scene.refusal is None


def test_who_wrote_an_approval_down_and_turns_out_to_have_given_another_gave_none() -> None:
    scene = with_policy()
    spending = asked(scene, 6_000)
    agree(scene, spending, BOARD[0], recorder=SECRETARY)
    agree(scene, spending, BOARD[1])
    one_human(scene, SECRETARY, BOARD[1])
    paying(scene, spending).refused(ApprovalsLacking, "standing_board")
    agree(scene, spending, BOARD[2])
    paying(scene, spending)
    assert scene.refusal is None


def test_who_pays_turns_out_to_have_approved_it() -> None:
    scene = with_policy()
    spending = agreed(scene, 10)
    one_human(scene, TREASURER, BOARD[0])
    paying(scene, spending).refused(SamePerson, "approver")


def test_without_a_policy_the_chair_who_turns_out_to_have_asked_has_not_approved() -> None:
    scene = with_money(1_000)
    spending = approved(scene, 400)
    one_human(scene, CHAIR, LEAD)
    scene.when(pay(1, spending), by=TREASURER).refused(ApprovalsLacking, "chair")
    scene.when(ApproveSpending(spending), by="per_chair_2", role="chair")
    scene.when(pay(1, spending), by=TREASURER)
    assert scene.refusal is None
    scene.replayed()


def test_the_same_under_a_resolution_which_is_not_named_again() -> None:
    scene = with_policy()
    resolution = resolved(scene, 100_000)
    spending = asked(scene, 60_000)
    agree(scene, spending, CHAIR, "chair", resolution)
    one_human(scene, CHAIR, LEAD)
    again = "per_chair_2"
    agree(scene, spending, again, "chair", resolution).refused(InvalidInput, field="resolution")
    agree(scene, spending, again, "chair")
    assert scene.refusal is None
    assert scene.document(Spending, spending).resolution == resolution


def test_what_lacks_an_approval_waits_for_objections_and_may_be_cancelled() -> None:
    scene = with_policy()
    spending = by_two_of_the_board(scene)
    one_human(scene, BOARD[1], BOARD[0])
    objected(scene, spending)
    agree(scene, spending, BOARD[2]).refused(ObjectionOpen)
    scene.when(CancelSpending(spending, Sealed("0" * 64)), by=CHAIR)
    assert scene.refusal is None
    agree(scene, spending, BOARD[2]).refused(WrongState, "cancelled")


@pytest.mark.parametrize("beside", [True, False])
def test_nothing_is_paid_beside_an_advance_that_lacks_an_approval_but_it_is_settled(beside: bool) -> None:
    scene = with_policy()
    spending = agreed(scene, 20, payee=ZHANG, kind="advance")
    scene.when(pay(10 * YUAN, spending), by=TREASURER)
    one_human(scene, BOARD[0], CHAIR)
    more: dict[str, Any] = {"topped_up": cny(100), "account": "bank"} if beside else {}
    spent = cny(1_100 if beside else 1_000)
    scene.when(SettleAdvance(spending, spent, attachments=(PAPER,), **more), by=TREASURER)
    assert isinstance(scene.refusal, ApprovalsLacking) == beside
