"""One story, told to the embedded system and to the grown one: the same figures to the fen."""

from __future__ import annotations

import time

import pytest
from support.calling import Caller, Council, appointed, settled
from support.running import Embedded, Running
from support.year import DONOR, Told, holds, told


@pytest.fixture(
    scope="module",
    params=["embedded", pytest.param("grown", marks=pytest.mark.servers)],
)
def system(request: pytest.FixtureRequest) -> Running:
    found: Running = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def who(system: Running) -> Council:
    return settled(system)


@pytest.fixture(scope="module")
def story(who: Council) -> Told:
    return told(who)


def test_the_story_comes_out_to_the_fen(who: Council, story: Told) -> None:
    holds(who, story)


def test_everything_is_there_after_kill_9(system: Running, who: Council, story: Told) -> None:
    for part in system.parts.values():
        part.kill()
    system.start()
    system.until_ready()
    holds(who, story)


def test_a_revoked_token_is_refused_within_five_seconds(who: Council) -> None:
    issued = who.founder.made("tokens", {"person": who.nobody.person})
    who.founder.system.keep_quiet_about(issued["token"])
    guest = Caller(who.founder.system, issued["token"])
    assert guest.get("funds").status_code == 200
    who.founder.made(f"tokens/{issued['id']}/revocations")
    revoked_at = time.monotonic()
    while guest.get("funds").status_code != 401:
        assert time.monotonic() - revoked_at < 5
        time.sleep(0.1)


def test_an_erased_person_is_named_nowhere_from_that_moment(who: Council, story: Told) -> None:
    path = f"donations/{story['gift']['id']}"
    donor = story["gift"]["donor"]["id"]
    assert who.auditor.seen(path)["donor"]["name"] == DONOR
    hidden = who.founder.made(f"people/{donor}/erasures", {"reason": "本人要求"})
    assert who.auditor.seen(path, hidden)["donor"]["name"] is None
    assert who.auditor.seen(f"people/{donor}", hidden)["name"] is None
    assert DONOR not in who.treasurer.get("donations", hidden, limit="200").text


def test_a_role_counts_from_the_moment_that_it_is_given(who: Council) -> None:
    newcomer = appointed(who.founder, "新来的人")
    body = {"fund": "gy", "account": "bank", "amount": "1.00", "occurred_on": "2026-03-09"}
    assert newcomer.post("donations", body).status_code == 403
    who.founder.made("mandates", {"person": newcomer.person, "role": "treasurer", "from": "2020-01-01"})
    assert newcomer.post("donations", body).status_code == 201


def test_a_second_program_does_not_take_the_folder(embedded: Embedded) -> None:
    second = Embedded(embedded.data)
    part = second.parts["up"]
    with pytest.raises(Exception, match="did not start"):
        part.start()
    assert "in use by another" in part.output() or "占用" in part.output()
    part.discard()
    second.client.close()
