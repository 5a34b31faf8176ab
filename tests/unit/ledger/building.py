"""Facts, accounts and funds to be posted, and the entries that they make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from gateway.books.charts import library
from gateway.ledger.entries import Entry
from gateway.ledger.postings import post
from gateway.ledger.registry import HeldFund, MoneyAccount, Registry
from gateway.ledger.rules import Rules
from kernel.money import Money
from services.funds import events as f
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


def advanced(minor: int = 100, payee: str = "per_1") -> p.SpendingPaid:
    return replace(paid((None, minor)), kind="advance", payee=p.PartyId(payee))


def settled(
    spent: int, returned: int = 0, topped_up: int = 0, payee: str = "per_1", tied: p.Restriction | None = None
) -> p.AdvanceSettled:
    def shares(minor: int) -> tuple[p.Share, ...]:
        return (p.Share(p.AllocationId("all_0"), tied, minor),) if minor else ()

    return p.AdvanceSettled(
        p.SettlementId("stl"), p.SpendingId("spd"), p.ProjectId("prj"), p.FundId("free"),
        p.AccountId("bank"), p.PartyId(payee), cny(spent), cny(returned), cny(topped_up),
        shares(spent), shares(returned), shares(topped_up), "planks", None, (), (), None,
    )  # fmt: skip


def entry(fact: Any, on: date = OLD, rules: Rules = RULES) -> Entry:
    made = post(fact, on, REGISTRY, rules)
    assert made is not None
    return made


def posted(fact: Any, on: date = OLD) -> list[tuple[str, int, int]]:
    return [(line.account, line.debit, line.credit) for line in entry(fact, on).lines]


def refunded(
    donated_on: date = OLD, fund: str = "free", tied: f.Restriction | None = None, minor: int = 100
) -> f.DonationRefunded:
    return f.DonationRefunded(
        f.RefundId("ref"), f.DonationId("don"), f.FundId(fund), f.AccountId("bank"), f.PartyId("per_1"),
        cny(minor), tied, donated_on, None,
    )  # fmt: skip


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
            OLD, still_owed=True,
        ),
    ),
]  # fmt: skip


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
    st.builds(advanced, SUMS, st.sampled_from(["per_1", "org_1"])),
)
SETTLED = st.builds(
    settled,
    st.integers(0, 10**9),
    st.integers(1, 10**9),
    st.integers(0, 10**9),
    st.sampled_from(["per_1", "org_1"]),
    st.none() | st.just(p.Restriction("project", "prj")),
)
"""Settlements, also such as no rule would let pass."""
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
