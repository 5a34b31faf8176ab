"""Accounts and funds are opened once each, and found by code or id."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.rules import TODAY, Scene, nth
from unit.funds.story import (
    BANK,
    BENCHES,
    COUNCIL,
    DONATION,
    FOR_BENCHES,
    FOR_STREETS,
    FUND,
    STREET,
    council,
    donate,
    open_account,
    open_fund,
)

from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from services.funds.domain import DOMAIN
from services.funds.errors import CodeTaken, CurrencyDiffers, OtherHolder, ProjectUnknown
from services.funds.events import AccountId, FundId, FundOpened, MoneyAccountOpened, Restriction


def test_an_account_is_opened_for_a_legal_holder() -> None:
    scene = Scene(DOMAIN).when(open_account("bank"))
    scene.then(MoneyAccountOpened(AccountId(nth("acc")), "bank", "Bank", "bank", "CNY", COUNCIL))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (BANK, TODAY)


def test_a_fund_is_opened_for_a_legal_holder() -> None:
    Scene(DOMAIN).when(open_fund("dollars", currency="USD")).then(
        FundOpened(
            FundId(nth("fnd")),
            "dollars",
            "Dollars",
            "co_governance",
            "donation",
            COUNCIL,
            "USD",
            restriction=None,
        )
    )


def test_a_fund_for_one_project_keeps_its_id() -> None:
    scene = council().when(open_fund("more-benches", restriction=Restriction("project", "benches")))
    assert scene.facts[0].restriction == FOR_BENCHES


def test_a_fund_for_a_category_keeps_the_category() -> None:
    scene = Scene(DOMAIN).when(open_fund("streets", restriction=FOR_STREETS))
    assert scene.facts[0].restriction == FOR_STREETS


def test_a_fund_for_a_project_that_nobody_knows_is_refused_until_the_projects_service_is_heard() -> None:
    scene = Scene(DOMAIN).when(open_fund("benches", restriction=FOR_BENCHES))
    scene.refused(ProjectUnknown, "project", BENCHES, field="restriction.value")
    assert ProjectUnknown.may_be_behind == ("projects",)


def test_a_code_names_one_account_and_one_fund() -> None:
    scene = council()
    scene.when(open_account("bank")).refused(CodeTaken, "bank", field="code")
    scene.when(open_fund("co-governance")).refused(CodeTaken, "co-governance", field="code")


def test_codes_that_differ_by_case_alone_are_one() -> None:
    scene = council()
    scene.when(open_account("BANK")).refused(CodeTaken, "BANK", field="code")
    scene.when(open_fund("Co-Governance")).refused(CodeTaken, "Co-Governance", field="code")


def test_a_fund_may_have_the_code_of_an_account_and_of_a_project() -> None:
    scene = council().when(open_fund("bank"))
    assert scene.refusal is None
    scene.when(open_fund("benches"))
    assert scene.refusal is None


def test_funds_and_accounts_are_named_by_code_or_id() -> None:
    scene = council().when(donate(100, fund=FUND, account=BANK)).when(donate(100))
    assert [(told.fact.fund, told.fact.account) for told in scene.log[-2:]] == [(FUND, BANK)] * 2


def test_what_nobody_opened_is_not_found() -> None:
    scene = council()
    scene.when(donate(100, fund="nothing")).refused(NotFound, "fund", "nothing", field="fund")
    scene.when(donate(100, account="nothing")).refused(NotFound, "account", "nothing", field="account")
    scene.when(donate(100, fund=nth("fnd", 99))).refused(NotFound, field="fund")
    scene.when(donate(100, fund=BANK)).refused(NotFound, field="fund")


def test_money_has_the_currency_of_its_fund_and_account() -> None:
    scene = council()
    in_dollars = Money(100, "USD")
    scene.when(donate(0, amount=in_dollars)).refused(CurrencyDiffers, "USD", "CNY", field="amount")
    scene.when(donate(100, account="dollar-bank")).refused(CurrencyDiffers, "USD", "CNY", field="account")


def test_another_holders_account_takes_no_money_for_the_fund() -> None:
    scene = council().when(donate(100, account="street-bank"))
    scene.refused(OtherHolder, STREET, COUNCIL, field="account")


def test_nothing_happens_tomorrow_or_before_the_council_could_be() -> None:
    scene = council().when(donate(100, occurred_on=TODAY + timedelta(days=1)))
    scene.refused(InvalidInput, field="occurred_on")
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.future"]}
    scene.when(donate(100, occurred_on=date(1999, 12, 31))).refused(InvalidInput)
    assert scene.refusal.fields() == {"occurred_on": ["date.too_early"]}


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2016, 8, 13), TODAY])
def test_a_date_that_has_been_is_kept(day: date) -> None:
    scene = council().when(donate(100, occurred_on=day))
    assert scene.said[0].occurred_on == day
    assert scene.said[0].subject == DONATION
