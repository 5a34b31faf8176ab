"""An advance leaves the account, is no cost until it is settled against papers, and its rest comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.rules import TODAY, Scene, nth
from unit.projects.story import (
    BANK,
    CHAIR,
    FIRST,
    FOR_BENCHES,
    FUND,
    LEAD,
    OTHER,
    PAYMENT,
    PROJECT,
    SHOP,
    SPENDING,
    TREASURER,
    allocate,
    cny,
    council,
    held,
    pay,
    with_money,
)

from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    CloseProject,
    ConfirmPaymentReversal,
    RequestPaymentReversal,
    RequestSpending,
)
from services.projects.domain.documents import ADVANCES, Advances, Spending
from services.projects.domain.foreign import FundOverCommitted
from services.projects.domain.invoices.documents import InvoiceUse
from services.projects.domain.invoices.numbers import use_of
from services.projects.errors import ExceedsApproved, FundFrozen, OtherCurrency, OtherHolder, SamePerson
from services.projects.errors.spending import (
    AdvanceIsSettled,
    ExceedsAdvance,
    InvoiceUsed,
    NotAnAdvance,
    OpenAdvances,
)
from services.projects.events import (
    AdvanceSettled,
    Invoice,
    InvoiceTaken,
    Part,
    PartyId,
    ReversalId,
    SettlementId,
    Share,
)

ZHANG = PartyId("per_zhang")
SETTLEMENT = SettlementId(nth("stl"))
PAPER = "a" * 64
WHY = Sealed("0" * 64)


def advanced(scene: Scene, minor: int, *, approved: int | None = None, payee: PartyId = ZHANG) -> Scene:
    """The lead asks for an advance, the chair approves `approved`, the treasurer pays `minor`."""
    amount = cny(minor if approved is None else approved)
    scene.when(RequestSpending("benches", payee, amount, "timber", kind="advance"), by=LEAD)
    scene.when(ApproveSpending(SPENDING), by=CHAIR).when(pay(minor), by=TREASURER)
    assert scene.refusal is None
    return scene


def settle(scene: Scene, by: str = TREASURER, **sums: Any) -> Scene:
    """So many fen `spent`, `returned` and `topped_up`; the rest as the command has it."""
    money: dict[str, Any] = {
        name: cny(sums.pop(name)) for name in ("spent", "returned", "topped_up") if name in sums
    }
    return scene.when(SettleAdvance(SPENDING, **money, **sums), by=by)


def test_an_advance_is_out_and_neither_spent_nor_left() -> None:
    scene = advanced(with_money(1000), 400)
    assert scene.facts[0].kind == "advance"
    assert (held(scene).spent, held(scene).advanced, held(scene).reserved) == (cny(0), cny(400), cny(0))
    assert held(scene).remaining == cny(600)
    assert scene.document(Spending, SPENDING).outstanding == cny(400)
    assert [one.minor for one in scene.document(Advances, ADVANCES).out] == [400]


def test_a_settlement_says_what_it_was_spent_on_and_what_came_back() -> None:
    scene = advanced(with_money(1000), 400)
    settle(scene, spent=350, returned=50, account="bank", attachments=(PAPER,), invoices=("ab 12",)).then(
        AdvanceSettled(
            settlement=SETTLEMENT,
            spending=SPENDING,
            project=PROJECT,
            fund=FUND,
            account=BANK,
            payee=ZHANG,
            amount=cny(350),
            returned=cny(50),
            topped_up=cny(0),
            shares=(Share(FIRST, None, 350),),
            back=(Share(FIRST, None, 50),),
            extra=(),
            purpose="timber",
            reference=None,
            attachments=(PAPER,),
            invoices=(Invoice("AB12"),),
            approved_on=TODAY,
        ),
        InvoiceTaken(use_of(Invoice("AB12")), Invoice("AB12"), SETTLEMENT),
    )
    assert (held(scene).spent, held(scene).advanced, held(scene).remaining) == (cny(350), cny(0), cny(650))
    assert scene.document(Advances, ADVANCES).out == ()
    assert scene.document(InvoiceUse, use_of(Invoice("AB12"))).by == SETTLEMENT
    scene.replayed()


def test_an_advance_is_settled_bit_by_bit_and_never_beyond_what_is_out() -> None:
    scene = advanced(with_money(1000), 400)
    settle(scene, spent=100)
    settle(scene, spent=301).refused(ExceedsAdvance, "3.00", "CNY", field="spent")
    settle(scene, spent=250, returned=51, account="bank").refused(ExceedsAdvance, "3.00", "CNY")
    settle(scene, returned=300, account="bank")
    assert scene.refusal is None
    settle(scene, spent=1).refused(ExceedsAdvance, "0.00", "CNY")
    assert (held(scene).spent, held(scene).remaining) == (cny(100), cny(900))


def test_restricted_money_is_spent_first_and_free_money_comes_back_first() -> None:
    scene = allocate(council(), Part(None, 500), Part(FOR_BENCHES, 300))
    advanced(scene, 600)
    settle(scene, spent=350, returned=250, account="bank")
    assert scene.facts[0].shares == (Share(FIRST, FOR_BENCHES, 300), Share(FIRST, None, 50))
    assert scene.facts[0].back == (Share(FIRST, None, 250),)


def test_what_was_spent_beyond_the_advance_is_paid_under_the_same_approval() -> None:
    scene = advanced(with_money(1000), 400, approved=500)
    settle(scene, spent=550, topped_up=150, account="bank").refused(
        ExceedsApproved, "1.00", "CNY", field="topped_up"
    )
    settle(scene, spent=480, topped_up=80, account="bank")
    assert scene.facts[0].shares == (Share(FIRST, None, 480),)
    assert scene.facts[0].extra == (Share(FIRST, None, 80),)
    spending = scene.document(Spending, SPENDING)
    assert (spending.unpaid, spending.outstanding, spending.state) == (cny(20), cny(0), "partly_paid")
    assert (held(scene).spent, held(scene).reserved, held(scene).remaining) == (cny(480), cny(20), cny(500))
    scene.when(CancelSpending(SPENDING, WHY), by=CHAIR)
    assert held(scene).remaining == cny(520)
    scene.replayed()


def test_a_top_up_is_the_difference_and_nothing_else() -> None:
    scene = advanced(with_money(1000), 400, approved=500)
    settle(scene, spent=300, topped_up=50, account="bank").refused(InvalidInput, field="topped_up")
    settle(scene, spent=300, topped_up=50, returned=150, account="bank").refused(InvalidInput)
    settle(scene, topped_up=50, account="bank").refused(InvalidInput, field="spent")
    settle(scene, spent=450, topped_up=50).refused(InvalidInput, field="account")
    settle(scene, spent=450, topped_up=50, account="street-bank").refused(OtherHolder)
    scene.hears("funds", FundOverCommitted(FUND), FUND)
    settle(scene, spent=450, topped_up=50, account="bank").refused(FundFrozen)
    settle(scene, spent=300, returned=100, account="bank")
    assert scene.refusal is None, "what comes in is taken, also where payments wait"


def test_nothing_is_topped_up_of_what_is_cancelled() -> None:
    scene = advanced(with_money(1000), 400, approved=500)
    scene.when(CancelSpending(SPENDING, WHY), by=CHAIR)
    settle(scene, spent=450, topped_up=50, account="bank").refused(ExceedsApproved, "0.00", "CNY")
    settle(scene, spent=400)
    assert scene.refusal is None


def test_only_an_advance_is_settled_and_only_by_a_treasurer_who_had_no_hand_in_it() -> None:
    scene = with_money(1000)
    settle(scene, spent=1).refused(NotFound, "spending", SPENDING)
    advanced(scene, 400, payee=PartyId(OTHER))
    settle(scene, by=LEAD, spent=1).refused(SamePerson, "requester")
    settle(scene, by=CHAIR, spent=1).refused(SamePerson, "approver")
    settle(scene, by=OTHER, spent=1).refused(SamePerson, "payee")
    scene.when(RequestSpending("benches", SHOP, cny(1), "nails"), by=LEAD)
    other = scene.facts[0].spending
    scene.when(SettleAdvance(other, cny(1)), by=TREASURER).refused(NotAnAdvance, other)


def test_a_settlement_is_no_earlier_than_the_advance_and_in_its_currency() -> None:
    scene = advanced(with_money(1000), 400)
    settle(scene, spent=1, occurred_on=TODAY - timedelta(days=1)).refused(InvalidInput, field="occurred_on")
    scene.when(SettleAdvance(SPENDING, Money(1, "USD")), by=TREASURER).refused(OtherCurrency, "CNY")


@pytest.mark.parametrize("numbers", [("7777", " ７7-77 "), ("7777", "a1-23", "AI23")])
def test_a_settlement_names_no_invoice_twice(numbers: tuple[str, ...]) -> None:
    settle(advanced(with_money(1000), 400), spent=1, invoices=numbers).refused(InvalidInput)


def test_an_invoice_is_used_by_one_settlement_or_spending() -> None:
    scene = advanced(with_money(1000), 400)
    settle(scene, spent=100, invoices=("7777",))
    settle(scene, spent=100, invoices=("7777",)).refused(InvoiceUsed, "7777", SETTLEMENT)
    scene.when(RequestSpending("benches", SHOP, cny(1), "x", invoice="7777"), by=LEAD).refused(InvoiceUsed)


def test_an_advance_has_its_invoices_when_it_is_settled() -> None:
    scene = with_money(1000).when(
        RequestSpending("benches", ZHANG, cny(1), "x", kind="advance", invoice="7777"), by=LEAD
    )
    scene.refused(InvalidInput, field="invoice")


def test_a_project_with_advances_out_does_not_close() -> None:
    scene = advanced(with_money(1000), 400)
    scene.when(CloseProject("benches"), by=CHAIR).refused(OpenAdvances, "4.00", "CNY")
    settle(scene, spent=400)
    scene.when(CloseProject("benches"), by=CHAIR)
    assert scene.refusal is None


def test_the_payment_of_an_advance_is_reversed_while_all_of_it_is_out() -> None:
    scene = advanced(with_money(1000), 400)
    scene.when(RequestPaymentReversal(SPENDING, PAYMENT, WHY), by=TREASURER)
    reversal = ReversalId(scene.facts[0].reversal)
    settle(scene, spent=100)
    scene.when(ConfirmPaymentReversal(reversal), by=CHAIR).refused(AdvanceIsSettled, PAYMENT)


def test_a_reversed_advance_is_out_no_more() -> None:
    scene = advanced(with_money(1000), 400)
    scene.when(RequestPaymentReversal(SPENDING, PAYMENT, WHY), by=TREASURER)
    scene.when(ConfirmPaymentReversal(ReversalId(scene.facts[0].reversal)), by=CHAIR)
    assert (held(scene).advanced, held(scene).reserved) == (cny(0), cny(400))
    assert scene.document(Advances, ADVANCES).out == ()
    settle(scene, spent=1).refused(ExceedsAdvance, "0.00", "CNY")
    scene.replayed()
