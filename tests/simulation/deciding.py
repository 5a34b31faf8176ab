"""What a council that decides together asks for: policies, resolutions, votes, notices, objections, units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from simulation.known import Question
from simulation.people import (
    BOARD,
    CHAIR,
    COUNCILLORS,
    DEPUTY,
    FOUNDER,
    RESIDENT,
    SECRETARY,
    Ask,
    Asked,
    Body,
    People,
)

UNITS: Final = ("unit1", "unit2", "unit3", "unit4")
"""Each has the councillor of its number."""
SMALL: Final = 40
MIDDLE: Final = 80
FROM: Final = 70
"""Below them a sum needs the chair and one of the board, or two of the board; allocations a resolution."""
FEW: Final = 0.4
"""How often only two come to a sitting."""


def terms(
    effective_from: str,
    *,
    notice_days: int = 1,
    project_notice: bool = False,
    attached: bool = True,
    least: int = 3,
) -> Body:
    """A policy. Sums are small, as those of a history are."""
    roles = {role: {"role": role, "count": 1} for role in ("chair", "standing_board")}
    plain = {"resolution": False, "notice": False}
    return {
        "effective_from": effective_from,
        "currency": "CNY",
        "fiscal_year_starts": 1,
        "tiers": [
            plain | {"below": SMALL, "approvals": [*roles.values()]},
            plain | {"below": MIDDLE, "approvals": [roles["standing_board"] | {"count": 2}]},
            {"approvals": [roles["chair"]], "resolution": True, "notice": True},
        ],
        "allocation_resolution_from": FROM,
        "quorum": {"numerator": 2, "denominator": 3},
        "majority": {"numerator": 1, "denominator": 2, "strict": True},
        "minimum_present": least,
        "escalates_to": "full_council",
        "notice_days": notice_days,
        "project_notice": project_notice,
        "split_window_days": 30,
        "advance_days": 3,
        "attachments_required": attached,
        "paper_outside_allowed": True,
        "invoice_required": False,
        "reminder_days": 3,
    }


def _later(people: People, most: int) -> str:
    day = date.fromisoformat(people.today()) + timedelta(days=people.rng.randint(0, most))
    return day.isoformat()


def _terms(people: People, effective_from: str) -> Body:
    rng = people.rng
    days, least = rng.choice((1, 1, 2)), rng.choice((1, 2, 3))
    attached = rng.random() < 0.7
    return terms(effective_from, notice_days=days, project_notice=days > 1, attached=attached, least=least)


def adopt(people: People) -> Asked | None:
    """The first policy; once there is one, hardly ever, for it is refused."""
    if people.known.policies and people.rng.random() < 0.95:
        return None
    return FOUNDER, "members.adopt_policy", {"terms": _terms(people, people.today())}


def _office(people: People) -> str:
    return people.rng.choice((CHAIR, SECRETARY, SECRETARY, DEPUTY))


def open_question(people: People) -> Asked | None:
    rng, known = people.rng, people.known
    if not known.policies and rng.random() < 0.9:
        return None
    kind = rng.choice(
        ("allocation", "allocation", "spending", "spending", "project", "fund_transfer", "policy")
    )
    closes_on = _later(people, 1)
    body: Body = {"title": "一件事", "text": "so be it", "kind": kind, "closes_on": closes_on}
    body["body"] = "full_council" if rng.random() < 0.6 else "standing_board"
    if body["body"] == "standing_board" and rng.random() < 0.8:
        # What is not for the board they ask of it now and then all the same.
        kind = body["kind"] = rng.choice(("membership", "other"))
    body |= _matter(people, kind, closes_on)
    if known.questions and rng.random() < 0.1:
        before = people.pick(known.questions)
        names = ("kind", "amount", "fund", "to_fund", "project", "terms")
        body = body | {name: before.body[name] for name in names}
        body |= {"body": "full_council", "escalated_from": before.resolution}
    return _office(people), "members.open_resolution", body


def _matter(people: People, kind: str, closes_on: str) -> Body:
    rng, ids = people.rng, people.known.ids
    project = ids[people.pick(people.known.projects)]
    if kind == "policy":
        return {"terms": _terms(people, closes_on)}
    if kind == "project":
        return {"project": project}
    if kind == "membership":
        return {}
    amount = {"amount": {"minor": rng.randint(80, 250), "currency": "CNY"}}
    if kind == "fund_transfer":
        return amount | {"fund": ids["main"], "to_fund": ids["second"]}
    named = {"fund": ids["main"], "project": project}
    return amount | {name: ref for name, ref in named.items() if rng.random() < 0.5}


def _in_vote(people: People) -> Question | None:
    """One that may still be voted on, as far as people know."""
    today = people.today()
    fresh = [one for one in people.known.open if one.closes_on >= today]
    return people.rng.choice(fresh) if fresh else None


def _of_seat(people: People, seat: str) -> str:
    """Who sits there."""
    known = people.known
    for code, who in zip(UNITS, COUNCILLORS, strict=True):
        if known.units[code] == seat:
            return who
    return next((who for who in BOARD if known.persons[who] == seat), COUNCILLORS[0])


def _said(people: People, who: str, on_paper: float = 0.3) -> str:
    """By themselves, or on paper that the secretary writes down."""
    return f"{SECRETARY} for {who}" if people.rng.random() < on_paper else who


def vote(people: People) -> Asked | None:
    question = _in_vote(people)
    if question is None:
        return None
    seats = question.silent if question.silent and people.rng.random() < 0.85 else question.roll
    who = _of_seat(people, people.rng.choice(seats))
    if people.rng.random() < 0.05:
        who = people.rng.choice((*BOARD, *COUNCILLORS))
    choice = people.rng.choices(("for", "against", "abstain"), (8, 1, 1))[0]
    body = {"resolution": question.resolution, "choice": choice}
    return _said(people, who), "members.cast_vote", body


def sitting(people: People) -> list[Asked] | None:
    """The secretary brings in the papers of a sitting: several votes, and at times the count."""
    question = _in_vote(people)
    if question is None or not question.silent:
        return None
    rng = people.rng
    there = len(question.silent)
    there = min(2, there) if rng.random() < FEW else rng.randint(1, there)
    seats = rng.sample(question.silent, there)
    papers: list[Asked] = []
    for seat in seats:
        choice = rng.choices(("for", "against", "abstain"), (8, 1, 1))[0]
        body = {"resolution": question.resolution, "choice": choice}
        papers.append((f"{SECRETARY} for {_of_seat(people, seat)}", "members.cast_vote", body))
    may_be_counted = question.closes_on <= people.today() or there == len(question.silent)
    if rng.random() < (0.85 if may_be_counted else 0.1):
        papers.append((SECRETARY, "members.close_resolution", {"resolution": question.resolution}))
    return papers


def recuse(people: People) -> Asked | None:
    question = _in_vote(people)
    if question is None:
        return None
    seat = people.rng.choice(question.roll)
    body: Body = {"resolution": question.resolution, "reason": "my cousin's shop"}
    if people.rng.random() < 0.5:
        return _office(people), "members.declare_recusal", body | {"seat": seat}
    return _said(people, _of_seat(people, seat)), "members.declare_recusal", body


def confirm_recusal(people: People) -> Asked | None:
    """By the other office, by the same, or by who sits there."""
    question = _in_vote(people)
    if question is None or not question.proposed:
        return None
    seat = people.rng.choice(question.proposed)
    body: Body = {"resolution": question.resolution, "seat": seat}
    who = _office(people) if people.rng.random() < 0.7 else _of_seat(people, seat)
    return who, "members.confirm_recusal", body


def close_question(people: People) -> Asked | None:
    if not people.known.open:
        return None
    question = people.rng.choice(people.known.open)
    if question.silent and people.rng.random() < 0.4:
        return None
    return _office(people), "members.close_resolution", {"resolution": question.resolution}


def post(people: People) -> Asked | None:
    if not people.known.policies and people.rng.random() < 0.8:
        return None
    kind, ref = people.pick(people.known.abouts)
    if "well" in people.known.ids and people.rng.random() < 0.35:
        kind, ref = "project", people.known.ids["well"]
    body: Body = {"about": {"kind": kind, "id": ref}, "text": "please read"}
    if people.rng.random() < 0.3:
        body["days"] = 2
    return _office(people), "members.open_notice", body


def take_down(people: People) -> Asked | None:
    if not people.known.notices:
        return None
    body = {"notice": people.pick(people.known.notices), "reason": "a wrong number"}
    return _office(people), "members.withdraw_notice", body


def object_(people: People) -> Asked:
    kind, ref = people.pick(people.known.abouts)
    if people.known.notices and people.rng.random() < 0.3:
        kind, ref = "notice", people.pick(people.known.notices)
    who = people.rng.choice((RESIDENT, RESIDENT, COUNCILLORS[0], DEPUTY))
    body = {"about": {"kind": kind, "id": ref}, "text": "too near my window"}
    return _said(people, who), "members.raise_objection", body


def answer(people: People) -> Asked | None:
    if not people.known.objections:
        return None
    body = {"objection": people.pick(people.known.objections), "text": "it was moved"}
    return _office(people), "members.answer_objection", body | {"upheld": people.rng.random() < 0.5}


def settle(people: People) -> Asked | None:
    if not people.known.upheld:
        return None
    body = {"objection": people.pick(people.known.upheld), "text": "it stands at the wall now"}
    return _office(people), "members.settle_objection", body


def unit(people: People) -> Asked:
    """A unit is suspended or back, or it goes for good."""
    rng = people.rng
    what = rng.choices(("suspend_member", "resume_member", "leave_council", "merge_member"), (4, 4, 1, 1))[0]
    member = rng.choice(UNITS)
    body: Body = {"member": member}
    if what == "merge_member":
        body["into"] = rng.choice([one for one in UNITS if one != member])
    return rng.choice((FOUNDER, SECRETARY)), f"members.{what}", body


def alias(people: People) -> Asked:
    """Two registrations turn out to be of one human."""
    known = people.known
    body = {"person": people.pick(known.donors), "of": people.rng.choice([*known.persons.values()])}
    return FOUNDER, "members.record_alias", body


def retire(people: People) -> Asked | None:
    """Somebody's mandate ends, of the board or of a unit."""
    if not people.known.mandates:
        return None
    return FOUNDER, "members.revoke_mandate", {"mandate": people.rng.choice(people.known.mandates)}


DECIDING: Final[Mapping[Ask, float]] = {
    adopt: 12,
    open_question: 10,
    vote: 10,
    sitting: 22,
    recuse: 4,
    confirm_recusal: 3,
    close_question: 10,
    post: 6,
    take_down: 1,
    object_: 2,
    answer: 8,
    settle: 8,
    unit: 3,
    alias: 0.7,
    retire: 1,
}
