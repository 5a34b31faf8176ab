"""A running balance against the movements that should make it: where, and by how much, they part. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WINDOW: Final = 6
"""Within so many rows the balance must have counted everything."""


Counted = tuple[int, int, int]
"""Line, movement, balance after it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """From this line on the file's balance differs by `minor` more from the sum of the movements."""

    line: int
    minor: int


def gaps(rows: Sequence[Counted]) -> list[Gap]:
    """Every place where the balance leaves the movements. `rows`: (line, movement, balance), oldest first.

    A balance may count a part of a movement (the fee of a payment) some rows later: where one is off, the
    rows that follow are taken with it, until the balance is again what all of them sum to.
    """
    found: list[Gap] = []
    expected = 0
    pending: list[Counted] = []
    queue = list(reversed(rows))
    while queue or pending:
        if queue and len(pending) < WINDOW:
            pending.append(queue.pop())
            total = expected + sum(movement for _, movement, _ in pending)
            if pending[-1][2] == total:
                expected, pending = total, []
            continue
        # Nothing within reach closes it: the oldest row is where the file parts from its own movements.
        line, movement, balance = pending[0]
        found.append(Gap(line, balance - expected - movement))
        expected = balance
        queue.extend(reversed(pending[1:]))
        pending = []
    return found
