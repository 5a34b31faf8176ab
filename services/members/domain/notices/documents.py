"""Notices and objections, for who extends and answers them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.members.events.ids import NoticeId, PartyId
from services.members.events.notices import AboutKind


@dataclass(frozen=True, slots=True)
class About:
    """What a notice or an objection is about."""

    kind: AboutKind
    id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """By id, loaded when it is asked for. `days`: how many it was opened for; each extension is as long."""

    notice: NoticeId
    about: About
    ends_on: date
    days: int
    withdrawn: bool = False

    def runs_on(self, day: date) -> bool:
        """Whether it is neither over nor withdrawn."""
        return not self.withdrawn and day <= self.ends_on


@dataclass(frozen=True, slots=True)
class LastNotice:
    """Resident, by what it is about: the last notice that was opened."""

    notice: NoticeId


@dataclass(frozen=True, slots=True)
class Objectors:
    """Resident, by what it is about: everybody who objected, of whom what is said about it may speak."""

    people: frozenset[PartyId] = frozenset()


@dataclass(frozen=True, slots=True)
class Objection:
    """By id, loaded when it is asked for. `hands`: who raised it, and who wrote it down for them."""

    about: About
    by: PartyId
    hands: frozenset[str]
    answered: bool = False
