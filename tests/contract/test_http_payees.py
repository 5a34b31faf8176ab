"""A payee who is typed anew, named by id, or registered twice is one payee; nobody is paid by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People

from gateway.commands.decisions import TERMS

PAPER = "ab" * 32
TOTAL = {"fund": "gz", "account": "bank", "amount": "500000", "occurred_on": "2026-01-02"}
BEFORE = {"fund": "gz", "project": "bench", "occurred_on": "2026-01-03", "amount": "400000"}


@pytest.fixture(scope="module")
def board(house: House, people: People) -> Caller:
    """One of the standing board; money, and a policy that asks for them from 5,000 on."""
    people.treasurer.made("/v1/donations", TOTAL)
    people.chair.made("/v1/allocations", BEFORE)
    people.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 1}})
    return house.person("吴委员", "standing_board")


def asked(people: People, amount: str, payee: Any, **more: Any) -> str:
    body = {"amount": amount, "payee": payee, "purpose": "木料", "attachments": [PAPER], **more}
    made = people.lead.made("/v1/projects/bench/spending", body)
    assert "payee_name" not in made
    return str(made["id"])


def named(name: str, kind: str = "organisation") -> dict[str, str]:
    return {"name": name, "kind": kind}


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def by_chair(people: People, spending: str, **body: Any) -> Any:
    return people.chair.post(f"/v1/spending/{spending}/approvals", body)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (named("绿园 Café 木工社"), named("绿园café木工社。")),
        (named("ＡＢＣ Garden"), named("abc-garden", "person")),
        (named("陈师傅", "person"), named(" 陈　师傅 ", "person")),
    ],
)
def test_a_name_typed_otherwise_splits_no_sum(
    people: People, board: Caller, first: dict[str, str], again: dict[str, str]
) -> None:
    assert board
    asked(people, "4000", first)
    assert refused(by_chair(people, asked(people, "1000", again))) == (403, "projects.not_asked")
    assert by_chair(people, asked(people, "1000", named(first["name"] + "二店"))).status_code == 201


def test_a_party_named_by_id_and_one_typed_by_the_same_name_are_one_payee(
    house: House, people: People, board: Caller
) -> None:
    assert board
    first = asked(people, "2000", named("罗师傅", "person"))
    house.settled()
    payee = {"id": people.chair.seen(f"/v1/spending/{first}")["payee"]["id"]}
    asked(people, "2000", named("罗 师 傅", "person"))
    assert refused(by_chair(people, asked(people, "1000", payee))) == (403, "projects.not_asked")


def test_two_registrations_of_one_human_are_one_payee_once_that_is_recorded(
    house: House, people: People, board: Caller
) -> None:
    assert board
    one, two = (people.founder.made("/v1/people", {"name": name})["id"] for name in ("何青", "何小青"))
    asked(people, "4000", {"id": one})
    second = asked(people, "1000", {"id": two})
    assert by_chair(people, second).status_code == 201
    people.founder.made(f"/v1/people/{two}/aliases", {"of": one})
    third = asked(people, "1", {"id": two})
    assert refused(by_chair(people, third)) == (403, "projects.not_asked")
    house.settled()


def test_two_who_approved_and_turn_out_to_be_one_human_are_one_approval(
    house: House, people: People, board: Caller
) -> None:
    again, third = (house.person(name, "standing_board") for name in ("吴小委员", "郑委员"))
    path = f"/v1/spending/{asked(people, '6000', named('十二店'))}"
    board.made(f"{path}/approvals")
    assert again.made(f"{path}/approvals")["status"] == "approved"
    people.founder.made(f"/v1/people/{again.person}/aliases", {"of": board.person})
    house.settled()
    body = {"amount": "10", "account": "bank"}
    late = people.treasurer.post(f"{path}/payments", body)
    assert refused(late) == (409, "projects.approvals_lacking")
    assert refused(again.post(f"{path}/approvals")) == (403, "projects.same_person")
    done = third.made(f"{path}/approvals")
    assert (done["status"], len(done["approvals"]), done["lacking"]) == ("approved", 3, [])
    assert people.treasurer.post(f"{path}/payments", body).status_code == 201
    house.settled()


def test_nobody_approves_or_pays_what_goes_to_somebody_of_their_own_name(
    house: House, people: People, board: Caller
) -> None:
    to_chair = asked(people, "10", named("李 四", "person"))
    assert refused(by_chair(people, to_chair)) == (403, "projects.same_person")
    spending = asked(people, "10", named("张　三", "person"))
    assert by_chair(people, spending).status_code == 201
    board.made(f"/v1/spending/{spending}/approvals")
    house.settled()
    body = {"amount": "10", "account": "bank"}
    paid = people.treasurer.post(f"/v1/spending/{spending}/payments", body)
    assert refused(paid) == (403, "projects.same_person")
    deputy = house.person("许出纳", "treasurer")
    assert deputy.post(f"/v1/spending/{spending}/payments", body).status_code == 201


def test_who_has_an_old_advance_gets_no_new_one_by_typing_the_name_again(
    house: House, people: People, board: Caller
) -> None:
    old: dict[str, Any] = {"kind": "advance", "occurred_on": "2026-01-04"}
    advance = asked(people, "10", named("马师傅", "person"), **old)
    assert by_chair(people, advance, occurred_on="2026-01-03").json["errors"][0]["code"] == "date.order"
    shown = by_chair(people, advance, occurred_on="2026-01-05")
    assert shown.status_code == 201
    done = board.made(f"/v1/spending/{advance}/approvals", {"occurred_on": "2026-01-04"})
    assert (done["status"], done["approved_on"]) == ("approved", "2026-01-05")
    early = {"amount": "10", "account": "bank", "occurred_on": "2026-01-04"}
    answer = people.treasurer.post(f"/v1/spending/{advance}/payments", early)
    assert answer.json["errors"][0]["code"] == "date.before_approval"
    people.treasurer.made(f"/v1/spending/{advance}/payments", {**early, "occurred_on": "2026-01-05"})
    body = {"amount": "5", "payee": named("马-师傅", "person"), "purpose": "木料", "kind": "advance"}
    again = people.lead.post("/v1/projects/bench/spending", body)
    assert refused(again) == (409, "projects.advance_unsettled")
    house.settled()


def test_a_request_before_the_first_allocation_and_an_odd_invoice_are_told_by_their_fields(
    people: People, board: Caller
) -> None:
    assert board
    body = {"amount": "1", "payee": named("一店"), "purpose": "木料"}
    for more, code in (
        ({"occurred_on": "2026-01-02"}, "date.order"),
        ({"invoice": {"number": "—"}}, "invoice.too_short"),
        ({"invoice": {"number": "А1234567"}}, "invoice.letters"),
    ):
        answer = people.lead.post("/v1/projects/bench/spending", {**body, **more})
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, code)
    people.lead.made("/v1/projects/bench/spending", {**body, "invoice": {"number": "No. 0440-0190"}})
    twice = people.lead.post("/v1/projects/bench/spending", {**body, "invoice": {"number": "O44OOl9O"}})
    assert refused(twice) == (409, "projects.invoice_used")


def test_the_name_that_is_compared_is_opened_by_an_auditor_and_goes_with_the_person(
    house: House, people: People, board: Caller
) -> None:
    assert board
    supervisor = house.person("冯监事", "supervisor")
    spending = asked(people, "1", named("孟 无名", "person"))
    house.settled()
    [event] = people.auditor.seen("/v1/events", service="projects", subject=spending)["items"]
    data = event["event"]["data"]
    digest, person = data["payee_name"]["sealed"], data["payee"]
    path = f"/v1/openings/{digest}"
    assert people.auditor.seen(path, service="projects")["text"] == "孟无名"
    people.founder.made(f"/v1/people/{person}/erasures")
    supervisor.made(f"/v1/people/{person}/erasures/confirmations")
    house.settled()
    assert people.auditor.get(path, service="projects").status_code == 404
