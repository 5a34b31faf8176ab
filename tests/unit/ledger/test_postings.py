"""Facts and the entries that the templates make of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.books.charts import library
from gateway.ledger.chart import PLACES, Chart
from gateway.ledger.entries import Entry
from gateway.ledger.errors import Unpostable
from gateway.ledger.postings import post
from gateway.ledger.registry import HeldFund, MoneyAccount, Registry
from gateway.ledger.rules import Rules
from kernel.money import Money
from kernel.sealed import Sealed
from services.funds import events as f
from services.funds.domain.documents import Donation, Outlay, Receipt, Transfer
from services.funds.domain.reversals import undone
from services.members import events as m
from services.projects import events as p

RULES = library().current
OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)
REGISTRY = Registry(
    {
        "bank": MoneyAccount("bank", "bank", "CNY", "council"),
        "cash": MoneyAccount("cash", "cash", "CNY", "council"),
        "wechat": MoneyAccount("wechat", "wechat", "CNY", "council"),
        "alipay": MoneyAccount("alipay", "alipay", "CNY", "council"),
        "theirs": MoneyAccount("theirs", "bank", "CNY", "committee"),
        "dollars": MoneyAccount("dollars", "bank", "USD", "council"),
        "safe": MoneyAccount("safe", "gold", "CNY", "council"),
    },
    {
        "free": HeldFund("free", "CNY", "council"),
        "tied": HeldFund("tied", "CNY", "council", "category:green"),
        "theirs": HeldFund("theirs", "CNY", "committee"),
    },
)
BENCHES = f.Restriction("project", "prj_1")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def donated(
    minor: int = 100, fund: str = "free", account: str = "bank", tied: f.Restriction | None = None
) -> f.DonationReceived:
    return f.DonationReceived(
        f.DonationId("don"), f.FundId(fund), f.AccountId(account), f.PartyId("per_1"), cny(minor), tied,
        "benches", None, None,
    )  # fmt: skip


def received(kind: f.ReceiptKind, tied: f.Restriction | None = None) -> f.ReceiptRecorded:
    return f.ReceiptRecorded(
        f.ReceiptId("rcp"),
        f.FundId("free"),
        f.AccountId("bank"),
        kind,
        None,
        cny(100),
        tied,
        None,
        None,
        None,
    )


def taken(kind: f.OutlayKind, fund: str = "free") -> f.OutlayRecorded:
    return f.OutlayRecorded(
        f.OutlayId("out"), f.FundId(fund), f.AccountId("bank"), kind, None, cny(100), None, None, None
    )


def moved(source: str, target: str, fee: int = 0) -> f.MoneyTransferred:
    return f.MoneyTransferred(
        f.TransferId("tra"), f.AccountId(source), f.AccountId(target), cny(100),
        cny(fee) if fee else None, f.FundId("free") if fee else None, None,
    )  # fmt: skip


def paid(
    *shares: tuple[p.Restriction | None, int], fund: str = "free", account: str = "bank"
) -> p.SpendingPaid:
    return p.SpendingPaid(
        p.PaymentId("pay"), p.SpendingId("spd"), p.ProjectId("prj"), p.FundId(fund), p.AccountId(account),
        p.PartyId("org_1"), cny(sum(minor for _, minor in shares)),
        tuple(p.Share(p.AllocationId(f"all_{n}"), tied, minor) for n, (tied, minor) in enumerate(shares)),
        "planks", None,
    )  # fmt: skip


def entry(fact: Any, on: date = OLD, rules: Rules = RULES) -> Entry:
    made = post(fact, on, REGISTRY, rules)
    assert made is not None
    return made


def posted(fact: Any, on: date = OLD) -> list[tuple[str, int, int]]:
    return [(line.account, line.debit, line.credit) for line in entry(fact, on).lines]


REFUND = f.DonationRefunded(
    f.RefundId("ref"), f.DonationId("don"), f.FundId("free"), f.AccountId("bank"), None, cny(100), None, None
)


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
        (REFUND, [("4101.01", 100, 0), ("2209", 0, 100), ("2209", 100, 0), ("1002", 0, 100)]),
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
    ],
)
def test_each_fact_posts_by_its_template(fact: Any, lines: list[tuple[str, int, int]]) -> None:
    assert posted(fact) == lines


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


REVERSALS: list[tuple[Any, Any]] = [
    (
        donated(tied=BENCHES),
        f.DonationReversed(
            f.ReversalId("rev"), f.DonationId("don"), f.FundId("free"), f.AccountId("bank"),
            f.PartyId("per_1"), cny(100), BENCHES, OLD,
        ),
    ),
    (
        received("grant"),
        f.ReceiptReversed(
            f.ReversalId("rev"), f.ReceiptId("rcp"), f.FundId("free"), f.AccountId("bank"), "grant", None,
            cny(100), None, OLD,
        ),
    ),
    (
        received("interest"),
        f.ReceiptReversed(
            f.ReversalId("rev"), f.ReceiptId("rcp"), f.FundId("free"), f.AccountId("bank"), "interest", None,
            cny(100), None, OLD,
        ),
    ),
    (
        moved("wechat", "bank", fee=1),
        f.TransferReversed(
            f.ReversalId("rev"), f.TransferId("tra"), f.AccountId("wechat"), f.AccountId("bank"), cny(100),
            cny(1), f.FundId("free"), OLD,
        ),
    ),
    (
        taken("gift"),
        f.OutlayReversed(
            f.ReversalId("rev"), f.OutlayId("out"), f.FundId("free"), f.AccountId("bank"), "gift", None,
            cny(100), OLD,
        ),
    ),
    (
        paid((None, 70), (p.Restriction("project", "prj"), 30)),
        p.PaymentReversed(
            p.ReversalId("rvp"), p.PaymentId("pay"), p.SpendingId("spd"), p.ProjectId("prj"),
            p.FundId("free"), p.AccountId("bank"), p.PartyId("org_1"), cny(100),
            (
                p.Share(p.AllocationId("all_0"), None, 70),
                p.Share(p.AllocationId("all_1"), p.Restriction("project", "prj"), 30),
            ),
            OLD,
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "undone"), REVERSALS)
def test_a_reversal_is_the_same_entry_in_red(fact: Any, undone: Any) -> None:
    red = [replace(line, debit=-line.debit, credit=-line.credit) for line in entry(fact).lines]
    assert list(entry(undone).lines) == red


def otherwise(chart: Chart) -> Chart:
    """The same regime, were all that is no money account booked as other expenses."""
    steps = {
        key: tuple(
            replace(
                step,
                debit=step.debit if step.debit in PLACES else "5401",
                credit=step.credit if step.credit in PLACES else "5401",
            )
            for step in template.steps
        )
        for key, template in chart.templates.items()
    }
    made = {key: replace(template, steps=steps[key]) for key, template in chart.templates.items()}
    return replace(chart, templates=made)


UNLIKE = replace(RULES, charts=(RULES.charts[0], otherwise(RULES.charts[1])))
"""Two regimes that agree on nothing but the money."""


@pytest.mark.parametrize("rules", [RULES, UNLIKE])
@pytest.mark.parametrize(("original_on", "on"), [(OLD, NEW), (NEW, NEW), (OLD, OLD)])
@pytest.mark.parametrize(("fact", "undone"), REVERSALS)
def test_over_the_border_of_regimes_a_reversal_posts_to_the_accounts_of_what_it_reverses(
    fact: Any, undone: Any, original_on: date, on: date, rules: Rules
) -> None:
    before = entry(fact, original_on, rules)
    red = entry(replace(undone, original_on=original_on), on, rules)
    assert left(before, red) == {}
    assert (red.occurred_on, red.chart, red.template) == (on, before.chart, before.template)


def test_interest_of_2025_that_is_reversed_in_2026_leaves_the_expense_account_of_2025() -> None:
    undone = next(undone for fact, undone in REVERSALS if getattr(fact, "kind", "") == "interest")
    assert posted(undone, NEW) == [("1002", -100, 0), ("5301", 0, -100)]


def left(*entries: Entry) -> dict[tuple[str, ...], int]:
    """What the entries together leave: debit less credit, by account and all that a line concerns."""
    sums: Counter[tuple[str, ...]] = Counter()
    for line in (line for one in entries for line in one.lines):
        keys = line.account, line.fund, line.project, line.party, line.money_account, line.restriction
        sums[keys] += line.debit - line.credit
    return {keys: minor for keys, minor in sums.items() if minor}


@pytest.mark.parametrize(
    "fact",
    [
        m.CouncilFounded("Binhu"),
        f.DonationPledged(f.PledgeId("plg"), f.FundId("free"), None, cny(1), None, None),
        f.PledgeFulfilled(f.PledgeId("plg"), f.DonationId("don"), f.FundId("free"), cny(1)),
        f.AllocationMade(
            f.AllocationId("all"), f.FundId("free"), f.ProjectId("prj"), cny(1), (f.Part(None, 1),), None
        ),
        f.PaymentNoted(f.PaymentId("pay"), f.FundId("free"), f.ProjectId("prj"), f.AccountId("bank"), cny(1)),
        f.ReversalRequested(f.ReversalId("rev"), "don", "donation", Sealed("0")),
        f.FundCovered(f.FundId("free")),
        p.SpendingApproved(p.SpendingId("spd"), p.ProjectId("prj"), p.FundId("free"), cny(1)),
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


SUMS = st.integers(1, 2**53 - 1)
TIES = st.none() | st.builds(f.Restriction, st.sampled_from(["project", "category"]), st.just("x"))
KINDS = st.sampled_from(
    ["grant", "appropriation", "dues", "service", "interest", "other", "agency", "unidentified"]
)
OUTLAYS = st.sampled_from(["bank_fee", "platform_fee", "processor_fee", "fee_returned", "gift", "expense"])


REVERSIBLE = st.one_of(
    st.builds(donated, SUMS, st.sampled_from(["free", "tied"]), st.sampled_from(["bank", "cash"]), TIES),
    st.builds(received, KINDS, TIES),
    st.builds(taken, OUTLAYS, st.sampled_from(["free", "tied"])),
    st.builds(moved, st.just("wechat"), st.just("bank"), st.integers(0, 10**9)),
    st.lists(
        st.tuples(st.none() | st.just(p.Restriction("project", "prj")), st.integers(1, 10**9)),
        min_size=1,
        max_size=4,
    ).map(lambda shares: paid(*shares)),
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def undo(fact: Any, on: date) -> Any:
    """What the services say when they undo `fact` of that day."""
    documents = {
        f.DonationReceived: Donation,
        f.ReceiptRecorded: Receipt,
        f.MoneyTransferred: Transfer,
        f.OutlayRecorded: Outlay,
    }
    if type(fact) in documents:
        return undone(f.ReversalId("rev"), documents[type(fact)](fact, on))
    same: dict[str, Any] = {one.name: getattr(fact, one.name, None) for one in fields(p.PaymentReversed)}
    return p.PaymentReversed(**{**same, "reversal": p.ReversalId("rvp"), "original_on": on})


@given(REVERSIBLE, DAYS, st.integers(0, 5000), st.sampled_from([RULES, UNLIKE]))
def test_an_entry_and_its_reversal_on_any_later_day_leave_nothing(
    fact: Any, original_on: date, days: int, rules: Rules
) -> None:
    later = original_on + timedelta(days=days)
    assert left(entry(fact, original_on, rules), entry(undo(fact, original_on), later, rules)) == {}


@given(REVERSIBLE | st.sampled_from([undone for _, undone in REVERSALS]), DAYS)
def test_debits_equal_credits_in_every_entry(fact: Any, on: date) -> None:
    made = entry(fact, on)
    assert sum(line.debit for line in made.lines) == sum(line.credit for line in made.lines) != 0
