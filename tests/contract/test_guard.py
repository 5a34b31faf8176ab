"""Who is asked before anything is written: not only how far they have our log, but whether it is ours."""

from __future__ import annotations

from typing import Any

import pytest
from support.cupboard import CUPBOARD
from support.storage import MAIN, SteadyClock
from support.tickets import built

from kernel.errors import Halted
from kernel.guard import Guard
from kernel.merkle import Range
from kernel.testing.direct import DirectBus
from kernel.testing.memory import MemoryLog
from kernel.writer import Writer

LENGTH = 2_300


class Copied:
    """Whoever has some of our log."""

    def __init__(self, reached: Range) -> None:
        self.reached = reached

    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {MAIN: {"cupboard": self.reached.as_wire()}}


def written(prefix: str) -> Writer:
    """A log of events that name other doors."""
    log = MemoryLog()
    log.found(MAIN)
    made = Writer(MAIN, CUPBOARD, log, SteadyClock())
    made.commit([built(*(f"{prefix} {n}" for n in range(LENGTH)))])
    fresh = Writer(MAIN, CUPBOARD, log, SteadyClock())
    fresh.load()
    return fresh


@pytest.fixture(scope="module")
def ours() -> Writer:
    return written("ours")


@pytest.fixture(scope="module")
def forked() -> Writer:
    return written("forked")


def word(writer: Writer, ledger: Range, peer: Range) -> str | None:
    bus = DirectBus()
    bus.services["ledger"], bus.services["peer"] = Copied(ledger), Copied(peer)
    return Guard("cupboard", bus, ["ledger"], ["peer"]).word(writer)


@pytest.mark.parametrize("position", [0, 1, 999, 1000, 2001, LENGTH])
def test_writing_is_allowed_on_the_very_log_that_the_ledger_copied(ours: Writer, position: int) -> None:
    assert word(ours, ours.range_at(position), Range()) is None


@pytest.mark.parametrize("position", [1, 1000, 2001, LENGTH])
def test_nothing_is_written_to_another_log_than_the_ledger_copied(
    ours: Writer, forked: Writer, position: int
) -> None:
    with pytest.raises(Halted, match="another log of ours up to"):
        word(ours, forked.range_at(position), Range())


def test_who_noted_what_the_ledger_never_had_keeps_nobody_from_writing(ours: Writer, forked: Writer) -> None:
    """That end is lost, and its own stream stands still by name."""
    assert word(ours, ours.range_at(1), forked.range_at(2)) is None


def test_who_noted_more_than_there_is_does(ours: Writer) -> None:
    with pytest.raises(Halted, match="restore them"):
        word(ours, Range(), Range().extend([b"1" * 32] * (LENGTH + 1)))
