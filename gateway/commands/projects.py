"""Commands: projects, what they give back, spending and its payments."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import DAY, NOTHING, Route
from gateway.schemas import common, projects

ROUTES: Final = (
    Route(
        "/allocations/<ref>/returns",
        "projects.return_allocation",
        projects.Return,
        "Give unspent money back to the fund",
        ("chair",),
        "return",
        {"amount": "120.00", "reason": "结余"},
        takes="allocation",
    ),
    Route(
        "/projects",
        "projects.propose_project",
        projects.Project,
        "Propose a project",
        ("project_lead",),
        "project",
        {"code": "bench", "name": "长椅", "purpose": "广场长椅十张", "category": "公共设施"},
    ),
    Route(
        "/projects/<ref>/closings",
        "projects.close_project",
        common.Empty,
        "Close a project; what it has left goes back",
        ("chair",),
        "project",
        NOTHING,
        takes="project",
    ),
    Route(
        "/projects/<ref>/spending",
        "projects.request_spending",
        projects.Spending,
        "Ask to pay somebody",
        ("project_lead",),
        "spending",
        {
            "amount": {"amount": "800.00", "currency": "CNY"},
            "payee": {"name": "木工社", "kind": "organisation"},
            "purpose": "木料",
            "occurred_on": DAY,
            "attachments": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
            "category": "设施",
            "invoice": {"number": "24312000000012345678", "seller": "木工社"},
            "retention": {"amount": "40.00", "until": "2027-03-01"},
        },
        takes="project",
    ),
    Route(
        "/spending/<ref>/attachments",
        "projects.attach_to_spending",
        projects.Papers,
        "Add papers, or name the invoice where there is none",
        ("project_lead", "treasurer"),
        "spending",
        {
            "attachments": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
            "invoice": {"number": "24312000000012345678"},
        },
        takes="spending",
    ),
    Route(
        "/spending/<ref>/approvals",
        "projects.approve_spending",
        projects.Approval,
        "Approve: the sum is reserved when all have approved whom the policy asks, or the chair alone",
        ("chair", "standing_board"),
        "spending",
        NOTHING,
        takes="spending",
        on_behalf=True,
    ),
    Route(
        "/spending/<ref>/rejections",
        "projects.reject_spending",
        common.OptionalReason,
        "Reject",
        ("chair", "standing_board"),
        "spending",
        {"reason": "没有发票"},
        takes="spending",
        on_behalf=True,
    ),
    Route(
        "/spending/<ref>/cancellations",
        "projects.cancel_spending",
        common.Reason,
        "Pay nothing more of it: what is still reserved is released. A project lead: of what they asked for",
        ("chair", "project_lead"),
        "spending",
        {"reason": "商家停业，余款不再支付"},
        takes="spending",
    ),
    Route(
        "/spending/<ref>/payments",
        "projects.pay_spending",
        projects.Payment,
        "Pay, whole or in part",
        ("treasurer",),
        "payment",
        {"amount": "800.00", "account": "bank", "occurred_on": DAY, "reference": "ICBC-0001"},
        takes="spending",
    ),
)
