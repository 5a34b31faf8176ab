"""What may be asked: to post notices and take them down, to object, to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kernel.sealed import Sealed
from services.members.domain.notices.documents import About
from services.members.domain.roles import ANYBODY, OFFICE, OVERSEERS
from services.members.events.notices import AboutKind


@dataclass(frozen=True, slots=True)
class Objected:
    """What somebody objects to: a notice stands for what it is about."""

    kind: AboutKind | Literal["notice"]
    id: str


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """Post a notice for as many days as the policy wants, or more."""

    COMMAND: ClassVar = "members.open_notice"
    ROLES: ClassVar = OFFICE
    about: About
    text: str
    starts_on: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawNotice:
    """Take a notice down before its end: it counts as if it had never been posted."""

    COMMAND: ClassVar = "members.withdraw_notice"
    ROLES: ClassVar = OFFICE
    notice: str
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RaiseObjection:
    """Object; nothing is paid for it until somebody else has dismissed it, or settled what was right."""

    COMMAND: ClassVar = "members.raise_objection"
    ROLES: ClassVar = ANYBODY
    ON_BEHALF: ClassVar = True
    about: Objected
    text: Sealed


@dataclass(frozen=True, slots=True)
class AnswerObjection:
    """Answer an objection, and say whether it is upheld."""

    COMMAND: ClassVar = "members.answer_objection"
    ROLES: ClassVar = OFFICE
    objection: str
    text: Sealed
    upheld: bool


@dataclass(frozen=True, slots=True)
class SettleObjection:
    """Say what was done about an objection that was upheld; it stands in the way no more."""

    COMMAND: ClassVar = "members.settle_objection"
    ROLES: ClassVar = OVERSEERS
    objection: str
    text: Sealed
