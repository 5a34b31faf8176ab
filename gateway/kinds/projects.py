"""Kinds of records: projects, what they give back, spending and its payments. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import (
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    MONEY,
    ON_BEHALF,
    ON_PAPER,
    PARTY,
    SEALED,
    TEXT,
    listed,
    made,
    or_null,
)
from gateway.kinds.kind import Kind
from services.projects import events as projects

TAGS: Final = {
    "projects": "Projects and their figures",
    "allocations": "Allocations to projects, and returns",
    "spending": "Spending: requested, approved or rejected, paid or cancelled",
    "payments": "Payments of spending",
}
_HELD: Final = dict.fromkeys(("allocated", "reserved", "spent", "advanced", "remaining"), MONEY)
_SIDE: Final = made(
    {"unit": TEXT, "answers": or_null(TEXT), "since": INSTANT, "said_by": TEXT}, optional=ON_PAPER
)
_COUNTED: Final = {
    "visits": {**COUNT, "description": "How often somebody came to its activities"},
    "hours": {**COUNT, "description": "Of volunteers, all together"},
    "hours_by_member": listed(made({"member": TEXT, "hours": COUNT})),
}

KINDS: Final = (
    Kind(
        name="return",
        path="returns",
        fact=projects.AllocationReturned,
        key="",
        tag="allocations",
        listing="Returns of allocations",
        one="One return",
        filters=("fund", "project", "allocation", "from", "to"),
        parent="allocation",
        parent_said="Id of the allocation that went back",
    ),
    Kind(
        name="project",
        path="projects",
        fact=projects.ProjectProposed,
        listing="Projects",
        filters=("status", "code", "q"),
        aliases=("about",),
        parties=("lead_person", "supervision_person"),
        statuses=("open", "proposed", "in_notice", "approved", "accepted", "closed", "cancelled"),
        later={
            **dict.fromkeys(("approved_at", "accepted_at", "closed_at", "cancelled_at"), INSTANT),
            **dict.fromkeys(("resolution", "accepted_by", "cancelled_by", "lead", "supervision"), TEXT),
            **dict.fromkeys(("lead_person", "supervision_person"), or_null(PARTY)),
            **dict.fromkeys(("leads", "supervisions"), listed(_SIDE)),
            **dict.fromkeys(("report", "reason"), or_null(SEALED)),
            "accepted_on_behalf": ON_BEHALF,
            "notice_ends_on": or_null(DAY),
            "notices": listed(made({"notice": TEXT, "ends_on": DAY})),
            "attachments": listed(TEXT),
            **_HELD,
            "currency": TEXT,
            "totals": listed(made({"currency": TEXT, **_HELD})),
            "by_fund": listed(made({"fund": TEXT, "currency": TEXT, **_HELD})),
            **_COUNTED,
        },
        whole=False,
    ),
    Kind(
        name="spending",
        path="spending",
        fact=projects.SpendingRequested,
        listing="Spending",
        one="One spending",
        filters=("fund", "project", "payee", "kind", "status", "from", "to"),
        statuses=("requested", "approved", "rejected", "partly_paid", "paid", "settled", "cancelled"),
        always={"paid": MONEY},
        special={"payee_name": {}},
        later={
            "reason": or_null(SEALED),
            "decided_at": INSTANT,
            **dict.fromkeys(("approved_by", "rejected_by", "cancelled_by"), TEXT),
            **dict.fromkeys(("approved_on_behalf", "rejected_on_behalf"), ON_BEHALF),
            "cancelled_at": INSTANT,
            "released": MONEY,
            # Of advances: what is paid and not settled, and what it was spent on.
            **dict.fromkeys(("outstanding", "settled"), MONEY),
            "approvals": listed(
                made(
                    {"by": TEXT, "roles": listed(TEXT), "recorded_by": TEXT, "at": INSTANT},
                    optional=ON_PAPER,
                )
            ),
            # Whose approvals the policy asks for beside those.
            "lacking": listed(made({"role": TEXT, "count": COUNT})),
            "resolution": or_null(TEXT),
            "noticed": FLAG,
            "approved_on": or_null(DAY),
        },
        summed=("paid", "outstanding", "settled", "approvals"),
        whole=False,
    ),
    Kind(
        name="payment",
        path="payments",
        fact=projects.SpendingPaid,
        listing="Payments",
        one="One payment",
        filters=(*("fund", "project", "account", "payee", "spending", "reference", "status", "from", "to"),),
        parent="spending",
        parent_said="Id of the spending that was paid",
        statuses=("paid", "reversal_requested", "reversed"),
    ),
)
