"""Actors: who asks is remembered for a moment, and never longer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.actors import Actors
from kernel.bus import CallTimedOut
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


def test_an_unknown_token_is_asked_for_every_time(members: Members, watch: Watch) -> None:
    actors = Actors(members, clock=watch)
    assert actors.caller("t") is None
    members.issue("t")
    assert actors.caller("t") is not None


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
