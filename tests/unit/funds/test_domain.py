"""The rules are whole: every command is decided, every fact has its subject and its documents."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

import pytest
from unit.funds.story import BANK, FUND, WECHAT, cny

from kernel.codec import Codec
from kernel.domain import Told
from kernel.errors import Conflict, NotFound, Refusal
from services.funds import errors
from services.funds.domain import DOMAIN, gifts, notes, receipts, registry, reversals
from services.funds.domain.documents import Donation, Fund, Outlay, Pledge, Receipt, Transfer
from services.funds.domain.figures import effects
from services.funds.domain.notes.noting import note_project
from services.funds.domain.reversals.decide import undone
from services.funds.domain.sayings import SUBJECT
from services.funds.errors.decisions import ObjectionOpen, ResolutionNeeded, ResolutionNotAdopted
from services.funds.events import FundCovered, FundOverCommitted, MoneyTransferred, TransferId

ROOMS = [
    errors,
    *(import_module(f"{errors.__name__}.{room.name}") for room in pkgutil.iter_modules(errors.__path__)),
]
REFUSALS = [
    refusal
    for refusal in {one: None for room in ROOMS for one in vars(room).values() if isinstance(one, type)}
    if issubclass(refusal, Refusal) and refusal not in (Conflict, NotFound)
]


def test_the_facts_that_are_said_under_their_subject_are_facts_of_the_service() -> None:
    assert set(SUBJECT) <= set(DOMAIN.facts)


def test_what_there_may_be_a_million_of_is_loaded_by_subject() -> None:
    assert {Pledge, Donation, Receipt, Transfer, Outlay} & DOMAIN.resident == set()


def test_every_fact_and_foreign_fact_can_stand_in_a_log() -> None:
    assert len(Codec(DOMAIN.facts).names) == len(DOMAIN.facts)
    assert set(DOMAIN.foreign) == set(DOMAIN.note) == {"projects", "members"}
    for source, facts in DOMAIN.foreign.items():
        assert all(name.startswith(f"{source}.") for name in Codec(facts).names)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_refusal_has_a_code_of_its_own(refusal: type[Refusal]) -> None:
    if refusal is errors.ProjectUnknown:
        assert refusal.code == NotFound.code
        return
    assert refusal.code.startswith("funds.")
    assert [other for other in REFUSALS if other.code == refusal.code] == [refusal]


def test_a_refusal_that_another_service_could_overturn_says_so() -> None:
    behind = {refusal: refusal.may_be_behind for refusal in REFUSALS if refusal.may_be_behind}
    assert behind == {
        **dict.fromkeys(
            (
                errors.ProjectUnknown,
                errors.ProjectNotApproved,
                errors.Insufficient,
                errors.OverCommitted,
            ),
            ("projects",),
        ),
        ResolutionNeeded: ("projects",),
        ResolutionNotAdopted: ("members",),
        ObjectionOpen: ("members",),
    }


@pytest.mark.parametrize("kind", [Pledge, Donation])
def test_a_stranger_among_the_facts_is_a_fault_of_ours_and_never_passed_over(kind: type) -> None:
    stranger: Any = FundCovered(FUND)
    told = Told(stranger, FUND, 1, None, "", {})
    with pytest.raises(AssertionError):
        DOMAIN.evolve(kind, None, told)
    for topic in (registry, gifts, receipts, reversals, notes):
        with pytest.raises(AssertionError):
            topic.TOPIC.keys(told)  # no fact at all
    with pytest.raises(AssertionError):
        list(effects(Fund(FUND, "", "", "CNY", None), stranger))
    with pytest.raises(AssertionError):
        note_project(None, told, None)  # type: ignore[arg-type] # neither is asked for
    with pytest.raises(AssertionError):
        undone(None, stranger)  # type: ignore[arg-type]


def test_a_transfer_without_a_fee_moves_nothing() -> None:
    fund = Fund(FUND, "", "", "CNY", None)
    transferred = MoneyTransferred(TransferId("tra_1"), BANK, WECHAT, cny(5), None, None, None)
    assert list(effects(fund, transferred)) == []


def test_a_fund_remembers_what_was_last_said_to_be_short() -> None:
    fund = Fund(FUND, "", "", "CNY", None)
    short = DOMAIN.evolve(Fund, fund, Told(FundOverCommitted(FUND, cny(5)), FUND, 1, None, "", {}))
    assert isinstance(short, Fund)
    assert short.short == 5
    assert DOMAIN.evolve(Fund, short, Told(FundCovered(FUND), FUND, 2, None, "", {})) == fund
