"""What is known of passwords: all of it small, and resident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.members.events import PartyId

FAILURES_MAX: Final = 5
WINDOW: Final = timedelta(minutes=15)
RECORDED_MAX: Final = 20
RECORDED_A_DAY_MAX: Final = 200
"""Refusals of one council that stand in the log, in a window and in a day: no stranger fills it."""
ASKED_DAYS: Final = 3
"""How long a request to reset, and a one-time token, are good for."""


@dataclass(frozen=True, slots=True)
class Login:
    """By login: whose it is, or was (see `Password.login`)."""

    person: PartyId


@dataclass(frozen=True, slots=True)
class Password:
    """By person. `sealed` is the digest by which the vault keeps the hash; both None once it has ended."""

    login: str | None = None
    sealed: str | None = None


@dataclass(frozen=True, slots=True)
class OneTime:
    """By SHA-256 (hex) of a one-time token."""

    person: PartyId


@dataclass(frozen=True, slots=True)
class Recovery:
    """By person: the one-time token that is good now, and who asked for a reset that nobody confirmed yet."""

    digest: str | None = None
    expires_on: date = date.min
    asked_by: frozenset[str] = frozenset()
    asked_on: date = date.min

    def is_asked(self, day: date) -> bool:
        """Whether a reset waits for its confirmation."""
        return bool(self.asked_by) and day <= self.asked_on + timedelta(days=ASKED_DAYS)


@dataclass(frozen=True, slots=True)
class Refusals:
    """`recent`: those of the last quarter of an hour, the oldest first: (login, recorded_at)."""

    recent: tuple[tuple[str, str], ...] = ()
    day: date = date.min
    recorded: int = 0
    """On `day`."""
    unrecorded_on: date = date.min
    """The last day on which there were more of them than are recorded."""

    def is_full(self, now: datetime, today: date) -> bool:
        """Whether another one is not recorded by itself."""
        of_today = self.recorded if self.day == today else 0
        return of_today >= RECORDED_A_DAY_MAX or len(self.within(now)) >= RECORDED_MAX

    def within(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Those that still count at `now`."""
        told = ((login, datetime.fromisoformat(at)) for login, at in self.recent)
        return tuple((login, at) for login, at in told if at > now - WINDOW)

    def of(self, login: str, now: datetime) -> tuple[datetime, ...]:
        """When `login` was refused, as far as it still counts."""
        return tuple(at for one, at in self.within(now) if one == login)
