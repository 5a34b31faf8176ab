"""Spending is asked for by one, approved by another, paid by a third. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.documents import Requests
from services.projects.domain.spending import approving, decide, evolve, papers, paying
from services.projects.domain.spending.commands import (
    ApproveSpending,
    AttachToSpending,
    CancelSpending,
    PaySpending,
    RejectSpending,
    RequestSpending,
)
from services.projects.events.spending import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RequestSpending: decide.request,
        AttachToSpending: papers.attach,
        ApproveSpending: approving.approve,
        RejectSpending: decide.reject,
        CancelSpending: decide.cancel,
        PaySpending: paying.pay,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Requests}),
)
