"""What may be asked: that a member unit join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.members.domain.roles import FOUNDER
from services.members.events import MemberKind


@dataclass(frozen=True, slots=True)
class JoinMember:
    """Let a member unit join."""

    COMMAND: ClassVar = "members.join_member"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: MemberKind
