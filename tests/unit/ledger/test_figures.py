"""What facts add to the figures of funds and projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway.books.charts import library
from gateway.ledger.figures import (
    Movement,
    fund_figures,
    moved_on,
    movements,
    project_figures,
)
from gateway.ledger.registry import HeldFund
from gateway.ledger.statements import money_by_figures, trial_balance
from kernel.money import Money
from kernel.sealed import Sealed
from services.funds import events as f
from services.projects import events as p

HELD = {
    "fnd": HeldFund("fnd", "CNY", "council"),
    "tied": HeldFund("tied", "CNY", "council", "category:green"),
}
FUND, ACCOUNT, PROJECT = f.FundId("fnd"), f.AccountId("acc"), f.ProjectId("prj")
DAY = date(2026, 1, 1)
GREEN = f.Restriction("category", "green")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def of(fact: Any) -> list[tuple[str, str, int]]:
    """(restriction, measure, minor) of what is shown."""
    return [
        (one.restriction, one.measure, one.minor)
        for one in movements(fact, HELD)
        if one.subject_kind != "check"
    ]


def receipt(kind: f.ReceiptKind) -> f.ReceiptRecorded:
    return f.ReceiptRecorded(f.ReceiptId("r"), FUND, ACCOUNT, kind, None, cny(5), None, None, None, None)


def undone(kind: f.ReceiptKind) -> f.ReceiptReversed:
    return f.ReceiptReversed(
        f.ReversalId("v"), f.ReceiptId("r"), FUND, ACCOUNT, kind, None, cny(5), None, DAY
    )


def outlay(kind: f.OutlayKind) -> f.OutlayRecorded:
    return f.OutlayRecorded(f.OutlayId("o"), FUND, ACCOUNT, kind, None, cny(5), None, None, None)


PARTS = (f.Part(GREEN, 2), f.Part(None, 3))
DONATION = f.DonationId("d")


@pytest.mark.parametrize(
    ("fact", "moved"),
    [
        (
            f.DonationReceived(DONATION, FUND, ACCOUNT, None, cny(5), GREEN, None, None, None),
            [("category:green", "received", 5)],
        ),
        (
            f.DonationReceived(DONATION, f.FundId("tied"), ACCOUNT, None, cny(5), None, None, None, None),
            [("category:green", "received", 5)],
        ),
        (
            f.DonationReversed(f.ReversalId("v"), DONATION, FUND, ACCOUNT, None, cny(5), None, DAY),
            [("", "received", -5)],
        ),
        (
            f.DonationRefunded(f.RefundId("r"), DONATION, FUND, ACCOUNT, None, cny(5), None, DAY, None),
            [("", "refunded", 5)],
        ),
        (receipt("grant"), [("", "received", 5)]),
        (receipt("agency"), []),
        (receipt("unidentified"), []),
        (undone("grant"), [("", "received", -5)]),
        (undone("agency"), []),
        (outlay("bank_fee"), [("", "other_out", 5)]),
        (outlay("gift"), [("", "other_out", 5)]),
        (outlay("fee_returned"), [("", "other_in", 5)]),
        (outlay("expense"), [("", "committed", 5), ("", "spent", 5)]),
        (
            f.OutlayReversed(f.ReversalId("v"), f.OutlayId("o"), FUND, ACCOUNT, "gift", None, cny(5), DAY),
            [("", "other_out", -5)],
        ),
        (
            f.MoneyTransferred(f.TransferId("t"), ACCOUNT, ACCOUNT, cny(5), cny(1), FUND, None),
            [("", "other_out", 1)],
        ),
        (f.MoneyTransferred(f.TransferId("t"), ACCOUNT, ACCOUNT, cny(5), None, None, None), []),
        (
            f.TransferReversed(
                f.ReversalId("v"), f.TransferId("t"), ACCOUNT, ACCOUNT, cny(5), cny(1), FUND, DAY
            ),
            [("", "other_out", -1)],
        ),
        (
            f.AllocationMade(f.AllocationId("a"), FUND, PROJECT, cny(5), PARTS, None),
            [("category:green", "committed", 2), ("", "committed", 3)],
        ),
        (
            f.AllocationReturnNoted(f.AllocationId("a"), FUND, PROJECT, cny(5), PARTS),
            [("category:green", "committed", -2), ("", "committed", -3)],
        ),
        (f.PaymentNoted(f.PaymentId("p"), FUND, PROJECT, ACCOUNT, cny(-5)), [("", "spent", -5)]),
        (f.DonationPledged(f.PledgeId("p"), FUND, None, cny(5), None, None), [("", "pledged", 5)]),
        (f.PledgeFulfilled(f.PledgeId("p"), DONATION, FUND, cny(5)), [("", "pledged", -5)]),
        (f.PledgeReopened(f.PledgeId("p"), DONATION, FUND, cny(3), cny(2)), [("", "pledged", 3)]),
        (f.FundCovered(FUND), []),
    ],
)
def test_a_fund_moves_by_its_facts(fact: Any, moved: list[tuple[str, str, int]]) -> None:
    assert of(fact) == moved


@pytest.mark.parametrize(
    ("fact", "measure", "minor"),
    [
        (f.PaymentNoted(f.PaymentId("p"), FUND, PROJECT, ACCOUNT, cny(-5)), "payments_noted", -5),
        (f.AllocationReturnNoted(f.AllocationId("a"), FUND, PROJECT, cny(5), PARTS), "returns_noted", 5),
        (outlay("expense"), "expensed", 5),
        (
            f.OutlayReversed(f.ReversalId("v"), f.OutlayId("o"), FUND, ACCOUNT, "expense", None, cny(5), DAY),
            "expensed",
            -5,
        ),
    ],
)
def test_what_the_checks_need_stands_beside_what_is_shown(fact: Any, measure: str, minor: int) -> None:
    found = [one for one in movements(fact, HELD) if one.subject_kind == "check"]
    assert found == [Movement("check", "fnd", "fnd", "", measure, "CNY", minor)]
    assert not [one for one in movements(outlay("gift"), HELD) if one.subject_kind == "check"]


def test_a_payment_is_checked_under_each_restriction_that_it_drew_on() -> None:
    shares = (
        p.Share(p.AllocationId("a"), p.Restriction("category", "green"), 2),
        p.Share(p.AllocationId("b"), None, 3),
    )
    ids = p.SpendingId("s"), p.ProjectId("prj"), p.FundId("fnd"), p.AccountId("acc"), p.PartyId("org")
    paid = p.SpendingPaid(p.PaymentId("p"), *ids, cny(5), shares, "planks", None)
    back = p.PaymentReversed(p.ReversalId("v"), p.PaymentId("p"), *ids, cny(5), shares, DAY, still_owed=False)
    for fact, sign in ((paid, 1), (back, -1)):
        checks = [one for one in movements(fact, HELD) if one.subject_kind == "check"]
        assert [(one.restriction, one.measure, one.minor) for one in checks] == [
            ("category:green", "paid", 2 * sign),
            ("", "paid", 3 * sign),
        ]


def test_what_is_cancelled_is_reserved_no_more_and_what_comes_back_after_that_is_not_reserved_again() -> None:
    ids = p.SpendingId("s"), p.ProjectId("prj"), p.FundId("fnd")
    assert of(p.SpendingCancelled(*ids, cny(5), Sealed("0"))) == [("", "reserved", -5)]
    assert of(p.SpendingCancelled(*ids, cny(0), Sealed("0"))) == []
    share = (p.Share(p.AllocationId("a"), None, 5),)
    paid = (*ids[1:], p.AccountId("acc"), p.PartyId("org"), cny(5), share, DAY)
    back = p.PaymentReversed(p.ReversalId("v"), p.PaymentId("p"), ids[0], *paid, still_owed=False)
    assert of(back) == [("", "spent", -5)]


def test_an_advance_is_out_until_it_is_settled() -> None:
    ids = p.SpendingId("s"), p.ProjectId("prj"), p.FundId("fnd")
    of_two = (
        p.Share(p.AllocationId("a"), p.Restriction("category", "green"), 2),
        p.Share(p.AllocationId("a"), None, 3),
    )
    paying = (*ids, p.AccountId("acc"), p.PartyId("per"), cny(5), of_two)
    paid = p.SpendingPaid(p.PaymentId("p"), *paying, "planks", None, kind="advance")
    assert of(paid) == [("", "reserved", -5), ("", "advanced", 5)]
    back = p.PaymentReversed(
        p.ReversalId("v"), p.PaymentId("p"), *paying, DAY, still_owed=True, kind="advance"
    )
    assert of(back) == [("", "reserved", 5), ("", "advanced", -5)]
    settled = p.AdvanceSettled(
        p.SettlementId("l"),
        *ids,
        p.AccountId("acc"),
        p.PartyId("per"),
        cny(4),
        cny(1),
        cny(0),
        (of_two[0], p.Share(p.AllocationId("a"), None, 2)),
        (p.Share(p.AllocationId("a"), None, 1),),
        (),
        "planks",
        None,
        (),
        (),
        None,
    )
    assert of(settled) == [("", "advanced", -5), ("", "spent", 4)]
    checks = [one for one in movements(settled, HELD) if one.subject_kind == "check"]
    assert [(one.restriction, one.measure, one.minor) for one in checks] == [("", "paid", -1)]
    more = replace(settled, amount=cny(7), returned=cny(0), topped_up=cny(2), back=(), extra=of_two[:1])
    assert of(more) == [("", "reserved", -2), ("", "advanced", -5), ("", "spent", 7)]
    checks = [one for one in movements(more, HELD) if one.subject_kind == "check"]
    assert [(one.restriction, one.minor) for one in checks] == [("category:green", 2)]
    made = project_figures([("allocated", 100), ("reserved", 30), ("spent", 10), ("advanced", 5)])
    assert made.remaining == 55


def test_a_project_moves_by_its_facts() -> None:
    ids = p.SpendingId("s"), p.ProjectId("prj"), p.FundId("fnd")
    share = (p.Share(p.AllocationId("a"), None, 5),)
    paying = (*ids[1:], p.AccountId("acc"), p.PartyId("org"), cny(5), share)
    assert of(p.SpendingApproved(*ids, p.PartyId("org"), cny(5))) == [("", "reserved", 5)]
    assert of(p.SpendingPaid(p.PaymentId("p"), ids[0], *paying, "planks", None)) == [
        ("", "reserved", -5),
        ("", "spent", 5),
    ]
    assert of(
        p.PaymentReversed(p.ReversalId("v"), p.PaymentId("p"), ids[0], *paying, DAY, still_owed=True)
    ) == [
        ("", "reserved", 5),
        ("", "spent", -5),
    ]
    parts = (p.Part(p.Restriction("category", "green"), 2), p.Part(None, 3))
    noted = p.AllocationNoted(p.AllocationId("a"), p.FundId("fnd"), p.ProjectId("prj"), cny(5), parts)
    assert of(noted) == [("category:green", "allocated", 2), ("", "allocated", 3)]
    assert movements(noted, HELD)[0] == Movement(
        "project", "prj", "fnd", "category:green", "allocated", "CNY", 2
    )
    returned = p.AllocationReturned(
        p.AllocationId("a"), p.FundId("fnd"), p.ProjectId("prj"), cny(5), parts, None, by_itself=True
    )
    assert of(returned) == [("category:green", "returned", 2), ("", "returned", 3)]


def test_available_is_what_neither_went_nor_is_committed() -> None:
    made = fund_figures(
        [
            ("", "received", 100),
            ("category:green", "received", 50),
            ("", "other_in", 7),
            ("", "refunded", 10),
            ("", "other_out", 3),
            ("category:green", "committed", 20),
            ("", "spent", 5),
            ("", "pledged", 1000),
        ]
    )
    assert made.available == 100 + 50 + 7 - 10 - 3 - 20 == 124
    assert made.outstanding == 15
    assert dict(made.by_restriction) == {"": 94, "category:green": 30}
    assert money_by_figures(made, paid=5) == 139


def test_what_remains_to_a_project_is_neither_reserved_nor_spent() -> None:
    made = project_figures([("allocated", 100), ("returned", 20), ("reserved", 30), ("spent", 10)])
    assert (made.allocated, made.remaining) == (80, 40)


def test_a_trial_balance_names_accounts_and_adds_up() -> None:
    made = trial_balance([("4101.01", 0, 5), ("1002", 5, 0), ("0000", 0, 0)], library().current)
    assert [row.account for row in made.rows] == ["0000", "1002", "4101.01"]
    assert [row.name_zh for row in made.rows] == ["0000", "银行存款", "捐赠收入-非限定性"]
    assert (made.debit, made.credit, made.rows[2].balance) == (5, 5, -5)


def test_what_an_approval_reserved_is_not_released_before_it() -> None:
    approved, paid_on = date(2026, 3, 9), date(2026, 3, 2)
    shares = (p.Share(p.AllocationId("a"), None, 5),)
    ids = p.SpendingId("s"), p.ProjectId("prj"), p.FundId("fnd"), p.AccountId("acc"), p.PartyId("org_1")
    paid = p.SpendingPaid(p.PaymentId("p"), *ids, cny(5), shares, "planks", None, approved)
    by_measure = {one.measure: moved_on(paid, one, paid_on) for one in movements(paid, HELD)}
    assert (by_measure["spent"], by_measure["reserved"]) == (paid_on, approved)
    later = replace(paid, approved_on=paid_on)
    assert {moved_on(later, one, approved) for one in movements(later, HELD)} == {approved}
