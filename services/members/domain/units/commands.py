"""What may be asked: that a member unit join, change its name or standing, and leave.

`member` is a code or an id. Days are past or today; a missing one is today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.sealed import Sealed
from services.members.domain.roles import FOUNDER, OF_UNITS
from services.members.events import MemberKind


@dataclass(frozen=True, slots=True)
class JoinMember:
    """Let a member unit join."""

    COMMAND: ClassVar = "members.join_member"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: MemberKind
    head_count: int | None = None
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class RenameMember:
    """Give a unit another name from a day on; what is of before bears the old one."""

    COMMAND: ClassVar = "members.rename_member"
    ROLES: ClassVar = OF_UNITS
    member: str
    name: str
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class CountMember:
    """Say how many people a unit has."""

    COMMAND: ClassVar = "members.count_member"
    ROLES: ClassVar = OF_UNITS
    member: str
    head_count: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class MergeMember:
    """Make a unit a part of another."""

    COMMAND: ClassVar = "members.merge_member"
    ROLES: ClassVar = OF_UNITS
    member: str
    into: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class SuspendMember:
    """Let a unit not vote until it is resumed."""

    COMMAND: ClassVar = "members.suspend_member"
    ROLES: ClassVar = OF_UNITS
    member: str
    on: date | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ResumeMember:
    """End a suspension."""

    COMMAND: ClassVar = "members.resume_member"
    ROLES: ClassVar = OF_UNITS
    member: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LeaveCouncil:
    """Let a unit leave the council."""

    COMMAND: ClassVar = "members.leave_council"
    ROLES: ClassVar = OF_UNITS
    member: str
    on: date | None = None
    reason: Sealed | None = None
