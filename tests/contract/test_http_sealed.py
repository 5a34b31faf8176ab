"""Sealed notes and reasons over HTTP: who reads the text, and when it is gone."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from support.house import House, People

from kernel.bus import CallTimedOut

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "10.00", "occurred_on": "2026-01-02"}
DONOR = {"name": "吴九", "kind": "person"}


@pytest.fixture
def gift(people: People) -> dict[str, Any]:
    return people.treasurer.made("/v1/donations", {**GIFT, "donor": DONOR, "note": "为了母亲"})


def test_a_note_is_read_by_three_roles_and_by_nobody_else(people: People, gift: Any) -> None:
    path, sealed = f"/v1/donations/{gift['id']}", gift["note"]["sealed"]
    for reader in (people.treasurer, people.chair, people.auditor):
        assert reader.seen(path, gift)["note"] == {"sealed": sealed, "text": "为了母亲"}
    for other in (people.nobody, people.lead, people.founder):
        assert other.seen(path, gift)["note"] == {"sealed": sealed}
    assert "为了母亲" not in str(people.treasurer.seen("/v1/donations", gift, limit="200"))


def test_the_reason_of_a_reversal_is_read_by_who_confirms_it(people: People, gift: Any) -> None:
    asked = people.treasurer.made(f"/v1/donations/{gift['id']}/reversals", {"reason": "重复登记"})
    assert people.chair.seen(f"/v1/reversals/{asked['id']}", asked)["reason"]["text"] == "重复登记"
    assert "text" not in people.nobody.seen(f"/v1/reversals/{asked['id']}", asked)["reason"]


def test_the_reason_of_a_rejection_is_kept_by_the_projects_service(people: People) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    allocated = {"fund": "gz", "project": "bench", "amount": "1", "occurred_on": "2026-01-03"}
    people.chair.made("/v1/allocations", allocated)
    asked = {"amount": "1", "payee": {"name": "木工社", "kind": "organisation"}, "purpose": "木料"}
    spending = people.lead.made("/v1/projects/bench/spending", asked)
    no = people.chair.made(f"/v1/spending/{spending['id']}/rejections", {"reason": "没有发票"})
    assert people.treasurer.seen(f"/v1/spending/{spending['id']}", no)["reason"]["text"] == "没有发票"


def test_a_record_is_shown_without_its_text_while_the_vault_is_silent(
    house: House, people: People, gift: Any
) -> None:
    people.treasurer.seen(f"/v1/donations/{gift['id']}", gift)

    def silent(service: str, method: str) -> None:
        if method == "openings":
            raise CallTimedOut(service, method, 2.0)

    house.bus.fault = silent
    try:
        shown = people.treasurer.seen(f"/v1/donations/{gift['id']}", gift)
        opening = people.auditor.get(f"/v1/openings/{gift['note']['sealed']}", service="funds")
    finally:
        house.bus.fault = lambda _service, _method: None
    assert shown["note"] == {"sealed": gift["note"]["sealed"], "text": None}
    assert (opening.status_code, opening.json["code"]) == (503, "broker_down")


def test_what_concerns_a_hidden_person_is_read_by_the_auditor_alone(
    house: House, people: People, gift: Any
) -> None:
    asked = people.treasurer.made(f"/v1/donations/{gift['id']}/reversals", {"reason": "吴九要求退回"})
    house.settled()
    hidden = people.founder.made(f"/v1/people/{gift['donor']['id']}/erasures", {"reason": "本人"})
    assert hidden["status"] == "hidden"  # the donation's voucher keeps the name
    for path, field in ((f"/v1/donations/{gift['id']}", "note"), (f"/v1/reversals/{asked['id']}", "reason")):
        for reader in (people.treasurer, people.chair):
            assert reader.seen(path, hidden)[field]["text"] is None
        assert people.auditor.seen(path, hidden)[field]["text"] is not None
    person = f"/v1/people/{gift['donor']['id']}"
    assert people.chair.seen(person, hidden)["reason"]["text"] is None
    assert people.auditor.seen(person, hidden)["reason"]["text"] == "本人"


def test_an_outsider_can_check_a_text_against_the_log(people: People, gift: Any) -> None:
    sealed = gift["note"]["sealed"]
    opening = people.auditor.seen(f"/v1/openings/{sealed}", service="funds")
    assert opening["text"] == "为了母亲"
    digest = hashlib.sha256(bytes.fromhex(opening["salt"]) + opening["text"].encode()).hexdigest()
    [event] = people.auditor.seen("/v1/events", gift, service="funds", subject=gift["id"])["items"]
    assert event["event"]["data"]["note"]["sealed"] == sealed == opening["sealed"] == digest


def test_an_opening_is_for_the_auditor_alone(people: People, gift: Any) -> None:
    path = f"/v1/openings/{gift['note']['sealed']}"
    for other in (people.treasurer, people.chair, people.nobody):
        assert other.get(path, service="funds").status_code == 403
    for digest, service in (("0" * 64, "funds"), (gift["note"]["sealed"], "members"), ("nonsense", "funds")):
        answer = people.auditor.get(f"/v1/openings/{digest}", service=service)
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    wrong: list[dict[str, Any]] = [{}, {"service": "gateway"}, {"service": "funds", "more": "x"}]
    for query in wrong:
        assert people.auditor.get(path, **query).status_code == 422


def test_an_erased_text_is_gone_for_everybody(house: House, people: People) -> None:
    """A pledge is no voucher: nothing holds its donor."""
    party = people.treasurer.made("/v1/parties", {**DONOR, "origin": "donor"})
    gone = people.founder.made(f"/v1/people/{party['id']}/erasures", {"reason": "不留痕迹"})
    assert (gone["status"], gone["name"]) == ("hidden", None)
    alone = people.founder.post(f"/v1/people/{party['id']}/erasures/confirmations")
    assert (alone.status_code, alone.json["code"]) == (403, "members.same_person_twice")
    assert people.treasurer.post(f"/v1/people/{party['id']}/erasures/confirmations").status_code == 403
    confirmed = people.chair.made(f"/v1/people/{party['id']}/erasures/confirmations")
    assert confirmed["erasure_confirmed_at"]  # erased once every service knows
    house.settled()
    person = people.auditor.seen(f"/v1/people/{party['id']}")
    assert (person["status"], person["name"], person["reason"]["text"]) == ("erased", None, None)
    sealed = person["reason"]["sealed"]
    assert people.auditor.get(f"/v1/openings/{sealed}", service="members").status_code == 404


def test_who_is_owed_is_paid_under_their_name_though_they_asked_to_be_erased(
    house: House, people: People
) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    allocated = {"fund": "gz", "project": "bench", "amount": "5", "occurred_on": "2026-01-03"}
    people.chair.made("/v1/allocations", allocated)
    asked = {"payee": {"name": "郑木匠", "kind": "person"}, "purpose": "木料"}
    spending = people.lead.made("/v1/projects/bench/spending", {**asked, "amount": "3"})
    payee = spending["payee"]["id"]
    other = {"payee": payee, "purpose": "木料", "amount": "1"}
    later = people.lead.made("/v1/projects/bench/spending", other)
    people.chair.made(f"/v1/spending/{spending['id']}/approvals")
    people.founder.made(f"/v1/people/{payee}/erasures", {"reason": "本人"})
    house.settled()
    refused = people.chair.post(f"/v1/spending/{later['id']}/approvals")
    assert (refused.status_code, refused.json["code"]) == (409, "party.erased")
    payment = {"amount": "3", "account": "bank"}
    paid = people.treasurer.made(f"/v1/spending/{spending['id']}/payments", payment)
    house.settled()
    held = people.auditor.seen(f"/v1/people/{payee}", paid)
    assert (held["status"], held["name"]) == ("hidden", None)
    assert held["held_until"] >= "2056-12-31"
    [registered] = [
        one["event"]["data"]
        for one in people.auditor.seen("/v1/events", service="members", subject=payee)["items"]
        if one["event"]["type"] == "members.party_registered.v1"
    ]
    opening = people.auditor.seen(f"/v1/openings/{registered['sealed_name']['sealed']}", service="members")
    assert opening["text"] == "郑木匠"


def test_nothing_new_names_who_asked_to_be_erased(house: House, people: People, gift: Any) -> None:
    """Two of them: whom the law keeps is hidden, and of whom nothing stands is erased."""
    erased = people.treasurer.made("/v1/parties", {**DONOR, "origin": "donor"})["id"]
    house.settled()
    for person in (gift["donor"]["id"], erased):
        people.founder.post(f"/v1/people/{person}/erasures", {"reason": "本人"})
        people.chair.made(f"/v1/people/{person}/erasures/confirmations")
    house.settled()
    for person in (gift["donor"]["id"], erased):
        body = {"fund": "gz", "account": "bank", "donor": person, "amount": "1", "occurred_on": "2026-01-02"}
        refused = people.treasurer.post("/v1/donations", body)
        assert (refused.status_code, refused.json["code"]) == (409, "party.erased")
        assert [one["field"] for one in refused.json["errors"]] == ["donor"]
        given = people.founder.post("/v1/mandates", {"person": person, "role": "chair", "from": "2026-01-01"})
        assert (given.status_code, given.json["code"]) == (409, "party.erased")


def test_who_is_erased_asks_for_nothing_any_more(house: House, people: People) -> None:
    leaving = house.person("离开的人", "treasurer")
    assert leaving.get("/v1/funds").status_code == 200
    gone = people.founder.made(f"/v1/people/{leaving.person}/erasures", {"reason": "本人"})
    assert gone["status"] == "hidden"
    house.actors._known.clear()  # as after three seconds
    assert leaving.get("/v1/funds").status_code == 401
    mandates = people.founder.seen("/v1/mandates", gone, person=leaving.person)["items"]
    assert [one["status"] for one in mandates] == ["revoked"]
