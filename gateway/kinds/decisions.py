"""Kinds of records: policies, resolutions, notices, objections. Pure."""

from __future__ import annotations

import typing
from typing import Final

from gateway.kinds.described import (
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    MONEY,
    ON_PAPER,
    SEALED,
    TEXT,
    listed,
    made,
    or_null,
    words,
)
from gateway.kinds.kind import Kind
from policy import terms
from services.members.events import notices, policy, resolutions

TAGS: Final = {
    "policies": "Council policy: who decides how much, how votes are counted, how long notices run",
    "resolutions": "Resolutions, votes and recusals",
    "notices": "Notices (公示) for all to read",
    "objections": "Objections (异议) and their answers",
}
_RATIO: Final = {"numerator": COUNT, "denominator": COUNT}
_APPROVALS: Final = made({"role": words(*typing.get_args(terms.Approver)), "count": COUNT})
_TIER: Final = made(
    {"below": or_null(MONEY), "approvals": listed(_APPROVALS), "resolution": FLAG, "notice": FLAG}
)
TERMS: Final = made(
    {
        "effective_from": DAY,
        "currency": TEXT,
        "fiscal_year_starts": COUNT,
        "tiers": listed(_TIER),
        "allocation_resolution_from": MONEY,
        "quorum": made(_RATIO),
        "majority": made({**_RATIO, "strict": FLAG}),
        "minimum_present": COUNT,
        "escalates_to": words(*typing.get_args(terms.EscalatesTo)),
        **dict.fromkeys(("notice_days", "split_window_days", "advance_days"), COUNT),
        "project_notice": FLAG,
        **dict.fromkeys(("attachments_required", "paper_outside_allowed", "invoice_required"), FLAG),
        "reminder_days": COUNT,
    }
)
_COUNTS: Final = ("base", "present", "votes_for", "against", "abstained", "recused", "departed")
_VOTE: Final = made(
    {
        "seat": TEXT,
        "choice": words(*typing.get_args(resolutions.Choice)),
        "cast_by": TEXT,
        "cast_at": INSTANT,
    },
    optional=ON_PAPER,
)
_RECUSAL: Final = made(
    {
        "seat": TEXT,
        "reason": or_null(SEALED),
        "declared_by": TEXT,
        "declared_at": INSTANT,
        "confirmed_by": or_null(TEXT),
        "confirmed_at": or_null(INSTANT),
    },
    optional=ON_PAPER,
)
_PROPOSED: Final = made(
    {"seat": TEXT, "reason": SEALED, "proposed_by": TEXT, "proposed_at": INSTANT}, optional=ON_PAPER
)
_ASSEMBLY: Final = made(
    {
        "outcome": words(*typing.get_args(resolutions.AssemblyOutcome)),
        **dict.fromkeys(("present", "votes_for", "against", "abstained"), COUNT),
        "decided_on": DAY,
        "paper": TEXT,
        "recorded_by": TEXT,
        "recorded_at": INSTANT,
        "confirmed_by": or_null(TEXT),
        "confirmed_at": or_null(INSTANT),
    }
)
_SEES_VOTES: Final = frozenset(
    {
        *("founder", "chair", "standing_board", "treasurer", "accountant"),
        *("supervisor", "auditor", "secretary", "councillor", "project_lead"),
    }
)

KINDS: Final = (
    Kind(
        name="policy",
        path="policies",
        fact=policy.PolicyAdopted,
        listing="Policies, in the order in which they were adopted",
        one="One policy",
        statuses=("adopted",),
        special={"terms": TERMS},
        sums_within=("below", "allocation_resolution_from"),
    ),
    Kind(
        name="resolution",
        path="resolutions",
        fact=resolutions.ResolutionOpened,
        listing="Resolutions",
        one="One resolution, with its counts, and each seat's vote for who holds an office or a seat",
        filters=("kind", "status", "fund", "project", "q", "from", "to"),
        columns={"name": "title"},
        aliases=("escalated_from",),
        statuses=("open", *typing.get_args(resolutions.Outcome)),
        special={"terms": or_null(TERMS)},
        always={
            "counts": made(dict.fromkeys(_COUNTS, COUNT)),
            "why": or_null(words(*typing.get_args(resolutions.Why))),
            "carried_on": or_null(TEXT),
        },
        later={
            "currency": TEXT,
            "votes": listed(_VOTE),
            "recusals": listed(_RECUSAL),
            "recusals_proposed": listed(_PROPOSED),
            "closed_at": INSTANT,
            "assembly_decision": _ASSEMBLY,
            "decided_by_assembly": FLAG,
        },
        only_for=dict.fromkeys(("votes", "recusals", "recusals_proposed"), _SEES_VOTES),
        summed=("counts", "votes", "recusals", "recusals_proposed", "assembly_decision"),
        whole=False,
    ),
    Kind(
        name="notice",
        path="notices",
        fact=notices.NoticeOpened,
        listing="Notices",
        one="One notice",
        filters=("about", "status", "from", "to"),
        parent="about",
        parent_said="Id of what it is about",
        statuses=("posted", "withdrawn"),
        always={"extended": COUNT},
        later={"reason": or_null(SEALED), "withdrawn_at": INSTANT},
        whole=False,
    ),
    Kind(
        name="objection",
        path="objections",
        fact=notices.ObjectionRaised,
        listing="Objections",
        one="One objection, with its answer, and what was done where it was upheld",
        filters=("about", "person", "status", "from", "to"),
        parent="about",
        parent_said="Id of what it is about",
        own="person",
        statuses=("open", "dismissed", "upheld", "settled"),
        later={
            "answer": or_null(SEALED),
            "upheld": FLAG,
            "answered_by": TEXT,
            "answered_at": INSTANT,
            "settlement": or_null(SEALED),
            "settled_by": TEXT,
            "settled_at": INSTANT,
        },
        whole=False,
    ),
)
