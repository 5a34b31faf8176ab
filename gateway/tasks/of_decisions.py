"""Votes that are missing, objections that nobody answered or settled, notices that end soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.tasks.asking import Records, hands, later
from gateway.tasks.task import NOBODY, Task

OFFICE: Final = frozenset({"chair", "secretary"})
OVERSEERS: Final = OFFICE | {"supervisor"}
SOON_DAYS: Final = 3
"""Where no policy says how many days ahead a reminder comes."""
TITLE_MAX: Final = 100


def votes_to_cast(records: Records, _: str) -> Iterator[Task]:
    """Seats of the roll that neither voted nor stand aside."""
    for one in records.all("resolution", status="open"):
        spoken = {said["seat"] for field in ("votes", "recusals") for said in one.get(field, ())}
        missing = frozenset(one["roll"]) - spoken
        if not missing:
            continue
        whole = one["body"] == "full_council"
        yield Task(
            "cast_vote",
            "resolution",
            one["id"],
            one["title"],
            one["recorded_at"],
            one["closes_on"],
            units=missing if whole else NOBODY,
            persons=NOBODY if whole else missing,
        )


def recusals_to_confirm(records: Records, _: str) -> Iterator[Task]:
    """What one office proposed of seats that have not voted: for another, and for who sits there."""
    for one in records.all("resolution", status="open"):
        voted = {said["seat"] for said in one.get("votes", ())}
        waiting = [said for said in one.get("recusals_proposed", ()) if said["seat"] not in voted]
        if not waiting:
            continue
        seats = frozenset(said["seat"] for said in waiting)
        proposers = [hands(said.get("on_behalf", {})) | {said["proposed_by"]} for said in waiting]
        whole = one["body"] == "full_council"
        yield Task(
            "confirm_recusal",
            "resolution",
            one["id"],
            one["title"],
            min(said["proposed_at"] for said in waiting),
            one["closes_on"],
            roles=OVERSEERS,
            units=seats if whole else NOBODY,
            persons=NOBODY if whole else seats,
            apart=frozenset.intersection(*proposers),
        )


def assembly_decisions_to_confirm(records: Records, _: str) -> Iterator[Task]:
    """What one wrote down of the residents' assembly: for chair or supervisor, another than they."""
    for one in records.all("resolution", status="escalated"):
        decision = one.get("assembly_decision")
        if decision is None or decision["confirmed_by"] is not None:
            continue
        yield Task(
            "confirm_assembly_decision",
            "resolution",
            one["id"],
            one.get("title"),
            decision["recorded_at"],
            roles=frozenset({"chair", "supervisor"}),
            apart=hands(decision),
        )


def objections_to_answer(records: Records, _: str) -> Iterator[Task]:
    """By chair or secretary, never by whoever raised it or wrote it down."""
    for one in records.all("objection", status="open"):
        yield Task(
            "answer_objection",
            "objection",
            one["id"],
            None,
            one["recorded_at"],
            roles=OFFICE,
            apart=hands(one, "person"),
        )


def objections_to_settle(records: Records, _: str) -> Iterator[Task]:
    """What was upheld stops payments until another than who raised and who upheld it says what was done."""
    for one in records.all("objection", status="upheld"):
        yield Task(
            "settle_objection",
            "objection",
            one["id"],
            None,
            one["answered_at"],
            roles=OVERSEERS,
            apart=frozenset({one["person"], one["answered_by"]}),
        )


def notices_that_end_soon(records: Records, today: str) -> Iterator[Task]:
    """A few days before their end, for those who posted them."""
    terms = records.terms(today)
    until = later(today, max(1, terms["reminder_days"] if terms else SOON_DAYS))
    for one in records.all("notice", status="posted", **{"from": later(today, -400)}):
        if today <= one["ends_on"] <= until:
            yield Task(
                "notice_ends",
                "notice",
                one["id"],
                one["text"][:TITLE_MAX],
                one["recorded_at"],
                one["ends_on"],
                roles=OFFICE,
            )


RULES: Final = (
    votes_to_cast,
    recusals_to_confirm,
    assembly_decisions_to_confirm,
    objections_to_answer,
    objections_to_settle,
    notices_that_end_soon,
)
