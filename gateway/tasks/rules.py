"""The rules by which tasks are found, a room per topic; a topic more is a line in `ROOMS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from gateway.tasks import of_community, of_decisions, of_funds, of_lives, of_spending
from gateway.tasks.asking import Records
from gateway.tasks.task import Task

ROOMS: Final = (
    of_decisions,
    of_spending,
    of_funds,
    of_community,
    of_lives,
)
Rule = Callable[[Records, str], Iterator[Task]]
"""(records, today as an ISO date in Shanghai) -> what waits."""
RULES: Final[tuple[Rule, ...]] = tuple(rule for room in ROOMS for rule in room.RULES)
