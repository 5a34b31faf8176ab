"""Records of opinions and issues, posts and claims, activities, grants and other support. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gateway.books.records.shelf import Record, Shelf, Topic, add, known, made, on_paper, plain
from kernel.domain import Told
from services.projects.events import activities, claims, grants, opinions


# --- opinions and issues -----------------------------------------------------------------------------
def _opinion(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "opinion", "opinion", status="heard", issues=[]))


def _taken_up(told: Told, shelf: Shelf) -> None:
    """Each of the opinions belongs to the issue from now on."""
    for one in told.fact.opinions:
        record = known(shelf, "opinion", one)
        record |= {"status": "taken_up", "issues": [*record.get("issues", ()), told.fact.issue]}
        shelf.put(record)


def _issue(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "issue", "issue", status="open", reopened=False))
    _taken_up(told, shelf)


def _joined(told: Told, shelf: Shelf) -> None:
    fact: opinions.OpinionsJoined = told.fact
    record = known(shelf, "issue", fact.issue)
    if "opinions" in record:
        record["opinions"] = [*record["opinions"], *fact.opinions]
    if "to_call_back" in record:
        _to_call_back(record, [*record["to_call_back"], *fact.opinions])
    shelf.put(record)
    _taken_up(told, shelf)


def _to_call_back(record: Record, opinions: Sequence[str]) -> None:
    """Whose authors are still to be asked, since the issue was last dealt with."""
    record |= {"to_call_back": [*opinions], "call_backs": "waiting" if opinions else "done"}


def _dealt_with(record: Record) -> None:
    if "opinions" in record:
        _to_call_back(record, record["opinions"])


def _assigned(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "issue", told.fact.issue)
    record |= {"status": "assigned", "assigned": told.fact.person}
    shelf.put(record)


def _supervised(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "issue", told.fact.issue)
    record["supervisor"] = told.fact.person
    shelf.put(record)


def _solved(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "issue", told.fact.issue)
    record |= {
        "status": "solved",
        "text": plain(told.fact)["text"],
        "solved_on": _day(told),
        "solved_by": told.whose,
    }
    # It may have been solved before, and otherwise.
    record.pop("solved_on_behalf", None)
    record |= on_paper(told, "solved")
    _dealt_with(record)
    shelf.put(record)


def _became_project(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "issue", told.fact.issue)
    record |= {"status": "project", "project": told.fact.project}
    _dealt_with(record)
    shelf.put(record)


def _called_back(told: Told, shelf: Shelf) -> None:
    fact: opinions.AuthorCalledBack = told.fact
    record = made(told, "call_back", "call_back")
    opinion = shelf.get(fact.opinion)
    if opinion is not None and "author" in opinion:
        record["author"] = opinion["author"]
    shelf.put(record)
    issue = known(shelf, "issue", fact.issue)
    if "to_call_back" in issue:
        # Who was not reached may be tried again, and need not be.
        _to_call_back(issue, [one for one in issue["to_call_back"] if one != fact.opinion])
    if fact.reopens:
        issue |= {"status": "reopened", "reopened": True}
        for gone in ("to_call_back", "call_backs"):
            issue.pop(gone, None)
    shelf.put(issue)


# --- posts and claims --------------------------------------------------------------------------------
def _post(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "post", "post", status="open", claimed=0))


def _post_closed(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "post", told.fact.post)
    record["status"] = "closed"
    shelf.put(record)


def _claim(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "claim", "claim", status="claimed"))
    _claimed(told.fact.post, 1, shelf)


def _claim_ended(told: Told, shelf: Shelf) -> None:
    fact: claims.ClaimReleased | claims.ClaimExpired = told.fact
    record = known(shelf, "claim", fact.claim)
    record |= {
        "member": fact.member,
        "post": fact.post,
        "project": fact.project,
        "status": "released" if isinstance(fact, claims.ClaimReleased) else "expired",
        "ended_on": _day(told),
        "ended_at": told.recorded_at,
    }
    if isinstance(fact, claims.ClaimReleased):
        record |= {"released_by": told.whose, **on_paper(told, "released")}
    shelf.put(record)
    _claimed(fact.post, -1, shelf)


def _claimed(post: str | None, more: int, shelf: Shelf) -> None:
    """How many places of the post are claimed."""
    if post is not None:
        record = known(shelf, "post", post)
        add(record, "claimed", more)
        shelf.put(record)


# --- activities and hours ----------------------------------------------------------------------------
def _activity(told: Told, shelf: Shelf) -> None:
    fact: activities.ActivityHeld = told.fact
    shelf.put(made(told, "activity", "activity", status="held"))
    _grown(fact.project, "visits", fact.visits, shelf)


def _activity_withdrawn(told: Told, shelf: Shelf) -> None:
    fact: activities.ActivityWithdrawn = told.fact
    shelf.put(_withdrawn(told, shelf, "activity", fact.activity) | {"project": fact.project})
    _grown(fact.project, "visits", -fact.visits, shelf)


def _hours(told: Told, shelf: Shelf) -> None:
    fact: activities.HoursGiven = told.fact
    shelf.put(made(told, "volunteer_hours", "volunteer_hours", status="given"))
    _given(fact.project, fact.member, fact.hours, shelf)


def _hours_withdrawn(told: Told, shelf: Shelf) -> None:
    fact: activities.HoursWithdrawn = told.fact
    record = _withdrawn(told, shelf, "volunteer_hours", fact.volunteer_hours)
    shelf.put(record | {"project": fact.project, "member": fact.member})
    _given(fact.project, fact.member, -fact.hours, shelf)


def _grown(project: str, field: str, more: int, shelf: Shelf) -> Record:
    """A project's sum; the record of a project that had none of it yet has no such field."""
    record = known(shelf, "project", project)
    record[field] = record.get(field, 0) + more
    shelf.put(record)
    return record


def _given(project: str, member: str, hours: int, shelf: Shelf) -> None:
    record = _grown(project, "hours", hours, shelf)
    by_member = {one["member"]: one["hours"] for one in record.get("hours_by_member", ())}
    by_member[member] = by_member.get(member, 0) + hours
    record["hours_by_member"] = [
        {"member": one, "hours": sum_} for one, sum_ in sorted(by_member.items()) if sum_
    ]
    shelf.put(record)


def _withdrawn(told: Told, shelf: Shelf, kind: str, record_id: str) -> Record:
    record = known(shelf, kind, record_id)
    return record | {
        "status": "withdrawn",
        "reason": plain(told.fact)["reason"],
        "withdrawn_at": told.recorded_at,
        "withdrawn_by": told.actor.get("person"),
    }


# --- grants and support ------------------------------------------------------------------------------
_NONE_OF_IT: Final = {"spent": 0, "unspent": 0, "returned": 0}


def _grant(told: Told, shelf: Shelf) -> None:
    record = made(told, "grant", "grant", status="agreed", **_NONE_OF_IT)
    record["tranches"] = [
        {
            "number": number,
            "amount": one["amount"]["minor"],
            "due_on": one["due_on"],
            "status": "promised",
            "spending": None,
            **_NONE_OF_IT,
            "text": None,
            "attachments": [],
            "returned_by": [],
        }
        for number, one in enumerate(record["tranches"], 1)
    ]
    shelf.put(record)


def _drawn(told: Told, shelf: Shelf) -> None:
    fact: grants.TrancheDrawn = told.fact
    _tranche(shelf, fact.grant, fact.number, status="drawn", spending=fact.spending)


def _reported(told: Told, shelf: Shelf) -> None:
    fact: grants.TrancheReported = told.fact
    _tranche(
        shelf,
        fact.grant,
        fact.number,
        status="reported",
        spent=fact.spent.minor,
        unspent=fact.unspent.minor,
        text=plain(fact)["text"],
        attachments=[*fact.attachments],
    )


def _returned(told: Told, shelf: Shelf) -> None:
    fact: grants.TrancheReturned = told.fact
    record = known(shelf, "grant", fact.grant)
    before = next((one for one in record.get("tranches", ()) if one["number"] == fact.number), None)
    if before is None:
        shelf.put(record)
        return
    _tranche(
        shelf,
        fact.grant,
        fact.number,
        returned=before["returned"] + fact.amount.minor,
        returned_by=[*before["returned_by"], fact.by],
    )


def _tranche(shelf: Shelf, grant: str, number: int, **changes: Any) -> None:
    """One tranche changed, and the sums of all; of a part of the record nothing can be told."""
    record = known(shelf, "grant", grant)
    if "tranches" in record:
        record["tranches"] = [
            {**one, **changes} if one["number"] == number else one for one in record["tranches"]
        ]
        record |= {name: sum(one[name] for one in record["tranches"]) for name in _NONE_OF_IT}
    shelf.put(record)


def _grant_closed(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "grant", told.fact.grant)
    record |= {"status": "closed", "closed_at": told.recorded_at}
    shelf.put(record)


def _support(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "support", "support", status="given"))


def _support_withdrawn(told: Told, shelf: Shelf) -> None:
    shelf.put(_withdrawn(told, shelf, "support", told.fact.support))


def _day(told: Told) -> str | None:
    return told.occurred_on.isoformat() if told.occurred_on else None


TOPIC: Final = Topic(
    apply={
        opinions.OpinionHeard: _opinion,
        opinions.IssueOpened: _issue,
        opinions.OpinionsJoined: _joined,
        opinions.IssueAssigned: _assigned,
        opinions.IssueSupervised: _supervised,
        opinions.IssueSolved: _solved,
        opinions.IssueBecameProject: _became_project,
        opinions.AuthorCalledBack: _called_back,
        claims.PostOpened: _post,
        claims.PostClosed: _post_closed,
        claims.ClaimMade: _claim,
        claims.ClaimReleased: _claim_ended,
        claims.ClaimExpired: _claim_ended,
        activities.ActivityHeld: _activity,
        activities.ActivityWithdrawn: _activity_withdrawn,
        activities.HoursGiven: _hours,
        activities.HoursWithdrawn: _hours_withdrawn,
        grants.GrantAgreed: _grant,
        grants.TrancheDrawn: _drawn,
        grants.TrancheReported: _reported,
        grants.TrancheReturned: _returned,
        grants.GrantClosed: _grant_closed,
        grants.SupportGiven: _support,
        grants.SupportWithdrawn: _support_withdrawn,
    },
    foremost=frozenset({claims.PostClosed}),
    adds_up=frozenset({grants.TrancheReturned, opinions.OpinionsJoined}),
)
