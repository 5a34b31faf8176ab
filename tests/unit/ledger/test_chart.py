"""Charts of accounts as data: what they must say, and what is refused when they are read."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
import yaml

from gateway.books.charts import library
from gateway.ledger import chart, rules
from gateway.ledger.errors import ChartError, Unpostable

SMALL: dict[str, Any] = yaml.safe_load(
    """
version: 1
key: small
regulation: none
from: null
to: 2025-12-31
money_accounts: {bank: "1002"}
accounts:
  - {code: "1002", name_zh: 银行存款, name: Bank, type: asset, balance: debit}
  - {code: "4101", name_zh: 捐赠收入, name: Donations, type: income, balance: credit,
     sub_accounts: {restricted: {code: "4101.02", name_zh: 限定性, name: Restricted},
                    unrestricted: {code: "4101.01", name_zh: 非限定性, name: Unrestricted}}}
templates:
  donation_received:
    {summary_zh: 收到捐赠, summary: Donation, basis: "[D]", steps: [{debit: money, credit: "4101"}]}
"""
)

LATE = {"basis": "[D]", "summary_zh": "以前年度", "summary": "prior year", "closed": ["income"]}


def test_the_regime_follows_the_accounting_date() -> None:
    current = library().current
    assert current.chart_on(date(2025, 12, 31)).key == "2004"
    assert current.chart_on(date(2026, 1, 1)).key == "2026"
    assert current.chart_on(date(1990, 2, 28)).key == "2004"


def test_every_template_names_its_regulation_or_says_that_it_is_ours() -> None:
    for of in library().current.charts:
        assert of.templates
        for template in of.templates.values():
            assert template.basis == "[D]" or template.basis.startswith("财会〔"), template.key


def test_a_chart_is_read_with_its_sub_accounts() -> None:
    read = chart.parse(SMALL)
    assert read.accounts["4101"].restricted == "4101.02"
    assert read.accounts["4101.02"].name_zh == "捐赠收入-限定性"
    assert read.templates["donation_received"].steps == (chart.Step("money", "4101"),)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda c: c.update(accounts=[]), "accounts"),
        (lambda c: c.update(version="one"), "version"),
        (lambda c: c.update(key=""), "key"),
        (lambda c: c.update(to="tomorrow"), "to"),
        (lambda c: c["accounts"][0].update(code=1002), "accounts.0.code"),
        (lambda c: c["accounts"][0].update(type="money"), "accounts.0.type"),
        (lambda c: c["accounts"][0].update(balance="left"), "accounts.0.balance"),
        (lambda c: c["accounts"].append(c["accounts"][0]), "accounts.2"),
        (lambda c: c["accounts"][1]["sub_accounts"].pop("restricted"), "accounts.1.sub_accounts"),
        (lambda c: c["accounts"][1]["sub_accounts"].update(lost={}), "accounts.1.sub_accounts.lost"),
        (lambda c: c["accounts"][1]["sub_accounts"]["restricted"].update(code="9"), "accounts.1.restricted"),
        (lambda c: c.update(money_accounts={"cash": "1001"}), "money_accounts.cash"),
        (lambda c: c.update(net_assets={"tied": "4101"}), "net_assets.tied"),
        (lambda c: c.update(net_assets={"restricted": "3102"}), "net_assets.restricted"),
        (lambda c: c.update(prior_year=[]), "prior_year"),
        (lambda c: c.update(prior_year={**LATE, "basis": ""}), "prior_year.basis"),
        (lambda c: c.update(prior_year={**LATE, "closed": ["gold"]}), "prior_year.closed"),
        (lambda c: c.update(prior_year={**LATE, "closed": []}), "prior_year.closed"),
        (lambda c: c.update(prior_year=LATE), "prior_year"),  # no net assets to close into
        (
            lambda c: c["templates"]["donation_received"].update(prior_year=1),
            "templates.donation_received.prior_year",
        ),
        (lambda c: c["templates"]["donation_received"].update(prior_year="x"), "templates.donation_received"),
        (
            lambda c: c["templates"]["donation_received"]["steps"][0].update(credit="net_assets"),
            "templates.donation_received",
        ),
        (lambda c: c["templates"]["donation_received"].update(steps=[]), "steps"),
        (lambda c: c["templates"]["donation_received"].pop("basis"), "templates.donation_received.basis"),
        (
            lambda c: c["templates"]["donation_received"]["steps"][0].update(credit="9999"),
            "templates.donation_received",
        ),
        (
            lambda c: c["templates"]["donation_received"]["steps"][0].update(sum="tip"),
            "templates.donation_received.steps.0.sum",
        ),
    ],
)
def test_a_faulty_chart_is_refused_with_the_place_of_its_fault(change: Any, path: str) -> None:
    faulty = copy.deepcopy(SMALL)
    change(faulty)
    with pytest.raises(ChartError) as refused:
        chart.parse(faulty)
    assert refused.value.path == path


def test_regimes_follow_each_other_without_gap_or_overlap() -> None:
    first = chart.parse(SMALL)
    later = chart.parse({**SMALL, "key": "later", "from": date(2026, 1, 1), "to": None})
    gap = chart.parse({**SMALL, "key": "gap", "from": date(2026, 1, 2), "to": None})
    overlap = chart.parse({**SMALL, "key": "overlap", "from": None, "to": None})
    assert [one.key for one in rules.compose(1, [later, first]).charts] == ["small", "later"]
    for wrong in (gap, overlap):
        with pytest.raises(ChartError):
            rules.compose(1, [first, wrong])
    with pytest.raises(ChartError):
        rules.library([])


def test_the_highest_version_is_the_current_one() -> None:
    old, new = chart.parse(SMALL), chart.parse({**SMALL, "version": 2})
    shelf = rules.library([new, old])
    assert shelf.current.version == 2
    assert sorted(shelf.versions) == [1, 2]


def test_a_day_of_no_regime_has_no_entry() -> None:
    with pytest.raises(Unpostable) as why:
        rules.compose(1, [chart.parse(SMALL)]).chart_on(date(2026, 1, 1))
    assert why.value.code == "ledger.no_chart"


def test_an_account_is_named_by_the_newest_regime_that_has_it() -> None:
    first = chart.parse(SMALL)
    renamed = copy.deepcopy(SMALL)
    renamed.update({"key": "later", "from": date(2026, 1, 1), "to": None})
    renamed["accounts"][0]["name"] = "Deposits"
    both = rules.compose(1, [first, chart.parse(renamed)])
    bank = both.account("1002")
    assert bank is not None
    assert bank.name == "Deposits"
    assert both.account("9999") is None


def test_a_fault_in_a_folder_of_charts_names_its_file(tmp_path: Any) -> None:
    (tmp_path / "2004.yaml").write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(ChartError) as refused:
        library(tmp_path)
    assert refused.value.path.startswith("2004.yaml")
