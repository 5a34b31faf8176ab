"""What a POST answers that changes something: the whole record, as a GET shows it right after."""

from __future__ import annotations

from typing import Any

import pytest
from support.changes import shown_after
from support.house import House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
PAYEE = {"name": "木工社", "kind": "organisation"}


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


@pytest.fixture
def requested(people: People) -> dict[str, Any]:
    """A spending of 10 that awaits its approval."""
    people.treasurer.made("/v1/donations", GIFT)
    allocated = {"fund": "gz", "project": "bench", "amount": "10", "occurred_on": "2026-01-03"}
    people.chair.made("/v1/allocations", allocated)
    return people.lead.made(
        "/v1/projects/bench/spending", {"amount": "10", "payee": PAYEE, "purpose": "木料"}
    )


def test_an_approval_answers_the_whole_spending(house: House, people: People, requested: Any) -> None:
    path = f"/v1/spending/{requested['id']}/approvals"
    approved = shown_after(house, people.chair, path)
    assert (approved["status"], approved["amount"], approved["paid"]) == (
        "approved",
        cny("10.00"),
        cny("0.00"),
    )
    assert approved["payee"]["name"] == "木工社"
    assert approved["purpose"] == "木料"


def test_a_repeated_approval_answers_as_the_first_did_whatever_came_after(
    house: House, people: People, requested: Any
) -> None:
    path = f"/v1/spending/{requested['id']}"
    house.settled()
    first = people.chair.post(f"{path}/approvals", key="approve-once")
    paid = {"amount": "4", "account": "bank"}
    payment = people.treasurer.made(f"{path}/payments", paid)
    house.settled()
    again = people.chair.post(f"{path}/approvals", key="approve-once")
    assert again.json == first.json
    assert people.nobody.seen(path, payment)["status"] == "partly_paid"


def test_a_rejection_answers_the_whole_spending_and_seals_why(
    house: House, people: People, requested: Any
) -> None:
    path = f"/v1/spending/{requested['id']}/rejections"
    rejected = shown_after(house, people.chair, path, {"reason": "太贵"})
    assert (rejected["status"], rejected["amount"]) == ("rejected", cny("10.00"))
    assert set(rejected["reason"]) == {"sealed"}


def test_a_payment_and_its_reversal_answer_whole(house: House, people: People, requested: Any) -> None:
    path = f"/v1/spending/{requested['id']}"
    people.chair.made(f"{path}/approvals")
    paid = {"amount": "4", "account": "bank"}
    payment = shown_after(house, people.treasurer, f"{path}/payments", paid)
    asked = shown_after(
        house, people.treasurer, f"/v1/payments/{payment['id']}/reversals", {"reason": "退回"}
    )
    assert (asked["status"], asked["amount"]) == ("requested", cny("4.00"))
    confirm = f"/v1/reversals/{asked['id']}/confirmations"
    confirmed = shown_after(house, people.chair, confirm)
    assert (confirmed["status"], confirmed["amount"]) == ("confirmed", cny("4.00"))
    assert confirmed["reason"] == asked["reason"]


def test_a_refund_and_a_reversal_of_the_rest_answer_whole(house: House, people: People) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "donor": {"name": "孙八", "kind": "person"}})
    path = f"/v1/donations/{gift['id']}"
    back = {"amount": "30", "occurred_on": "2026-01-05", "reason": "误转"}
    shown_after(house, people.treasurer, f"{path}/refunds", back)
    asked = shown_after(house, people.treasurer, f"{path}/reversals", {"reason": "重复"})
    # Who confirms sees how much would be undone: what is left of it.
    assert asked["amount"] == cny("70.00")
    confirm = f"/v1/reversals/{asked['id']}/confirmations"
    assert shown_after(house, people.chair, confirm)["amount"] == cny("70.00")


def test_a_pledge_is_answered_with_all_that_keeps_it(house: House, people: People) -> None:
    promise = {"fund": "gz", "amount": "50", "occurred_on": "2026-01-02"}
    pledge = people.treasurer.made("/v1/pledges", promise)
    path = f"/v1/pledges/{pledge['id']}/fulfilments"
    for amount, status, so_far in (("20", "open", "20.00"), ("30", "fulfilled", "50.00")):
        gift = people.treasurer.made("/v1/donations", {**GIFT, "amount": amount})
        kept = shown_after(house, people.treasurer, path, {"donation": gift["id"]})
        assert (kept["status"], kept["fulfilled"], kept["amount"]) == (status, cny(so_far), cny("50.00"))


def test_a_pledge_is_open_again_when_what_kept_it_goes_back(house: House, people: People) -> None:
    promise = {"fund": "gz", "amount": "50", "occurred_on": "2026-01-02"}
    pledge = people.treasurer.made("/v1/pledges", promise)
    gift = people.treasurer.made("/v1/donations", {**GIFT, "amount": "50"})
    path = f"/v1/pledges/{pledge['id']}"
    people.treasurer.made(f"{path}/fulfilments", {"donation": gift["id"]})
    part = {"amount": "20", "occurred_on": "2026-01-03", "reason": "多付"}
    refund = shown_after(house, people.treasurer, f"/v1/donations/{gift['id']}/refunds", part)
    assert (refund["amount"], refund["donation"]) == (cny("20.00"), gift["id"])
    seen = people.nobody.seen(path)
    assert (seen["status"], seen["fulfilled"], seen["donations"]) == ("open", cny("30.00"), [gift["id"]])
    asked = people.treasurer.made(f"/v1/donations/{gift['id']}/reversals", {"reason": "退票"})
    shown_after(house, people.chair, f"/v1/reversals/{asked['id']}/confirmations")
    seen = people.nobody.seen(path)
    assert (seen["status"], seen["fulfilled"], seen["donations"]) == ("open", cny("0.00"), [])
    other = people.treasurer.made("/v1/donations", {**GIFT, "amount": "50"})
    kept = shown_after(house, people.treasurer, f"{path}/fulfilments", {"donation": other["id"]})
    assert (kept["status"], kept["fulfilled"]) == ("fulfilled", cny("50.00"))


def test_a_return_a_closing_a_revocation_and_an_erasure_answer_whole(house: House, people: People) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    people.lead.made("/v1/projects", {"code": "short", "name": "短", "purpose": "短"})
    allocated = {"fund": "gz", "project": "short", "amount": "9", "occurred_on": "2026-01-03"}
    allocation = people.chair.made("/v1/allocations", allocated)
    returns = f"/v1/allocations/{allocation['id']}/returns"
    back = shown_after(house, people.chair, returns, {"amount": "4", "reason": "不用"})
    assert back["amount"] == cny("4.00")
    closed = shown_after(house, people.chair, "/v1/projects/short/closings")
    assert (closed["status"], closed["code"], closed["name"]) == ("closed", "short", "短")
    newcomer = house.person("新人")
    mandate = people.founder.made(
        "/v1/mandates", {"person": newcomer.person, "role": "auditor", "from": "2020-01-01"}
    )
    revoke = f"/v1/mandates/{mandate['id']}/revocations"
    revoked = shown_after(house, people.founder, revoke)
    assert (revoked["status"], revoked["role"], revoked["from"]) == ("revoked", "auditor", "2020-01-01")
    people.treasurer.made("/v1/donations", {**GIFT, "donor": newcomer.person})  # held: not erased meanwhile
    house.settled()
    erase = f"/v1/people/{newcomer.person}/erasures"
    gone = shown_after(house, people.founder, erase, {"reason": "本人要求"})
    assert (gone["status"], gone["name"], gone["kind"]) == ("hidden", None, "person")


def test_who_was_just_registered_is_named_in_the_answer(house: House, people: People) -> None:
    made = people.treasurer.made("/v1/parties", {"name": "周一", "kind": "person", "origin": "donor"})
    assert made["name"] == "周一"
    shown_after(house, people.treasurer, "/v1/parties", {"name": "周二", "kind": "person", "origin": "donor"})
    assert people.founder.made("/v1/people", {"name": "周三"})["name"] == "周*"


def test_while_the_ledger_lags_a_change_is_answered_in_part(house: House, people: People) -> None:
    pledge = people.treasurer.made("/v1/pledges", {"fund": "gz", "amount": "5", "occurred_on": "2026-01-02"})
    gift = people.treasurer.made("/v1/donations", GIFT)
    house.settled()
    before = house.service_desks["funds"].heads()["main"]["position"]
    kept = people.treasurer.made(f"/v1/pledges/{pledge['id']}/fulfilments", {"donation": gift["id"]})
    told = people.auditor.seen("/v1/events", kept, subject=pledge["id"])["items"][-1]["event"]
    record = house.books.whole("main", [{**told, "position": before + 100}])
    assert (record["id"], record["amount"], record["currency"]) == (pledge["id"], 500, "CNY")
    # Something may be under way that adds to the sum: no sum rather than a wrong one.
    assert not {"fulfilled", "status"} & record.keys()
    unknown = {**told, "subject": "plg_00000000000000000000"}
    assert house.books.whole("main", [unknown])["id"] == pledge["id"]
