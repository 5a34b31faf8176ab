"""Three desks and a bus: commands that rely on what another service has only just written."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from support.house import today

from kernel.clock import SystemClock
from kernel.codec import Envelope, decode_envelope
from kernel.db import DatabaseDown
from kernel.desk import Desk, Settings
from kernel.domain import Domain
from kernel.errors import Unavailable
from kernel.intake import Load
from kernel.lane import Limits
from kernel.log import Entry, Head
from kernel.merkle import leaf_hash, root_of
from kernel.refill import refill
from kernel.testing.direct import DirectBus
from kernel.testing.memory import MemoryLog
from services.funds import domain as funds
from services.funds import schemas as funds_schemas
from services.funds.domain.registry.commands import OpenAccount
from services.members import domain as members
from services.members import schemas as members_schemas
from services.projects import domain as projects
from services.projects import schemas as projects_schemas

MAIN = "main"
PARTS: Mapping[str, tuple[Domain, Load]] = {
    "members": (members.DOMAIN, members_schemas.load),
    "funds": (funds.DOMAIN, funds_schemas.load),
    "projects": (projects.DOMAIN, projects_schemas.load),
}


class Guard:
    """The ledger's word on how far it has the logs."""

    def __init__(self) -> None:
        self.has: dict[str, dict[str, dict[str, Any]]] = {}

    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        return self.has


class House:
    def __init__(self) -> None:
        self.bus = DirectBus()
        self.guard = Guard()
        self.bus.services["gateway"] = self.guard
        self.logs = {name: MemoryLog() for name in PARTS}
        self.desks: dict[str, Desk] = {}

    def open(self, name: str, settings: Settings | None = None) -> Desk:
        if name in self.desks:
            self.desks[name].stop()
        domain, load = PARTS[name]
        desk = Desk(domain, load, self.logs[name], self.bus, SystemClock(), settings)
        self.desks[name] = self.bus.services[name] = desk
        desk.start()
        return desk

    def close(self) -> None:
        for desk in self.desks.values():
            desk.stop()

    def do(self, command: str, role: str, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
        person = "per_" + hashlib.sha256(role.encode()).hexdigest()[:20].translate(
            str.maketrans("ilou", "wxyz")
        )
        actor = {"person": person, "mandates": {role: f"man_{role}"}, "position": 1}
        return self.desks[command.split(".", maxsplit=1)[0]].perform(MAIN, command, actor, key, body)


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    made.logs["members"].found(MAIN)
    for name in PARTS:
        made.open(name)
    yield made
    made.close()


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def id_of(answer: Mapping[str, Any]) -> str:
    assert "id" in answer, answer
    return str(answer["id"])


def money(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "CNY"}


def give(house: House, minor: int = 10_000) -> str:
    account = {"code": "bank", "name": "Bank", "kind": "bank", "currency": "CNY", "legal_holder": "居委会"}
    fund = {
        "code": "gz",
        "name": "共治资金",
        "kind": "co_governance",
        "source": "donation",
        "legal_holder": "居委会",
    }
    id_of(house.do("funds.open_account", "founder", "account", account))
    id_of(house.do("funds.open_fund", "founder", "fund", fund))
    donation = {"fund": "gz", "account": "bank", "amount": money(minor), "occurred_on": "2026-03-01"}
    return id_of(house.do("funds.record_donation", "treasurer", "donation", donation))


def test_a_yuan_travels_from_a_donation_to_a_payment(house: House) -> None:
    give(house)
    proposed = {"code": "bench", "name": "长椅", "purpose": "座"}
    bench = id_of(house.do("projects.propose_project", "project_lead", "p", proposed))
    allocation = {"fund": "gz", "project": "bench", "amount": money(6_000), "occurred_on": "2026-03-02"}
    id_of(house.do("funds.allocate", "chair", "a", allocation))
    asked = {"project": bench, "payee": "org_" + "0" * 20, "amount": money(5_000), "purpose": "steel"}
    spending = id_of(house.do("projects.request_spending", "project_lead", "s", asked))
    id_of(house.do("projects.approve_spending", "chair", "ok", {"spending": spending}))
    paid = {"spending": spending, "amount": money(5_000), "account": "bank", "occurred_on": today()}
    answer = house.do("projects.pay_spending", "treasurer", "pay", paid)
    assert id_of(answer) == spending

    def noted() -> bool:
        _, bodies = house.logs["funds"].page(MAIN, 0, 100)
        return any(decode_envelope(b).type == "funds.payment_noted.v1" for b in bodies)

    assert eventually(noted)


def test_a_refusal_that_another_log_overturns_is_asked_again(house: House) -> None:
    """No event is delivered at all: only catching up can know of the project and the allocation."""
    house.bus.lose = lambda _topic: True
    for desk in house.desks.values():
        for follower in desk.followers.values():
            follower.poll = lambda: None  # type: ignore[method-assign]
    give(house)
    proposed = {"code": "bench", "name": "长椅", "purpose": "座"}
    id_of(house.do("projects.propose_project", "project_lead", "p", proposed))
    allocation = {"fund": "gz", "project": "bench", "amount": money(6_000), "occurred_on": "2026-03-02"}
    id_of(house.do("funds.allocate", "chair", "a", allocation))
    asked = {"project": "bench", "payee": "org_" + "0" * 20, "amount": money(6_000), "purpose": "steel"}
    id_of(house.do("projects.request_spending", "project_lead", "s", asked))


def test_lost_messages_are_found_by_polling(house: House) -> None:
    house.bus.lose = lambda _topic: True
    give(house)
    head = house.logs["funds"].head(MAIN)
    assert head is not None
    assert eventually(lambda: house.logs["projects"].cursor(MAIN, "funds").size == head.position)


def test_a_service_whose_log_is_behind_its_copy_refuses_to_write(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.guard.has = {MAIN: {"funds": {"position": 3, "root": ""}}}
    late = house.do("funds.open_fund", "founder", "f", {})
    assert late["refused"]["code"] == "invalid_input"
    actor = {"person": "per_" + "0" * 20, "mandates": {"founder": "man_1"}, "position": 1}
    account = {"code": "b", "name": "B", "kind": "bank", "currency": "CNY", "legal_holder": "H"}
    item = {"command": "funds.open_account", "key": "k", "actor": actor, "body": account}
    funds_desk = house.desks["funds"]
    assert eventually(lambda: any("restore" in why for why in funds_desk.waiting_for()))
    # At once: what needs somebody's hand is not waited for, and the gateway would call it `outcome_unknown`.
    asked_at = time.monotonic()
    assert funds_desk.submit(MAIN, [{"items": [item]}]) == [[{"unavailable": "halted"}]]
    # Nor is another log caught up with first, for a command that must see it: it could not be noted here.
    monkeypatch.setattr(OpenAccount, "CATCH_UP", ("members",), raising=False)
    assert funds_desk.submit(MAIN, [{"items": [item]}]) == [[{"unavailable": "halted"}]]
    assert time.monotonic() - asked_at < 1
    monkeypatch.undo()
    assert not funds_desk.refresh()
    assert house.logs["funds"].head(MAIN).position == 0  # type: ignore[union-attr]
    house.guard.has = {}
    assert eventually(lambda: not house.desks["funds"].waiting_for())
    assert "events" in house.desks["funds"].submit(MAIN, [{"items": [item]}])[0][0]


def test_a_database_that_is_away_for_a_while_loses_nothing(house: House) -> None:
    give(house)
    log = house.logs["funds"]
    failures = iter([True] * 5)

    def sometimes(step: str) -> None:
        if step in {"begin", "commit", "committed"} and next(failures, False):
            raise DatabaseDown(step)

    log.fault = sometimes
    donation = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    done = house.do("funds.record_donation", "treasurer", "d2", donation)
    log.fault = lambda _step: None
    again = house.do("funds.record_donation", "treasurer", "d2", donation)
    assert id_of(done) == id_of(again)
    assert again["repeated"]


def test_beyond_the_bound_of_its_queue_a_desk_says_so_at_once(house: House) -> None:
    desk = house.open("funds", Settings(limits=Limits(queue=2, batch=1)))
    log = house.logs["funds"]
    give(house)

    def slow(step: str) -> None:
        if step == "begin":
            time.sleep(0.05)

    log.fault = slow
    donation = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    actor = {"person": "per_" + "0" * 20, "mandates": {"treasurer": "man_1"}, "position": 1}
    groups = [
        {"items": [{"command": "funds.record_donation", "key": f"k{n}", "actor": actor, "body": donation}]}
        for n in range(20)
    ]
    answers = [one for [one] in desk.submit(MAIN, groups)]
    assert {"unavailable": "overloaded"} in answers
    assert any("events" in one for one in answers)


def test_an_actor_of_a_service_is_not_taken_from_outside(house: House) -> None:
    actor = {"person": "service:members", "mandates": {}, "position": 0}
    answer = house.desks["members"].perform(MAIN, "members.found_council", actor, "k", {})
    assert answer["refused"]["fields"] == {"actor": ["actor.format"]}


GIFT = {"fund": "gz", "account": "bank", "amount": money(100), "occurred_on": "2026-03-01"}


@pytest.mark.parametrize(("key", "carried_out"), [("council:line", 50), ("line", 150)])
def test_a_key_of_the_council_is_carried_out_once_whoever_sends_it_at_the_same_time(
    house: House, key: str, carried_out: int
) -> None:
    give(house)

    def send(person: str) -> list[Mapping[str, Any]]:
        actor = {"person": f"per_{person}", "mandates": {"treasurer": f"man_{person}"}, "position": 1}
        tell = partial(house.desks["funds"].perform, MAIN, "funds.record_donation", actor)
        return [tell(f"{key}/{n}", GIFT) for n in range(50)]

    with ThreadPoolExecutor(3) as pool:
        answered = [one for found in pool.map(send, "abc") for one in found]
    assert len({id_of(answer) for answer in answered}) == carried_out
    assert [one["repeated"] for one in answered].count(False) == carried_out


def test_an_unknown_council_is_refused_by_name(house: House) -> None:
    actor = {"person": "per_" + "0" * 20, "mandates": {"founder": "m"}, "position": 0}
    for name in PARTS:
        answer = house.desks[name].perform("nowhere", f"{name}.x", actor, "k", {})
        assert answer["refused"]["code"] == "council.unknown"


def test_a_page_that_does_not_reach_the_end_says_what_it_is_behind_of(house: House) -> None:
    give(house)
    desk, log = house.desks["funds"], house.logs["funds"]
    _, bodies = log.page(MAIN, 0, 100)
    for after in (0, 1, 2, 1):
        page = desk.read_log(MAIN, after, 1)
        if after + 1 < len(bodies):
            assert page["before"] == {"position": after, "root": root_of(bodies[:after]).hex()}
        assert page["events"] == [bodies[after].decode()]
    assert "before" not in desk.read_log(MAIN, 1, 100)
    # Of another run of the database nothing is known before the ledger was asked again.
    log.restart()
    assert "before" not in desk.read_log(MAIN, 1, 1)
    assert eventually(lambda: "before" in desk.read_log(MAIN, 1, 1))


def strange(house: House, service: str, type_name: str) -> None:
    """Another release writes an event that this one cannot read."""
    written(house, service, type_name, {"of": "tomorrow"})


def written(house: House, service: str, type_name: str, data: dict[str, Any]) -> None:
    """An event comes into a log past its desk."""
    with house.logs[service].writing(MAIN) as tx:
        position = tx.head.position + 1
        now = "2030-01-01T00:00:00.000000Z"
        event = Envelope(MAIN, service, position, type_name, "x", "x", {}, None, now, None, data)
        body = event.encoded()
        head = Head(tx.head.range.append(leaf_hash(body)), now)
        tx.append(head, [Entry(position, "x", type_name, body)], [], [])


def test_a_writer_that_meets_what_it_cannot_read_says_so_and_keeps_nobody_waiting(house: House) -> None:
    give(house)
    strange(house, "funds", "funds.of_tomorrow.v1")
    assert eventually(lambda: any("UnknownType" in why for why in house.desks["funds"].waiting_for()))
    donation = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    began = time.monotonic()
    assert house.do("funds.record_donation", "treasurer", "d2", donation) == {"unavailable": "halted"}
    assert time.monotonic() - began < 5


def test_an_event_that_cannot_be_noted_stalls_its_stream_by_name(house: House) -> None:
    give(house)
    strange(house, "members", "members.person_erased.v1")
    desk = house.desks["funds"]
    assert eventually(lambda: MAIN in desk.followers["members"].stalled)
    assert "stream members/main is stalled" in desk.waiting_for()
    donation = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    id_of(house.do("funds.record_donation", "treasurer", "d2", donation))


def gone_back(house: House) -> None:
    """The funds lose what projects has noted, and the ledger has not got any of it."""
    log = house.logs["funds"]
    founded = log.snapshot()
    give(house)
    assert eventually(lambda: house.logs["projects"].cursor(MAIN, "funds").size >= 3)
    house.desks["funds"].stop()
    log.restore(founded)


def test_what_the_ledger_lacks_another_service_may_have_noted(house: House) -> None:
    gone_back(house)
    house.open("funds")
    account = {"code": "b", "name": "B", "kind": "bank", "currency": "CNY", "legal_holder": "H"}
    late = house.do("funds.open_account", "founder", "k", account)
    assert late == {"unavailable": "halted"}
    why = house.desks["funds"].waiting_for()
    assert any("projects has" in one and "restore them" in one for one in why)
    assert house.logs["funds"].head(MAIN).position == 0  # type: ignore[union-attr]


def test_a_council_that_is_founded_past_a_running_desk_is_loaded_too(house: House) -> None:
    desk = house.desks["members"]
    assert eventually(lambda: not desk.waiting_for())
    house.logs["members"].found("second")
    assert eventually(lambda: "second" in desk._lanes and not desk.waiting_for())


def test_a_service_that_is_away_keeps_no_other_from_starting(house: House) -> None:
    give(house)
    for name in ("members", "projects"):
        house.desks[name].stop()
        del house.bus.services[name]
    house.open("funds")
    donation = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    id_of(house.do("funds.record_donation", "treasurer", "d2", donation))


def test_a_vault_that_went_back_gives_nothing_out_until_its_log_is_refilled(house: House) -> None:
    give(house)
    log, desk, donor = house.logs["funds"], house.desks["funds"], "per_" + "0" * 20
    body = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    given = house.do("funds.record_donation", "treasurer", "d2", {**body, "donor": donor, "note": "to Ada"})
    [event] = given["events"]
    digest = event["data"]["note"]["sealed"]
    assert set(desk.openings(MAIN, [digest])) == {digest}
    kept = log.snapshot()
    written(house, "members", "members.person_erased.v1", {"person": donor})
    assert eventually(lambda: desk.openings(MAIN, [digest]) == {})
    head, bodies = log.page(MAIN, event["position"], 100)
    house.guard.has = {MAIN: {"funds": head.range.as_wire()}}
    log.restore(kept)
    for _ in range(2):  # before the writer has noticed, and when it has
        with pytest.raises(Unavailable):
            desk.openings(MAIN, [digest])
        assert eventually(lambda: any("restore them" in why for why in desk.waiting_for()))
    reached = house.logs["members"].head(MAIN).range  # type: ignore[union-attr]
    assert log.cursor(MAIN, "members").size < reached.size
    assert refill(log, funds.DOMAIN, MAIN, bodies, lambda _source, _position: reached) == len(bodies)
    assert eventually(lambda: not desk.waiting_for())
    assert desk.openings(MAIN, [digest]) == {}


def test_a_desk_whose_database_goes_back_under_it_writes_nothing(house: House) -> None:
    give(house)
    log, desk = house.logs["funds"], house.desks["funds"]
    head = log.head(MAIN)
    assert head is not None
    kept = log.snapshot()
    donation = {"fund": "gz", "account": "bank", "amount": money(1), "occurred_on": "2026-03-01"}
    id_of(house.do("funds.record_donation", "treasurer", "d2", donation))
    log.restore(kept)
    assert house.do("funds.record_donation", "treasurer", "d3", donation) == {"unavailable": "halted"}
    assert log.head(MAIN) == head
    assert any("restore them" in why for why in desk.waiting_for())
