"""What the projects service records: projects, the money that they hold, spending and its payment. Pure.

A topic has a module of its own, with the union of its facts, and is imported by that path; the first ones can
be had from here too.
"""

from __future__ import annotations

from services.projects.events import (
    allocations,
    decisions,
    notes,
    projects,
    reversals,
    spending,
)
from services.projects.events.allocations import AllocationNoted, AllocationReturned
from services.projects.events.ids import (
    AccountId,
    AllocationId,
    FundId,
    Part,
    PartyId,
    PaymentId,
    ProjectId,
    Restriction,
    ReversalId,
    Share,
    SpendingId,
)
from services.projects.events.notes import AccountNoted, FundFrozenNoted, FundNoted, PersonErasureNoted
from services.projects.events.projects import ProjectClosed, ProjectProposed
from services.projects.events.reversals import (
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
)
from services.projects.events.spending import (
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingRejected,
    SpendingRequested,
)

__all__ = [
    "AccountId",
    "AccountNoted",
    "AllocationId",
    "AllocationNoted",
    "AllocationReturned",
    "Fact",
    "FundFrozenNoted",
    "FundId",
    "FundNoted",
    "Part",
    "PartyId",
    "PaymentId",
    "PaymentReversalRejected",
    "PaymentReversalRequested",
    "PaymentReversalWithdrawn",
    "PaymentReversed",
    "PersonErasureNoted",
    "ProjectClosed",
    "ProjectId",
    "ProjectProposed",
    "Restriction",
    "ReversalId",
    "Share",
    "SpendingApproved",
    "SpendingCancelled",
    "SpendingId",
    "SpendingPaid",
    "SpendingRejected",
    "SpendingRequested",
]

# A line per topic, so that two who add one do not meet.
# fmt: off
Fact = (
    projects.Fact
    | allocations.Fact
    | spending.Fact
    | reversals.Fact
    | notes.Fact
    | decisions.Fact
)
# fmt: on
"""Every fact of the service."""
