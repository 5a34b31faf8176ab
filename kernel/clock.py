"""The only reader of the time. Everything else is given it."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Accounting dates are dates here; instants are UTC."""


Seconds = float
"""A stretch of time; rooms of money, where no float may be named, name this."""


class Clock(Protocol):
    """What the kernel asks for: an instant, a monotonic count of seconds, and a wait."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC with microseconds and Z: fixed width, so texts sort as instants do."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def parse_instant(text: str) -> datetime:
    """The inverse of `instant_text`; any RFC 3339 offset is read. Raises: ValueError."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return instant.astimezone(UTC)


def accounting_date(instant: datetime) -> date:
    """The date in Asia/Shanghai at `instant`: 2025-12-31T16:30Z is 2026-01-01."""
    return instant.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """The instant at which `day` is over in Asia/Shanghai."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), SHANGHAI).astimezone(UTC)
