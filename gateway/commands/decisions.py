"""Commands: council policy, resolutions, notices, objections."""

from __future__ import annotations

from typing import Any, Final, get_args

from gateway.commands.route import NOTHING, Route
from gateway.schemas import common, decisions
from services.members.events import Role

OFFICE: Final = ("chair", "secretary")
OVERSEERS: Final = (*OFFICE, "supervisor")
TERMS: Final[dict[str, Any]] = {
    "effective_from": "2026-01-01",
    "currency": "CNY",
    "fiscal_year_starts": 1,
    "tiers": [
        {
            "below": "5000.00",
            "approvals": [{"role": "chair", "count": 1}, {"role": "standing_board", "count": 1}],
            "resolution": False,
            "notice": False,
        },
        {
            "below": "50000.00",
            "approvals": [{"role": "standing_board", "count": 2}],
            "resolution": False,
            "notice": False,
        },
        {"below": None, "approvals": [], "resolution": True, "notice": True},
    ],
    "allocation_resolution_from": "50000.00",
    "quorum": {"numerator": 2, "denominator": 3},
    "majority": {"numerator": 1, "denominator": 2, "strict": True},
    "minimum_present": 5,
    "escalates_to": "residents_assembly",
    "notice_days": 7,
    "split_window_days": 30,
    "advance_days": 30,
    "attachments_required": True,
    "paper_outside_allowed": True,
    "invoice_required": False,
    "reminder_days": 3,
}
"""What a community council would usually begin with."""

ROUTES: Final = (
    Route(
        "/policies",
        "members.adopt_policy",
        decisions.Policy,
        "Write down the council's first policy; every later one is a resolution of kind policy",
        ("founder",),
        "policy",
        {"terms": TERMS},
    ),
    Route(
        "/resolutions",
        "members.open_resolution",
        decisions.Resolution,
        "Put a question to the vote",
        OFFICE,
        "resolution",
        {
            "title": "添置长椅",
            "text": "自共治资金拨款八万元，为广场添置长椅。",
            "kind": "allocation",
            "body": "full_council",
            "amount": "80000.00",
            "fund": "gz",
            "project": "bench",
            "closes_on": "2026-03-09",
        },
        names={"fund": "fund", "to_fund": "fund", "project": "project"},
    ),
    Route(
        "/resolutions/<ref>/votes",
        "members.cast_vote",
        decisions.Vote,
        "Vote for the unit that one sits for, or vote otherwise than before",
        ("councillor", "standing_board"),
        "resolution",
        {"choice": "for"},
        takes="resolution",
        on_behalf=True,
    ),
    Route(
        "/resolutions/<ref>/recusals",
        "members.declare_recusal",
        decisions.Recusal,
        "Stand aside; chair and secretary propose it of a seat that has not voted, for another to confirm",
        (*OFFICE, "councillor", "standing_board"),
        "resolution",
        {"seat": "yeyu", "reason": "与供应商有亲属关系"},
        takes="resolution",
        on_behalf=True,
    ),
    Route(
        "/resolutions/<ref>/recusals/confirmations",
        "members.confirm_recusal",
        decisions.RecusalConfirmation,
        "Confirm that a seat stands aside, as another than who proposed it or as who sits there",
        (*OVERSEERS, "councillor", "standing_board"),
        "resolution",
        {"seat": "yeyu"},
        takes="resolution",
    ),
    Route(
        "/resolutions/<ref>/closings",
        "members.close_resolution",
        common.Empty,
        "Count the votes, on the last day or once every seat has spoken; after it they are counted anyhow",
        OFFICE,
        "resolution",
        NOTHING,
        takes="resolution",
    ),
    Route(
        "/notices",
        "members.open_notice",
        decisions.Notice,
        "Post a notice for all to read",
        OFFICE,
        "notice",
        {"about": {"kind": "project", "id": "bench"}, "text": "广场长椅项目公示", "days": 7},
        names={"about": ""},
    ),
    Route(
        "/notices/<ref>/withdrawals",
        "members.withdraw_notice",
        common.OptionalReason,
        "Take a notice down: it counts as if it had never been posted",
        OFFICE,
        "notice",
        {"reason": "金额有误"},
        takes="notice",
    ),
    Route(
        "/objections",
        "members.raise_objection",
        decisions.Objection,
        "Object; on the last day of a notice it is extended by as many days again",
        get_args(Role),
        "objection",
        {"about": {"kind": "project", "id": "bench"}, "text": "长椅太靠近居民楼"},
        on_behalf=True,
        names={"about": ""},
    ),
    Route(
        "/objections/<ref>/answers",
        "members.answer_objection",
        decisions.Answer,
        "Answer an objection that another raised; one that is upheld stands in the way until it is settled",
        OFFICE,
        "objection",
        {"text": "确实太近，将改址", "upheld": True},
        takes="objection",
    ),
    Route(
        "/objections/<ref>/settlements",
        "members.settle_objection",
        decisions.ObjectionSettlement,
        "Say what was done about an objection that another upheld",
        OVERSEERS,
        "objection",
        {"text": "已改为沿围墙摆放"},
        takes="objection",
    ),
)
