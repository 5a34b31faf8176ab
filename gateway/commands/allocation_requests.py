"""Commands: the approvals that an allocation awaits."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import NOTHING, Route
from gateway.schemas import common

_APPROVERS: Final = ("chair", "standing_board")

ROUTES: Final = (
    Route(
        "/allocation-requests/<ref>/approvals",
        "funds.approve_allocation",
        common.Empty,
        "Agree to an allocation; with the last approval that the policy asks for it is made",
        _APPROVERS,
        "allocation_request",
        NOTHING,
        takes="allocation_request",
        on_behalf=True,
    ),
    Route(
        "/allocation-requests/<ref>/rejections",
        "funds.reject_allocation",
        common.Reason,
        "Reject an allocation that awaits approvals",
        _APPROVERS,
        "allocation_request",
        {"reason": "金额过大"},
        takes="allocation_request",
        on_behalf=True,
    ),
    Route(
        "/allocation-requests/<ref>/withdrawals",
        "funds.withdraw_allocation",
        common.Reason,
        "Take back an allocation that awaits approvals",
        ("chair",),
        "allocation_request",
        {"reason": "项目暂缓"},
        takes="allocation_request",
    ),
)
