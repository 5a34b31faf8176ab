"""Notices for all to read, objections, and their answers. Pure.

The text of a notice hangs at the gate and stands in clear; objections and answers are sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kernel.sealed import Sealed
from services.members.events.ids import NoticeId, ObjectionId, PartyId

AboutKind = Literal["project", "spending", "resolution", "allocation"]


@dataclass(frozen=True, slots=True)
class NoticeOpened:
    """Posted from `starts_on` to `ends_on`, both included, in Shanghai. Subject: the notice."""

    TYPE: ClassVar = "members.notice_opened.v1"
    notice: NoticeId
    about_kind: AboutKind
    about: str
    text: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class NoticeExtended:
    """Somebody objected on its last day: it runs as many days again. Subject: the notice."""

    TYPE: ClassVar = "members.notice_extended.v1"
    notice: NoticeId
    about_kind: AboutKind
    about: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class NoticeWithdrawn:
    """Taken down before its end: as if it had never been posted. Subject: the notice."""

    TYPE: ClassVar = "members.notice_withdrawn.v1"
    notice: NoticeId
    about_kind: AboutKind
    about: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class ObjectionRaised:
    """`person` objects to `about`; `notice`: the one that ran, if one did. Subject: the objection."""

    TYPE: ClassVar = "members.objection_raised.v1"
    objection: ObjectionId
    about_kind: AboutKind
    about: str
    notice: NoticeId | None
    text: Sealed
    person: PartyId


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    """Whoever raised it (`person`) has an answer. Subject: the objection.

    Where it is not `upheld` it is dismissed; where it is, it stands in the way until it is settled.
    """

    TYPE: ClassVar = "members.objection_answered.v1"
    objection: ObjectionId
    about_kind: AboutKind
    about: str
    text: Sealed
    upheld: bool
    person: PartyId


@dataclass(frozen=True, slots=True)
class ObjectionSettled:
    """What was right in it has been seen to; `text` says how. `person` raised it. Subject: the objection."""

    TYPE: ClassVar = "members.objection_settled.v1"
    objection: ObjectionId
    about_kind: AboutKind
    about: str
    text: Sealed
    person: PartyId


Fact = (
    NoticeOpened | NoticeExtended | NoticeWithdrawn | ObjectionRaised | ObjectionAnswered | ObjectionSettled
)
