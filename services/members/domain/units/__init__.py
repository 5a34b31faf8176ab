"""Member units: who the council consists of. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.documents import Member, MemberCode
from services.members.domain.units import decide, evolve
from services.members.domain.units.commands import (
    CountMember,
    JoinMember,
    LeaveCouncil,
    MergeMember,
    RenameMember,
    ResumeMember,
    SuspendMember,
)
from services.members.events.units import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        JoinMember: decide.join,
        RenameMember: decide.rename,
        CountMember: decide.count,
        MergeMember: decide.merge,
        SuspendMember: decide.suspend,
        ResumeMember: decide.resume,
        LeaveCouncil: decide.leave,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Member, MemberCode}),
)
