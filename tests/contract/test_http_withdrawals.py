"""Reversals that are withdrawn or rejected and spending that is cancelled, over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.changes import shown_after
from support.house import Caller, House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
WHY = {"reason": "无须冲销"}


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def spending_of(people: People, amount: str, *paid: str) -> tuple[str, list[str]]:
    """An approved spending, and the payments of it."""
    people.treasurer.made("/v1/donations", {**GIFT, "amount": amount})
    allocated = {"fund": "gz", "project": "bench", "amount": amount, "occurred_on": "2026-01-03"}
    people.chair.made("/v1/allocations", allocated)
    asked = {"amount": amount, "payee": {"name": "木工社", "kind": "organisation"}, "purpose": "木料"}
    spending = people.lead.made("/v1/projects/bench/spending", asked)["id"]
    people.chair.made(f"/v1/spending/{spending}/approvals")
    payment = {"account": "bank"}
    made = [
        people.treasurer.made(f"/v1/spending/{spending}/payments", {**payment, "amount": one})["id"]
        for one in paid
    ]
    return spending, made


def held(house: House, people: People) -> dict[str, Any]:
    house.settled()
    project: dict[str, Any] = people.nobody.seen("/v1/projects/bench")
    return {name: project[name]["amount"] for name in ("reserved", "spent", "remaining")}


@pytest.mark.parametrize(("end", "how"), [("withdrawals", "withdrawn"), ("rejections", "rejected")])
def test_a_gift_whose_reversal_was_dropped_stands_and_is_asked_about_anew(
    house: House, people: People, end: str, how: str
) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "donor": {"name": "孙八", "kind": "person"}})
    path = f"/v1/donations/{gift['id']}"
    people.treasurer.made(f"{path}/refunds", {"amount": "30", "occurred_on": "2026-01-05"})
    asked = people.treasurer.made(f"{path}/reversals", {"reason": "重复"})
    who = people.treasurer if how == "withdrawn" else people.chair
    dropped = shown_after(house, who, f"/v1/reversals/{asked['id']}/{end}", WHY)
    assert (dropped["status"], dropped[f"{how}_by"]) == (how, who.person)
    house.settled()
    assert people.nobody.seen(path)["status"] == "partly_refunded"
    shown = people.auditor.seen(f"/v1/reversals/{asked['id']}")
    assert (shown["reason"]["text"], shown["decision_reason"]["text"]) == ("重复", "无须冲销")
    listed = people.nobody.seen("/v1/reversals", status=how)["items"]
    assert asked["id"] in [one["id"] for one in listed]
    late = people.chair.post(f"/v1/reversals/{asked['id']}/confirmations")
    assert (late.status_code, late.json["code"]) == (409, "funds.reversal_settled")
    again = people.treasurer.made(f"{path}/reversals", {"reason": "确实重复"})
    done = people.chair.made(f"/v1/reversals/{again['id']}/confirmations")
    assert people.nobody.seen(path, done)["status"] == "reversed"


@pytest.mark.parametrize(("end", "how"), [("withdrawals", "withdrawn"), ("rejections", "rejected")])
def test_a_payment_whose_reversal_was_dropped_is_paid(
    house: House, people: People, end: str, how: str
) -> None:
    spending, [payment] = spending_of(people, "10", "4")
    before = held(house, people)
    asked = people.treasurer.made(f"/v1/payments/{payment}/reversals", {"reason": "退回"})
    who = people.treasurer if how == "withdrawn" else people.chair
    shown_after(house, who, f"/v1/reversals/{asked['id']}/{end}", WHY)
    house.settled()
    assert people.nobody.seen(f"/v1/payments/{payment}")["status"] == "paid"
    assert people.nobody.seen(f"/v1/spending/{spending}")["status"] == "partly_paid"
    assert held(house, people) == before
    assert people.treasurer.post(f"/v1/payments/{payment}/reversals", {"reason": "退回"}).status_code == 201


def test_who_may_withdraw_and_who_may_reject(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", GIFT)
    asked = people.treasurer.made(f"/v1/donations/{gift['id']}/reversals", {"reason": "重复"})
    path = f"/v1/reversals/{asked['id']}"
    for who, end in (
        (people.chair, "withdrawals"),
        (people.treasurer, "rejections"),
        (people.lead, "rejections"),
    ):
        assert who.post(f"{path}/{end}", WHY).status_code == 403
    assert people.treasurer.post(f"{path}/withdrawals").status_code == 422
    for unknown in ("don_0123456789abcdefghjk", "rev_0123456789abcdefghjk", "x"):
        assert people.treasurer.post(f"/v1/reversals/{unknown}/withdrawals", WHY).status_code == 404
    assert people.treasurer.post(f"{path}/withdrawals", WHY).status_code == 201


def test_what_will_not_be_paid_is_cancelled_and_the_project_has_it_again(
    house: House, people: People
) -> None:
    before = held(house, people)
    spending, _ = spending_of(people, "10", "3.99")
    cancelled = shown_after(house, people.lead, f"/v1/spending/{spending}/cancellations", {"reason": "停业"})
    assert (cancelled["status"], cancelled["released"], cancelled["paid"]) == (
        "cancelled",
        cny("6.01"),
        cny("3.99"),
    )
    assert (cancelled["cancelled_by"], cancelled["amount"]) == (people.lead.person, cny("10.00"))
    after = held(house, people)
    assert after["reserved"] == before["reserved"]
    assert round(float(after["remaining"]) - float(before["remaining"]), 2) == 6.01
    paid = {"amount": "1", "account": "bank"}
    refused = people.treasurer.post(
        f"/v1/spending/{spending}/payments", paid, headers={"Accept-Language": "zh"}
    )
    assert (refused.status_code, refused.json["detail"]) == (409, "该支出的状态为：已取消。")
    assert people.auditor.seen(f"/v1/spending/{spending}")["reason"]["text"] == "停业"


def test_a_payment_that_comes_back_to_a_cancelled_spending_is_the_projects(
    house: House, people: People
) -> None:
    spending, [payment] = spending_of(people, "10", "4")
    people.chair.made(f"/v1/spending/{spending}/cancellations", {"reason": "停业"})
    before = held(house, people)
    asked = people.treasurer.made(f"/v1/payments/{payment}/reversals", {"reason": "退回"})
    shown_after(house, people.chair, f"/v1/reversals/{asked['id']}/confirmations")
    after = held(house, people)
    assert after["reserved"] == before["reserved"]
    assert round(float(after["remaining"]) - float(before["remaining"]), 2) == 4
    shown = people.nobody.seen(f"/v1/spending/{spending}")
    assert (shown["status"], shown["paid"]) == ("cancelled", cny("0.00"))
    assert people.auditor.seen("/v1/ledger/findings")["items"] == []


def test_another_lead_does_not_cancel_what_they_did_not_ask_for(house: House, people: People) -> None:
    spending, _ = spending_of(people, "10")
    other = house.person("周九", "project_lead")
    refused = other.post(f"/v1/spending/{spending}/cancellations", {"reason": "x"})
    assert (refused.status_code, refused.json["code"]) == (403, "projects.not_requester")
    assert people.treasurer.post(f"/v1/spending/{spending}/cancellations", {"reason": "x"}).status_code == 403
    assert people.chair.post(f"/v1/spending/{spending}/cancellations", {"reason": "x"}).status_code == 201


@pytest.mark.parametrize("what", ["donation", "payment"])
def test_of_a_confirmation_a_withdrawal_and_a_rejection_at_once_exactly_one_is_carried_out(
    house: House, people: People, what: str
) -> None:
    with ThreadPoolExecutor(3) as pool:
        for _ in range(8):
            if what == "donation":
                ref = people.treasurer.made("/v1/donations", GIFT)["id"]
            else:
                ref = spending_of(people, "2", "1")[1][0]
            asked = people.treasurer.made(f"/v1/{what}s/{ref}/reversals", {"reason": "重复"})["id"]
            # A client of its own for each: they are not to be shared between threads.
            ends: dict[str, tuple[Caller, Any]] = {
                "confirmed": (Caller(house, people.chair.token), "confirmations"),
                "withdrawn": (Caller(house, people.treasurer.token), "withdrawals"),
                "rejected": (Caller(house, people.chair.token), "rejections"),
            }
            came = {
                how: pool.submit(
                    who.post, f"/v1/reversals/{asked}/{end}", {} if how == "confirmed" else WHY, house.key()
                )
                for how, (who, end) in ends.items()
            }
            statuses = {how: one.result().status_code for how, one in came.items()}
            assert sorted(statuses.values()) == [201, 409, 409], statuses
            [won] = [how for how, status in statuses.items() if status == 201]
            house.settled()
            assert people.nobody.seen(f"/v1/reversals/{asked}")["status"] == won
            standing = {"donation": "received", "payment": "paid"}[what]
            now = people.nobody.seen(f"/v1/{what}s/{ref}")["status"]
            assert now == ("reversed" if won == "confirmed" else standing)
