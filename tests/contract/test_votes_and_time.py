"""A vote that is over is counted as its last day left it: the members service at its lane, on every log."""

from __future__ import annotations

from typing import Any

import pytest
from support.policies import terms
from support.storage import MAIN, SteadyClock, any_log
from support.tickets import group, item

from kernel.codec import decode_envelope
from kernel.domain import Actor
from kernel.log import Log
from kernel.sealed import Sealed
from kernel.testing.driven import DrivenLane
from kernel.tickets import Done, Group
from kernel.writer import Writer
from services.members.domain import DOMAIN
from services.members.domain.commands import FoundCouncil, GiveMandate, JoinMember, RegisterPerson
from services.members.domain.policy.commands import AdoptPolicy
from services.members.domain.resolutions.commands import CastVote, OpenResolution
from services.members.domain.units.commands import LeaveCouncil

log = any_log
DAY_S = 24 * 60 * 60
HOST = Actor("service:members")


class Council:
    """Two units and their councillors; what `act` asks goes through the lane."""

    def __init__(self, log: Log, clock: SteadyClock) -> None:
        self.log, self.clock, self._keys = log, clock, 0
        self.start()
        self.act(FoundCouncil("理事会", demonstration=False, founder_name=Sealed("f" * 64), digest="0" * 64))
        today = clock.now().date()
        self.act(AdoptPolicy(terms(minimum_present=1)))
        self.seats = [self._seat(letter, today) for letter in "ab"]
        opened = OpenResolution("添置长椅", "为广场添置长椅十张。", "other", "full_council", closes_on=today)
        self.resolution = self.act(opened)

    def start(self) -> None:
        """A process begins."""
        writer = Writer(MAIN, DOMAIN, self.log, self.clock)
        self.lane = DrivenLane(writer, self.clock, lambda _: None)

    def _seat(self, letter: str, today: Any) -> tuple[str, str]:
        member, person = (
            self.act(JoinMember(letter, f"{letter}单位", "resident_unit")),
            self.act(RegisterPerson(Sealed(letter * 64), None)),
        )
        self.act(GiveMandate(person, "councillor", today, None, member))
        return member, person

    def act(self, command: Any, by: Actor = HOST) -> str:
        """Carry it out; what its first fact is about."""
        self._keys += 1
        ticket: Group = group(item(command, f"key-{self._keys}", actor=by))
        self.lane.put(ticket)
        assert ticket.wait(5)
        [done] = ticket.answers
        assert isinstance(done, Done), done
        return done.events[0].subject

    def vote(self, seat: int, choice: Any) -> None:
        voter = Actor(self.seats[seat][1], {"councillor": "man_1"}, 1)
        self.act(CastVote(self.resolution, choice), voter)

    @property
    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Type and data of each event."""
        read = map(decode_envelope, self.log.page(MAIN, 0, 100)[1])
        return [(one.type, dict(one.data)) for one in read]


@pytest.mark.parametrize("days", [1, 5])
@pytest.mark.parametrize("anew", [False, True])
def test_who_leaves_after_the_last_day_and_before_the_counting_is_counted(
    log: Log, *, anew: bool, days: int
) -> None:
    """The first command of the new day is the leaving: nobody had asked yet what was due."""
    council = Council(log, clock := SteadyClock())
    council.vote(0, "for")
    clock.sleep(days * DAY_S)
    if anew:
        council.start()
    council.act(LeaveCouncil(council.seats[1][0]))
    (counted, data), (left, _) = council.told[-2:]
    assert (counted, left) == ("members.resolution_closed.v1", "members.member_left.v1")
    assert (data["base"], data["present"], data["departed"], data["why"]) == (2, 1, 0, "quorum")
    council.lane.step()
    assert len([one for one, _ in council.told if one == counted]) == 1
