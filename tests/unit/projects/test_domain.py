"""The rules are whole: every command is decided, every fact has its documents, every foreign fact is read."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from unit.projects.story import BANK, FIRST, FUND, PAYMENT, PROJECT, SHOP, SPENDING, cny

from kernel.codec import Codec
from kernel.errors import Refusal
from kernel.sealed import Sealed
from services.projects import errors
from services.projects.domain import DOMAIN
from services.projects.domain.commands import CancelSpending
from services.projects.domain.documents import Allocation, Spending
from services.projects.events import (
    AccountNoted,
    AllocationNoted,
    AllocationReturned,
    Fact,
    FundFrozenNoted,
    FundNoted,
    PartyId,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    PersonErasureNoted,
    ProjectClosed,
    ProjectProposed,
    ReversalId,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingRejected,
    SpendingRequested,
)

DAY = date(2026, 1, 1)
REVERSAL = ReversalId("rvp_1")
SUBJECTS: list[tuple[Fact, str]] = [
    (ProjectProposed(PROJECT, "benches", "x", "x", None), PROJECT),
    (ProjectClosed(PROJECT), PROJECT),
    (AccountNoted(BANK, "bank", "CNY", "x"), BANK),
    (FundNoted(FUND, "co-governance", "CNY", "x"), FUND),
    (FundFrozenNoted(FUND, frozen=True), FUND),
    (AllocationNoted(FIRST, FUND, PROJECT, cny(1), ()), FIRST),
    (AllocationReturned(FIRST, FUND, PROJECT, cny(1), (), None, by_itself=True), FIRST),
    (SpendingRequested(SPENDING, PROJECT, FUND, SHOP, cny(1), "x", ()), SPENDING),
    (SpendingApproved(SPENDING, PROJECT, FUND, SHOP, cny(1)), SPENDING),
    (SpendingRejected(SPENDING, PROJECT, FUND, None), SPENDING),
    (SpendingPaid(PAYMENT, SPENDING, PROJECT, FUND, BANK, SHOP, cny(1), (), "x", None), SPENDING),
    (PaymentReversalRequested(REVERSAL, PAYMENT, SPENDING, Sealed("0")), SPENDING),
    (
        PaymentReversed(
            REVERSAL, PAYMENT, SPENDING, PROJECT, FUND, BANK, SHOP, cny(1), (), DAY, still_owed=True
        ),
        SPENDING,
    ),
    (PaymentReversalWithdrawn(REVERSAL, PAYMENT, SPENDING, Sealed("0")), SPENDING),
    (PaymentReversalRejected(REVERSAL, PAYMENT, SPENDING, Sealed("0")), SPENDING),
    (SpendingCancelled(SPENDING, PROJECT, FUND, cny(1), Sealed("0")), SPENDING),
    (PersonErasureNoted(PartyId("per_1"), erased=True), "per_1"),
]


LOADED = {Allocation, Spending}


def test_what_grows_with_every_payment_is_loaded_by_subject() -> None:
    assert LOADED & DOMAIN.resident == set()


def test_every_fact_of_the_service_is_of_the_domain() -> None:
    assert {type(fact) for fact, _ in SUBJECTS} == set(get_args(Fact)) == set(DOMAIN.facts)


@pytest.mark.parametrize(("fact", "subject"), SUBJECTS)
def test_a_document_that_is_loaded_is_changed_only_by_facts_of_its_own_history(
    fact: Fact, subject: str
) -> None:
    kinds = DOMAIN.keys(fact)
    assert {kind for kind, _ in kinds} <= LOADED | DOMAIN.resident
    assert all(key == subject for kind, key in kinds if kind in LOADED)


def test_no_fact_makes_two_documents_of_one_kind_but_for_those_found_by_code() -> None:
    for fact, _ in SUBJECTS:
        kinds = [kind for kind, _ in DOMAIN.keys(fact)]
        assert len(set(kinds)) == len(kinds) or set(kinds) == {type(fact)}


@pytest.mark.parametrize("command", DOMAIN.commands)
def test_every_command_has_its_name_and_its_roles(command: type) -> None:
    assert command.COMMAND.startswith("projects.")  # type: ignore[attr-defined]
    assert len(command.ROLES) == (2 if command is CancelSpending else 1)  # type: ignore[attr-defined]


def test_our_facts_and_those_that_we_read_are_plain() -> None:
    assert {name.split(".")[0] for name in Codec(DOMAIN.facts).names} == {"projects"}
    for source, facts in DOMAIN.foreign.items():
        assert {name.split(".")[0] for name in Codec(facts).names} == {source}
        assert source in DOMAIN.note


def test_refusals_have_codes_of_their_own() -> None:
    own = [
        one for one in vars(errors).values() if isinstance(one, type) and one.__module__ == errors.__name__
    ]
    shared = (errors.NotNoted, errors.BeforeAllocation)
    codes = [one.code for one in own if issubclass(one, Refusal) and one not in shared]
    assert len(own) == 17
    assert len(set(codes)) == len(codes) == 15
    assert all(code.startswith("projects.") for code in codes)
    assert [one.code for one in shared] == ["not_found", "invalid_input"]
