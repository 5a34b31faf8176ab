"""Facts and the entries that the templates make of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.ledger.building import (
    BENCHES,
    DAYS,
    NEW,
    OLD,
    REGISTRY,
    REVERSALS,
    REVERSIBLE,
    RULES,
    SETTLED,
    advanced,
    cny,
    donated,
    entry,
    moved,
    paid,
    posted,
    received,
    refunded,
    settled,
    taken,
)

from gateway.ledger.chart import Chart
from gateway.ledger.errors import Unpostable
from gateway.ledger.postings import post
from kernel.sealed import Sealed
from services.funds import events as f
from services.members import events as m
from services.projects import events as p


def test_the_journal_says_what_was_taken_over_from_older_books() -> None:
    here, before = taken("expense"), replace(taken("expense"), historical=f.Historical("0" * 64, 2))
    assert entry(before).summary == f"{entry(here).summary} (historical)"
    assert entry(before).summary_zh == f"{entry(here).summary_zh}（历史）"
    assert entry(before).lines == entry(here).lines


@pytest.mark.parametrize(
    ("fact", "lines"),
    [
        (donated(), [("1002", 100, 0), ("4101.01", 0, 100)]),
        (donated(tied=BENCHES), [("1002", 100, 0), ("4101.02", 0, 100)]),
        (donated(fund="tied"), [("1002", 100, 0), ("4101.02", 0, 100)]),
        (donated(account="cash"), [("1001", 100, 0), ("4101.01", 0, 100)]),
        (donated(account="wechat"), [("1009", 100, 0), ("4101.01", 0, 100)]),
        (donated(account="alipay"), [("1009", 100, 0), ("4101.01", 0, 100)]),
        (refunded(), [("4101.01", 100, 0), ("2209", 0, 100), ("2209", 100, 0), ("1002", 0, 100)]),
        (received("grant"), [("1002", 100, 0), ("4401.01", 0, 100)]),
        (received("appropriation", BENCHES), [("1002", 100, 0), ("4401.02", 0, 100)]),
        (received("dues"), [("1002", 100, 0), ("4201.01", 0, 100)]),
        (received("service"), [("1002", 100, 0), ("4301.01", 0, 100)]),
        (received("interest"), [("1002", 100, 0), ("5301", 0, 100)]),
        (received("other"), [("1002", 100, 0), ("4901.01", 0, 100)]),
        (received("agency"), [("1002.09", 100, 0), ("2601", 0, 100)]),
        (received("unidentified"), [("1002", 100, 0), ("2209", 0, 100)]),
        (moved("wechat", "bank"), [("1002", 100, 0), ("1009", 0, 100)]),
        (
            moved("wechat", "bank", fee=1),
            [("1002", 100, 0), ("1009", 0, 100), ("5301", 1, 0), ("1009", 0, 1)],
        ),
        (taken("bank_fee"), [("5201", 100, 0), ("1002", 0, 100)]),
        (taken("platform_fee"), [("5301", 100, 0), ("1002", 0, 100)]),
        (taken("processor_fee"), [("5301", 100, 0), ("1002", 0, 100)]),
        (taken("fee_returned"), [("1002", 100, 0), ("5301", 0, 100)]),
        (taken("gift"), [("5101.01", 100, 0), ("1002", 0, 100)]),
        (taken("expense", "tied"), [("5101.02", 100, 0), ("1002", 0, 100)]),
        (paid((None, 70)), [("5101.01", 70, 0), ("1002", 0, 70)]),
        (
            paid((None, 70), (p.Restriction("project", "prj"), 30)),
            [("5101.01", 70, 0), ("1002", 0, 70), ("5101.02", 30, 0), ("1002", 0, 30)],
        ),
        (paid((None, 70), (None, 30)), [("5101.01", 100, 0), ("1002", 0, 100)]),
        (
            replace(paid((None, 70)), kind="reimbursement"),
            [("5101.01", 70, 0), ("2209", 0, 70), ("2209", 70, 0), ("1002", 0, 70)],
        ),
        (advanced(), [("1122", 100, 0), ("1002", 0, 100)]),
        (advanced(payee="org_1"), [("1141", 100, 0), ("1002", 0, 100)]),
        (settled(60), [("5101.01", 60, 0), ("1122", 0, 60)]),
        (settled(60, payee="org_1"), [("5101.01", 60, 0), ("1141", 0, 60)]),
        (settled(0, returned=40), [("1002", 40, 0), ("1122", 0, 40)]),
        (settled(60, returned=40), [("5101.01", 60, 0), ("1122", 0, 100), ("1002", 40, 0)]),
        (
            settled(120, topped_up=20, tied=p.Restriction("project", "prj")),
            [("5101.02", 120, 0), ("1122", 0, 120), ("1122", 20, 0), ("1002", 0, 20)],
        ),
    ],
)
def test_each_fact_posts_by_its_template(fact: Any, lines: list[tuple[str, int, int]]) -> None:
    assert posted(fact) == lines


@pytest.mark.parametrize("day", [OLD, NEW])
@pytest.mark.parametrize("payee", ["per_1", "org_1"])
def test_an_advance_and_its_settlements_leave_nothing_on_its_account(day: date, payee: str) -> None:
    left: dict[str, int] = {}
    for fact in (advanced(100, payee), settled(30, 20, payee=payee), settled(70, topped_up=20, payee=payee)):
        for account, debit, credit in posted(fact, day):
            left[account] = left.get(account, 0) + debit - credit
    assert left == {"1122" if payee == "per_1" else "1141": 0, "1002": -100, "5101.01": 100}


@given(SETTLED)
def test_what_a_settlement_moves_through_the_account_is_what_came_back_less_what_was_paid_beside_it(
    fact: p.AdvanceSettled,
) -> None:
    moved = sum(debit - credit for account, debit, credit in posted(fact) if account == "1002")
    assert moved == fact.returned.minor - fact.topped_up.minor


def test_interest_follows_the_regime_of_its_accounting_date() -> None:
    assert posted(received("interest"), NEW) == [("1002", 100, 0), ("4901.01", 0, 100)]


def test_lines_carry_what_they_concern() -> None:
    made = entry(paid((p.Restriction("project", "prj"), 100)))
    assert (made.book, made.currency, made.purpose) == ("council", "CNY", "planks")
    expense, money = made.lines
    assert (expense.fund, expense.project, expense.party) == ("free", "prj", "org_1")
    assert (expense.restriction, expense.money_account) == ("project:prj", "")
    assert money.money_account == "bank"


def test_a_plain_transfer_concerns_no_fund_and_its_fee_does() -> None:
    made = entry(moved("wechat", "bank", fee=1))
    assert [line.fund for line in made.lines] == ["", "", "free", "free"]
    assert [line.money_account for line in made.lines] == ["bank", "wechat", "", "wechat"]


@pytest.mark.parametrize(("fact", "undone"), REVERSALS)
def test_a_reversal_is_the_same_entry_in_red(fact: Any, undone: Any) -> None:
    red = [replace(line, debit=-line.debit, credit=-line.credit) for line in entry(fact).lines]
    assert list(entry(undone).lines) == red


@pytest.mark.parametrize(
    "fact",
    [
        m.CouncilFounded("Binhu"),
        f.DonationPledged(f.PledgeId("plg"), f.FundId("free"), None, cny(1), None, None),
        f.PledgeFulfilled(f.PledgeId("plg"), f.DonationId("don"), f.FundId("free"), cny(1)),
        f.PledgeReopened(f.PledgeId("plg"), f.DonationId("don"), f.FundId("free"), cny(1), cny(0)),
        f.AllocationMade(
            f.AllocationId("all"), f.FundId("free"), f.ProjectId("prj"), cny(1), (f.Part(None, 1),), None
        ),
        f.PaymentNoted(f.PaymentId("pay"), f.FundId("free"), f.ProjectId("prj"), f.AccountId("bank"), cny(1)),
        f.ReversalRequested(f.ReversalId("rev"), "don", "donation", Sealed("0")),
        f.FundCovered(f.FundId("free")),
        p.SpendingApproved(
            p.SpendingId("spd"), p.ProjectId("prj"), p.FundId("free"), p.PartyId("org"), cny(1)
        ),
        p.ProjectClosed(p.ProjectId("prj")),
    ],
)
def test_what_moves_no_money_posts_nothing(fact: Any) -> None:
    assert post(fact, OLD, REGISTRY, RULES) is None


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (donated(fund="nowhere"), "ledger.fund_unknown"),
        (donated(account="nowhere"), "ledger.account_unknown"),
        (donated(fund="theirs"), "ledger.two_holders"),
        (moved("bank", "theirs"), "ledger.two_holders"),
        (donated(account="dollars"), "ledger.two_currencies"),
        (moved("bank", "dollars"), "ledger.two_currencies"),
        (donated(account="safe"), "ledger.no_account_for_kind"),
        (donated(0), "ledger.nothing_to_post"),
    ],
)
def test_what_cannot_be_posted_says_why(fact: Any, code: str) -> None:
    with pytest.raises(Unpostable) as why:
        post(fact, OLD, REGISTRY, RULES)
    assert why.value.code == code


def test_a_fact_without_a_template_cannot_be_posted() -> None:
    bare: tuple[Chart, ...] = tuple(replace(one, templates={}) for one in RULES.charts)
    with pytest.raises(Unpostable) as why:
        post(donated(), OLD, REGISTRY, replace(RULES, charts=bare))
    assert why.value.code == "ledger.no_template"


def test_shares_that_do_not_add_up_still_post_what_left() -> None:
    odd = replace(paid((None, 70)), amount=cny(100))
    assert posted(odd) == [("5101.01", 100, 0), ("1002", 0, 100)]


@given(REVERSIBLE | SETTLED | st.sampled_from([undone for _, undone in REVERSALS]), DAYS)
def test_debits_equal_credits_in_every_entry(fact: Any, on: date) -> None:
    made = entry(fact, on)
    assert sum(line.debit for line in made.lines) == sum(line.credit for line in made.lines) != 0
