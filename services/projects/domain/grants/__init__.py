"""Support to social organisations: grants by tranches, and what is given without money. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.grants import decide, evolve, support
from services.projects.domain.grants.commands import (
    AgreeGrant,
    CloseGrant,
    DrawTranche,
    RecordSupport,
    ReportTranche,
    ReturnTranche,
    WithdrawSupport,
)
from services.projects.domain.grants.documents import Drawn, Returned
from services.projects.events.grants import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        AgreeGrant: decide.agree,
        DrawTranche: decide.draw,
        ReportTranche: decide.report,
        ReturnTranche: decide.give_back,
        CloseGrant: decide.close,
        RecordSupport: support.record,
        WithdrawSupport: support.withdraw,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Drawn, Returned}),
)
