"""What the HTTP face says when broker or services do not answer: bounded, and never more than it knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.house import House, People

from kernel.bus import BusDown, CallTimedOut, NobodyListens, RemoteFailure

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "1.00", "occurred_on": "2026-01-02"}


@pytest.fixture
def fault(house: House) -> Iterator[Callable[[str, str, Exception, int], None]]:
    """`fault(service, method, exception, times)`: the next such calls run into it."""

    def set_fault(service: str, method: str, error: Exception, times: int = 1) -> None:
        left = [times]

        def check(asked: str, called: str) -> None:
            if (asked, called) == (service, method) and left[0]:
                left[0] -= 1
                raise error

        house.bus.fault = check

    yield set_fault
    house.bus.fault = lambda _service, _method: None


Fault = Callable[..., None]


@pytest.mark.parametrize(
    ("error", "times", "said"),
    [
        (CallTimedOut("funds", "submit", 1.0), 2, (504, "outcome_unknown")),
        (BusDown(), 1, (503, "broker_down")),
        (NobodyListens(), 1, (503, "broker_down")),
        (RemoteFailure("funds", "submit", "KeyError", "张三"), 1, (500, "internal")),
    ],
)
def test_a_write_that_is_not_answered(
    people: People, fault: Fault, error: Exception, times: int, said: tuple[int, str]
) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    fault("funds", "submit", error, times)
    answer = people.treasurer.post("/v1/donations", GIFT, key=f"again-{type(error).__name__}")
    assert (answer.status_code, answer.json["code"]) == said
    assert "张三" not in answer.text
    again = people.treasurer.post("/v1/donations", GIFT, key=f"again-{type(error).__name__}")
    assert again.status_code == 201


def test_a_call_that_is_not_answered_once_is_sent_again(people: People, fault: Fault) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    fault("funds", "submit", CallTimedOut("funds", "submit", 1.0), 1)
    assert people.treasurer.post("/v1/donations", GIFT).status_code == 201


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CallTimedOut("members", "authenticate", 1.0), "broker_down"),
        (BusDown(), "broker_down"),
        (RemoteFailure("members", "authenticate", "DatabaseDown", "OperationalError"), "database_down"),
        (RemoteFailure("members", "authenticate", "Unavailable", "loading"), "unavailable"),
    ],
)
def test_without_the_members_service_nobody_is_taken_for_unknown(
    house: House, people: People, fault: Fault, error: Exception, said: str
) -> None:
    house.actors._known.clear()
    fault("members", "authenticate", error)
    answer = people.nobody.get("/v1/funds")
    assert (answer.status_code, answer.json["code"]) == (503, said)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_token_whose_outcome_is_unknown_says_so(people: People, fault: Fault) -> None:
    people.founder.seen("/v1/funds")
    fault("members", "issue_token", CallTimedOut("members", "issue_token", 1.0))
    answer = people.founder.post("/v1/tokens", {"person": people.nobody.person})
    assert (answer.status_code, answer.json["code"]) == (504, "outcome_unknown")


def test_reads_go_on_without_the_services(people: People, house: House) -> None:
    people.nobody.seen("/v1/funds")

    def away(_service: str, _method: str) -> None:
        raise BusDown

    house.bus.fault = away
    try:
        assert people.nobody.get("/v1/funds/gz").status_code == 200
        assert people.nobody.get("/v1/ledger/trial-balance").status_code == 200
        assert people.nobody.get("/v1/funds/nope").status_code == 404
    finally:
        house.bus.fault = lambda _service, _method: None


def test_a_full_desk_is_429(people: People, house: House) -> None:
    for lane in house.desks.lanes():
        lane._items += 10_000
    try:
        answer = people.treasurer.post("/v1/donations", GIFT)
    finally:
        for lane in house.desks.lanes():
            lane._items -= 10_000
    assert (answer.status_code, answer.json["code"]) == (429, "overloaded")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_batch_tells_what_came_of_each_command(people: People, fault: Fault) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    fault("funds", "submit", BusDown())
    give = {"command": "funds.record_donation", **GIFT}
    answer = people.treasurer.post("/v1/batches", {"commands": [give, {**give, "amount": "0"}]})
    assert answer.status_code == 200
    assert [one["status"] for one in answer.json["results"]] == [503, 422]
