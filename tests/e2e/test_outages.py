"""Broker or database absent: the services wait and say so, nothing hangs, and afterwards all is well."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from support.calling import Council, settled
from support.process import Server
from support.running import SERVICES, Grown, Part, eventually, last_word, until_ready
from support.servers import PostgreSql, RabbitMq

GIFT = {"fund": "gz", "account": "bank", "amount": "1.00", "occurred_on": "2026-05-01"}
ANSWER_S_MAX = 30
OUTAGE_S = 10


@pytest.fixture(scope="module")
def system(rabbitmq: RabbitMq, postgresql: PostgreSql) -> Iterator[Grown]:
    """Started while neither server was there."""
    system = Grown(rabbitmq, postgresql, f"o{secrets.token_hex(5)}", QUEUE_COMMANDS="1000")
    system.migrate()
    rabbitmq.stop()
    postgresql.stop()
    system.start()
    yield system
    system.close()


@pytest.fixture(scope="module")
def who(system: Grown) -> Council:
    system.rabbitmq.start()
    system.postgresql.start()
    return settled(system)


def test_services_start_without_their_servers_and_say_what_they_lack(system: Grown) -> None:
    for part in system.parts.values():
        _until_it_lacks(part, "broker")
        _until_it_lacks(part, "database")
        assert httpx.get(f"{part.url}/healthz", timeout=10).status_code == 200
    refused = httpx.get(f"{system.url}/v1/funds", headers={"Authorization": "Bearer x"}, timeout=ANSWER_S_MAX)
    _is_problem(refused)
    system.rabbitmq.start()
    system.postgresql.start()
    system.until_ready(60)


def _until_it_lacks(part: Part, what: str) -> None:
    """/readyz comes to name it, with 503."""

    def named() -> bool:
        answer = httpx.get(f"{part.url}/readyz", timeout=10)
        lacks: list[str] = answer.json().get("waiting_for", [])
        assert answer.status_code == (503 if lacks else 200)
        return any(what in one for one in lacks)

    eventually(named, 20, lambda: (part.title, what, last_word(part)))


def _is_problem(answer: httpx.Response) -> None:
    assert answer.status_code in {503, 504}, (answer.status_code, answer.text)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"]


@contextmanager
def _gone(server: Server) -> Iterator[None]:
    """Back afterwards, whatever the test found: the next test has the same server."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def _server(system: Grown, what: str) -> Server:
    return system.rabbitmq if what == "broker" else system.postgresql


@pytest.mark.parametrize("what", ["broker", "database"])
@pytest.mark.parametrize("seconds", [OUTAGE_S, pytest.param(30, marks=pytest.mark.soak)])
def test_an_outage_is_answered_in_time_and_costs_nothing(
    system: Grown, who: Council, what: str, seconds: int
) -> None:
    key = secrets.token_hex(8)
    with _gone(_server(system, what)):
        gone_at = time.monotonic()
        for name in SERVICES:
            _until_it_lacks(system.parts[name], what)
        asked_at = time.monotonic()
        first = who.treasurer.post("donations", GIFT, key)
        read = who.nobody.get("funds/gz", "funds/999999")
        assert time.monotonic() - asked_at < ANSWER_S_MAX
        _is_problem(first)
        _is_problem(read)
        time.sleep(max(0.0, gone_at + seconds - time.monotonic()))
    back_at = time.monotonic()
    system.until_ready(60)
    print(f"{what} gone for {seconds} s: ready {time.monotonic() - back_at:.1f} s after it was back")
    again = who.treasurer.insisted("donations", GIFT, key, 30)
    assert again.status_code == 201
    assert who.nobody.seen(f"donations/{again.json()['id']}", again.headers["Ledger-Position"])
    gifts = [one["id"] for one in who.nobody.every("donations")]
    assert gifts.count(again.json()["id"]) == 1
    assert who.auditor.seen("ledger/findings")["items"] == []


@pytest.mark.parametrize("what", ["broker", "database"])
def test_sigterm_during_an_outage_ends_every_service_in_time(system: Grown, who: Council, what: str) -> None:
    asking = [threading.Thread(target=_ask, args=(who, number), daemon=True) for number in range(8)]
    for thread in asking:
        thread.start()
    with _gone(_server(system, what)):
        time.sleep(1)
        told_at = time.monotonic()
        system.end()  # asserts the bound, and an end in order
        print(f"without the {what} the last ended {time.monotonic() - told_at:.1f} s after SIGTERM")
    system.start()
    system.until_ready(60)
    for thread in asking:
        thread.join(60)
        assert not thread.is_alive()
    assert who.auditor.seen("ledger/findings")["items"] == []


def _ask(who: Council, number: int) -> None:
    """A donation that the outage may catch at any moment; it is answered in the end."""
    who.treasurer.insisted("donations", {**GIFT, "amount": f"{number + 1}.00"}, secrets.token_hex(8), 120)


def test_a_full_queue_answers_429_and_when_to_come_again(system: Grown, who: Council) -> None:
    funds = system.parts["funds"]
    funds.end()
    funds.configure(QUEUE_COMMANDS="2")
    funds.start()
    until_ready(funds, 60)
    answers: dict[str, httpx.Response] = {}

    def ask(key: str) -> None:
        answers[key] = who.treasurer.post("donations", GIFT, key)

    threads = [threading.Thread(target=ask, args=(secrets.token_hex(8),)) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {answer.status_code for answer in answers.values()} == {201, 429}
    full = next(answer for answer in answers.values() if answer.status_code == 429)
    assert full.json()["code"] == "overloaded"
    assert int(full.headers["Retry-After"]) >= 1
    taken = {key: answer for key, answer in answers.items() if answer.status_code == 201}
    before = len(_donations(who, list(taken.values())))
    again = {key: who.treasurer.insisted("donations", GIFT, key, 30) for key in answers}
    assert {answer.status_code for answer in again.values()} == {201}
    assert all(again[key].json()["id"] == answer.json()["id"] for key, answer in taken.items())
    assert len(_donations(who, list(again.values()))) == before + len(answers) - len(taken)


def _donations(who: Council, after: list[httpx.Response]) -> list[str]:
    """All of them, once the ledger has what `after` made."""
    furthest = max(int(answer.headers["Ledger-Position"].partition("/")[2]) for answer in after)
    return [one["id"] for one in who.nobody.every("donations", f"funds/{furthest}")]
