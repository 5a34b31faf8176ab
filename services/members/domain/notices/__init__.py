"""Notices for all to read, objections to what is decided, and their answers and settlements. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.notices import decide, evolve
from services.members.domain.notices.commands import (
    AnswerObjection,
    OpenNotice,
    RaiseObjection,
    SettleObjection,
    WithdrawNotice,
)
from services.members.domain.notices.documents import LastNotice, Objectors, OpenObjections
from services.members.events.notices import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        OpenNotice: decide.open_,
        WithdrawNotice: decide.withdraw,
        RaiseObjection: decide.object_,
        AnswerObjection: decide.answer,
        SettleObjection: decide.settle,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({LastNotice, Objectors, OpenObjections}),
)
