"""Per command of the community's life: the least body with the command that it makes, and the fullest."""

from __future__ import annotations

from datetime import date
from typing import Any

from unit.projects.story import SHOP, SPENDING, cny

from kernel.domain import Command
from kernel.ids import derived
from kernel.sealed import Sealed
from services.projects.domain.activities.commands import (
    RecordActivity,
    RecordHours,
    WithdrawActivity,
    WithdrawHours,
)
from services.projects.domain.claims.commands import ClosePost, MakeClaim, OpenPost, ReleaseClaim
from services.projects.domain.grants.commands import (
    AgreeGrant,
    CloseGrant,
    DrawTranche,
    RecordSupport,
    ReportTranche,
    ReturnTranche,
    WithdrawSupport,
)
from services.projects.domain.opinions.commands import (
    AssignIssue,
    CallBack,
    IssueToProject,
    JoinOpinions,
    OpenIssue,
    RecordOpinion,
    SolveIssue,
    SuperviseIssue,
)
from services.projects.events.grants import Tranche


def an(prefix: str) -> Any:
    return derived(prefix, "body")


OPINION, ISSUE, PERSON, MEMBER = an("opi"), an("iss"), an("per"), an("mem")
POST, CLAIM, ACTIVITY, HOURS, GRANT, SUPPORT = (
    an("pst"),
    an("clm"),
    an("act"),
    an("hrs"),
    an("grt"),
    an("sup"),
)
PAPER, DAY, ON = "a" * 64, "2026-02-14", date(2026, 2, 14)
SUM, NOTHING = {"minor": 1234, "currency": "CNY"}, {"minor": 0, "currency": "CNY"}
LATE, SEALED = "late", Sealed("seal of late")

BODIES: list[tuple[dict[str, Any], Command]] = [
    ({"channel": "web", "topic": "t", "text": LATE}, RecordOpinion("web", "t", SEALED)),
    (
        {
            "channel": "visit",
            "topic": "t",
            "text": LATE,
            "place": LATE,
            "author": PERSON,
            "occurred_on": DAY,
        },
        RecordOpinion("visit", "t", SEALED, SEALED, PERSON, ON),
    ),
    ({"title": "t", "opinions": [OPINION]}, OpenIssue("t", (OPINION,))),
    ({"issue": ISSUE, "opinions": [OPINION]}, JoinOpinions(ISSUE, (OPINION,))),
    ({"issue": ISSUE, "person": PERSON}, AssignIssue(ISSUE, PERSON)),
    ({"issue": ISSUE, "person": PERSON}, SuperviseIssue(ISSUE, PERSON)),
    ({"issue": ISSUE, "text": LATE}, SolveIssue(ISSUE, SEALED)),
    ({"issue": ISSUE, "project": "benches"}, IssueToProject(ISSUE, "benches")),
    ({"opinion": OPINION, "result": "satisfied"}, CallBack(OPINION, "satisfied")),
    (
        {"opinion": OPINION, "result": "unreachable", "issue": ISSUE, "project": "benches", "note": LATE},
        CallBack(OPINION, "unreachable", ISSUE, "benches", SEALED),
    ),
    ({"name": "n", "duties": "d", "places": 2}, OpenPost("n", "d", 2)),
    (
        {"name": "n", "duties": "d", "places": 2, "project": "benches"},
        OpenPost("n", "d", 2, "benches"),
    ),
    ({"post": POST}, ClosePost(POST)),
    ({"member": MEMBER}, MakeClaim(MEMBER)),
    (
        {"member": MEMBER, "post": POST, "project": "benches", "until": DAY},
        MakeClaim(MEMBER, POST, "benches", ON),
    ),
    ({"claim": CLAIM}, ReleaseClaim(CLAIM)),
    ({"project": "benches", "name": "n", "visits": 3}, RecordActivity("benches", "n", 3)),
    (
        {"project": "benches", "name": "n", "visits": 3, "member": MEMBER, "occurred_on": DAY},
        RecordActivity("benches", "n", 3, MEMBER, ON),
    ),
    ({"activity": ACTIVITY, "reason": LATE}, WithdrawActivity(ACTIVITY, SEALED)),
    (
        {"project": "benches", "member": MEMBER, "count": 2, "hours": 6},
        RecordHours("benches", MEMBER, 2, 6),
    ),
    (
        {
            "project": "benches",
            "member": MEMBER,
            "count": 2,
            "hours": 6,
            "activity": ACTIVITY,
            "occurred_on": DAY,
        },
        RecordHours("benches", MEMBER, 2, 6, ACTIVITY, ON),
    ),
    ({"volunteer_hours": HOURS, "reason": LATE}, WithdrawHours(HOURS, SEALED)),
    (
        {
            "project": "benches",
            "member": MEMBER,
            "payee": SHOP,
            "purpose": "p",
            "agreement": PAPER,
            "tranches": [{"amount": SUM, "due_on": DAY}],
        },
        AgreeGrant("benches", MEMBER, SHOP, "p", PAPER, (Tranche(cny(1234), ON),)),
    ),
    ({"grant": GRANT, "number": 1, "spending": SPENDING}, DrawTranche(GRANT, 1, SPENDING)),
    (
        {"grant": GRANT, "number": 1, "spent": NOTHING, "text": "x"},
        ReportTranche(GRANT, 1, cny(0), Sealed("seal of x")),
    ),
    (
        {"grant": GRANT, "number": 1, "spent": SUM, "text": "x", "attachments": [PAPER]},
        ReportTranche(GRANT, 1, cny(1234), Sealed("seal of x"), (PAPER,)),
    ),
    (
        {"grant": GRANT, "number": 1, "amount": SUM, "by": an("rcp")},
        ReturnTranche(GRANT, 1, cny(1234), an("rcp")),
    ),
    ({"grant": GRANT}, CloseGrant(GRANT)),
    (
        {"kind": "venue", "member": MEMBER, "text": "x"},
        RecordSupport("venue", MEMBER, Sealed("seal of x")),
    ),
    (
        {"kind": "venue", "member": MEMBER, "text": "x", "project": "benches", "occurred_on": DAY},
        RecordSupport("venue", MEMBER, Sealed("seal of x"), "benches", ON),
    ),
    ({"support": SUPPORT, "reason": LATE}, WithdrawSupport(SUPPORT, SEALED)),
]

FAULTS: list[tuple[type, str, Any, str, str]] = [
    (RecordOpinion, "channel", "letter", "channel", "choice.unknown"),
    (RecordOpinion, "text", " ", "text", "text.empty"),
    (RecordOpinion, "text", "x" * 2001, "text", "text.too_long"),
    (RecordOpinion, "author", MEMBER, "author", "id.format"),
    (OpenIssue, "opinions", [], "opinions", "list.empty"),
    (OpenIssue, "opinions", [OPINION, OPINION], "opinions", "list.repeated"),
    (OpenIssue, "opinions", [ISSUE], "opinions.0", "id.format"),
    (OpenIssue, "opinions", [OPINION] * 201, "opinions", "list.too_long"),
    (AssignIssue, "person", SHOP, "person", "id.format"),
    (CallBack, "result", "happy", "result", "choice.unknown"),
    (OpenPost, "places", 0, "places", "count.range"),
    (OpenPost, "places", 1001, "places", "count.range"),
    (OpenPost, "places", "2", "places", "field.type"),
    (OpenPost, "places", True, "places", "field.type"),
    (MakeClaim, "member", "team", "member", "id.format"),
    (MakeClaim, "until", "2026-02-30", "until", "date.unknown"),
    (RecordActivity, "visits", -1, "visits", "count.range"),
    (RecordActivity, "visits", 1.5, "visits", "field.type"),
    (RecordHours, "hours", 1_000_001, "hours", "count.range"),
    (AgreeGrant, "payee", PERSON, "payee", "id.format"),
    (AgreeGrant, "agreement", "A" * 64, "agreement", "sha256.format"),
    (AgreeGrant, "tranches", [], "tranches", "list.empty"),
    (AgreeGrant, "tranches", [{"amount": SUM, "due_on": DAY}] * 25, "tranches", "list.too_long"),
    (AgreeGrant, "tranches", [{"amount": SUM}], "tranches.0.due_on", "field.required"),
    (AgreeGrant, "tranches", [{"amount": NOTHING, "due_on": DAY}], "tranches.0.amount", "money.not_positive"),
    (ReportTranche, "spent", {"minor": -1, "currency": "CNY"}, "spent", "money.not_positive"),
    (ReturnTranche, "amount", NOTHING, "amount", "money.not_positive"),
    (ReturnTranche, "by", SPENDING, "by", "id.format"),
    (RecordSupport, "kind", "money", "kind", "choice.unknown"),
]
"""Command, field, what stands in it, where the fault is told, and which."""
