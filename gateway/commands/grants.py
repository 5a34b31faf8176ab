"""Commands: grants to social organisations, and support that is no money."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import DAY, NOTHING, Route
from gateway.schemas import common, community

_FOLLOWING: Final = ("project_lead", "secretary")
_SUPPORTING: Final = ("chair", "secretary", "project_lead")
_MEMBER: Final = "mem_0123456789abcdefghjk"
_PAPER: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

RETURN: Final = Route(
    "/grants/<ref>/returns",
    "projects.return_tranche",
    community.GrantReturn,
    "Say that the unspent of a tranche is back: by a receipt, or by the reversal of a payment",
    ("treasurer",),
    "grant",
    {"number": 1, "amount": "350.00", "by": "rcp_0123456789abcdefghjk"},
    takes="grant",
    own_view=True,
)
"""Its view holds the receipt against what came back."""

ROUTES: Final = (
    Route(
        "/grants",
        "projects.agree_grant",
        community.Grant,
        "Record a grant by its agreement (资助协议), in tranches",
        ("chair",),
        "grant",
        {
            "project": "bench",
            "member": _MEMBER,
            "payee": "org_0123456789abcdefghjk",
            "purpose": "社区食堂",
            "agreement": _PAPER,
            "tranches": [
                {"amount": "3000.00", "due_on": DAY},
                {"amount": "2000.00", "due_on": "2030-09-01"},
            ],
        },
        on_behalf=True,
        names={"member": "member"},
    ),
    Route(
        "/grants/<ref>/spending",
        "projects.draw_tranche",
        community.Drawing,
        "Say which spending pays a tranche",
        _FOLLOWING,
        "grant",
        {"number": 1, "spending": "spd_0123456789abcdefghjk"},
        takes="grant",
    ),
    Route(
        "/grants/<ref>/reports",
        "projects.report_tranche",
        community.TrancheReport,
        "Record what the organisation did with a tranche; the last report counts",
        _FOLLOWING,
        "grant",
        {"number": 1, "spent": "2650.00", "text": "购置餐具和冰柜", "attachments": [_PAPER]},
        takes="grant",
    ),
    RETURN,
    Route(
        "/grants/<ref>/closings",
        "projects.close_grant",
        common.Empty,
        "Close a grant: all is accounted for, what was not drawn lapses",
        ("chair",),
        "grant",
        NOTHING,
        takes="grant",
    ),
    Route(
        "/support",
        "projects.record_support",
        community.Support,
        "Record support that is no money (非资金支持): nothing is entered",
        _SUPPORTING,
        "support",
        {"kind": "venue", "member": _MEMBER, "text": "公益坊一楼活动室，每周三下午"},
        names={"member": "member"},
    ),
    Route(
        "/support/<ref>/withdrawals",
        "projects.withdraw_support",
        common.Reason,
        "Take back support that was recorded wrongly",
        _SUPPORTING,
        "support",
        {"reason": "重复登记"},
        takes="support",
    ),
)
