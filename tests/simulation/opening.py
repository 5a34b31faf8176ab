"""How every history begins: a council with people, accounts, funds and two projects. Made once a process."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from simulation import council
from simulation.broken import require
from simulation.house import MAIN, House
from simulation.known import Known
from simulation.people import (
    CHAIR,
    DEPUTY,
    FOUNDER,
    HOLDER,
    LEAD,
    OF_COUNCIL,
    ROLES,
    STREET,
    TREASURER,
    Asked,
    Body,
    People,
)

from kernel.domain import Actor
from kernel.sealed import commitment
from kernel.tickets import Done, Group, Item
from services.members.domain.commands import FoundCouncil

DAY: Final = "2026-03-02"
NEXT_DAY: Final = "2026-03-03"
DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Opening:
    """Logs, the ledger's store and what people know, as they stand at a history's first step."""

    logs: Mapping[str, Any]
    ledger: Any
    known: Known
    clock_s: float

    def begin(self, house: House) -> Known:
        """Let `house` stand there; returns a copy of what people know."""
        for name, log in house.logs.items():
            log.restore(self.logs[name])
        house.store.restore(self.ledger)
        house.clock.advance(self.clock_s)
        return copy.deepcopy(self.known)


@cache
def opening(kind: str = "usual") -> Opening:
    """The opening of that kind (`council.KINDS`) over the ledger in memory."""
    house = House(Random(0))
    known = build(house, kind)
    logs = {name: log.snapshot() for name, log in house.logs.items()}
    return Opening(logs, house.store.snapshot(), known, house.clock.seconds)


def build(house: House, kind: str = "usual") -> Known:
    """Found the council and settle."""
    for log in house.logs.values():
        log.found(MAIN)
    known = Known()
    _found(house, known)
    people = People(Random(0), known, lambda: DAY, keys="opening-")
    for who in (*ROLES, *(OF_COUNCIL if kind != "usual" else ())):
        if who != FOUNDER:
            [event] = _do(house, people, (FOUNDER, "members.register_person", {"name": f"某{who}"}))
            known.persons[who] = event["data"]["party"]
    for asked in _arrangements():
        _learn(house, people, asked)
    for step in _first_spending():
        _learn(house, people, step(known))
    if kind != "usual":
        _tell(house, people, council.seats(DAY))
    if kind in council.LEAST:
        _tell(house, people, council.in_motion(DAY, NEXT_DAY, council.LEAST[kind]))
    return known


def _tell(house: House, people: People, story: list[council.Step]) -> None:
    for step in story:
        asked = step(people.known)
        if asked is None:
            house.clock.advance(DAY_S)
            house.come_due()
        else:
            _learn(house, people, asked)


def _learn(house: House, people: People, asked: Asked) -> None:
    for event in _do(house, people, asked):
        people.known.learn(event)
    house.settle()


def _found(house: House, known: Known) -> None:
    """From the machine itself, as `gongzhi up` does at its first start."""
    lane = house.desks["members"][0].lane(MAIN)
    command = FoundCouncil(
        "社区共治理事会", demonstration=False, founder_name=commitment(b"0" * 32, "某人"), digest="0" * 64
    )
    ticket = Group(items=[Item(command, Actor("service:members"), "found", "found")])
    lane.put(ticket)
    lane.step()
    lane.step()
    [answer] = ticket.answers
    assert isinstance(answer, Done)
    known.persons[FOUNDER] = answer.events[1].subject


def _do(house: House, people: People, asked: Asked) -> list[dict[str, Any]]:
    item = people.item(asked)
    service = item["command"].split(".")[0]
    [[answer]] = house.desks[service][0].submit(MAIN, [{"items": [item]}])
    require("events" in answer, "opening", answer)
    events: list[dict[str, Any]] = answer["events"]
    return events


def _first_spending() -> list[Callable[[Known], Asked]]:
    """A gift, set aside; spending of it that is approved and paid in part; and that payment is in doubt.

    It names an organisation: the law holds who gave or will be paid, and then nobody is ever erased. What a
    person is named by is a request that nobody has decided.
    """
    on: Body = {"fund": "main", "project": "benches", "occurred_on": DAY}
    given: Body = {"fund": "main", "account": "bank", "occurred_on": DAY, "amount": _cny(300)}
    wanted = on | {"amount": _cny(80), "purpose": "timber"}
    paid: Body = {"account": "bank", "amount": _cny(30)}
    asked = {"project": "benches", "fund": "main", "amount": _cny(20), "purpose": "work"}
    return [
        lambda known: (TREASURER, "funds.record_donation", given | {"donor": known.donors[-1]}),
        lambda _: (CHAIR, "funds.allocate", on | {"amount": _cny(200)}),
        lambda known: (LEAD, "projects.request_spending", wanted | {"payee": known.donors[-1]}),
        lambda known: (CHAIR, "projects.approve_spending", {"spending": known.asked[0]}),
        lambda known: (TREASURER, "projects.pay_spending", paid | {"spending": known.asked[0]}),
        lambda known: (TREASURER, "projects.request_payment_reversal", _doubted(*known.payments[0])),
        lambda known: (LEAD, "projects.request_spending", asked | {"payee": known.donors[-2]}),
    ]


def _cny(minor: int) -> Body:
    return {"minor": minor, "currency": "CNY"}


def _doubted(spending: str, payment: str) -> Body:
    return {"spending": spending, "payment": payment, "reason": "bounced"}


def _arrangements() -> list[Asked]:
    account = {"kind": "bank", "legal_holder": HOLDER}
    fund = {"kind": "co_governance", "source": "donation", "legal_holder": HOLDER}
    donor = {"kind": "person", "name": "李小红", "origin": "donor"}
    return [
        (
            LEAD,
            "projects.propose_project",
            {"code": "benches", "name": "长椅", "purpose": "sit", "category": "streets"},
        ),
        (LEAD, "projects.propose_project", {"code": "toilet", "name": "厕所", "purpose": "a toilet"}),
        (FOUNDER, "funds.open_account", account | {"code": "bank", "name": "银行"}),
        (FOUNDER, "funds.open_account", account | {"code": "wechat", "name": "微信", "kind": "wechat"}),
        (
            FOUNDER,
            "funds.open_account",
            account | {"code": "street-bank", "name": "街道", "legal_holder": STREET},
        ),
        (FOUNDER, "funds.open_fund", fund | {"code": "main", "name": "共治资金"}),
        (
            FOUNDER,
            "funds.open_fund",
            fund
            | {
                "code": "benches-only",
                "name": "长椅",
                "restriction": {"kind": "project", "value": "benches"},
            },
        ),
        (TREASURER, "members.register_party", donor),
        (LEAD, "members.register_party", donor | {"name": "赵木匠", "origin": "payee"}),
        (
            DEPUTY,
            "members.register_party",
            donor | {"kind": "organisation", "name": "木器店", "origin": "payee"},
        ),
    ]
