"""What a policy's tiers and its checks before a payment refuse.

Refusal
└── NotAsked              the tier asks for approvals in other roles
Conflict
├── ApprovalsLacking      two who approved turned out to be one human: another is asked
├── ResolutionNeeded      the tier asks for an adopted resolution, and none is named
├── ResolutionUnfit       it is about something else
├── ResolutionExceeded    more than may still be spent under it
├── ObjectionOpen         somebody objects: no answer yet, or upheld and not settled
├── NoticeMissing         the public notice that it needs was never opened
├── NoticeRunning         the notice is not over yet
├── AttachmentMissing     nothing is paid without its paper
├── InvoiceMissing        nor without the number of its invoice
└── AdvanceUnsettled      an advance is out for too long: no new one to them
"""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict, Refusal

_MEMBERS = ("members",)


class NotAsked(Refusal):
    """The roles that are asked for."""

    code = "projects.not_asked"
    may_be_behind: ClassVar = _MEMBERS


class ApprovalsLacking(Conflict):
    """The roles that lack.

    Of those who approved, some are known now to be one human, or who asked for it.
    """

    code = "projects.approvals_lacking"


class ResolutionNeeded(Conflict):
    """None is named."""

    code = "projects.resolution_needed"


class ResolutionUnfit(Conflict):
    """Which of its parts says something else: kind, project, fund or amount."""

    code = "projects.resolution_unfit"


class ResolutionExceeded(Conflict):
    """`left`, a decimal, and its `currency`: of its amount, less what was approved under it."""

    code = "projects.resolution_exceeded"


class ObjectionOpen(Conflict):
    """About the spending, its project, an allocation whose money would pay it, or the resolution of either.

    Nothing is approved or paid until it is dismissed or settled.
    """

    code = "projects.objection_open"
    may_be_behind: ClassVar = _MEMBERS


class NoticeMissing(Conflict):
    """About the spending or its resolution."""

    code = "projects.notice_missing"
    may_be_behind: ClassVar = _MEMBERS


class NoticeRunning(Conflict):
    """Its last day."""

    code = "projects.notice_running"
    may_be_behind: ClassVar = _MEMBERS


class AttachmentMissing(Conflict):
    """It may be drafted, and not paid."""

    code = "projects.attachment_missing"


class InvoiceMissing(Conflict):
    """It may be drafted, and not paid."""

    code = "projects.invoice_missing"


class AdvanceUnsettled(Conflict):
    """The advance (its spending) that is out, and for how many days."""

    code = "projects.advance_unsettled"
