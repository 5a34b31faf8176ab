"""How a history begins that is about decisions too: who decides, and a council that already did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from simulation.deciding import UNITS, terms
from simulation.known import Known
from simulation.people import (
    BOARD,
    CHAIR,
    COUNCILLORS,
    FOUNDER,
    HOLDER,
    LEAD,
    PAPER,
    SECRETARY,
    TREASURER,
    Asked,
    Body,
)

Step = Callable[[Known], Asked | None]
"""What is asked next, by what is known; None: a day goes by."""


def seats(day: str) -> list[Step]:
    """Four units with a councillor each, a board of three, and a second fund of the same holder."""
    fund: Body = {"code": "second", "name": "活动资金", "kind": "co_governance", "source": "donation"}
    return [
        lambda _: (FOUNDER, "funds.open_fund", fund | {"legal_holder": HOLDER}),
        *map(_joins, UNITS),
        *(_sits(who, day, code) for code, who in zip(UNITS, COUNCILLORS, strict=True)),
        *(_sits(who, day) for who in BOARD),
    ]


def _joins(code: str) -> Step:
    body: Body = {"code": code, "name": code, "kind": "residents_committee"}
    return lambda _: (FOUNDER, "members.join_member", body)


def _sits(who: str, day: str, code: str | None = None) -> Step:
    def given(known: Known) -> Asked:
        body: Body = {"person": known.persons[who], "role": "standing_board", "from": day}
        if code is not None:
            body |= {"role": "councillor", "member": known.units[code]}
        return FOUNDER, "members.give_mandate", body

    return given


def _cny(minor: int) -> Body:
    return {"minor": minor, "currency": "CNY"}


def _resolve(kind: str, day: str, *needed: str, minor: int = 0, project: str = "square") -> list[Step]:
    """A question, three votes of four for it, and the count."""

    def opened(known: Known) -> Asked:
        body: Body = {"title": kind, "text": kind, "kind": kind, "body": "full_council", "closes_on": day}
        named = {"fund": "main", "to_fund": "second", "project": project}
        body |= {name: known.ids[named[name]] for name in needed}
        return SECRETARY, "members.open_resolution", body | ({"amount": _cny(minor)} if minor else {})

    def voted(who: str) -> Step:
        return lambda known: (
            who,
            "members.cast_vote",
            {"resolution": known.questions[-1].resolution, "choice": "for"},
        )

    def closed(known: Known) -> Asked:
        return CHAIR, "members.close_resolution", {"resolution": known.questions[-1].resolution}

    return [opened, *map(voted, COUNCILLORS[:3]), closed]


def _notice(kind: str, about: Callable[[Known], str]) -> Step:
    def posted(known: Known) -> Asked:
        body = {"about": {"kind": kind, "id": about(known)}, "text": "please read"}
        return SECRETARY, "members.open_notice", body

    return posted


def _request(minor: int, kind: str = "payment", payee: int = -1) -> Step:
    def requested(known: Known) -> Asked:
        body: Body = {"project": "square", "fund": "main", "amount": _cny(minor)}
        body |= {"payee": known.donors[payee], "purpose": "a fountain", "kind": kind}
        body["attachments"] = [PAPER]
        return LEAD, "projects.request_spending", body

    return requested


def _approve(who: str, at: int, resolution: Callable[[Known], str] | None = None) -> Step:
    def approved(known: Known) -> Asked:
        body = {"spending": known.asked[at]}
        if resolution is not None:
            body["resolution"] = resolution(known)
        return who, "projects.approve_spending", body

    return approved


def in_motion(day: str, next_day: str, least: int) -> list[Step]:
    """A policy, by which at least so many decide; a project that was approved by it; money for it; and
    spending in every state of approval.
    """
    project: Body = {"code": "square", "name": "广场", "purpose": "a fountain", "category": "streets"}
    given: Body = {"fund": "main", "account": "bank", "occurred_on": day, "amount": _cny(900)}
    on: Body = {"fund": "main", "project": "square", "occurred_on": next_day}
    return [
        lambda _: (FOUNDER, "members.adopt_policy", {"terms": terms(day, least=least)}),
        lambda known: (TREASURER, "funds.record_donation", given | {"donor": known.donors[-1]}),
        lambda _: (LEAD, "projects.propose_project", project),
        _notice("project", lambda known: known.ids["square"]),
        *_resolve("project", day, "project"),
        *_resolve("allocation", day, "fund", "project", minor=500),
        *_resolve("fund_transfer", day, "fund", "to_fund", minor=120),
        *_resolve("spending", day, "project", minor=250),
        lambda _: None,
        lambda known: (CHAIR, "funds.allocate", on | _sum_under(known, 350)),
        lambda _: (CHAIR, "funds.allocate", on | {"amount": _cny(30)}),
        lambda known: (
            BOARD[0],
            "funds.approve_allocation",
            {"allocation_request": known.allocation_requests[-1]},
        ),
        _request(30, "advance"),
        _approve(CHAIR, -1),
        _approve(BOARD[0], -1),
        lambda known: (TREASURER, "projects.pay_spending", _whole(known)),
        _request(110),
        _approve(CHAIR, -1, lambda known: known.questions[-1].resolution),
        _notice("spending", lambda known: known.asked[-1]),
        _request(60, payee=-2),
        _approve(BOARD[0], -1),
        lambda _: (LEAD, "projects.propose_project", {"code": "well", "name": "井", "purpose": "water"}),
        *_resolve("project", next_day, "project", project="well")[:1],
        lambda known: (LEAD, "projects.set_milestone", _milestone(known, next_day)),
    ]


def _sum_under(known: Known, minor: int) -> Body:
    resolution = next(one for one in known.questions if one.body["kind"] == "allocation")
    return {"amount": _cny(minor), "resolution": resolution.resolution}


def _whole(known: Known) -> Body:
    spending, minor = known.approved[-1]
    return {"spending": spending, "amount": _cny(minor), "account": "bank"}


def _milestone(_: Known, day: str) -> Body:
    return {"project": "square", "name": "it is dug", "due_on": day}


LEAST: Final[Mapping[str, int]] = {"in_motion": 3, "in_motion_of_two": 2}
"""Of four, three are a quorum: only where two may decide is it the quorum alone that stops two of them."""
KINDS: Final[Sequence[str]] = ("usual", "young", *LEAST)
"""A council without these people; with them, and no policy yet; those that have decided a few things."""
