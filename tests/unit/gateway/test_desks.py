"""Desks: what gathers goes together, nothing waits for ever, a full queue says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.desks import DeskLimits, Desks, Group
from kernel.bus import BusDown, CallTimedOut, NobodyListens, RemoteFailure

LIMITS = DeskLimits(call_s_max=2.0, call_items_max=50, queue_items_max=60, small_items_max=20)


class Broker:
    """A stranger: answers `submit` with the keys that it was given; can be slow, deaf or away."""

    up = True

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, list[Any]]] = []
        self.faults: list[Exception] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        assert method == "submit"
        assert timeout_s == LIMITS.call_s_max
        council, groups = args
        self.calls.append((service, council, groups))
        self.entered.set()
        assert self.gate.wait(10)
        if self.faults:
            raise self.faults.pop(0)
        return [[{"events": [item["key"]], "repeated": False} for item in g["items"]] for g in groups]

    def publish(self, *_: Any) -> None:
        raise AssertionError

    def subscribe(self, *_: Any) -> None:
        raise AssertionError


def group(*keys: str) -> Group:
    return {"atomic": len(keys) > 1, "dry_run": False, "items": [{"key": key} for key in keys]}


@pytest.fixture
def broker() -> Broker:
    return Broker()


@pytest.fixture
def desks(broker: Broker) -> Iterator[Desks]:
    made = Desks(broker, limits=LIMITS)
    made.start()
    yield made
    broker.gate.set()
    made.stop()


class Asking(threading.Thread):
    """One request."""

    def __init__(self, desks: Desks, *groups: Group, council: str = "main", service: str = "funds") -> None:
        super().__init__(daemon=True)
        self.answers: list[list[Any]] = []
        self._desks, self._asked = desks, (service, council, groups)
        self.start()

    def run(self) -> None:
        self.answers = self._desks.submit(*self._asked)

    def result(self) -> list[list[Any]]:
        self.join(10)
        assert not self.is_alive()
        return self.answers


def until(holds: Any) -> None:
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_an_answer_comes_back_to_the_one_who_asked(desks: Desks) -> None:
    answers = desks.submit("funds", "main", [group("a"), group("b", "c")])
    assert [[one["events"] for one in each] for each in answers] == [[["a"]], [["b"], ["c"]]]


def test_commands_that_arrive_while_a_call_is_out_go_together_in_the_next(
    desks: Desks, broker: Broker
) -> None:
    broker.gate.clear()
    first = Asking(desks, group("0"))
    assert broker.entered.wait(5)
    others = [Asking(desks, group(str(n))) for n in range(1, 11)]
    until(lambda: desks.depth() == 10)
    broker.gate.set()
    assert first.result() == [[{"events": ["0"], "repeated": False}]]
    for n, one in enumerate(others, 1):
        assert one.result() == [[{"events": [str(n)], "repeated": False}]]
    assert [len(groups) for _, _, groups in broker.calls] == [1, 10]


def test_councils_do_not_share_a_call(desks: Desks, broker: Broker) -> None:
    broker.gate.clear()
    asked = [Asking(desks, group("0"))]
    assert broker.entered.wait(5)
    asked += [Asking(desks, group(f"k{n}"), council=f"c{n % 2}") for n in range(6)]
    until(lambda: desks.depth() == 6)
    broker.gate.set()
    for one in asked:
        one.result()
    councils = [council for _, council, _ in broker.calls]
    assert sorted(councils) == ["c0", "c1", "main"]


def test_a_large_batch_does_not_hold_up_a_small_one(desks: Desks, broker: Broker) -> None:
    broker.gate.clear()
    large = Asking(desks, *[group(str(n)) for n in range(40)])
    assert broker.entered.wait(5)
    small = Asking(desks, group("small"))
    until(lambda: len(broker.calls) == 2)
    broker.gate.set()
    assert small.result()[0][0]["events"] == ["small"]
    assert len(large.result()) == 40


def test_a_call_takes_no_more_than_its_size(desks: Desks, broker: Broker) -> None:
    broker.gate.clear()
    asked = [Asking(desks, group("first"))]
    assert broker.entered.wait(5)
    asked += [Asking(desks, group(*[f"{n}.{m}" for m in range(20)])) for n in range(3)]
    until(lambda: desks.depth() == 60)
    broker.gate.set()
    for one in asked:
        one.result()
    assert [sum(len(g["items"]) for g in groups) for _, _, groups in broker.calls] == [1, 40, 20]


def test_a_full_queue_is_answered_at_once(desks: Desks, broker: Broker) -> None:
    broker.gate.clear()
    asked = [Asking(desks, group("first"))]
    assert broker.entered.wait(5)
    asked += [Asking(desks, group(*[f"{n}.{m}" for m in range(20)])) for n in range(3)]
    until(lambda: desks.depth() == 60)
    assert desks.submit("funds", "main", [group("too much")]) == [[{"unavailable": "overloaded"}]]
    broker.gate.set()
    for one in asked:
        assert "events" in one.result()[0][0]


def test_a_call_without_answer_is_sent_again_with_the_same_ids(desks: Desks, broker: Broker) -> None:
    broker.faults = [CallTimedOut("funds", "submit", 2.0)]
    assert desks.submit("funds", "main", [group("a")]) == [[{"events": ["a"], "repeated": False}]]
    assert broker.calls[0] == broker.calls[1]


def test_after_the_second_time_the_outcome_is_unknown(desks: Desks, broker: Broker) -> None:
    broker.faults = [CallTimedOut("funds", "submit", 2.0)] * 2
    assert desks.submit("funds", "main", [group("a", "b")]) == [[{"unavailable": "outcome_unknown"}] * 2]
    assert desks.submit("funds", "main", [group("c")])[0][0]["events"] == ["c"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (BusDown(), "broker_down"),
        (NobodyListens(), "broker_down"),
        (RemoteFailure("funds", "submit", "KeyError", "张三"), "internal"),
    ],
)
def test_what_goes_wrong_on_the_way_is_told_to_everyone_in_the_call(
    desks: Desks, broker: Broker, fault: Exception, code: str
) -> None:
    broker.faults = [fault]
    assert desks.submit("funds", "main", [group("a"), group("b")]) == [[{"unavailable": code}]] * 2
    assert desks.submit("funds", "main", [group("c")])[0][0]["events"] == ["c"]


def test_every_command_carries_a_deadline_behind_the_second_call(desks: Desks, broker: Broker) -> None:
    desks.submit("funds", "main", [group("a")])
    deadline = broker.calls[0][2][0]["deadline"]
    assert isinstance(deadline, str)
    assert deadline.endswith("Z")


def test_what_waits_when_the_desks_close_is_answered(broker: Broker) -> None:
    desks = Desks(broker, limits=LIMITS)
    desks.start()
    broker.gate.clear()
    first = Asking(desks, group("a"))
    assert broker.entered.wait(5)
    second = Asking(desks, group("b"))
    until(lambda: desks.depth() == 1)
    closing = threading.Thread(target=desks.stop)
    closing.start()
    until(lambda: all(lane._stopped for lane in desks.lanes()))
    broker.gate.set()
    closing.join(10)
    assert first.result()[0][0]["events"] == ["a"]
    assert second.result() == [[{"unavailable": "overloaded"}]]
    assert desks.submit("funds", "main", [group("c")]) == [[{"unavailable": "overloaded"}]]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_way_whose_thread_a_defect_ended_is_told(desks: Desks, broker: Broker) -> None:
    assert desks.waiting_for() == set()
    broker.faults = [ZeroDivisionError()]
    asking = threading.Thread(target=desks.submit, args=("funds", "main", [group("1")]), daemon=True)
    asking.start()
    end = time.monotonic() + 10
    while not desks.waiting_for() and time.monotonic() < end:
        time.sleep(0.01)
    assert desks.waiting_for() == {"the way to funds"}
