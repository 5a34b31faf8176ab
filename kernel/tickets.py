"""What is handed to a council's writer, and what it answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kernel.codec import Envelope
from kernel.domain import Actor
from kernel.errors import Refusal, Unavailable
from kernel.sealed import Opening


@dataclass(frozen=True, slots=True)
class Item:
    """One command, validated. `command_id` and `fingerprint` are salted: they tell nothing of its text."""

    command: Any
    actor: Actor
    command_id: str
    fingerprint: str
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """Carried out: the events that the command made, as they stand in the log."""

    events: tuple[Envelope, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule said no; nothing was written."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Undone:
    """Nothing was decided: too late, too much, or a fault of ours."""

    why: Unavailable


@dataclass(frozen=True, slots=True)
class Noted:
    """Another log's events were noted: the cursor stands at `position`."""

    position: int


Answer = Done | Refused | Undone


@dataclass(eq=False, slots=True)
class Ticket:
    """Waits in the writer's queue; `settle` wakes who waits for it."""

    deadline: datetime | None = None
    _settled: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        """Whether it was settled in time."""
        return self._settled.wait(seconds)

    @property
    def weight(self) -> int:
        """How many commands it counts for in the bounded queue: one at least, or it would have no bound."""
        return 1

    def fail(self, why: Unavailable) -> None:
        """Settle it undone."""
        raise NotImplementedError


@dataclass(eq=False, slots=True)
class Group(Ticket):
    """Commands that pass together or not at all. A lone command is a group of one."""

    items: Sequence[Item] = ()
    dry_run: bool = False
    answers: Sequence[Answer] = ()
    undone: Unavailable | None = None

    @property
    def weight(self) -> int:
        return max(1, len(self.items))

    def settle(self, answers: Sequence[Answer]) -> None:
        """Hand the answers, one per item, to who waits."""
        self.answers = answers
        self._settled.set()

    def fail(self, why: Unavailable) -> None:
        self.undone = why
        self.settle([Undone(why)] * len(self.items))


@dataclass(eq=False, slots=True)
class Due(Ticket):
    """Says what time alone has made true (`Domain.due`). Nobody waits for it: it is asked again soon."""

    undone: Unavailable | None = None

    def settle(self) -> None:
        """It was said, or there was nothing to say."""
        self._settled.set()

    def fail(self, why: Unavailable) -> None:
        self.undone = why
        self._settled.set()


def due_first(tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """The tickets, with what is due before the first command; what other logs told before it is noted first.

    For the first commands of a day: what they change must not change what the day before had come to.
    """
    at = next((at for at, one in enumerate(tickets) if isinstance(one, Group)), None)
    return tickets if at is None else [*tickets[:at], Due(), *tickets[at:]]


@dataclass(eq=False, slots=True)
class Noting(Ticket):
    """Stored bytes of another service's log, in order, to be noted here; `after` is the position before them.

    Refused by nobody; events at or below the cursor are passed over.
    """

    source: str = ""
    after: int = 0
    bodies: Sequence[bytes] = ()
    answer: Noted | Undone | None = None

    @property
    def weight(self) -> int:
        return max(1, len(self.bodies))

    def settle(self, answer: Noted | Undone) -> None:
        """Say how far the cursor came, or why it did not."""
        self.answer = answer
        self._settled.set()

    def fail(self, why: Unavailable) -> None:
        self.settle(Undone(why))
