"""What rules ask: records, and the policy that holds. Pure but for the records' own door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

Record = Mapping[str, Any]


class Records(Protocol):
    """The records of one council: `gateway.tasks.finding.Records`."""

    def all(self, kind: str, /, **filters: str) -> Iterator[Record]: ...
    def one(self, kind: str, ref: str) -> Record | None: ...
    def terms(self, today: str) -> Record | None:
        """What the policy of that day says; None where none holds."""
        ...


def hands(record: Record, *fields: str) -> frozenset[str]:
    """Who had a hand in it: whoever wrote it down, and whom these fields name."""
    named = (record.get(field) for field in ("recorded_by", *fields))
    return frozenset(one for one in named if isinstance(one, str))


def named(record: Record, *fields: str) -> frozenset[str]:
    """Those whom these fields name."""
    return frozenset(one for field in fields if (one := record.get(field)) is not None)


def later(day: str, days: int) -> str:
    """So many days after `day`."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
