"""What is refused about approvals of allocations. Pure."""

from __future__ import annotations

from kernel.errors import Conflict


class ApprovedAlready(Conflict):
    """Nobody approves twice, nor writes down for others what they approved themselves."""

    code = "funds.approved_already"


class ApprovalNotNeeded(Conflict):
    """Enough of these roles have approved, or none of them is asked for. Args: the roles."""

    code = "funds.approval_not_needed"
