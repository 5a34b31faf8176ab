"""The rules of what the council decides, recounted from the members log as it stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simulation.broken import require

from kernel.clock import accounting_date, parse_instant
from kernel.domain import Told
from services.funds.events import decisions as at_funds
from services.members import events as members
from services.members.events import aliases, notices, people, policy, resolutions, units
from services.projects.events import decisions as at_projects

Logs = Mapping[str, Sequence[Told]]


def check(logs: Logs) -> None:
    """Raises: RuleBroken."""
    of_votes(logs["members"])
    noted(logs)


def day_of(one: Told) -> date:
    """The day on which it was decided."""
    return accounting_date(parse_instant(one.recorded_at))


@dataclass(slots=True)
class Ballot:
    """A resolution: who may vote on it, and what each of them said last."""

    opened: resolutions.ResolutionOpened
    votes: dict[str, str] = field(default_factory=dict)
    recused: set[str] = field(default_factory=set)
    proposed: dict[str, frozenset[str]] = field(default_factory=dict)
    outcome: str = ""


@dataclass(slots=True)
class House:
    """Who is of the council."""

    standing: dict[str, str] = field(default_factory=dict)
    mandates: dict[str, members.MandateGiven] = field(default_factory=dict)

    def hear(self, fact: Any) -> None:  # one case per fact
        match fact:
            case members.MemberJoined(member=member) | units.MemberResumed(member=member):
                self.standing[member] = "active"
            case units.MemberSuspended(member=member):
                self.standing[member] = "suspended"
            case units.MemberLeft(member=member) | units.MemberMerged(member=member):
                self.standing[member] = "gone"
            case members.MandateGiven():
                self.mandates[fact.mandate] = fact
            case members.MandateRevoked():
                self.mandates.pop(fact.mandate, None)
            case _:
                pass

    def sits(self, seat: str, body: str, day: date) -> set[str]:
        """Who sits there on `day`."""
        role = "councillor" if body == "full_council" else "standing_board"
        held = (one for one in self.mandates.values() if one.role == role)
        return {
            one.person
            for one in held
            if (one.member or one.person) == seat
            and one.starts_on <= day
            and (one.ends_on is None or day <= one.ends_on)
        }

    def is_there(self, seat: str, body: str, day: date) -> bool:
        """Whether the seat counts: a unit's while it is one, suspended or not, a person's while they sit."""
        return (
            self.standing.get(seat) in ("active", "suspended")
            if body == "full_council"
            else bool(self.sits(seat, body, day))
        )

    def may_vote(self, seat: str, body: str, day: date) -> bool:
        """Whether it is there, and not suspended."""
        return self.is_there(seat, body, day) and self.standing.get(seat) != "suspended"


def of_votes(log: Sequence[Told]) -> None:
    """Each resolution ends once, by the votes of those who may; each policy after the first is voted."""
    house = House()
    ballots: dict[str, Ballot] = {}
    policies = 0
    also: set[str] = set()
    for one in log:
        fact, where = one.fact, f"members/{one.position}"
        house.hear(fact)
        match fact:
            case resolutions.ResolutionOpened():
                require(policies, "vote.without_policy", where)
                of_board = fact.body == "full_council" or fact.kind in ("membership", "other")
                require(of_board, "vote.of_the_board", where)
                ballots[fact.resolution] = Ballot(fact)
                for seat in fact.roll:
                    require(house.may_vote(seat, fact.body, day_of(one)), "vote.roll", f"{where}: {seat}")
            case resolutions.VoteCast():
                _vote(house, ballots[fact.resolution], one)
            case resolutions.RecusalProposed():
                ballots[fact.resolution].proposed[fact.seat] = one.hands
            case resolutions.RecusalDeclared():
                _aside(house, ballots[fact.resolution], one)
            case resolutions.ResolutionClosed():
                _closed(house, ballots[fact.resolution], one)
            case policy.PolicyAdopted():
                _adopted(ballots, fact, policies, where)
                policies += 1
            case aliases.AliasRecorded():
                require(fact.person not in also and fact.of not in also, "alias.chain", where)
                also.add(fact.person)
            case _:
                pass


def _adopted(ballots: Mapping[str, Ballot], fact: policy.PolicyAdopted, before: int, where: str) -> None:
    """The first by the founder, each later one by its resolution, as it was voted."""
    if fact.resolution is None:
        require(not before, "policy.unresolved", where)
        return
    ballot = ballots[fact.resolution]
    voted = ballot.outcome == "adopted" and ballot.opened.terms == fact.terms
    require(voted, "policy.unresolved", where)


def _vote(house: House, ballot: Ballot, one: Told) -> None:
    """By somebody who sits there, in time, and not aside."""
    fact, opened, where = one.fact, ballot.opened, f"members/{one.position}"
    require(not ballot.outcome, "vote.after", where)
    require(day_of(one) <= opened.closes_on, "vote.after", where)
    require(fact.seat in opened.roll and fact.seat not in ballot.recused, "vote.seat", where)
    require(fact.voter == one.whose, "vote.seat", where)
    require(fact.voter in house.sits(fact.seat, opened.body, day_of(one)), "vote.seat", where)
    require(house.may_vote(fact.seat, opened.body, day_of(one)), "vote.seat", where)
    ballot.votes[fact.seat] = fact.choice


def _aside(house: House, ballot: Ballot, one: Told) -> None:
    """By who sits there, or by two, and then of no seat that has voted."""
    fact, opened, where = one.fact, ballot.opened, f"members/{one.position}"
    require(not ballot.outcome, "vote.after", where)
    sits = one.whose in house.sits(fact.seat, opened.body, day_of(one))
    if fact.confirmed:
        first = ballot.proposed.get(fact.seat)
        require(first and first.isdisjoint(one.hands), "vote.aside", where)
    require(sits or (fact.confirmed and fact.seat not in ballot.votes), "vote.aside", where)
    ballot.votes.pop(fact.seat, None)
    ballot.recused.add(fact.seat)


def _closed(house: House, ballot: Ballot, one: Told) -> None:
    fact, opened, where = one.fact, ballot.opened, f"members/{one.position}"
    require(not ballot.outcome, "due.once", f"{where}: {fact.resolution} ends twice")
    ballot.outcome = fact.outcome
    today = day_of(one)
    seated = [seat for seat in opened.roll if seat not in ballot.recused]
    day = min(today, opened.closes_on)
    departed = {
        seat for seat in seated if seat not in ballot.votes and not house.is_there(seat, opened.body, day)
    }
    base = [seat for seat in seated if seat not in departed]
    choices = [ballot.votes[seat] for seat in base if seat in ballot.votes]
    counted = (len(base), len(choices), *map(choices.count, ("for", "against", "abstain")))
    said = (fact.base, fact.present, fact.votes_for, fact.against, fact.abstained)
    require(said == counted, "vote.count", f"{where}: {said}, counted {counted}")
    aside = (len(ballot.recused), len(departed))
    require((fact.recused, fact.departed) == aside, "vote.count", f"{where}: aside {aside}")
    if one.actor["person"] == "service:members":
        require(today > opened.closes_on, "due.early", where)
    else:
        require(today >= opened.closes_on or len(choices) == len(base), "vote.early", where)
    if fact.outcome == "adopted":
        _may_be_adopted(opened, len(base), choices, where)


def _may_be_adopted(
    opened: resolutions.ResolutionOpened, base: int, choices: Sequence[str], where: str
) -> None:
    present, quorum, majority = len(choices), opened.quorum, opened.majority
    require(present >= opened.minimum_present, "vote.minimum", f"{where}: {present} present")
    require(
        present * quorum.denominator >= base * quorum.numerator,
        "vote.quorum",
        f"{where}: {present} of {base}",
    )
    wanted, had = present * majority.numerator, choices.count("for") * majority.denominator
    require(had > wanted if majority.strict else had >= wanted, "vote.majority", where)


# --- who is to be forgotten -------------------------------------------------------------------------------


def of_erasures(log: Sequence[Told]) -> None:
    """Whoever is erased was hidden before, at the word of one, and confirmed by another."""
    asked: dict[str, frozenset[str]] = {}
    confirmed: set[str] = set()
    for one in log:
        fact, where = one.fact, f"members/{one.position}"
        match fact:
            case members.PersonHidden():
                asked[fact.person] = one.hands
            case people.ErasureConfirmed():
                hands = asked.get(fact.person)
                require(hands and hands.isdisjoint(one.hands), "erasure.people", where)
                confirmed.add(fact.person)
            case members.PersonErased():
                require(fact.person in confirmed, "erasure.unconfirmed", where)
            case _:
                pass


# --- as the others noted it -------------------------------------------------------------------------------


def noted(logs: Logs) -> None:
    """What funds and projects noted of it is what members says."""
    said = logs["members"]
    facts = [one.fact for one in said]
    terms: list[str] = [one.policy for one in facts if isinstance(one, policy.PolicyAdopted)]
    adopted: list[str] = [
        one.resolution
        for one in facts
        if isinstance(one, resolutions.ResolutionClosed) and one.outcome == "adopted"
    ]
    for name in ("funds", "projects"):
        theirs = [one.fact for one in logs[name]]
        kinds = at_funds.PolicyNoted | at_projects.PolicyNoted
        require(terms == [one.policy for one in theirs if isinstance(one, kinds)], "noted.policies", name)
        known = at_funds.ResolutionNoted | at_projects.ResolutionNoted
        heard = [one.resolution for one in theirs if isinstance(one, known)]
        require(adopted == heard, "noted.resolutions", f"{name}: {heard} of {adopted}")
    _noted_by_projects(facts, [one.fact for one in logs["projects"]])


def _noted_by_projects(said: Sequence[Any], theirs: Sequence[Any]) -> None:
    opened: set[str] = set()
    upheld: set[str] = set()
    last: dict[str, tuple[str, date | None]] = {}
    for fact in said:
        match fact:
            case notices.ObjectionRaised():
                opened.add(fact.objection)
            case notices.ObjectionAnswered():
                require(fact.objection in opened - upheld, "objection.twice", fact.objection)
                (upheld.add if fact.upheld else opened.discard)(fact.objection)
            case notices.ObjectionSettled():
                require(fact.objection in opened & upheld, "objection.twice", fact.objection)
                opened.discard(fact.objection)
            case notices.NoticeOpened():
                last[fact.about] = fact.notice, fact.ends_on
            case notices.NoticeExtended() if last[fact.about][0] == fact.notice:
                last[fact.about] = fact.notice, fact.ends_on
            case notices.NoticeWithdrawn() if last[fact.about][0] == fact.notice:
                last[fact.about] = fact.notice, None
            case _:
                pass
    known = {
        one.about: (one.notice, one.ends_on) for one in theirs if isinstance(one, at_projects.NoticeNoted)
    }
    require(known == last, "noted.notices", f"{known}, {last}")
    against: dict[str, bool] = {
        one.objection: one.open for one in theirs if isinstance(one, at_projects.ObjectionNoted)
    }
    require({ref for ref, is_open in against.items() if is_open} == opened, "noted.objections", opened)
