"""An invoice number is used once in all projects; papers are added, never taken away; a retention waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.rules import TODAY, Scene
from unit.projects.story import (
    CHAIR,
    EARLIER,
    LEAD,
    SECOND,
    SHOP,
    TREASURER,
    allocate,
    cny,
    held,
    paid,
    pay,
    with_money,
)

from kernel.errors import InvalidInput
from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    ConfirmPaymentReversal,
    ProposeProject,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
)
from services.projects.domain.documents import Spending
from services.projects.domain.invoices.documents import InvoiceUse
from services.projects.domain.invoices.numbers import invoice_of, use_of
from services.projects.domain.spending.commands import AttachToSpending
from services.projects.errors import OtherCurrency, WrongState
from services.projects.errors.spending import InvoiceKnown, InvoiceUsed, Retained
from services.projects.events import Part, PaymentId, ProjectId, ReversalId, SpendingId

NUMBER = "24312000000012345678"
WHY = Sealed("0" * 64)


def asked(
    scene: Scene, minor: int = 100, number: str | None = NUMBER, project: str = "benches"
) -> SpendingId:
    """The lead asks for so much, on an invoice."""
    scene.when(RequestSpending(project, SHOP, cny(minor), "timber", invoice=number), by=LEAD)
    assert scene.refusal is None
    return SpendingId(scene.facts[0].spending)


def reversed_(scene: Scene, spending: SpendingId, payment: PaymentId) -> None:
    scene.when(RequestPaymentReversal(spending, payment, WHY), by=TREASURER)
    scene.when(ConfirmPaymentReversal(ReversalId(scene.facts[0].reversal)), by=CHAIR)
    assert scene.refusal is None


def again(scene: Scene, number: str = NUMBER) -> Scene:
    return scene.when(RequestSpending("benches", SHOP, cny(1), "x", invoice=number), by=LEAD)


@pytest.mark.parametrize(
    "typed",
    [
        "ab-1200", " AB-1200 ", "AB -12 00", "ＡＢ－１２００", "a\u200bb-1200", "ab\u3000-1200",
        "\ufeffAB1200", "AB—1200", "AB−1200", "AB‐12‑00", "A.B/1200#",
        "No. AB1200", "№ AB1200", "N\u200bo. AB-1200",
        "发票号码：AB1200", "第AB1200号", "Invoice No AB1200",
        "AB١٢٠٠", "AB१२००", "AB\U0001d7cf\U0001d7d0〇0",
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert invoice_of(typed).number == "AB1200"


@pytest.mark.parametrize("alike", ["AB1200", "AB12OO", "AB120O", "ABI2OO", "ABl200", "ab\uff4c2oo"])
def test_what_the_eye_takes_for_a_digit_is_no_other_number(alike: str) -> None:
    assert use_of(invoice_of(alike)) == use_of(invoice_of("AB1200"))


@pytest.mark.parametrize("other", ["AB1201", "BA1200", "1200", "AB01200", "京AB1200"])
def test_another_number_is_another_number(other: str) -> None:
    assert use_of(invoice_of(other)) != use_of(invoice_of("AB1200"))


def test_leading_zeros_and_long_numbers_stay_as_they_are() -> None:
    assert invoice_of("00012").number == "00012"
    assert invoice_of("9" * 32).number == "9" * 32
    assert invoice_of("京A00012").number == "京A00012"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        *(("\u200b", "invoice.too_short"), ("-", "invoice.too_short"), ("— — — —", "invoice.too_short")),
        *(("№ 12", "invoice.too_short"), ("发票号码", "invoice.too_short"), ("ABCD", "invoice.too_short")),
        *(("АВ1200", "invoice.letters"), ("ΑΒ1200", "invoice.letters"), ("ÀB1200", "invoice.letters")),
        *(("AB1200〡", "invoice.letters"), ("あ1200", "invoice.letters")),
    ],
)
def test_what_tells_no_paper_from_another_is_no_number(typed: str, fault: str) -> None:
    scene = again(with_money(1000), typed).refused(InvalidInput)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"invoice.number": [fault]}


def test_a_number_is_used_once_in_all_projects() -> None:
    scene = with_money(1000).when(ProposeProject("toilet", "公厕", "eco-toilet"), by=LEAD)
    allocate(scene, Part(None, 500), allocation=SECOND, project=ProjectId(scene.facts[0].project))
    first = asked(scene)
    scene.when(RequestSpending("toilet", SHOP, cny(1), "x", invoice="２" + NUMBER[1:]), by=LEAD)
    scene.refused(InvoiceUsed, NUMBER, first, field="invoice.number")


def test_a_rejected_or_cancelled_request_frees_its_number() -> None:
    scene = with_money(1000)
    scene.when(RejectSpending(asked(scene)), by=CHAIR)
    assert scene.document(InvoiceUse, use_of(invoice_of(NUMBER))).by is None
    scene.when(CancelSpending(asked(scene), WHY), by=LEAD, role="project_lead")
    asked(scene)


def test_what_is_paid_in_part_keeps_its_number_when_it_is_cancelled() -> None:
    scene = with_money(1000)
    spending = asked(scene)
    scene.when(ApproveSpending(spending), by=CHAIR)
    payment = paid(scene, spending, 40)
    scene.when(CancelSpending(spending, WHY), by=CHAIR)
    again(scene).refused(InvoiceUsed, NUMBER, spending)
    reversed_(scene, spending, payment)
    asked(scene)


def test_a_full_reversal_frees_the_number_and_whoever_takes_it_first_has_it() -> None:
    scene = with_money(1000)
    spending = asked(scene)
    scene.when(ApproveSpending(spending), by=CHAIR)
    first, second = paid(scene, spending, 40), paid(scene, spending, 60)
    reversed_(scene, spending, first)
    again(scene).refused(InvoiceUsed, NUMBER, spending)
    reversed_(scene, spending, second)
    other = asked(scene)
    scene.when(pay(100, spending), by=TREASURER).refused(InvoiceUsed, NUMBER, other)
    scene.when(CancelSpending(spending, WHY), by=CHAIR)
    assert scene.document(InvoiceUse, use_of(invoice_of(NUMBER))).by == other
    scene.replayed()


def test_a_number_that_is_free_is_taken_again_by_a_payment() -> None:
    scene = with_money(1000)
    spending = asked(scene)
    scene.when(ApproveSpending(spending), by=CHAIR)
    reversed_(scene, spending, paid(scene, spending, 100))
    paid(scene, spending, 100)
    again(scene).refused(InvoiceUsed, NUMBER, spending)


def test_a_number_that_came_late_is_checked_too() -> None:
    scene = with_money(1000)
    first, second = asked(scene), asked(scene, number=None)
    scene.when(AttachToSpending(second, invoice=NUMBER)).refused(InvoiceUsed, NUMBER, first)
    scene.when(AttachToSpending(second, ("b" * 64,), "FP-77", WHY), by=LEAD)
    found = scene.document(Spending, second)
    assert (found.attachments, found.invoice) == (("b" * 64,), invoice_of("FP-77"))
    scene.when(AttachToSpending(second, invoice="7878")).refused(InvoiceKnown, "FP77", field="invoice")


def test_papers_are_added_and_none_twice() -> None:
    scene = with_money(1000)
    spending = asked(scene)
    scene.when(AttachToSpending(spending, ("b" * 64, "c" * 64)))
    scene.when(AttachToSpending(spending, ("c" * 64, "d" * 64)))
    assert scene.document(Spending, spending).attachments == ("b" * 64, "c" * 64, "d" * 64)
    scene.when(AttachToSpending(spending, ("c" * 64,))).refused(InvalidInput, field="attachments")
    scene.when(RejectSpending(spending), by=CHAIR)
    scene.when(AttachToSpending(spending, ("e" * 64,))).refused(WrongState, "rejected")


def kept_back(scene: Scene, minor: int, until: date, currency: str = "CNY") -> Scene:
    return scene.when(
        RequestSpending(
            "benches", SHOP, cny(1000), "benches", retained=Money(minor, currency), retained_until=until
        ),
        by=LEAD,
    )


def test_what_is_kept_back_stays_owed_and_is_paid_from_its_day_on() -> None:
    scene = kept_back(with_money(1000), 50, TODAY + timedelta(days=30))
    spending = SpendingId(scene.facts[0].spending)
    scene.when(ApproveSpending(spending), by=CHAIR)
    scene.when(pay(951, spending), by=TREASURER)
    scene.refused(Retained, "9.50", "CNY", (TODAY + timedelta(days=30)).isoformat(), field="amount")
    paid(scene, spending, 950)
    assert (held(scene).reserved, held(scene).spent) == (cny(50), cny(950))
    scene.later(29).when(pay(50, spending), by=TREASURER).refused(Retained)
    paid(scene.later(1), spending, 50)
    assert scene.document(Spending, spending).state == "paid"
    scene.replayed()


def test_no_more_is_kept_back_than_is_asked_for() -> None:
    scene = with_money(1000)
    kept_back(scene, 1001, TODAY).refused(InvalidInput, field="retention.amount")
    kept_back(scene, 1, TODAY, "USD").refused(OtherCurrency, "CNY", field="retention.amount")
    scene.when(
        RequestSpending(
            "benches", SHOP, cny(9), "x", kind="advance", retained=cny(1), retained_until=EARLIER
        ),
        by=LEAD,
    ).refused(InvalidInput, field="retention")
