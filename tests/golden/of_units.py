"""An example of each fact about member units after they joined."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import MEMBER, NOTE, an

from services.members.events import units

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (units.MemberRenamed(MEMBER, "第一居民单位·新名"), MEMBER),
    (units.MemberCounted(MEMBER, 94), MEMBER),
    (units.MemberMerged(MEMBER, an("mem", "two")), MEMBER),
    (units.MemberSuspended(MEMBER, NOTE), MEMBER),
    (units.MemberResumed(MEMBER), MEMBER),
    (units.MemberLeft(MEMBER, NOTE), MEMBER),
)
