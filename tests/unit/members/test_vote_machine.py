"""Votes in any order of events, held against a naive reckoning that shares nothing with the rules.

Units vote, change their mind, stand aside, leave, are suspended, resumed and merged; councillors and members
of the standing board are replaced; days go by; votes are closed by hand or by themselves. What happens once
the last day is over changes no count, however long the counting waits. Nothing passes without quorum, below
the least number present, or with a vote of who stood aside, and nobody who went is counted who had not voted.
Who is suspended does not vote, and goes nowhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.policies import terms
from support.rules import TODAY, Scene
from unit.members.chamber import (
    CHAIR,
    DAY,
    SECRETARY,
    SUPERVISOR,
    ended,
    joined,
    mandated,
    opening,
    unit,
)
from unit.members.conftest import FOUNDING, HOST

from kernel.sealed import Sealed
from policy.terms import Majority, Ratio
from services.members.domain import DOMAIN
from services.members.domain.policy.commands import AdoptPolicy
from services.members.domain.resolutions import counting
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    ConfirmRecusal,
    DeclareRecusal,
)
from services.members.domain.resolutions.documents import OPEN, Matter, OpenVotes, Resolution
from services.members.domain.units.commands import LeaveCouncil, MergeMember, ResumeMember, SuspendMember
from services.members.events.ids import SeatId
from services.members.events.resolutions import ResolutionClosed

UNITS: Final = 6
NUMBERS: Final = st.integers(1, UNITS)
WHY: Final = Sealed("a" * 64)
ROLES: Final = {CHAIR: "chair", SECRETARY: "secretary", SUPERVISOR: "supervisor"}
CHOICES: Final = st.sampled_from(["for", "for", "against", "abstain"])


@dataclass
class Vote:
    """What happened in one vote, as somebody with a pencil would have it."""

    body: str
    roll: list[str]
    last_day: date
    cast: dict[str, str] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    proposed: dict[str, str] = field(default_factory=dict)
    """Seats that shall stand aside, and who says so."""
    result: str = ""
    at_midnight: dict[str, Any] | None = None
    """The sheet as the last day left it."""

    def reckoned(self, here: Collection[str], rule: dict[str, Any]) -> dict[str, Any]:
        """The sheet of the count; `here`: the seats that somebody still stands for."""
        counted = [seat for seat in self.roll if seat not in self.aside]
        spoken = [seat for seat in counted if seat in self.cast]
        silent = [seat for seat in counted if seat not in self.cast]
        base = len(spoken) + sum(seat in here for seat in silent)
        said = [self.cast[seat] for seat in spoken]
        if len(spoken) < rule["least"]:
            result = "escalated"
        elif Fraction(len(spoken), base) < rule["quorum"]:
            result = "rejected"
        else:
            share = Fraction(said.count("for"), len(spoken))
            passed = share > rule["majority"] or (share == rule["majority"] and not rule["strict"])
            result = "adopted" if passed else "rejected"
        return {
            "outcome": result,
            "base": base,
            "present": len(spoken),
            "votes_for": said.count("for"),
            "against": said.count("against"),
            "abstained": said.count("abstain"),
            "recused": len(self.aside),
            "departed": sum(seat not in here for seat in silent),
        }


class Votes(RuleBasedStateMachine):
    """The rules beside the pencil."""

    @initialize(
        quorum=st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)]),
        majority=st.sampled_from([Fraction(1, 2), Fraction(2, 3)]),
        strict=st.booleans(),
        least=st.integers(1, 3),
        choices=st.lists(CHOICES, max_size=UNITS),
    )
    def begin(
        self, quorum: Fraction, majority: Fraction, strict: bool, least: int, choices: list[str]
    ) -> None:
        """A vote is under way, with some votes in it."""
        self.scene = Scene(DOMAIN).when(FOUNDING, by=HOST)
        self.rule = {"quorum": quorum, "majority": majority, "strict": strict, "least": least}
        said = terms(
            quorum=Ratio(quorum.numerator, quorum.denominator),
            majority=Majority(majority.numerator, majority.denominator, strict=strict),
            minimum_present=least,
        )
        self.scene.when(AdoptPolicy(said))
        self.standing = dict.fromkeys((joined(self.scene, n) for n in range(1, UNITS + 1)), "active")
        self.sits = {unit(n): f"per_councillor{n}" for n in range(1, UNITS + 1)}
        self.board = {f"per_board{n}": True for n in range(1, 4)}
        for person in self.board:
            mandated(self.scene, person, "standing_board")
        self.newcomers = self.looked = 0
        self.votes: dict[str, Vote] = {}
        self.open("full_council", 3)
        [(ref, vote)] = self.votes.items()
        for number, choice in enumerate(choices, 1):
            self.scene.when(CastVote(ref, choice), by=f"per_councillor{number}")  # type: ignore[arg-type]
            vote.cast[unit(number)] = choice

    def here(self, body: str) -> set[str]:
        """Whom somebody stands for now."""
        if body == "standing_board":
            return {person for person, sits in self.board.items() if sits}
        return {seat for seat, standing in self.standing.items() if standing in ("active", "suspended")}

    def voting(self, body: str) -> set[str]:
        """Those of them who may vote."""
        return {seat for seat in self.here(body) if self.standing.get(seat) != "suspended"}

    def read(self) -> None:
        """What was counted by itself since the last look: all that is over, as its last day left it."""
        told = self.scene.log[self.looked :]
        self.looked = len(self.scene.log)
        facts = [one.fact for one in told if one.actor["person"] == "service:members"]
        counted = {fact.resolution: fact for fact in facts if isinstance(fact, ResolutionClosed)}
        assert counted.keys() == {ref for ref in self.running() if self.over(self.votes[ref])}
        for ref, fact in counted.items():
            sheet = self.votes[ref].at_midnight
            assert sheet is not None
            self.counted(fact, sheet)

    def running(self) -> list[str]:
        return [ref for ref, vote in self.votes.items() if not vote.result]

    def over(self, vote: Vote) -> bool:
        return bool(vote.result) or self.scene.today > vote.last_day

    @precondition(lambda self: len(self.running()) < 2)
    @rule(body=st.sampled_from(["full_council", "full_council", "standing_board"]), days=st.integers(0, 3))
    def open(self, body: Any, days: int) -> None:
        roll = sorted(self.voting(body))
        command = opening(body=body, closes_on=self.scene.today + days * DAY)
        self.scene.when(command, by=CHAIR, role="chair")
        self.read()
        assert (self.scene.refusal is None) == bool(roll)
        if roll:
            assert list(self.scene.facts[0].roll) == roll
            self.votes[self.scene.facts[0].resolution] = Vote(body, roll, command.closes_on)

    @precondition(lambda self: self.votes)
    @rule(data=st.data(), choice=CHOICES, paper=st.booleans())
    def vote(self, data: st.DataObject, choice: Any, paper: bool) -> None:
        ref, vote = data.draw(st.sampled_from(list(self.votes.items())))
        seat = data.draw(st.sampled_from(sorted({*self.standing} if vote.body[0] == "f" else {*self.board})))
        voter = self.sits[seat] if vote.body == "full_council" else seat
        may = not self.over(vote) and seat in vote.roll and seat in self.voting(vote.body)
        self.scene.when(CastVote(ref, choice), by=voter, through=SECRETARY if paper else None)
        self.read()
        assert (self.scene.refusal is None) == (may and seat not in vote.aside)
        if self.scene.refusal is None:
            vote.cast[seat] = choice

    @precondition(lambda self: self.votes)
    @rule(data=st.data(), by=st.sampled_from(["voter", "voter", CHAIR, SECRETARY]))
    def stand_aside(self, data: st.DataObject, by: str) -> None:
        """By their own word, or for now by an office's."""
        ref, vote = data.draw(st.sampled_from(list(self.votes.items())))
        seat = data.draw(st.sampled_from(vote.roll))
        sits = vote.body == "full_council" or self.board[seat]
        voter = self.sits[seat] if vote.body == "full_council" else seat
        own = by == "voter"
        if own:
            role = "councillor" if vote.body == "full_council" else "standing_board"
            self.scene.when(DeclareRecusal(ref), by=voter, role=role)
        else:
            self.scene.when(DeclareRecusal(ref, seat, WHY), by=by, role=ROLES[by])
        self.read()
        may = not self.over(vote) and seat not in vote.aside
        may = may and (sits if own else seat not in {*vote.cast, *vote.proposed})
        assert (self.scene.refusal is None) == may
        if may and own:
            vote.aside.add(seat)
        elif may:
            vote.proposed[seat] = by

    @precondition(lambda self: any(vote.proposed for vote in self.votes.values()))
    @rule(data=st.data(), by=st.sampled_from(["voter", CHAIR, SECRETARY, SUPERVISOR]))
    def confirm_that_it_stands_aside(self, data: st.DataObject, by: str) -> None:
        ref, vote = data.draw(st.sampled_from([one for one in self.votes.items() if one[1].proposed]))
        seat = data.draw(st.sampled_from(sorted(vote.proposed)))
        confirm = ConfirmRecusal(ref, seat)
        if by == "voter":
            voter = self.sits[seat] if vote.body == "full_council" else seat
            may = vote.body == "full_council" or self.board[seat]
            self.scene.when(confirm, by=voter, role="councillor")
        else:
            may = by != vote.proposed[seat] and seat not in vote.cast
            self.scene.when(confirm, by=by, role=ROLES[by])
        self.read()
        assert (self.scene.refusal is None) == (may and not self.over(vote) and seat not in vote.aside)
        if self.scene.refusal is None:
            vote.aside.add(seat)

    @rule(number=NUMBERS, how=st.sampled_from(["leave", "suspend", "resume", "merge"]), other=NUMBERS)
    def change(self, number: int, how: str, other: int) -> None:
        command: Any = {
            "leave": LeaveCouncil(unit(number)),
            "suspend": SuspendMember(unit(number)),
            "resume": ResumeMember(unit(number)),
            "merge": MergeMember(unit(number), unit(other)),
        }[how]
        self.scene.when(command, by="per_founder", role="founder")
        self.read()
        if self.scene.refusal is None:
            became = {"leave": "left", "suspend": "suspended", "resume": "active", "merge": "merged"}
            self.standing[unit(number)] = became[how]

    @rule(number=NUMBERS)
    def replace_councillor(self, number: int) -> None:
        self.newcomers += 1
        self.scene.asked()
        self.read()
        ended(self.scene, self.sits[unit(number)], "councillor", unit(number))
        self.sits[unit(number)] = f"per_new{self.newcomers}"
        mandated(self.scene, self.sits[unit(number)], "councillor", unit(number))

    @rule(number=st.integers(1, 3))
    def end_or_renew_on_the_board(self, number: int) -> None:
        person = f"per_board{number}"
        self.scene.asked()
        self.read()
        change = ended if self.board[person] else mandated
        change(self.scene, person, "standing_board")
        self.board[person] = not self.board[person]

    @rule()
    def a_day_goes_by(self) -> None:
        for vote in self.votes.values():
            if not vote.result and vote.last_day == self.scene.today:
                vote.at_midnight = vote.reckoned(self.here(vote.body), self.rule)
        self.scene.later()

    @rule()
    def time_closes(self) -> None:
        self.scene.tended()
        self.read()

    @precondition(lambda self: self.votes)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        ref, vote = data.draw(st.sampled_from(list(self.votes.items())))
        sheet = vote.reckoned(self.here(vote.body), self.rule)
        complete = self.scene.today >= vote.last_day or sheet["present"] == sheet["base"]
        self.scene.when(CloseResolution(ref), by=CHAIR, role="chair")
        self.read()
        assert (self.scene.refusal is None) == (complete and not vote.result)
        if self.scene.refusal is None:
            self.counted(self.scene.facts[0], sheet)

    def counted(self, fact: ResolutionClosed, sheet: dict[str, Any]) -> None:
        vote = self.votes[fact.resolution]
        assert {name: getattr(fact, name) for name in sheet} == sheet
        assert fact.base + fact.recused + fact.departed == len(vote.roll)
        vote.result = fact.outcome

    @invariant()
    def what_is_open_is_known_to_be(self) -> None:
        if hasattr(self, "votes"):
            known = self.scene.view.get(OpenVotes, OPEN) or OpenVotes()
            assert {*known.closing} == {*self.running()}

    def teardown(self) -> None:
        if hasattr(self, "scene"):
            self.scene.replayed()


TestVotes = Votes.TestCase
TestVotes.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


SEATS: Final = [f"mem_{number}" for number in range(6)]
PARTS: Final = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1)])


@given(
    cast=st.dictionaries(st.sampled_from(SEATS), CHOICES),
    aside=st.sets(st.sampled_from(SEATS), max_size=3),
    gone=st.sets(st.sampled_from(SEATS), max_size=3),
    quorum=PARTS,
    majority=PARTS,
    strict=st.booleans(),
    least=st.integers(1, 4),
)
@settings(max_examples=600)
def test_the_count_is_that_of_the_pencil(
    *, cast: Any, aside: Any, gone: Any, quorum: Fraction, majority: Fraction, strict: bool, least: int
) -> None:
    """However votes, recusals and departures lie: sums on the very edge of a part come often here."""
    cast = {seat: choice for seat, choice in cast.items() if seat not in aside}
    pencil = Vote("full_council", SEATS, TODAY, cast, aside)
    rule = {"quorum": quorum, "majority": majority, "strict": strict, "least": least}
    resolution = Resolution(
        matter=Matter("other"),
        body="full_council",
        closes_on=TODAY,
        quorum=Ratio(quorum.numerator, quorum.denominator),
        majority=Majority(majority.numerator, majority.denominator, strict=strict),
        minimum_present=least,
        escalates_to="residents_assembly",
        roll=tuple(map(SeatId, SEATS)),
        votes=cast,
        recused=frozenset(aside),
    )
    votes = counting.tally(resolution, gone)
    sheet = pencil.reckoned(set(SEATS) - gone, rule)
    names = ("base", "present", "votes_for", "against", "abstained", "recused", "departed")
    assert {name: getattr(votes, name) for name in names} == {name: sheet[name] for name in names}
    assert counting.outcome(resolution, votes)[0] == sheet["outcome"]
