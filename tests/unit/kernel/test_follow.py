"""A follower takes nothing of a log that is not the one it followed, and says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from support.storage import SteadyClock

from kernel.clock import Seconds
from kernel.codec import Envelope
from kernel.follow import Follower, LogPage
from kernel.merkle import Range, leaf_hash, root_of
from kernel.relay import Message, encode_message

MAIN = "main"


def body(position: int, text: str = "first") -> bytes:
    return Envelope(
        MAIN, "building", position, "building.door_built.v1", text, "x", {}, None, "2026", None, {}
    ).encoded()


FOLLOWED = [body(1), body(2)]
CONTINUED = [*FOLLOWED, body(3)]
REPLACED = [body(1), body(2, "second"), body(3), body(4)]


class Building:
    """A source whose log is `bodies`."""

    page_max = 500
    tells = True
    """Whether a page that does not reach the end says the root before it."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self.bodies = bodies

    def heads(self) -> Mapping[str, tuple[int, str]]:
        return {MAIN: (len(self.bodies), root_of(self.bodies).hex())}

    def read_log(self, council: str, after: int, limit: int) -> LogPage:  # noqa: ARG002
        page, before = self.bodies[after : after + min(limit, self.page_max)], root_of(self.bodies[:after])
        told = before.hex() if after + len(page) < len(self.bodies) and self.tells else None
        return LogPage(len(self.bodies), root_of(self.bodies).hex(), page, told)


class Copy:
    """A sink that has taken `FOLLOWED`."""

    def __init__(self) -> None:
        self.bodies = list(FOLLOWED)

    def cursor(self, council: str) -> Range:  # noqa: ARG002
        return Range().extend(map(leaf_hash, self.bodies))

    def take(
        self,
        council: str,  # noqa: ARG002
        after: int,
        bodies: Sequence[bytes],
        within_s: Seconds | None = None,  # noqa: ARG002
    ) -> None:
        self.bodies += bodies[len(self.bodies) - after :]


def following(bodies: Sequence[bytes]) -> tuple[Follower, Copy]:
    copy = Copy()
    return Follower("building", Building(bodies), copy, SteadyClock()), copy


def rung(bodies: Sequence[bytes], after: int) -> bytes:
    root = root_of(bodies[:after]).hex()
    return encode_message(Message("building", MAIN, after, root, bodies[after:]))


def test_a_log_that_goes_on_is_taken() -> None:
    follower, copy = following(CONTINUED)
    follower.poll()
    assert copy.bodies == CONTINUED
    assert follower.stalled == {}


def test_a_replaced_log_that_is_longer_stalls_the_stream_before_anything_of_it_is_taken() -> None:
    follower, copy = following(REPLACED)
    follower.poll()
    assert copy.bodies == FOLLOWED
    assert "building" in follower.stalled[MAIN]


def in_pages(bodies: Sequence[bytes], *, tells: bool) -> tuple[Follower, Copy]:
    """A source that gives one event at a time."""
    copy, source = Copy(), Building(bodies)
    source.page_max, source.tells = 1, tells
    return Follower("building", source, copy, SteadyClock()), copy


def test_of_a_replaced_log_not_even_the_first_of_many_pages_is_taken() -> None:
    follower, copy = in_pages(REPLACED, tells=True)
    follower.poll()
    assert copy.bodies == FOLLOWED
    assert "building" in follower.stalled[MAIN]


def test_a_source_that_cannot_tell_roots_on_the_way_is_compared_at_its_end() -> None:
    follower, _ = in_pages(REPLACED, tells=False)
    follower.poll()
    assert "building" in follower.stalled[MAIN]
    for tells in (True, False):
        follower, copy = in_pages([*CONTINUED, body(4)], tells=tells)
        follower.poll()
        assert copy.bodies == [*CONTINUED, body(4)]


def test_a_message_that_begins_before_the_cursor_brings_nothing_of_a_replaced_log() -> None:
    follower, copy = following(REPLACED)
    follower.receive(rung(REPLACED, 1))
    assert copy.bodies == FOLLOWED
    assert "building" in follower.stalled[MAIN]


def test_a_message_that_begins_before_the_cursor_rings_for_what_follows() -> None:
    follower, copy = following(CONTINUED)
    follower.receive(rung(CONTINUED, 1))
    assert copy.bodies == CONTINUED


def test_a_stalled_stream_goes_on_once_the_source_is_the_one_it_followed_again() -> None:
    follower, copy = following(FOLLOWED)
    follower.receive(rung(REPLACED, 2))
    assert "building" in follower.stalled[MAIN]
    follower.poll()
    assert follower.stalled == {}
    assert copy.bodies == FOLLOWED


def test_of_a_stalled_stream_an_old_message_is_no_sign_that_it_goes_on() -> None:
    follower, _ = following(REPLACED)
    follower.poll()
    why = follower.stalled[MAIN]
    for old in (REPLACED, FOLLOWED):
        follower.receive(rung(old[:2], 0))
        assert follower.stalled == {MAIN: why}


def test_an_old_message_asks_nothing_of_the_source_while_the_stream_flows() -> None:
    follower, copy = following(CONTINUED)
    follower.receive(rung(FOLLOWED, 0))
    assert copy.bodies == FOLLOWED
