"""Why a change of a member unit is refused.

Conflict
├── MemberGone              left, or merged into another unit
├── MemberSuspendedAlready
└── MemberNotSuspended      there is nothing to resume
"""

from __future__ import annotations

from kernel.errors import Conflict


class MemberGone(Conflict):
    """The arguments: the unit's code, and `left` or `merged`."""

    code = "members.member_gone"


class MemberSuspendedAlready(Conflict):
    """The argument is the unit's code."""

    code = "members.member_suspended_already"


class MemberNotSuspended(Conflict):
    """The argument is the unit's code."""

    code = "members.member_not_suspended"
