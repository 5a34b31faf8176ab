"""Spending under a policy, over HTTP: approvals by tier, on paper too; objections, notices and papers."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People
from support.tale_of_decisions import resolution, voters

from gateway.commands.decisions import TERMS

PAPER = "ab" * 32
BEFORE = {"fund": "gz", "project": "bench", "occurred_on": "2026-01-03", "amount": "400000"}


@pytest.fixture(scope="module")
def board(house: House, people: People) -> list[Caller]:
    """Two of the standing board; money, and a policy that asks for them."""
    gift = {"fund": "gz", "account": "bank", "amount": "500000", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", gift)
    people.chair.made("/v1/allocations", BEFORE)
    people.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 1}})
    return [house.person(name, "standing_board") for name in ("吴委员", "郑委员")]


@pytest.fixture(scope="module")
def secretary(house: House) -> Caller:
    return house.person("周秘书", "secretary")


@pytest.fixture(scope="module")
def voter(house: House) -> Caller:
    return voters(house, 1)[0]


def asked(people: People, amount: str, name: str, **more: Any) -> str:
    """The lead asks to pay a shop of its own, so that no other request is summed with it."""
    payee = {"name": name, "kind": "organisation"}
    body = {"amount": amount, "payee": payee, "purpose": "木料", "attachments": [PAPER], **more}
    return str(people.lead.made("/v1/projects/bench/spending", body)["id"])


def agreed(house: House, people: People, board: list[Caller], name: str, **more: Any) -> str:
    spending = asked(people, "100", name, **more)
    people.chair.made(f"/v1/spending/{spending}/approvals")
    board[0].made(f"/v1/spending/{spending}/approvals")
    house.settled()
    return spending


def pay(people: People, spending: str) -> Any:
    body = {"amount": "1", "account": "bank"}
    return people.treasurer.post(f"/v1/spending/{spending}/payments", body)


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_two_of_different_roles_approve_and_nobody_twice(
    house: House, people: People, board: list[Caller]
) -> None:
    spending = asked(people, "4999.99", "一店")
    path = f"/v1/spending/{spending}/approvals"
    house.settled()
    first = people.chair.made(path)
    assert (first["status"], first["lacking"]) == ("requested", [{"role": "standing_board", "count": 1}])
    assert refused(people.chair.post(path)) == (403, "projects.same_person")
    assert refused(pay(people, spending)) == (409, "projects.wrong_state")
    house.settled()
    done = board[0].made(path)
    assert (done["status"], done["lacking"], len(done["approvals"])) == ("approved", [], 2)
    assert pay(people, spending).status_code == 201


def test_splitting_a_sum_does_not_evade_its_tier(house: House, people: People, board: list[Caller]) -> None:
    first = asked(people, "3000", "二店")
    house.settled()
    payee = {"id": people.nobody.seen(f"/v1/spending/{first}")["payee"]["id"]}
    second = people.lead.made(
        "/v1/projects/bench/spending", {"amount": "3000", "payee": payee, "purpose": "木料"}
    )["id"]
    path = f"/v1/spending/{second}/approvals"
    assert refused(people.chair.post(path)) == (403, "projects.not_asked")
    house.settled()
    assert board[0].made(path)["lacking"] == [{"role": "standing_board", "count": 1}]
    house.settled()
    assert board[1].made(path)["status"] == "approved"


def test_approvals_on_paper_are_written_down_and_their_recorder_does_not_pay_or_approve(
    house: House, people: People, board: list[Caller], secretary: Caller
) -> None:
    spending = asked(people, "20000", "三店")
    path = f"/v1/spending/{spending}/approvals"
    for member in board:
        on_paper = {"on_behalf": {"person": member.person, "paper": PAPER}}
        made = secretary.made(path, on_paper)
        house.settled()
    assert made["status"] == "approved"
    assert [(one["by"], one["recorded_by"]) for one in made["approvals"]] == [
        (member.person, secretary.person) for member in board
    ]
    mandate = {"person": secretary.person, "role": "treasurer", "from": "2020-01-01"}
    given = people.founder.made("/v1/mandates", mandate)["id"]
    body = {"amount": "1", "account": "bank"}
    assert refused(secretary.post(f"/v1/spending/{spending}/payments", body)) == (403, "projects.same_person")
    people.founder.made(f"/v1/mandates/{given}/revocations")
    mine = asked(people, "10", "四店")
    on_behalf = {"on_behalf": {"person": people.lead.person, "paper": PAPER}}
    assert secretary.post(f"/v1/spending/{mine}/approvals", on_behalf).status_code == 403


def test_an_objection_stops_payment_and_approval_from_the_moment_that_it_is_raised(
    house: House, people: People, board: list[Caller]
) -> None:
    spending = agreed(house, people, board, "五店")
    objection = people.nobody.post(
        "/v1/objections", {"about": {"kind": "spending", "id": spending}, "text": "太贵"}
    )
    if objection.status_code == 403:  # it takes a mandate to object
        objection = people.lead.post(
            "/v1/objections", {"about": {"kind": "spending", "id": spending}, "text": "太贵"}
        )
    assert objection.status_code == 201, objection.text
    assert refused(pay(people, spending)) == (409, "projects.objection_open")
    house.settled()
    other = asked(people, "10", "五店")
    about = {"about": {"kind": "spending", "id": other}, "text": "重复"}
    people.lead.made("/v1/objections", about)
    late = people.chair.post(f"/v1/spending/{other}/approvals")
    assert refused(late) == (409, "projects.objection_open"), "nor is it approved"
    answer = {"text": "已询价三家", "upheld": False}
    people.chair.made(f"/v1/objections/{objection.json['id']}/answers", answer)
    assert pay(people, spending).status_code == 201


def test_without_its_paper_it_is_drafted_and_not_paid(
    house: House, people: People, board: list[Caller]
) -> None:
    spending = agreed(house, people, board, "六店", attachments=[])
    assert refused(pay(people, spending)) == (409, "projects.attachment_missing")
    people.treasurer.made(f"/v1/spending/{spending}/attachments", {"attachments": [PAPER]})
    assert pay(people, spending).status_code == 201


def test_a_great_sum_needs_a_resolution_with_room_and_a_notice(
    house: House, people: People, board: list[Caller], voter: Caller
) -> None:
    spending = asked(people, "60000", "七店")
    path = f"/v1/spending/{spending}/approvals"
    assert refused(board[0].post(path)) == (403, "projects.not_asked")
    assert refused(people.chair.post(path)) == (409, "projects.resolution_needed")
    nothing = {"resolution": "res_0123456789abcdefghjk"}
    assert refused(people.chair.post(path, nothing)) == (409, "projects.resolution_not_adopted")
    body = resolution(kind="spending", amount="100000")
    opened = people.chair.made("/v1/resolutions", body)["id"]
    voter.made(f"/v1/resolutions/{opened}/votes", {"choice": "for"})
    people.chair.made(f"/v1/resolutions/{opened}/closings")
    house.settled()
    done = people.chair.made(path, {"resolution": opened})
    assert (done["status"], done["resolution"], done["noticed"]) == ("approved", opened, True)
    assert refused(pay(people, spending)) == (409, "projects.notice_missing")
    house.settled()
    people.chair.made("/v1/notices", {"about": {"kind": "spending", "id": spending}, "text": "公示"})
    assert refused(pay(people, spending)) == (409, "projects.notice_running")
    again = asked(people, "50000", "八店")
    beyond = people.chair.post(f"/v1/spending/{again}/approvals", {"resolution": opened})
    assert refused(beyond) == (409, "projects.resolution_exceeded")


@pytest.mark.parametrize(
    ("body", "field"),
    [({"resolution": "x"}, "resolution"), ({"resolution": 5}, "resolution"), ({"colour": "red"}, "colour")],
)
def test_a_wrong_approval_names_its_field(
    people: People, board: list[Caller], body: dict[str, Any], field: str
) -> None:
    assert board
    answer = people.chair.post(f"/v1/spending/{asked(people, '1', '九店')}/approvals", body)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
