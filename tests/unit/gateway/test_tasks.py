"""Whom a task waits for, in which order tasks stand, and whose approval a spending lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.reminders import letters
from gateway.tasks import of_decisions, of_funds, of_spending
from gateway.tasks.rules import RULES
from gateway.tasks.task import Task, Who, in_order

TODAY = "2026-03-02"


def task(kind: str = "milestone", **more: Any) -> Task:
    usual: dict[str, Any] = {"about_kind": "milestone", "about": "mil_1", "title": "x", "since": "2026-01-01"}
    return Task(kind, **{**usual, **more})


class Kept:
    """Records as they stand in a table, by kind."""

    def __init__(self, terms: Mapping[str, Any] | None = None, **records: list[dict[str, Any]]) -> None:
        self._records = records
        self._terms = terms

    def all(self, kind: str, /, **filters: str) -> Iterator[Mapping[str, Any]]:
        for one in self._records.get(kind, []):
            if all(one.get(name) == value for name, value in filters.items() if name != "from"):
                yield one

    def one(self, kind: str, ref: str) -> Mapping[str, Any] | None:
        return next((one for one in self._records.get(kind, []) if one["id"] == ref), None)

    def terms(self, today: str) -> Mapping[str, Any] | None:
        assert today == TODAY
        return self._terms


def test_a_task_waits_for_roles_people_and_units_and_never_for_who_is_kept_apart() -> None:
    chair = Who("per_a", frozenset({"chair"}))
    voter = Who("per_b", frozenset({"councillor"}), frozenset({"mem_1"}))
    alias = Who("per_c", frozenset({"chair"}), aliases=frozenset({"per_c2"}))
    assert task(roles=frozenset({"chair"})).waits_for(chair)
    assert not task(roles=frozenset({"chair"})).waits_for(voter)
    assert task(units=frozenset({"mem_1", "mem_2"})).waits_for(voter)
    assert task(persons=frozenset({"per_c2"})).waits_for(alias)
    assert not task(roles=frozenset({"chair"}), apart=frozenset({"per_c2"})).waits_for(alias)
    assert not task().waits_for(chair)


def test_a_task_is_overdue_from_the_day_after() -> None:
    assert [task(due_on=day).is_overdue(TODAY) for day in ("2026-03-01", TODAY, None)] == [True, False, False]


@given(st.lists(st.one_of(st.none(), st.dates().map(str)), max_size=8))
def test_what_is_due_first_stands_first_and_what_has_no_day_last(days: list[str | None]) -> None:
    found = [one.due_on for one in in_order(task(due_on=day) for day in days)]
    dated = [day for day in found if day is not None]
    assert found == [*sorted(dated), *[None] * (len(found) - len(dated))]


def asked(minor: int, **more: Any) -> dict[str, Any]:
    usual = {
        "id": "spd_1",
        "status": "requested",
        "payee": "org_1",
        "project": "prj_1",
        "amount": minor,
        "currency": "CNY",
        "purpose": "木料",
        "asked_on": TODAY,
        "occurred_on": TODAY,
        "recorded_at": "2026-03-02T00:00:00.000000Z",
        "recorded_by": "per_lead",
    }
    return {**usual, **more}


TERMS: dict[str, Any] = {
    "currency": "CNY",
    "split_window_days": 30,
    "reminder_days": 3,
    "advance_days": 30,
    "tiers": [
        {
            "below": 1000,
            "approvals": [{"role": "chair", "count": 1}, {"role": "standing_board", "count": 1}],
            "resolution": False,
        },
        {"below": 5000, "approvals": [{"role": "standing_board", "count": 2}], "resolution": False},
        {"below": None, "approvals": [], "resolution": True},
    ],
}


def roles_of(*spending: dict[str, Any], terms: Mapping[str, Any] | None = TERMS) -> list[set[str]]:
    return [set(one.roles) for one in of_spending.to_approve(Kept(terms, spending=list(spending)), TODAY)]


def test_without_a_policy_the_chair_approves() -> None:
    assert roles_of(asked(10**9), terms=None) == [{"chair"}]


@pytest.mark.parametrize(
    ("minor", "roles"),
    [(999, {"chair", "standing_board"}), (1000, {"standing_board"}), (5000, {"chair"})],
)
def test_with_one_the_tier_of_the_sum_tells_whose_approval_is_lacking(minor: int, roles: set[str]) -> None:
    assert roles_of(asked(minor)) == [roles]


def test_what_the_payee_asked_for_within_the_window_counts_too() -> None:
    near, far = asked(600, id="spd_2", status="paid", asked_on="2026-02-10"), asked(600, id="spd_3")
    assert roles_of(asked(600), near) == [{"standing_board"}]
    assert roles_of(asked(600), {**far, "status": "paid", "asked_on": "2025-12-01"}) == [
        {"chair", "standing_board"}
    ]
    assert roles_of(asked(600), {**near, "status": "cancelled"}) == [{"chair", "standing_board"}]
    assert roles_of(asked(1, currency="USD")) == [{"chair"}]


def test_whoever_approved_is_not_asked_again_and_their_role_no_more() -> None:
    approvals = [{"by": "per_chair", "roles": ["chair"], "recorded_by": "per_chair"}]
    one = asked(600, approvals=approvals, lacking=[{"role": "standing_board", "count": 1}])
    assert roles_of(one) == [{"standing_board"}]
    [found] = of_spending.to_approve(Kept(TERMS, spending=[one]), TODAY)
    assert found.apart == {"per_lead", "per_chair"}


def test_a_vote_waits_for_the_seats_that_have_not_spoken() -> None:
    resolution: dict[str, Any] = {
        "id": "res_1",
        "status": "open",
        "title": "长椅",
        "body": "full_council",
        "roll": ["mem_1", "mem_2", "mem_3"],
        "votes": [{"seat": "mem_1"}],
        "recusals": [{"seat": "mem_2"}],
        "closes_on": "2026-03-09",
        "recorded_at": "2026-03-01T00:00:00.000000Z",
    }
    [found] = of_decisions.votes_to_cast(Kept(resolution=[resolution]), TODAY)
    assert (set(found.units), set(found.persons), found.due_on) == ({"mem_3"}, set(), "2026-03-09")
    board = {**resolution, "body": "standing_board", "roll": ["per_1"], "votes": [], "recusals": []}
    [found] = of_decisions.votes_to_cast(Kept(resolution=[board]), TODAY)
    assert (set(found.units), set(found.persons)) == (set(), {"per_1"})
    done = {**resolution, "roll": ["mem_1", "mem_2"]}
    assert list(of_decisions.votes_to_cast(Kept(resolution=[done]), TODAY)) == []


def test_a_recusal_waits_for_another_than_who_proposed_it_until_the_seat_has_voted() -> None:
    def proposal(seat: str, by: str, **how: Any) -> dict[str, Any]:
        return {"seat": seat, "proposed_by": by, "proposed_at": "2026-03-01T00:00:00.000000Z", **how}

    resolution: dict[str, Any] = {
        "id": "res_1",
        "status": "open",
        "title": "长椅",
        "body": "full_council",
        "votes": [{"seat": "mem_1"}],
        "recusals_proposed": [proposal("mem_1", "per_chair")],
        "closes_on": "2026-03-09",
    }
    assert list(of_decisions.recusals_to_confirm(Kept(resolution=[resolution]), TODAY)) == []
    paper = {"on_behalf": {"person": "per_chair", "recorded_by": "per_secretary", "paper": "x"}}
    waiting = [*resolution["recusals_proposed"], proposal("mem_2", "per_chair", **paper)]
    one = {**resolution, "recusals_proposed": waiting}
    [found] = of_decisions.recusals_to_confirm(Kept(resolution=[one]), TODAY)
    assert (set(found.units), set(found.apart)) == ({"mem_2"}, {"per_chair", "per_secretary"})
    assert found.roles == {"chair", "secretary", "supervisor"}
    both = {**one, "recusals_proposed": [*waiting, proposal("mem_3", "per_chair")]}
    [found] = of_decisions.recusals_to_confirm(Kept(resolution=[both]), TODAY)
    assert (set(found.units), set(found.apart)) == ({"mem_2", "mem_3"}, {"per_chair"})


def test_what_the_assembly_decided_waits_for_another_than_who_wrote_it_down() -> None:
    decision = {"recorded_by": "per_secretary", "recorded_at": "x", "confirmed_by": None}
    one = {"id": "res_1", "status": "escalated", "title": "长椅", "assembly_decision": decision}
    [found] = of_decisions.assembly_decisions_to_confirm(Kept(resolution=[one]), TODAY)
    assert (set(found.roles), set(found.apart)) == ({"chair", "supervisor"}, {"per_secretary"})
    confirmed = {**one, "assembly_decision": {**decision, "confirmed_by": "per_chair"}}
    left = {"id": "res_2", "status": "escalated", "title": "长椅"}
    assert list(of_decisions.assembly_decisions_to_confirm(Kept(resolution=[confirmed, left]), TODAY)) == []


@pytest.mark.parametrize(
    ("ends_on", "said"), [("2026-03-01", 0), (TODAY, 1), ("2026-03-05", 1), ("2026-03-06", 0)]
)
def test_a_notice_is_told_of_a_few_days_before_its_end(ends_on: str, said: int) -> None:
    notice = {"id": "not_1", "status": "posted", "text": "公示", "ends_on": ends_on, "recorded_at": "x"}
    assert len(list(of_decisions.notices_that_end_soon(Kept(TERMS, notice=[notice]), TODAY))) == said


def test_an_advance_is_due_so_many_days_after_it_was_paid() -> None:
    one = asked(10, kind="advance", status="paid", outstanding=10, payee="per_anna")
    kept = Kept(
        TERMS,
        spending=[one, {**one, "id": "spd_2", "outstanding": 0}],
        payment=[{"spending": "spd_1", "occurred_on": "2026-01-02", "status": "paid"}],
    )
    [found] = of_spending.advances_to_settle(kept, TODAY)
    assert (found.due_on, set(found.persons)) == ("2026-02-01", {"per_lead", "per_anna"})


def test_every_kind_of_task_has_its_words() -> None:
    import inspect
    import re

    said = {kind for rule in RULES for kind in re.findall(r'Task\(\s*"(\w+)"', inspect.getsource(rule))}
    assert said == set(letters.WORDS)


def test_an_allocation_waits_for_the_roles_that_are_lacking_and_not_for_who_approved() -> None:
    one = {
        "id": "alr_1",
        "status": "requested",
        "purpose": "长椅",
        "recorded_at": "x",
        "recorded_by": "per_chair",
        "approvals": [{"by": "per_board", "roles": ["standing_board"]}],
        "lacking": [{"role": "standing_board", "count": 1}],
    }
    [found] = of_funds.allocations_to_approve(Kept(allocation_request=[one]), TODAY)
    assert (set(found.roles), set(found.apart)) == ({"standing_board"}, {"per_chair", "per_board"})
