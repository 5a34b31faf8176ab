"""Support to social organisations: grants by tranches, and what is given without money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from support.rules import TODAY, Scene, nth
from unit.projects.story import (
    CHAIR,
    LEAD,
    OTHER,
    PROJECT,
    SHOP,
    TREASURER,
    approved,
    cny,
    paid,
    pay,
    requested,
    with_money,
)

from kernel.errors import InvalidInput, NotFound
from kernel.ids import derived
from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.commands import (
    CancelSpending,
    CloseProject,
    ConfirmPaymentReversal,
    ProposeProject,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
)
from services.projects.domain.documents import PendingReversal
from services.projects.domain.grants.commands import (
    AgreeGrant,
    CloseGrant,
    DrawTranche,
    RecordSupport,
    ReportTranche,
    ReturnTranche,
    WithdrawSupport,
)
from services.projects.domain.grants.documents import Grant
from services.projects.errors import OtherCurrency, ProjectIsClosed
from services.projects.errors.activities import AlreadyWithdrawn
from services.projects.errors.grants import (
    ExceedsOwed,
    GrantIsClosed,
    OtherSpending,
    ReturnTaken,
    SpendingTaken,
    TrancheWrongState,
    UnspentOwed,
)
from services.projects.events import PartyId, SpendingId
from services.projects.events.claims import MemberId
from services.projects.events.grants import (
    GrantAgreed,
    GrantClosed,
    SupportGiven,
    SupportWithdrawn,
    Tranche,
    TrancheDrawn,
    TrancheReported,
    TrancheReturned,
)

KITCHEN = MemberId(derived("mem", "kitchen"))
GRANT, SUPPORT = nth("grt"), nth("sup")
PAPER, WHY = "ab" * 32, Sealed("cc" * 32)
RECEIPT, OTHER_RECEIPT = derived("rcp", "one"), derived("rcp", "two")
MARCH, SEPTEMBER = date(2026, 3, 1), date(2026, 9, 1)


def agreement(*minor: int) -> AgreeGrant:
    tranches = tuple(Tranche(cny(units), day) for units, day in zip(minor, (MARCH, SEPTEMBER), strict=False))
    return AgreeGrant("benches", KITCHEN, SHOP, "社区食堂", PAPER, tranches)


def agreed(*minor: int) -> Scene:
    """A project with money, and a grant of these tranches."""
    return with_money(10_000).when(agreement(*minor), by=CHAIR)


def drawn_and_paid(scene: Scene, number: int, minor: int) -> SpendingId:
    """The tranche is asked for, approved, drawn and paid."""
    spending = approved(scene, minor)
    scene.when(DrawTranche(GRANT, number, spending), by=LEAD)
    assert scene.refusal is None
    paid(scene, spending, minor)
    return spending


def reported(number: int, minor: int, of: int) -> Scene:
    """The same, and the organisation spent so much of it."""
    scene = agreed(*([of] * number))
    for before in range(1, number + 1):
        drawn_and_paid(scene, before, of)
        scene.when(ReportTranche(GRANT, before, cny(minor), Sealed("x")), by=LEAD)
    assert scene.refusal is None
    return scene


def test_a_grant_is_agreed_by_a_paper_in_tranches() -> None:
    tranches = (Tranche(cny(600), MARCH), Tranche(cny(400), SEPTEMBER))
    scene = agreed(600, 400)
    scene.then(GrantAgreed(GRANT, PROJECT, KITCHEN, SHOP, "社区食堂", PAPER, cny(1000), tranches))
    assert scene.said[0].subject == GRANT


def test_tranches_are_of_one_currency_and_follow_each_other() -> None:
    first, second = Tranche(cny(1), SEPTEMBER), Tranche(cny(1), MARCH)
    scene = with_money(1)
    scene.when(replace(agreement(1), tranches=(first, second)))
    scene.refused(InvalidInput, field="tranches.1.due_on")
    dollars = Tranche(Money(1, "USD"), SEPTEMBER)
    scene.when(replace(agreement(1), tranches=(first, dollars)))
    scene.refused(OtherCurrency, "CNY", field="tranches.1.amount")
    scene.when(replace(agreement(1), tranches=())).refused(InvalidInput, field="tranches")


def test_a_grant_is_for_an_open_project() -> None:
    scene = with_money(1).when(replace(agreement(1), project="toilet")).refused(NotFound, field="project")
    scene.when(CloseProject("benches"), by=CHAIR).when(agreement(1)).refused(ProjectIsClosed)


def test_a_tranche_is_drawn_by_the_spending_that_it_promises() -> None:
    scene = agreed(600, 400)
    spending = requested(scene, 600)
    scene.when(DrawTranche(GRANT, 1, spending)).then(TrancheDrawn(GRANT, 1, spending))
    scene.when(DrawTranche(GRANT, 1, spending)).refused(TrancheWrongState, "1", "drawn")


def test_the_spending_is_of_the_same_project_payee_and_sum() -> None:
    scene = agreed(600)
    scene.when(DrawTranche(GRANT, 1, requested(scene, 599)))
    scene.refused(OtherSpending, "amount", field="spending")
    other = PartyId(derived("org", "other"))
    scene.when(RequestSpending("benches", other, cny(600), "x"), by=LEAD)
    scene.when(DrawTranche(GRANT, 1, scene.facts[0].spending)).refused(OtherSpending, "payee")
    rejected = requested(scene, 600)
    scene.when(RejectSpending(rejected), by=CHAIR)
    scene.when(DrawTranche(GRANT, 1, rejected)).refused(OtherSpending, "state")
    scene.when(DrawTranche(GRANT, 1, SpendingId(nth("spd", 99)))).refused(NotFound, field="spending")


def test_the_spending_of_another_project_draws_nothing() -> None:
    scene = agreed(600).when(ProposeProject("toilet", "公厕", "eco"), by=LEAD)
    scene.when(replace(agreement(600), project="toilet"), by=CHAIR)
    scene.when(DrawTranche(nth("grt", 2), 1, requested(scene, 600))).refused(OtherSpending, "project")


def test_a_spending_pays_one_tranche() -> None:
    scene = agreed(600).when(agreement(600), by=CHAIR)
    spending = requested(scene, 600)
    scene.when(DrawTranche(GRANT, 1, spending))
    scene.when(DrawTranche(nth("grt", 2), 1, spending)).refused(SpendingTaken, GRANT, field="spending")


def test_the_next_tranche_waits_for_the_report_on_the_one_before() -> None:
    scene = agreed(600, 400)
    spending = requested(scene, 400)
    scene.when(DrawTranche(GRANT, 2, spending)).refused(TrancheWrongState, "1", "promised", field="number")
    drawn_and_paid(scene, 1, 600)
    scene.when(DrawTranche(GRANT, 2, spending)).refused(TrancheWrongState, "1", "drawn")
    scene.when(ReportTranche(GRANT, 1, cny(600), Sealed("x")))
    scene.when(DrawTranche(GRANT, 2, spending)).then(TrancheDrawn(GRANT, 2, spending))


def test_a_tranche_whose_spending_came_to_nothing_is_drawn_anew() -> None:
    scene = agreed(600)
    spending = requested(scene, 600)
    scene.when(DrawTranche(GRANT, 1, spending)).when(RejectSpending(spending), by=CHAIR)
    again = requested(scene, 600)
    scene.when(DrawTranche(GRANT, 1, again)).then(TrancheDrawn(GRANT, 1, again))


def test_a_report_is_on_what_was_paid_to_the_end() -> None:
    scene = agreed(600)
    report = ReportTranche(GRANT, 1, cny(500), Sealed("购置餐具"), (PAPER,))
    scene.when(report).refused(TrancheWrongState, "1", "promised")
    spending = approved(scene, 600)
    scene.when(DrawTranche(GRANT, 1, spending)).when(report).refused(TrancheWrongState, "1", "drawn")
    paid(scene, spending, 200)
    scene.when(report).refused(TrancheWrongState, "1", "drawn")
    paid(scene, spending, 400)
    scene.when(report).then(TrancheReported(GRANT, 1, cny(500), cny(100), Sealed("购置餐具"), (PAPER,)))


def test_a_report_on_what_was_paid_in_part_and_then_cancelled() -> None:
    scene = agreed(600)
    spending = approved(scene, 600)
    scene.when(DrawTranche(GRANT, 1, spending))
    paid(scene, spending, 200)
    scene.when(CancelSpending(spending, WHY), by=CHAIR)
    scene.when(ReportTranche(GRANT, 1, cny(201), Sealed("x"))).refused(
        ExceedsOwed, "2.00", "CNY", field="spent"
    )
    assert scene.when(ReportTranche(GRANT, 1, cny(150), Sealed("x"))).facts[0].unspent == cny(50)


def test_a_report_is_corrected_by_another_down_to_what_came_back() -> None:
    scene = reported(1, 500, of=600)
    assert scene.when(ReportTranche(GRANT, 1, cny(450), Sealed("x"))).facts[0].unspent == cny(150)
    scene.when(ReturnTranche(GRANT, 1, cny(150), RECEIPT), by=TREASURER)
    scene.when(ReportTranche(GRANT, 1, cny(451), Sealed("x"))).refused(
        ExceedsOwed, "4.50", "CNY", field="spent"
    )
    scene.when(ReportTranche(GRANT, 1, Money(1, "USD"), Sealed("x"))).refused(
        OtherCurrency, "CNY", field="spent"
    )


def test_the_unspent_comes_back_by_a_receipt_and_not_more_than_that() -> None:
    scene = reported(1, 500, of=600)
    scene.when(ReturnTranche(GRANT, 1, cny(101), RECEIPT)).refused(ExceedsOwed, "1.00", "CNY", field="amount")
    scene.when(ReturnTranche(GRANT, 1, Money(1, "USD"), RECEIPT)).refused(OtherCurrency, field="amount")
    scene.when(ReturnTranche(GRANT, 1, cny(60), RECEIPT)).then(TrancheReturned(GRANT, 1, cny(60), RECEIPT))
    scene.when(ReturnTranche(GRANT, 1, cny(40), RECEIPT)).refused(ReturnTaken, RECEIPT, field="by")
    scene.when(ReturnTranche(GRANT, 1, cny(41), OTHER_RECEIPT)).refused(ExceedsOwed, "0.40", "CNY")
    assert scene.when(ReturnTranche(GRANT, 1, cny(40), OTHER_RECEIPT)).refusal is None


def test_nothing_comes_back_before_the_report() -> None:
    scene = agreed(600)
    scene.when(ReturnTranche(GRANT, 1, cny(1), RECEIPT)).refused(TrancheWrongState, "1", "promised")
    scene.when(ReturnTranche(GRANT, 2, cny(1), RECEIPT)).refused(NotFound, "tranche", "2", field="number")


def _reversed(scene: Scene, spending: SpendingId) -> Any:
    """The last payment of it came back, and two people said so."""
    payment = next(told.fact.payment for told in reversed(scene.log) if getattr(told.fact, "payment", None))
    scene.when(RequestPaymentReversal(spending, payment, WHY), by=TREASURER)
    return scene.facts[0].reversal


def test_a_tranche_that_came_back_whole_came_back_by_a_reversal() -> None:
    scene = agreed(600)
    spending = drawn_and_paid(scene, 1, 600)
    scene.when(ReportTranche(GRANT, 1, cny(0), Sealed("未开展")))
    reversal = _reversed(scene, spending)
    scene.when(ReturnTranche(GRANT, 1, cny(600), reversal)).refused(OtherSpending, "state", field="by")
    scene.when(ConfirmPaymentReversal(reversal), by=CHAIR)
    assert scene.document(PendingReversal, reversal).state == "confirmed"
    scene.when(ReturnTranche(GRANT, 1, cny(599), reversal)).refused(OtherSpending, "amount", field="by")
    scene.when(ReturnTranche(GRANT, 1, cny(600), reversal))
    scene.then(TrancheReturned(GRANT, 1, cny(600), reversal))
    scene.when(CloseGrant(GRANT)).then(GrantClosed(GRANT))


def test_the_reversal_of_another_payment_brings_nothing_back() -> None:
    scene = reported(1, 0, of=600)
    other = approved(scene, 100)
    paid(scene, other, 100)
    reversal = _reversed(scene, other)
    scene.when(ConfirmPaymentReversal(reversal), by=CHAIR)
    scene.when(ReturnTranche(GRANT, 1, cny(100), reversal)).refused(OtherSpending, "spending", field="by")
    scene.when(ReturnTranche(GRANT, 1, cny(100), nth("rvp", 99))).refused(NotFound, field="by")


def test_a_grant_closes_when_all_that_was_paid_is_accounted_for() -> None:
    scene = agreed(600, 400)
    spending = approved(scene, 600)
    scene.when(DrawTranche(GRANT, 1, spending)).when(CloseGrant(GRANT)).refused(
        TrancheWrongState, "1", "drawn"
    )
    scene.when(pay(600, spending), by=TREASURER).when(ReportTranche(GRANT, 1, cny(500), Sealed("x")))
    scene.when(CloseGrant(GRANT)).refused(UnspentOwed, "1", "1.00", "CNY")
    scene.when(ReturnTranche(GRANT, 1, cny(100), RECEIPT)).when(CloseGrant(GRANT)).then(GrantClosed(GRANT))
    scene.when(CloseGrant(GRANT)).refused(GrantIsClosed, GRANT)
    scene.when(DrawTranche(GRANT, 2, requested(scene, 400))).refused(GrantIsClosed, GRANT)
    scene.replayed()


def test_a_grant_that_is_not_known_is_not_found() -> None:
    with_money(1).when(CloseGrant(nth("grt", 9))).refused(NotFound, "grant", nth("grt", 9), field="grant")


def test_support_without_money_is_written_down_by_its_kind() -> None:
    scene = with_money(1).when(RecordSupport("venue", KITCHEN, Sealed("公益坊一楼"), "benches", TODAY))
    scene.then(SupportGiven(SUPPORT, "venue", KITCHEN, Sealed("公益坊一楼"), PROJECT))
    scene.when(RecordSupport("training", KITCHEN, Sealed("财务培训"))).then(
        SupportGiven(nth("sup", 2), "training", KITCHEN, Sealed("财务培训"), None)
    )
    scene.when(RecordSupport("venue", KITCHEN, Sealed("x"), "toilet")).refused(NotFound, field="project")


def test_support_that_was_written_down_wrongly_is_taken_back_once() -> None:
    scene = with_money(1).when(RecordSupport("venue", KITCHEN, Sealed("公益坊一楼")))
    scene.when(WithdrawSupport(SUPPORT, WHY)).then(SupportWithdrawn(SUPPORT, WHY))
    scene.when(WithdrawSupport(SUPPORT, WHY)).refused(AlreadyWithdrawn, SUPPORT)
    scene.when(WithdrawSupport(nth("sup", 9), WHY)).refused(NotFound, field="support")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["draw", "pay", "report", "return", "cancel", "close"]),
        st.integers(1, 2),
        st.integers(0, 400),
    ),
    max_size=25,
)


def _step(scene: Scene, what: str, number: int, minor: int, n: int) -> None:
    """One of the things that may be asked about a tranche of 3 yuan."""
    spending = scene.document(Grant, GRANT).parts[number - 1].spending
    match what:
        case "draw":
            scene.when(DrawTranche(GRANT, number, approved(scene, 300)), by=LEAD)
        case "pay" if spending:
            scene.when(pay(max(minor, 1), spending), by=TREASURER)
        case "cancel" if spending:
            scene.when(CancelSpending(spending, WHY), by=CHAIR)
        case "report":
            scene.when(ReportTranche(GRANT, number, cny(minor), Sealed("x")), by=OTHER)
        case "return":
            scene.when(ReturnTranche(GRANT, number, cny(max(minor, 1)), derived("rcp", str(n))), by=TREASURER)
        case "close":
            scene.when(CloseGrant(GRANT), by=CHAIR)
        case _:
            pass


@settings(max_examples=120, deadline=None)
@drawn(STEPS)
def test_whatever_is_done_no_more_comes_back_than_was_paid_and_nothing_is_open_when_it_closes(
    steps: list[tuple[str, int, int]],
) -> None:
    scene = with_money(100_000).when(agreement(300, 300), by=CHAIR)
    for n, (what, number, minor) in enumerate(steps):
        _step(scene, what, number, minor, n)
        grant = scene.document(Grant, GRANT)
        for part in grant.parts:
            assert part.given_back.minor + (part.spent.minor if part.spent else 0) <= 300
            assert part.owed.minor >= 0
        if not grant.open:
            assert all(not part.owed for part in grant.parts)
    scene.replayed()
