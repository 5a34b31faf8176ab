"""Resolutions: opened for a roll, voted on, closed by hand or when their day is over. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.resolutions import assembly, closing, decide, evolve, recusing
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    ConfirmAssemblyDecision,
    ConfirmRecusal,
    DeclareRecusal,
    OpenResolution,
    RecordAssemblyDecision,
)
from services.members.domain.resolutions.documents import Chamber, OpenVotes, Resolution
from services.members.events.resolutions import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        OpenResolution: decide.open_,
        CastVote: decide.vote,
        DeclareRecusal: recusing.recuse,
        ConfirmRecusal: recusing.confirm,
        CloseResolution: decide.close,
        RecordAssemblyDecision: assembly.record,
        ConfirmAssemblyDecision: assembly.confirm,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Resolution, OpenVotes, Chamber}),
    due=closing.due,
)
