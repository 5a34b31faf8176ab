"""A log whose head says more than there is: nobody reads on for ever, and it goes on once it is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from support.cupboard import CUPBOARD, CutKey
from support.storage import MAIN, SteadyClock
from support.tickets import answers, built, group, item

from kernel.errors import Halted
from kernel.log import Head
from kernel.merkle import Range
from kernel.relay import Relay
from kernel.testing.driven import DrivenLane
from kernel.testing.memory import MemoryLog, MemoryTransaction
from kernel.tickets import Done
from kernel.writer import Writer

READS_MAX = 100


@pytest.fixture
def log() -> MemoryLog:
    """Three events long."""
    made = MemoryLog()
    made.found(MAIN)
    writer = Writer(MAIN, CUPBOARD, made, SteadyClock())
    writer.load()
    writer.commit([built("gate")])
    answers(writer, group(item(CutKey("gate"), "a")), group(item(CutKey("gate"), "b")))
    return made


def cut_short(log: MemoryLog) -> Callable[[], None]:
    """The last event is gone, and its head is there; what is given puts it back."""
    last = log.books[MAIN].entries.pop()
    return lambda: log.books[MAIN].entries.append(last)


@pytest.fixture(autouse=True)
def _counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads on for ever fails instead."""
    reads = iter(range(READS_MAX))

    def page(self: MemoryLog, council: str, after: int, limit: int) -> tuple[Head, Sequence[bytes]]:
        assert next(reads, None) is not None, "no end of reading"
        return read(self, council, after, limit)

    def bodies(self: MemoryTransaction, after: int, limit: int) -> Sequence[bytes]:
        assert next(reads, None) is not None, "no end of reading, under the head's lock"
        return read_locked(self, after, limit)

    read, read_locked = MemoryLog.page, MemoryTransaction.bodies
    monkeypatch.setattr(MemoryLog, "page", page)
    monkeypatch.setattr(MemoryTransaction, "bodies", bodies)


def test_a_writer_that_loads_it_halts(log: MemoryLog) -> None:
    back = cut_short(log)
    writer = Writer(MAIN, CUPBOARD, log, SteadyClock())
    with pytest.raises(Halted):
        writer.load()
    back()
    writer.load()
    assert writer.head == log.head(MAIN)


def test_a_writer_that_catches_up_under_the_lock_halts(log: MemoryLog) -> None:
    writer = Writer(MAIN, CUPBOARD, log, SteadyClock())
    writer.load()
    other = Writer(MAIN, CUPBOARD, log, SteadyClock())
    other.load()
    answers(other, group(item(CutKey("gate"), "c")))
    cut_short(log)
    with pytest.raises(Halted):
        writer.commit([group(item(CutKey("gate"), "d"))])


def test_a_lane_waits_for_it_to_be_whole(log: MemoryLog) -> None:
    back = cut_short(log)
    clock = SteadyClock()
    lane = DrivenLane(Writer(MAIN, CUPBOARD, log, clock), clock, lambda _: None)
    lane.step()
    assert "restore them" in str(lane.waiting_for)
    back()
    lane.step()
    ticket = group(item(CutKey("gate"), "c"))
    lane.put(ticket)
    assert ticket.wait(5)
    assert isinstance(ticket.answers[0], Done)


def test_a_relay_goes_on_with_the_other_councils(log: MemoryLog) -> None:
    # More was published than there is now, so where ours ends is looked for; and some of ours is missing.
    log.move_published(MAIN, Range().extend([b"1" * 32] * 9))
    log.books[MAIN].entries.clear()
    whole = MemoryLog()
    whole.found(MAIN)
    Writer(MAIN, CUPBOARD, whole, SteadyClock()).commit([built("gate")])
    log.books["another"] = whole.books[MAIN]
    published: list[str] = []
    relay = Relay("cupboard", log, lambda topic, _: published.append(topic), SteadyClock())
    relay.sweep()
    assert published == ["cupboard.another"]
    assert list(relay.stopped) == [MAIN]
