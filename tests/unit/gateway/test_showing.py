"""Showing: sums as decimals, names as far as the reader may see them, and nothing else changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import positions, showing
from gateway.actors import Caller
from gateway.orders import Done, Order, wire
from gateway.problems import Problem
from gateway.showing import GivenName
from kernel.money import Money, parse_minor

PERSON = "per_0123456789abcdefghjk"


def reader(*roles: str) -> Caller:
    return Caller("main", "per_x", dict.fromkeys(roles, "man_x"), 1)


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.sampled_from(["CNY", "JPY", "USD"]))
def test_a_sum_is_shown_as_the_decimal_that_it_was(minor: int, currency: str) -> None:
    shown = showing.shown({"amount": minor, "currency": currency}, {}, reader())
    assert shown["currency"] == currency
    assert shown["amount"]["currency"] == currency
    assert parse_minor(shown["amount"]["amount"], currency) == minor


def test_sums_further_in_are_of_the_currency_around_them() -> None:
    record = {
        "currency": "CNY",
        "parts": [{"restriction": None, "minor": 5}],
        "other": {"currency": "JPY", "available": 7},
        "rules": 1,
        "id": 22,
    }
    assert showing.shown(record, {}, reader()) == {
        "currency": "CNY",
        "parts": [{"restriction": None, "amount": {"amount": "0.05", "currency": "CNY"}}],
        "other": {"currency": "JPY", "available": {"amount": "7", "currency": "JPY"}},
        "rules": 1,
        "id": 22,
    }


@pytest.mark.parametrize(
    ("name", "roles", "seen"),
    [
        (GivenName("张三丰", "person", "masked"), (), "张*"),
        (GivenName("张三丰", "person", "full"), ("project_lead",), "张*"),
        (GivenName("张三丰", "person", "masked"), ("chair",), "张三丰"),
        (GivenName("张三丰", "person", "anonymous"), ("chair",), None),
        (GivenName("张三丰", "person", "anonymous"), ("treasurer",), "张三丰"),
        (GivenName("张三丰", "person", "masked", hidden=True), ("auditor",), None),
        (GivenName(None, "person", "masked"), ("auditor",), None),
        (GivenName("𠮷野家", "organisation", "full"), (), "𠮷野家"),
        (GivenName("某社", "organisation", "anonymous"), (), None),
    ],
)
def test_a_name_by_role(name: GivenName, roles: tuple[str, ...], seen: str | None) -> None:
    assert showing.visible(name, reader(*roles)) == seen


def test_a_mask_keeps_one_whole_character() -> None:
    assert showing.masked("𠮷田") == "𠮷*"


def test_parties_are_shown_with_kind_and_name() -> None:
    record = {"donor": PERSON, "payee": None, "person": "nobody", "recorded_by": PERSON}
    names: Any = {PERSON: GivenName("张三", "person", "masked")}
    assert showing.party_ids([record]) == {PERSON}
    assert showing.shown(record, names, reader()) == {
        "donor": {"id": PERSON, "kind": "person", "name": "张*"},
        "payee": None,
        "person": "nobody",
        "recorded_by": PERSON,
    }


def test_a_repeated_answer_does_not_take_the_name_from_the_request() -> None:
    order = Order("funds.record_donation", "k", {})
    assert showing.given_name(order, Done([], repeated=True)) == {}


def test_a_body_crosses_to_its_service_in_minor_units_and_without_nulls() -> None:
    body = {"amount": Money(5, "CNY"), "fee": None, "list": [Money(1, "JPY")], "flag": False}
    assert wire(body) == {
        "amount": {"minor": 5, "currency": "CNY"},
        "list": [{"minor": 1, "currency": "JPY"}],
        "flag": False,
    }


@given(
    st.dictionaries(
        st.sampled_from(["members", "funds", "projects"]), st.integers(1, 10**15), min_size=1, max_size=3
    )
)
def test_a_position_is_read_as_it_was_written(reached: dict[str, int]) -> None:
    events = [{"service": service, "position": at} for service, at in reached.items()]
    assert positions.parsed(positions.text(events)) == reached


def test_of_several_events_of_a_log_the_last_counts() -> None:
    events = [{"service": "funds", "position": at} for at in (3, 5, 4)]
    assert positions.text(events) == "funds/5"
    assert positions.parsed("funds/3, funds/5,funds/4") == {"funds": 5}


@given(st.text(max_size=40))
def test_any_header_is_a_position_or_a_problem(header: str) -> None:
    try:
        reached = positions.parsed(header)
    except Problem:
        return
    assert reached
    assert all(at >= 0 for at in reached.values())
