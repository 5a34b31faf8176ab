"""What the projects service records: projects, the money that they hold, spending and its payment. Pure.

A topic has a module of its own, with the union of its facts, and is imported by that path; the first ones can
be had from here too.
"""

from __future__ import annotations

from services.projects.events import (
    activities,
    advances,
    allocations,
    claims,
    decisions,
    files,
    grants,
    invoices,
    milestones,
    notes,
    opinions,
    projects,
    reversals,
    sides,
    spending,
)
from services.projects.events.advances import AdvanceSettled
from services.projects.events.allocations import AllocationNoted, AllocationReturned
from services.projects.events.ids import (
    AccountId,
    AllocationId,
    FundId,
    Invoice,
    InvoiceUseId,
    MemberId,
    MilestoneId,
    Part,
    PartyId,
    PaymentId,
    ProjectId,
    Restriction,
    Retention,
    ReversalId,
    SettlementId,
    Share,
    SpendingId,
    SpendingKind,
)
from services.projects.events.invoices import InvoiceFreed, InvoiceTaken
from services.projects.events.notes import (
    AccountNoted,
    AliasNoted,
    FundFrozenNoted,
    FundNoted,
    PersonErasureNoted,
)
from services.projects.events.projects import (
    ProjectAccepted,
    ProjectApproved,
    ProjectCancelled,
    ProjectClosed,
    ProjectProposed,
)
from services.projects.events.reversals import (
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
)
from services.projects.events.spending import (
    SpendingApprovalGiven,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingPapersAdded,
    SpendingRejected,
    SpendingRequested,
)

__all__ = [
    "AccountId",
    "AccountNoted",
    "AdvanceSettled",
    "AliasNoted",
    "AllocationId",
    "AllocationNoted",
    "AllocationReturned",
    "Fact",
    "FundFrozenNoted",
    "FundId",
    "FundNoted",
    "Invoice",
    "InvoiceFreed",
    "InvoiceTaken",
    "InvoiceUseId",
    "MemberId",
    "MilestoneId",
    "Part",
    "PartyId",
    "PaymentId",
    "PaymentReversalRejected",
    "PaymentReversalRequested",
    "PaymentReversalWithdrawn",
    "PaymentReversed",
    "PersonErasureNoted",
    "ProjectAccepted",
    "ProjectApproved",
    "ProjectCancelled",
    "ProjectClosed",
    "ProjectId",
    "ProjectProposed",
    "Restriction",
    "Retention",
    "ReversalId",
    "SettlementId",
    "Share",
    "SpendingApprovalGiven",
    "SpendingApproved",
    "SpendingCancelled",
    "SpendingId",
    "SpendingKind",
    "SpendingPaid",
    "SpendingPapersAdded",
    "SpendingRejected",
    "SpendingRequested",
]

# A line per topic, so that two who add one do not meet.
# fmt: off
Fact = (
    projects.Fact
    | opinions.Fact
    | claims.Fact
    | activities.Fact
    | grants.Fact
    | allocations.Fact
    | spending.Fact
    | invoices.Fact
    | advances.Fact
    | reversals.Fact
    | notes.Fact
    | decisions.Fact
    | sides.Fact
    | milestones.Fact
    | files.Fact
)
# fmt: on
"""Every fact of the service."""
