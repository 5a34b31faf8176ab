"""A clock that a test sets forward."""

from __future__ import annotations

from datetime import datetime, timedelta

from kernel.clock import SystemClock


class Ahead(SystemClock):
    """The machine's clock, so many days on: what a week brings is seen without waiting for it."""

    def __init__(self) -> None:
        self.days = 0

    def now(self) -> datetime:
        """UTC."""
        return super().now() + timedelta(days=self.days)
