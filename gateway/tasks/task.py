"""A task, and whom it waits for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

NOBODY: Final[frozenset[str]] = frozenset()
_NO_DAY: Final = "9999-12-31"
Place = tuple[str, str, str, str]
"""Of a task among others: day, instant, kind, and what it is about."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody with what they may do today. `units`: those that they are councillors of."""

    person: str
    roles: frozenset[str]
    units: frozenset[str] = NOBODY
    aliases: frozenset[str] = NOBODY

    @property
    def human(self) -> frozenset[str]:
        """All registrations of the one who acts."""
        return self.aliases | {self.person}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits. It waits for holders of `roles`, for `persons` and councillors of `units`.

    Never for anyone of `apart`: who asked for a thing does not decide it. Days are ISO texts; `since` is an
    instant. `about` is the record that it is about, `title` what that record is called.
    """

    kind: str
    about_kind: str
    about: str
    title: str | None
    since: str
    due_on: str | None = None
    roles: frozenset[str] = NOBODY
    persons: frozenset[str] = NOBODY
    units: frozenset[str] = NOBODY
    apart: frozenset[str] = NOBODY

    def waits_for(self, who: Who) -> bool:
        """Whether it is `who` that it waits for."""
        if self.apart & who.human:
            return False
        return bool(self.roles & who.roles or self.persons & who.human or self.units & who.units)

    @property
    def place(self) -> Place:
        """Where it stands: what is due first comes first, what has no day last."""
        return self.due_on or _NO_DAY, self.since, self.kind, self.about

    def is_overdue(self, today: str) -> bool:
        """Whether its day is over."""
        return self.due_on is not None and self.due_on < today

    def shown(self, today: str) -> dict[str, Any]:
        """As HTTP and reminders tell it."""
        return {
            "kind": self.kind,
            "about": {"kind": self.about_kind, "id": self.about},
            "title": self.title,
            "due_on": self.due_on,
            "overdue": self.is_overdue(today),
            "since": self.since,
        }


def in_order(tasks: Iterable[Task]) -> Sequence[Task]:
    """What is due first comes first, so that the overdue stands above all; what has no day comes last."""
    return sorted(tasks, key=lambda task: task.place)
