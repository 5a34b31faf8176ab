"""Records of policies, resolutions, notices and objections. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.shelf import Record, Shelf, Topic, known, made, on_paper, plain
from kernel.domain import Told
from services.members.events import notices, policy, resolutions

_CHOICES: Final = {"votes_for": "for", "against": "against", "abstained": "abstain"}


def _policy(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "policy", "policy", status="adopted"))


def _resolution(told: Told, shelf: Shelf) -> None:
    fact: resolutions.ResolutionOpened = told.fact
    record = made(told, "resolution", "resolution", status="open", why=None, carried_on=None)
    shelf.put(_counted({**record, "votes": [], "recusals": [], "recusals_proposed": []}))
    if fact.escalated_from is not None:
        before = known(shelf, "resolution", fact.escalated_from)
        shelf.put({**before, "carried_on": fact.resolution})


def _vote(told: Told, shelf: Shelf) -> None:
    fact: resolutions.VoteCast = told.fact
    record = known(shelf, "resolution", fact.resolution)
    vote = {
        "seat": fact.seat,
        "choice": fact.choice,
        "cast_by": fact.voter,
        "cast_at": told.recorded_at,
        **on_paper(told),
    }
    shelf.put(_counted({**record, "votes": [*_without(record, "votes", fact.seat), vote]}))


def _recusal_proposed(told: Told, shelf: Shelf) -> None:
    fact: resolutions.RecusalProposed = told.fact
    record = known(shelf, "resolution", fact.resolution)
    proposal = {
        "seat": fact.seat,
        "reason": plain(fact)["reason"],
        "proposed_by": told.whose,
        "proposed_at": told.recorded_at,
        **on_paper(told),
    }
    others = _without(record, "recusals_proposed", fact.seat)
    shelf.put({**record, "recusals_proposed": [*others, proposal]})


def _recusal(told: Told, shelf: Shelf) -> None:
    fact: resolutions.RecusalDeclared = told.fact
    record = known(shelf, "resolution", fact.resolution)
    recusal = {
        "seat": fact.seat,
        "reason": plain(fact)["reason"],
        "declared_by": told.whose,
        "declared_at": told.recorded_at,
        "confirmed_by": None,
        "confirmed_at": None,
        **on_paper(told),
    }
    if fact.confirmed:
        recusal |= {"confirmed_by": told.whose, "confirmed_at": told.recorded_at}
        for one in record.get("recusals_proposed", []):
            if one["seat"] == fact.seat:
                # Why, and on whose word, the proposal says.
                said = {"declared_by": one["proposed_by"], "declared_at": one["proposed_at"]}
                paper = {"on_behalf": one["on_behalf"]} if "on_behalf" in one else {}
                recusal |= {"reason": one["reason"], **said, **paper}
    shelf.put(
        _counted(
            {
                **record,
                "votes": _without(record, "votes", fact.seat),
                "recusals": [*_without(record, "recusals", fact.seat), recusal],
                "recusals_proposed": _without(record, "recusals_proposed", fact.seat),
            }
        )
    )


def _without(record: Record, field: str, seat: str) -> list[Record]:
    return [one for one in record.get(field, []) if one["seat"] != seat]


def _counted(record: Record) -> Record:
    """With the votes counted so far; who departs is told by the closing alone. A part is not counted."""
    if "roll" not in record:
        return record
    choices = [one["choice"] for one in record["votes"]]
    counts = {name: choices.count(choice) for name, choice in _CHOICES.items()}
    recused = len(record["recusals"])
    said = {"base": len(record["roll"]) - recused, "present": len(choices)}
    return {**record, "counts": {**said, **counts, "recused": recused, "departed": 0}}


def _closed(told: Told, shelf: Shelf) -> None:
    fact: resolutions.ResolutionClosed = told.fact
    record = known(shelf, "resolution", fact.resolution)
    names = ("base", "present", *_CHOICES, "recused", "departed")
    record |= {
        "kind": fact.kind,
        "status": fact.outcome,
        "why": fact.why,
        "closed_at": told.recorded_at,
    }
    if not record.get("decided_by_assembly"):
        # What the council counted stays beside what the assembly decided.
        record["counts"] = {name: getattr(fact, name) for name in names}
    shelf.put(record)


def _assembly_recorded(told: Told, shelf: Shelf) -> None:
    fact: resolutions.AssemblyDecisionRecorded = told.fact
    record = known(shelf, "resolution", fact.resolution)
    decision = {name: value for name, value in plain(fact).items() if name != "resolution"}
    recorded = {"recorded_by": told.whose, "recorded_at": told.recorded_at}
    record["assembly_decision"] = {**decision, **recorded, "confirmed_by": None, "confirmed_at": None}
    shelf.put(record)


def _assembly_confirmed(told: Told, shelf: Shelf) -> None:
    fact: resolutions.AssemblyDecisionConfirmed = told.fact
    record = known(shelf, "resolution", fact.resolution) | {"decided_by_assembly": True}
    if "assembly_decision" in record:
        confirmed = {"confirmed_by": told.whose, "confirmed_at": told.recorded_at}
        record["assembly_decision"] = {**record["assembly_decision"], **confirmed}
    shelf.put(record)


def _notice(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "notice", "notice", status="posted", extended=0))


def _notice_changed(told: Told, shelf: Shelf) -> None:
    fact: notices.NoticeExtended | notices.NoticeWithdrawn = told.fact
    record = known(shelf, "notice", fact.notice) | {"about_kind": fact.about_kind, "about": fact.about}
    match fact:
        case notices.NoticeExtended():
            record["ends_on"] = fact.ends_on.isoformat()
            if "extended" in record:
                record["extended"] += 1
        case notices.NoticeWithdrawn():
            record |= {
                "status": "withdrawn",
                "withdrawn_at": told.recorded_at,
                "reason": plain(fact)["reason"],
            }
    shelf.put(record)


def _objection(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "objection", "objection", status="open"))


def _answered(told: Told, shelf: Shelf) -> None:
    fact: notices.ObjectionAnswered = told.fact
    record = known(shelf, "objection", fact.objection)
    record |= {
        "about_kind": fact.about_kind,
        "about": fact.about,
        "person": fact.person,
        "status": "upheld" if fact.upheld else "dismissed",
        "answer": plain(fact)["text"],
        "upheld": fact.upheld,
        "answered_by": told.whose,
        "answered_at": told.recorded_at,
    }
    shelf.put(record)


def _settled(told: Told, shelf: Shelf) -> None:
    fact: notices.ObjectionSettled = told.fact
    record = known(shelf, "objection", fact.objection)
    record |= {
        "about_kind": fact.about_kind,
        "about": fact.about,
        "person": fact.person,
        "status": "settled",
        "settlement": plain(fact)["text"],
        "settled_by": told.whose,
        "settled_at": told.recorded_at,
    }
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        policy.PolicyAdopted: _policy,
        resolutions.ResolutionOpened: _resolution,
        resolutions.VoteCast: _vote,
        resolutions.RecusalProposed: _recusal_proposed,
        resolutions.RecusalDeclared: _recusal,
        resolutions.ResolutionClosed: _closed,
        resolutions.AssemblyDecisionRecorded: _assembly_recorded,
        resolutions.AssemblyDecisionConfirmed: _assembly_confirmed,
        notices.NoticeOpened: _notice,
        notices.NoticeExtended: _notice_changed,
        notices.NoticeWithdrawn: _notice_changed,
        notices.ObjectionRaised: _objection,
        notices.ObjectionAnswered: _answered,
        notices.ObjectionSettled: _settled,
    },
    foremost=frozenset({resolutions.ResolutionOpened, resolutions.ResolutionClosed, notices.ObjectionRaised}),
    beside=frozenset({notices.NoticeExtended}),
    adds_up=frozenset(
        {
            resolutions.VoteCast,
            resolutions.RecusalProposed,
            resolutions.RecusalDeclared,
            resolutions.AssemblyDecisionConfirmed,
        }
    ),
)
