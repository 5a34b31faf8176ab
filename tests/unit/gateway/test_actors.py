"""Actors: who asks is remembered for a moment, and never longer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.actors import STRANGERS_MAX, STRANGERS_WAITING_MAX, Actors
from kernel.bus import CallTimedOut
from kernel.errors import Overloaded
from kernel.ids import token_digest


class Watch:
    """A clock that stands until it is told."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


class Members:
    """A stranger: the members service behind a broker."""

    up = True

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.deaf = False

    def issue(self, token: str, **mandates: str) -> None:
        self.known[token_digest(token)] = {
            "council": "main",
            "demonstration": False,
            "person": f"per_of_{token}",
            "mandates": mandates,
            "position": 7,
        }

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        assert (service, method, timeout_s > 0) == ("members", "authenticate", True)
        if self.deaf:
            raise CallTimedOut(service, method, timeout_s)
        self.asked.append(args[0])
        return self.known.get(args[0])

    def publish(self, *_: Any) -> None:
        raise AssertionError

    def subscribe(self, *_: Any) -> None:
        raise AssertionError


@pytest.fixture
def members() -> Members:
    return Members()


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_token_is_asked_for_once_in_three_seconds(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    members.issue("t", treasurer="man_1")
    first, second = actors.caller("t"), actors.caller("t")
    assert first is not None
    assert second is not None
    assert (first.fresh, second.fresh) == (True, False)
    assert second.wire() == {"person": "per_of_t", "mandates": {"treasurer": "man_1"}, "position": 7}
    assert len(members.asked) == 1
    watch.at = 3.0
    actors.caller("t")
    assert len(members.asked) == 2


def test_only_the_digest_of_a_token_leaves_the_gateway(members: Members, watch: Watch) -> None:
    Actors(members, clock=watch).caller("secret")
    assert members.asked == [token_digest("secret")]


def test_a_revoked_token_is_nobodys_within_three_seconds(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    members.issue("t")
    assert actors.caller("t") is not None
    members.known.clear()
    watch.at = 2.9
    assert actors.caller("t") is not None
    watch.at = 3.0
    assert actors.caller("t") is None


def test_what_ended_in_a_council_is_asked_anew_at_once(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    members.issue("t")
    first = actors.caller("t")
    assert first is not None
    members.known.clear()
    actors.forget("elsewhere")
    assert actors.caller("t") is not None
    actors.forget(first.council)
    assert actors.caller("t") is None


def test_an_answer_from_before_the_end_is_not_remembered(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    members.issue("t")
    answering = members.call

    def slow(*args: Any, **kwargs: Any) -> Any:
        found = answering(*args, **kwargs)
        members.known.clear()
        actors.forget(found["council"])  # heard while the older answer is on its way
        return found

    members.call = slow  # type: ignore[method-assign]
    assert actors.caller("t") is not None
    members.call = answering  # type: ignore[method-assign]
    assert actors.caller("t") is None


def test_an_unknown_token_is_asked_for_once_a_second(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    assert [actors.caller("t") for _ in range(5)] == [None] * 5
    assert len(members.asked) == 1
    members.issue("t")
    watch.at = 1.0
    assert actors.caller("t") is not None


def test_of_unknown_tokens_no_more_are_remembered_than_may_be(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch, remembered_max=2)
    for name in "abca":
        assert actors.caller(name) is None
    assert members.asked.count(token_digest("a")) == 2


class Slow(Members):
    """Answers each in its own time, and counts how many ask at once."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = threading.Event()
        self.inside = self.most = 0
        self._count = threading.Lock()

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        known = args[0] in self.known
        with self._count:
            self.inside += 1
            self.most = max(self.most, self.inside)
        try:
            if not known:
                assert self.answers.wait(10)
            return super().call(service, method, *args, timeout_s=timeout_s)
        finally:
            with self._count:
                self.inside -= 1


def asking(actors: Actors, tokens: Sequence[str]) -> tuple[list[threading.Thread], list[Any]]:
    """Everybody at once; what each was told."""
    told: list[Any] = []

    def one(token: str) -> None:
        try:
            told.append(actors.caller(token))
        except Overloaded as why:
            told.append(why)

    threads = [threading.Thread(target=one, args=(token,), daemon=True) for token in tokens]
    for thread in threads:
        thread.start()
    return threads, told


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.005)
    return holds()


def test_a_flood_of_unknown_tokens_keeps_nobody_else_waiting(watch: Watch) -> None:
    members = Slow()
    actors = Actors(members, clock=watch)
    members.issue("known")
    assert actors.caller("known") is not None
    flood = [f"made up {n}" for n in range(300)]
    threads, told = asking(actors, flood)
    room = STRANGERS_MAX + STRANGERS_WAITING_MAX
    # The rest are told at once, while nobody of those who pass has been answered yet.
    assert eventually(lambda: len(told) == len(flood) - room)
    assert all(isinstance(one, Overloaded) for one in told)
    assert members.most == STRANGERS_MAX
    # Who is known goes on, and is asked about anew when it is time.
    watch.at = 3.0
    assert actors.caller("known") is not None
    assert members.asked == [token_digest("known")] * 2
    members.answers.set()
    for thread in threads:
        thread.join(10)
    assert told.count(None) == room
    assert members.most <= STRANGERS_MAX + 1


def test_a_token_issued_in_the_middle_of_a_flood_works_at_once(watch: Watch) -> None:
    members = Slow()
    actors = Actors(members, clock=watch)
    threads, told = asking(actors, [f"made up {n}" for n in range(STRANGERS_MAX + 5)])
    assert eventually(lambda: members.inside == STRANGERS_MAX)
    members.issue("fresh")
    fresh, mine = asking(actors, ["fresh"])
    assert told == mine == []
    members.answers.set()
    for thread in (*fresh, *threads):
        thread.join(10)
    [caller] = mine
    assert caller is not None
    assert caller.person == "per_of_fresh"
    assert told == [None] * (STRANGERS_MAX + 5)


def test_the_same_unknown_token_from_many_is_one_question(watch: Watch) -> None:
    members = Slow()
    actors = Actors(members, clock=watch)
    threads, told = asking(actors, ["made up"] * 50)
    assert eventually(lambda: members.inside == 1)
    members.answers.set()
    for thread in threads:
        thread.join(10)
    assert told == [None] * 50
    assert len(members.asked) == 1


def test_asking_anew_forgets_what_is_no_longer_so(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    members.issue("t")
    known = actors.caller("t")
    assert known is not None
    members.issue("t", chair="man_2")
    anew = actors.refreshed(known.digest)
    assert anew is not None
    assert anew.has("chair")
    members.known.clear()
    assert actors.refreshed(known.digest) is None
    assert actors.caller("t") is None


def test_no_more_callers_are_remembered_than_may_be(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch, remembered_max=2)
    for name in "abc":
        members.issue(name)
        actors.caller(name)
    actors.caller("c")
    actors.caller("a")
    assert members.asked.count(token_digest("c")) == 1
    assert members.asked.count(token_digest("a")) == 2


def test_what_can_be_no_token_is_not_asked_for(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    assert actors.caller("") is None
    assert actors.caller("x" * 201) is None
    assert actors.caller("令牌") is None
    assert members.asked == []


def test_an_absent_members_service_is_not_taken_for_a_no(members: Members, watch: Watch) -> None:
    members.deaf = True
    with pytest.raises(CallTimedOut):
        Actors(members, clock=watch).caller("t")
