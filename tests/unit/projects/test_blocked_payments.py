"""With a policy nothing is paid against an objection, before its notice is over, or without papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.policies import YUAN
from support.rules import TODAY, Scene
from unit.projects.story import (
    CHAIR,
    FIRST,
    PROJECT,
    SECOND,
    SHOP,
    THIRD,
    TREASURER,
    allocate,
    cny,
    council,
    pay,
)
from unit.projects.under_policy import (
    BOARD,
    PAPER,
    adopt,
    agree,
    agreed,
    answered,
    asked,
    noticed,
    objected,
    resolved,
    settled,
    with_policy,
)

from kernel.sealed import Sealed
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.commands import (
    ApproveSpending,
    ConfirmPaymentReversal,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
)
from services.projects.domain.spending.commands import AttachToSpending
from services.projects.errors import SamePerson
from services.projects.errors.files import FileMissing
from services.projects.errors.tiers import (
    AdvanceUnsettled,
    AttachmentMissing,
    InvoiceMissing,
    NoticeMissing,
    NoticeRunning,
    ObjectionOpen,
)
from services.projects.events import Part, PartyId, ProjectId, SpendingId

ZHANG = PartyId("per_zhang")
DAY = timedelta(days=1)


def paying(scene: Scene, spending: SpendingId, yuan: int = 1) -> Scene:
    return scene.when(pay(yuan * YUAN, spending), by=TREASURER)


def great(scene: Scene) -> tuple[SpendingId, str]:
    """Spending of the highest tier, approved under a resolution."""
    resolution = resolved(scene, 100_000)
    spending = asked(scene, 60_000)
    agree(scene, spending, CHAIR, "chair", resolution)
    assert scene.refusal is None
    return spending, resolution


@pytest.mark.parametrize("about", ["spending", "project", "resolution"])
def test_an_open_objection_stops_payment_until_it_is_answered(about: str) -> None:
    scene = with_policy()
    spending, resolution = great(scene)
    noticed(scene, spending, TODAY - DAY)
    what = {"spending": spending, "project": PROJECT, "resolution": resolution}[about]
    objected(scene, what)
    objected(scene, what, 2)
    paying(scene, spending).refused(ObjectionOpen)
    answered(scene, what)
    paying(scene, spending).refused(ObjectionOpen)
    answered(scene, what, 2)
    paying(scene, spending)
    assert scene.refusal is None


def test_an_open_objection_to_the_allocation_that_would_pay_stops_payment_until_it_is_answered() -> None:
    scene = with_policy()
    spending = agreed(scene, 10)
    objected(scene, FIRST)
    paying(scene, spending).refused(ObjectionOpen)
    answered(scene, FIRST)
    paying(scene, spending)
    assert scene.refusal is None


def test_an_objection_to_the_resolution_of_the_money_that_would_pay_stops_payment() -> None:
    scene = allocate(adopt(council(), 1), Part(None, 10 * YUAN), resolution="res_of_the_money")
    spending = agreed(scene, 10)
    objected(scene, "res_of_the_money")
    paying(scene, spending).refused(ObjectionOpen)
    answered(scene, "res_of_the_money", upheld=True)
    paying(scene, spending).refused(ObjectionOpen)
    settled(scene, "res_of_the_money")
    paying(scene, spending, 10)
    assert scene.refusal is None
    scene.replayed()


def test_an_objection_to_the_resolution_of_money_that_is_spent_stops_nothing() -> None:
    scene = allocate(adopt(council(), 1), Part(None, 10 * YUAN), resolution="res_of_the_money")
    paying(scene, agreed(scene, 10), 10)
    allocate(scene, Part(None, 10 * YUAN), allocation=SECOND)
    objected(scene, "res_of_the_money")
    paying(scene, agreed(scene, 10))
    assert scene.refusal is None


@pytest.mark.parametrize("about", ["spending", "project", "allocation", "resolution"])
def test_while_an_objection_stands_nobody_approves(about: str) -> None:
    scene = with_policy()
    resolution = resolved(scene, 100_000)
    spending = asked(scene, 60_000)
    what = {"spending": spending, "project": PROJECT, "allocation": FIRST, "resolution": resolution}[about]
    objected(scene, what)
    agree(scene, spending, CHAIR, "chair", resolution).refused(ObjectionOpen)
    answered(scene, what, upheld=True)
    agree(scene, spending, CHAIR, "chair", resolution).refused(ObjectionOpen)
    settled(scene, what)
    agree(scene, spending, CHAIR, "chair", resolution)
    assert scene.refusal is None


def test_an_objection_between_two_approvals_stops_the_second_and_not_a_rejection() -> None:
    scene = with_policy()
    spending = asked(scene, 10)
    agree(scene, spending, CHAIR, "chair")
    objected(scene, spending)
    agree(scene, spending, BOARD[0]).refused(ObjectionOpen)
    scene.when(RejectSpending(spending), by=CHAIR, role="chair")
    assert scene.refusal is None


def test_an_objection_to_an_allocation_of_which_nothing_is_left_or_to_another_project_s_stops_nothing() -> (
    None
):
    scene = allocate(adopt(council(), 1), Part(None, 10 * YUAN), allocation=FIRST)
    paying(scene, agreed(scene, 10), 10)
    assert scene.refusal is None
    allocate(scene, Part(None, 10 * YUAN), allocation=SECOND)
    allocate(scene, Part(None, 10 * YUAN), allocation=THIRD, project=ProjectId("prj_other"))
    objected(scene, FIRST)
    objected(scene, THIRD, 2)
    paying(scene, agreed(scene, 10))
    assert scene.refusal is None


def test_an_objection_about_something_else_stops_nothing() -> None:
    scene = with_policy()
    objected(scene, "spd_other")
    paying(scene, agreed(scene, 10))
    assert scene.refusal is None


def test_the_highest_tier_waits_for_a_notice_that_is_over() -> None:
    scene = with_policy()
    spending, resolution = great(scene)
    paying(scene, spending).refused(NoticeMissing)
    noticed(scene, resolution, TODAY + 6 * DAY)
    paying(scene.later(6), spending).refused(NoticeRunning, (TODAY + 6 * DAY).isoformat())
    paying(scene.later(1), spending)
    assert scene.refusal is None


def test_a_notice_that_still_runs_stops_payment_also_where_another_is_over() -> None:
    scene = with_policy()
    spending, resolution = great(scene)
    noticed(scene, resolution, TODAY - DAY)
    noticed(scene, spending, TODAY, 2)
    paying(scene, spending).refused(NoticeRunning)


def test_what_was_approved_with_a_notice_keeps_it_under_a_later_policy() -> None:
    scene = with_policy()
    spending, _ = great(scene)
    adopt(scene, 2, TODAY, notice_days=0)
    paying(scene, spending).refused(NoticeMissing)


def test_without_its_paper_it_is_drafted_and_approved_but_not_paid() -> None:
    scene = with_policy()
    spending = agreed(scene, 10, papers=())
    paying(scene, spending).refused(AttachmentMissing, field="attachments")
    scene.when(AttachToSpending(spending, (PAPER,)))
    paying(scene, spending)
    assert scene.refusal is None


def test_where_the_policy_asks_for_invoices_nothing_is_paid_without_a_number() -> None:
    scene = with_policy(invoice_required=True)
    spending = agreed(scene, 10)
    paying(scene, spending).refused(InvoiceMissing, field="invoice")
    scene.when(AttachToSpending(spending, invoice="2024"))
    paying(scene, spending)
    assert scene.refusal is None


def test_where_no_paper_is_kept_outside_its_file_must_be_here() -> None:
    scene = with_policy(paper_outside_allowed=False)
    command = RequestSpending("benches", SHOP, cny(1), "x", attachments=(PAPER,))
    scene.when(command).refused(FileMissing, PAPER, field="attachments")
    spending = agreed(scene, 10, papers=())
    scene.when(AttachToSpending(spending, (PAPER,))).refused(FileMissing, PAPER)


def test_what_was_attached_before_the_policy_is_asked_for_when_it_is_paid() -> None:
    scene = with_policy()
    spending = agreed(scene, 10)
    adopt(scene, 2, TODAY, paper_outside_allowed=False)
    paying(scene, spending).refused(FileMissing, PAPER)


def test_nobody_pays_themselves() -> None:
    scene = with_policy()
    paying(scene, agreed(scene, 10, payee=PartyId(TREASURER))).refused(SamePerson, "payee")


def advanced(scene: Scene, yuan: int = 10, payee: PartyId = ZHANG) -> SpendingId:
    spending = agreed(scene, yuan, payee=payee, kind="advance")
    paying(scene, spending, yuan)
    assert scene.refusal is None
    return spending


def test_who_has_an_advance_out_for_thirty_days_gets_no_new_one() -> None:
    scene = with_policy()
    first = advanced(scene)
    second = agreed(scene, 20, payee=ZHANG, kind="advance")
    scene.later(29)
    third = asked(scene, 30, ZHANG, kind="advance")
    scene.later(1)
    command = RequestSpending("benches", ZHANG, cny(1), "x", kind="advance")
    scene.when(command).refused(AdvanceUnsettled, first, "30", field="payee")
    agree(scene, third, CHAIR, "chair").refused(AdvanceUnsettled, first, "30")
    paying(scene, second).refused(AdvanceUnsettled, first, "30")
    asked(scene, 30, PartyId("per_li"), kind="advance")
    asked(scene, 30, ZHANG, kind="reimbursement")
    scene.when(SettleAdvance(first, cny(10 * YUAN), attachments=(PAPER,)), by=TREASURER)
    paying(scene, second)
    assert scene.refusal is None


def test_a_part_of_it_that_is_out_is_out() -> None:
    scene = with_policy()
    first = advanced(scene)
    scene.when(SettleAdvance(first, cny(999), attachments=(PAPER,)), by=TREASURER)
    command = RequestSpending("benches", ZHANG, cny(1), "x", kind="advance")
    scene.later(30).when(command).refused(AdvanceUnsettled)


def test_an_advance_that_came_back_by_a_reversal_is_out_no_more() -> None:
    scene = with_policy()
    spending = agreed(scene, 10, payee=ZHANG, kind="advance")
    paying(scene, spending, 10)
    asking = RequestPaymentReversal(spending, scene.facts[0].payment, Sealed("0"))
    scene.when(asking, by=TREASURER)
    scene.when(ConfirmPaymentReversal(scene.facts[0].reversal), by=CHAIR).later(31)
    asked(scene, 30, ZHANG, kind="advance")


def test_without_a_policy_an_advance_may_be_out_for_ever() -> None:
    scene = allocate(council(), Part(None, 100 * YUAN))
    spending = asked(scene, 10, ZHANG, kind="advance")
    scene.when(ApproveSpending(spending), by=CHAIR)
    paying(scene, spending, 10)
    asked(scene.later(400), 10, ZHANG, kind="advance")


@pytest.mark.parametrize(
    ("terms", "refusal", "more"),
    [
        ({}, AttachmentMissing, {}),
        ({"invoice_required": True}, InvoiceMissing, {"attachments": (PAPER,)}),
        ({"paper_outside_allowed": False}, FileMissing, {"attachments": (PAPER,), "invoices": ("2024",)}),
    ],
)
def test_a_settlement_has_the_papers_of_what_was_spent(
    terms: dict[str, Any], refusal: type[Any], more: dict[str, Any]
) -> None:
    scene = with_policy()
    spending = advanced(scene)
    adopt(scene, 2, TODAY, **terms)
    scene.when(SettleAdvance(spending, cny(1), **more), by=TREASURER).refused(refusal)
    scene.when(SettleAdvance(spending, returned=cny(1), account="bank"), by=TREASURER)
    assert scene.refusal is None, "what comes back needs no invoice"


def test_an_objection_stops_what_is_paid_beside_an_advance_and_not_its_settlement() -> None:
    scene = with_policy()
    spending = agreed(scene, 20, payee=ZHANG, kind="advance")
    paying(scene, spending, 10)
    objected(scene, spending)
    beside = SettleAdvance(spending, cny(1100), topped_up=cny(100), account="bank", attachments=(PAPER,))
    scene.when(beside, by=TREASURER).refused(ObjectionOpen)
    scene.when(SettleAdvance(spending, cny(1000), attachments=(PAPER,)), by=TREASURER)
    assert scene.refusal is None


def test_nobody_of_the_board_settles_what_they_approved() -> None:
    scene = with_policy()
    scene.when(SettleAdvance(advanced(scene), cny(1)), by=BOARD[0]).refused(SamePerson, "approver")
