"""Catching up with another service, and with other processes: bounded, whatever our own writer waits for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from support.cupboard import CUPBOARD
from support.storage import MAIN
from support.tickets import built

from kernel.clock import SystemClock
from kernel.desk import CALL_S, Desk, Settings
from kernel.errors import Unavailable
from kernel.merkle import root_of
from kernel.testing.direct import DirectBus
from kernel.testing.memory import MemoryLog

WITHIN_S = 1.0


class Building:
    """A service with one event."""

    bodies = built("gate").bodies

    def heads(self) -> dict[str, Any]:
        return {MAIN: {"position": 1, "root": root_of(self.bodies).hex()}}

    def read_log(self, council: str, after: int, limit: int) -> dict[str, Any]:  # noqa: ARG002
        return {**self.heads()[MAIN], "events": [body.decode() for body in self.bodies[after:]]}


class Ledger:
    """Which has nothing yet."""

    def cursors(self) -> dict[str, dict[str, int]]:
        return {}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Not started: nobody but us follows."""
    log = MemoryLog()
    log.found(MAIN)
    bus = DirectBus()
    bus.services["building"] = Building()
    made = Desk(CUPBOARD, lambda *_: None, log, bus, SystemClock(), Settings(guards=("ledger",)))
    yield made
    made.stop()


def test_who_catches_up_is_told_in_time_while_nothing_may_be_written(desk: Desk) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable):
        desk.followers["building"].catch_up(MAIN, WITHIN_S)
    assert time.monotonic() - began < WITHIN_S + 1.5
    assert desk.log.cursor(MAIN, "building").size == 0


def test_who_catches_up_goes_on_once_it_may(desk: Desk) -> None:
    desk._bus.services["ledger"] = Ledger()  # type: ignore[attr-defined]
    desk.followers["building"].catch_up(MAIN, WITHIN_S)
    assert desk.log.cursor(MAIN, "building").size == 1


def test_a_refresh_that_the_writer_did_not_come_to_says_so_in_time(desk: Desk) -> None:
    began = time.monotonic()
    assert not desk.refresh()
    assert time.monotonic() - began < CALL_S + 1.5
    until = time.monotonic() + 5
    while desk.lane(MAIN)._small and time.monotonic() < until:
        time.sleep(0.05)
    assert not desk.lane(MAIN)._small
    desk._bus.services["ledger"] = Ledger()  # type: ignore[attr-defined]
    assert desk.refresh()
