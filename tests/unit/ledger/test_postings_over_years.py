"""What is undone or given back over the end of a year, and over the border of two regimes."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.ledger.building import (
    BENCHES,
    DAYS,
    NEW,
    OLD,
    REVERSALS,
    REVERSIBLE,
    RULES,
    TIES,
    donated,
    entry,
    posted,
    received,
    refunded,
)

from gateway.ledger.chart import PLACES, Chart
from gateway.ledger.entries import Entry
from gateway.ledger.rules import Rules
from services.funds import events as f
from services.funds.domain.documents import Donation, Outlay, Receipt, Transfer
from services.funds.domain.reversals.decide import undone
from services.projects import events as p

FOR_REFUND: list[tuple[date, date, str, f.Restriction | None, str]] = [
    (OLD, OLD, "free", None, "4101.01"),
    (OLD, OLD, "free", BENCHES, "4101.02"),
    (NEW, date(2026, 12, 31), "tied", None, "4101.02"),
    (OLD, NEW, "free", None, "3101"),
    (OLD, NEW, "free", BENCHES, "3102"),
    (OLD, NEW, "tied", None, "3102"),
    (date(2024, 12, 31), date(2025, 1, 1), "free", None, "3101"),
    (date(2024, 2, 29), NEW, "free", BENCHES, "3102"),
]


@pytest.mark.parametrize(("donated_on", "on", "fund", "tied", "account"), FOR_REFUND)
def test_a_gift_of_an_earlier_year_is_given_back_out_of_the_net_assets(
    donated_on: date, on: date, fund: str, tied: f.Restriction | None, account: str
) -> None:
    made = entry(refunded(donated_on, fund, tied), on)
    assert [(line.account, line.debit, line.credit) for line in made.lines] == [
        (account, 100, 0), ("2209", 0, 100), ("2209", 100, 0), ("1002", 0, 100),
    ]  # fmt: skip
    assert made.template == ("donation_refunded_prior_year" if account < "4" else "donation_refunded")
    assert {(line.fund, line.party) for line in made.lines} == {(fund, "per_1")}


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
@pytest.mark.parametrize("on", [NEW, OLD])
@pytest.mark.parametrize(("fact", "undone"), REVERSALS)
def test_within_a_year_a_reversal_posts_to_the_accounts_of_what_it_reverses(
    fact: Any, undone: Any, on: date, rules: Rules
) -> None:
    before = entry(fact, on, rules)
    red = entry(replace(undone, original_on=on), on, rules)
    assert left(before, red) == {}
    assert (red.occurred_on, red.chart, red.template) == (on, before.chart, before.template)
    assert (red.summary_zh, red.summary) == (before.summary_zh, before.summary)


REVERSED_A_YEAR_LATER: list[tuple[str, list[tuple[str, int, int]]]] = [
    ("DonationReversed", [("1002", -100, 0), ("3102", 0, -100)]),
    ("grant", [("1002", -100, 0), ("3101", 0, -100)]),
    ("interest", [("1002", -100, 0), ("3101", 0, -100)]),
    # What was moved between own accounts was never closed; its fee was.
    ("TransferReversed", [("1002", -100, 0), ("1009", 0, -100), ("3101", -1, 0), ("1009", 0, -1)]),
    ("gift", [("3101", -100, 0), ("1002", 0, -100)]),
    ("PaymentReversed", [("3101", -70, 0), ("1002", 0, -70), ("3102", -30, 0), ("1002", 0, -30)]),
]


@pytest.mark.parametrize(("named", "lines"), REVERSED_A_YEAR_LATER)
def test_of_a_closed_year_a_reversal_corrects_the_net_assets_and_no_income_of_this_year(
    named: str, lines: list[tuple[str, int, int]]
) -> None:
    undone = next(one for _, one in REVERSALS if named in {type(one).__name__, getattr(one, "kind", "")})
    assert posted(undone, NEW) == lines
    made = entry(undone, NEW)
    assert (made.occurred_on, made.chart) == (NEW, "2004")
    assert made.summary.endswith(" (prior year)")
    assert made.summary_zh.endswith("（以前年度）")


@pytest.mark.parametrize(("kind", "account"), [("agency", "2601"), ("unidentified", "2209")])
def test_what_is_owed_is_no_income_of_any_year_and_is_reversed_where_it_stands(
    kind: f.ReceiptKind, account: str
) -> None:
    fact = received(kind)
    assert entry(undo(fact, OLD), NEW).lines[1].account == account
    assert left(entry(fact, OLD), entry(undo(fact, OLD), NEW)) == {}


def test_a_chart_that_does_not_say_what_is_closed_reverses_on_the_same_accounts() -> None:
    silent = replace(RULES, charts=tuple(replace(one, prior_year=None) for one in RULES.charts))
    for fact, red in REVERSALS:
        assert left(entry(fact, OLD, silent), entry(red, NEW, silent)) == {}


def left(*entries: Entry) -> dict[tuple[str, ...], int]:
    """What the entries together leave: debit less credit, by account and all that a line concerns."""
    sums: Counter[tuple[str, ...]] = Counter()
    for line in (line for one in entries for line in one.lines):
        keys = line.account, line.fund, line.project, line.party, line.money_account, line.restriction
        sums[keys] += line.debit - line.credit
    return {keys: minor for keys, minor in sums.items() if minor}


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
    return p.PaymentReversed(
        **{**same, "reversal": p.ReversalId("rvp"), "original_on": on, "still_owed": True}
    )


@given(
    st.integers(2, 10**12),
    DAYS,
    st.integers(0, 800),
    st.tuples(st.sampled_from(["free", "tied"]), TIES),
    st.data(),
)
def test_what_was_given_and_given_back_is_gone_from_fund_and_money_in_any_year(
    minor: int, donated_on: date, days: int, to: tuple[str, f.Restriction | None], data: st.DataObject
) -> None:
    (fund, tied), back, on = to, data.draw(st.integers(1, minor)), donated_on + timedelta(days=days)
    gift, refund = (
        entry(donated(minor, fund, tied=tied), donated_on),
        entry(refunded(donated_on, fund, tied, back), on),
    )
    sums: Counter[str] = Counter()
    for line in (*gift.lines, *refund.lines):
        sums[line.account[:1] if line.account[0] in "34" else line.account] += line.debit - line.credit
    same_year = on.year == donated_on.year
    assert (sums["1002"], sums["2209"]) == (minor - back, 0)
    assert (sums["4"], sums["3"]) == ((back - minor, 0) if same_year else (-minor, back))
    ours = {line.account for line in refund.lines} - {"1002", "2209"}
    bound = tied is not None or fund == "tied"
    assert ours == {("4101.02" if bound else "4101.01") if same_year else ("3102" if bound else "3101")}


@given(REVERSIBLE, DAYS, st.integers(0, 5000), st.sampled_from([RULES, UNLIKE]))
def test_an_entry_and_its_reversal_leave_nothing_but_the_income_of_a_closed_year_and_its_correction(
    fact: Any, original_on: date, days: int, rules: Rules
) -> None:
    later = original_on + timedelta(days=days)
    before, red = entry(fact, original_on, rules), entry(undo(fact, original_on), later, rules)
    remaining = left(before, red)
    chart = rules.chart_on(original_on)
    if later.year == original_on.year:
        assert remaining == {}
    # By all that a line concerns, what is left of income and expense is what the net assets gave back.
    by_concern: Counter[tuple[str, ...]] = Counter()
    for (account, *concern), minor in remaining.items():
        kind = chart.accounts[account].type
        assert kind in {"income", "expense", "net_assets"}  # money and what is owed: nothing is left there
        by_concern[tuple(concern)] += minor
        if kind == "net_assets":
            assert account == ("3102" if concern[-1] else "3101")
    assert set(by_concern.values()) <= {0}
    # Nothing of the later year's own income or expense is touched.
    if later.year > original_on.year:
        types = {chart.accounts[line.account].type for line in red.lines}
        assert types <= {"asset", "liability", "net_assets"}
