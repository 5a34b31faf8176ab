"""We read the other services' facts as they write them: same names, the fields that we need, nothing lost."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import get_args

import pytest
from unit.projects.story import BANK, COUNCIL, FIRST, FUND, PROJECT, cny, council

from services.funds import events as funds
from services.members import events as members
from services.projects.domain import DOMAIN
from services.projects.events import (
    AccountNoted,
    AllocationNoted,
    FundFrozenNoted,
    FundNoted,
    Part,
    PersonErasureNoted,
    Restriction,
)

THEIRS = {fact.TYPE: fact for fact in (*get_args(funds.Fact), *get_args(members.Fact))}
READ = [fact for facts in DOMAIN.foreign.values() for fact in facts]


@pytest.mark.parametrize("ours", READ)
def test_every_field_that_we_read_is_written_there(ours: type) -> None:
    theirs = THEIRS[ours.TYPE]  # type: ignore[attr-defined]
    written = {field.name for field in dataclasses.fields(theirs)}
    assert {field.name for field in dataclasses.fields(ours)} <= written


def test_their_own_facts_are_noted() -> None:
    scene = council()
    opened = funds.MoneyAccountOpened(funds.AccountId("acc_1"), "till", "钱箱", "cash", "CNY", COUNCIL)
    scene.hears("funds", opened, "acc_1").then(AccountNoted("acc_1", "till", "CNY", COUNCIL))  # type: ignore[arg-type]
    fund = funds.FundOpened(
        funds.FundId("fnd_1"), "welfare", "公益金", "public_welfare", "own", COUNCIL, "CNY", restriction=None
    )
    scene.hears("funds", fund, "fnd_1").then(FundNoted("fnd_1", "welfare", "CNY", COUNCIL))  # type: ignore[arg-type]
    short = funds.FundOverCommitted(funds.FundId(FUND), cny(5))
    scene.hears("funds", short, FUND).then(FundFrozenNoted(FUND, frozen=True))
    scene.hears("funds", funds.FundCovered(funds.FundId(FUND)), FUND).then(
        FundFrozenNoted(FUND, frozen=False)
    )
    erased = members.PersonErased(members.PartyId("per_1"))
    scene.hears("members", erased, "per_1").then(PersonErasureNoted("per_1", erased=True))  # type: ignore[arg-type]


def test_their_allocation_is_ours_part_by_part() -> None:
    made = funds.AllocationMade(
        funds.AllocationId(FIRST),
        funds.FundId(FUND),
        funds.ProjectId(PROJECT),
        cny(9),
        (funds.Part(funds.Restriction("category", "elders"), 4), funds.Part(None, 5)),
        "benches",
    )
    parts = (Part(Restriction("category", "elders"), 4), Part(None, 5))
    council().hears("funds", made, FIRST).then(AllocationNoted(FIRST, FUND, PROJECT, cny(9), parts))


def test_what_concerns_us_not_is_passed_over() -> None:
    reversed_ = funds.ReceiptReversed(
        reversal=funds.ReversalId("rev_1"),
        receipt=funds.ReceiptId("rcp_1"),
        fund=funds.FundId(FUND),
        account=funds.AccountId(BANK),
        kind="grant",
        payer=None,
        amount=cny(1),
        restriction=None,
        original_on=date(2026, 1, 1),
    )
    council().hears("funds", reversed_, "rcp_1").then()
