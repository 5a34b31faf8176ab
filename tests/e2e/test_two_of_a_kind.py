"""Two processes of one service on one database: the head row is their lock, and everything stays right."""

from __future__ import annotations

import threading
import time
from collections import Counter

import httpx
import pytest
from support.agreeing import all_agree, figures_follow
from support.calling import Council
from support.load import Load
from support.ports import reserve_port
from support.running import PARTS, Grown, until_ready

LOAD_S = 6


@pytest.fixture(scope="module")
def elsewhere(grown: Grown, council: Council) -> Council:
    """The same people at a second gateway. One gateway has one call at a time under way to a service."""
    for service in PARTS:
        twin = grown.add(_twin(service), service, reserve_port())
        twin.start()
        until_ready(twin, 60)
    return council.through(grown.parts[_twin("gateway")].url)


def _twin(service: str) -> str:
    return f"{service} again"


def test_two_of_every_part_share_the_work_and_agree(
    grown: Grown, council: Council, elsewhere: Council
) -> None:
    loads = [Load(council, 4, "here"), Load(elsewhere, 4, "there")]
    for load in loads:
        load.start()
    time.sleep(LOAD_S / 2)
    grown.parts[_twin("funds")].kill()  # what it had taken goes to the other
    grown.parts[_twin("funds")].start()
    time.sleep(LOAD_S / 2)
    for load in loads:
        load.stop()
    grown.until_ready()
    for name in ("funds", _twin("funds")):
        assert _commands(grown.parts[name].url) > 0, f"{name} had nothing to do"
    answered = [one for load in loads for one in load.answered]
    figures_follow(elsewhere, Load(elsewhere, answered=answered))
    all_agree(grown, council, Load(council, answered=answered))


def test_two_processes_never_spend_one_yuan_twice(council: Council, elsewhere: Council) -> None:
    """Twelve callers want the only hundred yuan of a fund at once, at two gateways: one gets it."""
    gift = {"fund": "gy", "account": "bank", "amount": "100.00", "occurred_on": "2026-05-01"}
    council.treasurer.made("donations", gift)
    wanted = {"fund": "gy", "project": "bench", "amount": "100.00", "occurred_on": "2026-05-02"}
    answers: list[httpx.Response] = []
    callers = [
        threading.Thread(target=lambda chair=chair: answers.append(chair.post("allocations", wanted)))
        for chair in (council.chair, elsewhere.chair) * 6
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 11}
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"funds.insufficient"}


def _commands(url: str) -> float:
    """How many commands the process answered, by its metrics."""
    lines = httpx.get(f"{url}/metrics", timeout=10).text.splitlines()
    counted = [line for line in lines if line.startswith("gongzhi_commands_total{")]
    return sum(float(line.rpartition(" ")[2]) for line in counted)
