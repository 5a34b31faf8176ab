"""Notices for all to read, objections to what is decided, and their answers. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.notices import decide, evolve
from services.members.domain.notices.commands import (
    AnswerObjection,
    OpenNotice,
    RaiseObjection,
    WithdrawNotice,
)
from services.members.domain.notices.documents import LastNotice, Objectors
from services.members.events.notices import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        OpenNotice: decide.open_,
        WithdrawNotice: decide.withdraw,
        RaiseObjection: decide.object_,
        AnswerObjection: decide.answer,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({LastNotice, Objectors}),
)
