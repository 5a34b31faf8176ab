"""Money between funds, as the ledger enters and counts it."""

from __future__ import annotations

from typing import Any

import pytest
from unit.ledger.building import BENCHES, NEW, OLD, REGISTRY, RULES, cny, entry

from gateway.ledger.errors import Unpostable
from gateway.ledger.figures import movements
from gateway.ledger.postings import post
from services.funds import events as f
from services.funds.events.fund_transfers import FundTransferId, FundTransferred


def moved(source: str = "free", target: str = "tied", tied: Any = None, into: Any = None) -> FundTransferred:
    ends = f.FundId(source), f.FundId(target)
    return FundTransferred(FundTransferId("ftr"), *ends, cny(100), tied, into, None, None, None, None)


@pytest.mark.parametrize("on", [OLD, NEW])
def test_net_assets_go_from_one_fund_to_the_other_and_each_funds_lines_balance(on: Any) -> None:
    made = entry(moved(tied=BENCHES), on)
    lines = [(line.account, line.fund, line.debit, line.credit) for line in made.lines]
    assert lines == [
        ("3102", "free", 100, 0),
        ("2209", "free", 0, 100),
        ("2209", "tied", 100, 0),
        ("3102", "tied", 0, 100),
    ]
    assert [line.restriction for line in made.lines] == ["project:prj_1"] * 2 + ["category:green"] * 2
    assert made.book == "council"


def test_what_is_tied_in_one_fund_alone_changes_its_net_assets() -> None:
    accounts = [line.account for line in entry(moved()).lines]
    assert accounts == ["3101", "2209", "2209", "3102"]


def test_no_entry_crosses_two_books() -> None:
    with pytest.raises(Unpostable) as refused:
        post(moved(target="theirs"), OLD, REGISTRY, RULES)
    assert refused.value.code == "ledger.two_holders"


def test_what_leaves_one_fund_comes_to_the_other() -> None:
    found = movements(moved(tied=BENCHES), REGISTRY.funds)
    assert [(one.fund, one.restriction, one.measure, one.minor) for one in found] == [
        ("free", "project:prj_1", "other_out", 100),
        ("tied", "category:green", "other_in", 100),
    ]
