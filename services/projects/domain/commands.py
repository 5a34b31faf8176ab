"""The commands of the first topics, by one path. Those of a later topic are imported by its own."""

from __future__ import annotations

from services.projects.domain.allocations.commands import ReturnAllocation
from services.projects.domain.projects.commands import CloseProject, ProposeProject
from services.projects.domain.reversals.commands import (
    ConfirmPaymentReversal,
    RejectPaymentReversal,
    RequestPaymentReversal,
    WithdrawPaymentReversal,
)
from services.projects.domain.spending.commands import (
    ApproveSpending,
    CancelSpending,
    PaySpending,
    RejectSpending,
    RequestSpending,
)

__all__ = [
    "ApproveSpending",
    "CancelSpending",
    "CloseProject",
    "ConfirmPaymentReversal",
    "PaySpending",
    "ProposeProject",
    "RejectPaymentReversal",
    "RejectSpending",
    "RequestPaymentReversal",
    "RequestSpending",
    "ReturnAllocation",
    "WithdrawPaymentReversal",
]
