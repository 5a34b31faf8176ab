"""A claim ends by itself when its last day in Shanghai is over: the projects service on every log."""

from __future__ import annotations

from datetime import date

from support.storage import MAIN, SteadyClock, any_log
from support.tickets import answers, group, item

from kernel.codec import decode_envelope
from kernel.domain import Actor
from kernel.ids import derived
from kernel.log import Log
from kernel.testing.driven import DrivenLane
from kernel.tickets import Done
from kernel.writer import Writer
from services.projects.domain import DOMAIN
from services.projects.domain.claims.commands import MakeClaim, OpenPost
from services.projects.domain.claims.documents import Claims
from services.projects.events.claims import MemberId, PostId

log = any_log
SECRETARY = Actor("per_secretary", {"secretary": "man_1"}, 7)
CHOIR = MemberId(derived("mem", "choir"))
TODAY = date(2026, 3, 2)
HOUR_S = 60 * 60


def claimed(writer: Writer) -> PostId:
    """A post with a claim for today alone."""
    opened = item(OpenPost("楼道巡查", "每周一次", 1), "open", actor=SECRETARY)
    [[done]] = answers(writer, group(opened))
    assert isinstance(done, Done)
    post = PostId(done.events[0].subject)
    made = item(MakeClaim(CHOIR, post, until=TODAY), "claim", actor=SECRETARY)
    [[done]] = answers(writer, group(made))
    assert isinstance(done, Done)
    return post


def test_a_lane_says_that_a_claim_is_over_when_its_day_is(log: Log) -> None:
    clock = SteadyClock()
    writer = Writer(MAIN, DOMAIN, log, clock)
    writer.load()
    lane = DrivenLane(writer, clock, lambda _: None)
    lane.step()
    post = claimed(writer)
    clock.sleep(11 * HOUR_S)  # eleven in the evening of the same day
    lane.step()
    assert writer.head.position == 2
    clock.sleep(HOUR_S)
    lane.step()
    lane.step()
    assert writer.head.position == 3
    told = decode_envelope(log.page(MAIN, 2, 1)[1][0])
    assert (told.type, told.occurred_on) == ("projects.claim_expired.v1", "2026-03-03")
    assert told.actor["person"] == "service:projects"
    assert writer.shelf.get(Claims, post) == Claims()
    again = Writer(MAIN, DOMAIN, log, clock)
    again.load()
    assert (again.shelf.get(Claims, post), again.is_anything_due()) == (Claims(), False)
