"""Bodies of policy, resolutions, notices and objections, and the commands that they become."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from support.policies import terms
from support.rules import nth

from kernel.domain import Command
from kernel.money import Money
from kernel.sealed import Sealed
from services.members.domain.notices.commands import (
    AnswerObjection,
    Objected,
    OpenNotice,
    RaiseObjection,
    SettleObjection,
    WithdrawNotice,
)
from services.members.domain.notices.documents import About
from services.members.domain.policy.commands import AdoptPolicy
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    ConfirmAssemblyDecision,
    ConfirmRecusal,
    DeclareRecusal,
    OpenResolution,
    RecordAssemblyDecision,
)

RES, FUND, TO_FUND, PROJECT = nth("res"), nth("fnd"), nth("fnd", 2), nth("prj")
TERMS: Final[Any] = terms()
SAID: Final[dict[str, Any]] = msgspec.to_builtins(TERMS)
"""The terms as they cross the wire; the last tier is open above."""

GOOD: Final[list[tuple[str, dict[str, Any], Command]]] = [
    ("members.adopt_policy", {"terms": SAID}, AdoptPolicy(TERMS)),
    (
        "members.open_resolution",
        {
            "title": "划转",
            "text": "自自治资金划转至共治资金。",
            "kind": "fund_transfer",
            "body": "full_council",
            "closes_on": "2026-03-09",
            "amount": {"minor": 100, "currency": "CNY"},
            "fund": FUND,
            "to_fund": TO_FUND,
            "project": PROJECT,
            "escalated_from": RES,
        },
        OpenResolution(
            title="划转",
            text="自自治资金划转至共治资金。",
            kind="fund_transfer",
            body="full_council",
            closes_on=date(2026, 3, 9),
            amount=Money(100, "CNY"),
            fund=FUND,
            to_fund=TO_FUND,
            project=PROJECT,
            escalated_from=RES,
        ),
    ),
    (
        "members.open_resolution",
        {
            "title": "制度",
            "text": "修订制度。",
            "kind": "policy",
            "body": "standing_board",
            "closes_on": "2026-03-09",
            "terms": SAID,
        },
        OpenResolution("制度", "修订制度。", "policy", "standing_board", date(2026, 3, 9), terms=TERMS),
    ),
    (
        "members.cast_vote",
        {"resolution": RES, "choice": "for", "seat": "yeyu"},
        CastVote(RES, "for", "yeyu"),
    ),
    ("members.declare_recusal", {"resolution": RES}, DeclareRecusal(RES)),
    (
        "members.declare_recusal",
        {"resolution": RES, "seat": nth("mem"), "reason": "亲属"},
        DeclareRecusal(RES, nth("mem"), Sealed("属亲")),
    ),
    ("members.confirm_recusal", {"resolution": RES, "seat": "yeyu"}, ConfirmRecusal(RES, "yeyu")),
    ("members.close_resolution", {"resolution": RES}, CloseResolution(RES)),
    (
        "members.record_assembly_decision",
        {
            "resolution": RES,
            "outcome": "adopted",
            "present": 120,
            "votes_for": 101,
            "against": 12,
            "abstained": 7,
            "decided_on": "2026-03-20",
            "paper": "ab" * 32,
        },
        RecordAssemblyDecision(RES, "adopted", 120, 101, 12, 7, date(2026, 3, 20), "ab" * 32),
    ),
    (
        "members.confirm_assembly_decision",
        {"resolution": RES, "outcome": "rejected", "paper": "ab" * 32},
        ConfirmAssemblyDecision(RES, "rejected", "ab" * 32),
    ),
    (
        "members.open_notice",
        {
            "about": {"kind": "project", "id": PROJECT},
            "text": "公示",
            "starts_on": "2026-03-02",
            "days": 7,
        },
        OpenNotice(About("project", PROJECT), "公示", date(2026, 3, 2), 7),
    ),
    (
        "members.withdraw_notice",
        {"notice": nth("not"), "reason": "有误"},
        WithdrawNotice(nth("not"), Sealed("误有")),
    ),
    (
        "members.raise_objection",
        {"about": {"kind": "notice", "id": nth("not")}, "text": "太贵"},
        RaiseObjection(Objected("notice", nth("not")), Sealed("贵太")),
    ),
    (
        "members.answer_objection",
        {"objection": nth("obj"), "text": "已比价", "upheld": False},
        AnswerObjection(nth("obj"), Sealed("价比已"), upheld=False),
    ),
    (
        "members.settle_objection",
        {"objection": nth("obj"), "text": "已移位"},
        SettleObjection(nth("obj"), Sealed("位移已")),
    ),
]

TIER: Final[dict[str, Any]] = SAID["tiers"][0]
WRONG: Final[list[tuple[str, dict[str, Any], str]]] = [
    *(
        ("members.adopt_policy", {"terms": {**SAID, field: value}}, f"terms.{field}")
        for field, value in {
            "fiscal_year_starts": 13,
            "allocation_resolution_from": 0,
            "minimum_present": 0,
            "notice_days": 0,
            "project_notice": "yes",
            "split_window_days": -1,
            "advance_days": True,
            "attachments_required": "yes",
            "escalates_to": "king",
            "effective_from": "2026-02-30",
            "currency": "YUAN",
            "quorum": 1,
        }.items()
    ),
    ("members.adopt_policy", {"terms": {}}, "terms.tiers"),
    ("members.adopt_policy", {"terms": {**SAID, "quorum": {"numerator": 1}}}, "terms.quorum.denominator"),
    ("members.adopt_policy", {"terms": {**SAID, "tiers": [{**TIER, "below": "5"}]}}, "terms.tiers.0.below"),
    (
        "members.adopt_policy",
        {"terms": {**SAID, "tiers": [{**TIER, "approvals": [{"role": "treasurer", "count": 1}]}]}},
        "terms.tiers.0.approvals.0.role",
    ),
    ("members.cast_vote", {"resolution": RES, "choice": "maybe"}, "choice"),
    ("members.open_notice", {"about": {"kind": "notice", "id": nth("not")}, "text": "x"}, "about.kind"),
    ("members.raise_objection", {"about": {"kind": "project", "id": "bench"}, "text": "x"}, "about.id"),
    ("members.open_notice", {"about": {"kind": "project", "id": PROJECT}, "text": "字" * 501}, "text"),
]
"""A body, and the field that is wrong with it."""
