"""Notices and objections, for who extends and answers them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from services.members.events.ids import NoticeId, ObjectionId, PartyId
from services.members.events.notices import AboutKind

ObjectionState = Literal["open", "dismissed", "upheld", "settled"]


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
    """By id, loaded when it is asked for. `hands`: who raised it, and who wrote it down for them.

    `upheld_by`: everybody who had a hand in the answer that upheld it.
    """

    about: About
    by: PartyId
    hands: frozenset[str]
    state: ObjectionState = "open"
    upheld_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenObjections:
    """Resident, by who raised them: those that have no answer yet, and what each is about."""

    about: Mapping[ObjectionId, str] = field(default_factory=dict)
