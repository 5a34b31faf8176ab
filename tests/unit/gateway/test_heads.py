"""Heads: askers at the same time share a call, and never one that began before they asked."""

from __future__ import annotations

import threading
import time
from typing import Any

from gateway.heads import Heads
from kernel.bus import BusDown


class Slow:
    """A stranger: a service whose log grows by one with each call, and which can be held up."""

    up = True

    def __init__(self) -> None:
        self.calls = 0
        self.gate = threading.Event()
        self.entered = threading.Semaphore(0)

    def call(self, service: str, method: str, /, *_: Any, timeout_s: float) -> Any:
        assert (service, method, timeout_s) == ("funds", "heads", 2.0)
        self.calls += 1
        at = self.calls
        self.entered.release()
        assert self.gate.wait(10)
        return {"main": {"position": at, "root": "00"}}

    def publish(self, *_: Any) -> None:
        raise AssertionError

    def subscribe(self, *_: Any) -> None:
        raise AssertionError


def asking(heads: Heads, found: list[int | None]) -> threading.Thread:
    thread = threading.Thread(target=lambda: found.append(heads.head("funds", "main")), daemon=True)
    thread.start()
    return thread


def test_who_asks_while_a_call_is_out_gets_the_answer_of_a_later_one() -> None:
    bus, found = Slow(), list[int | None]()
    heads = Heads(bus)
    first = asking(heads, found)
    assert bus.entered.acquire(timeout=5)
    others = [asking(heads, found) for _ in range(20)]
    end = time.monotonic() + 5
    while "funds" not in heads._gathering:
        assert time.monotonic() < end
        time.sleep(0.005)
    time.sleep(0.1)
    bus.gate.set()
    for thread in (first, *others):
        thread.join(10)
    # One call was out and answered its own asker alone; the others shared what came after.
    assert found.count(1) == 1
    assert len(found) == 21
    assert bus.calls < 5


def test_one_after_the_other_each_asks_anew() -> None:
    bus = Slow()
    bus.gate.set()
    heads = Heads(bus)
    assert [heads.head("funds", "main") for _ in range(3)] == [1, 2, 3]
    assert heads.head("funds", "elsewhere") == 0


def test_a_service_that_is_away_has_no_head() -> None:
    class Away(Slow):
        def call(self, service: str, method: str, /, *_: Any, timeout_s: float) -> Any:  # noqa: ARG002
            raise BusDown

    heads = Heads(Away())
    assert heads.head("funds", "main") is None
    assert heads.head("funds", "main") is None
