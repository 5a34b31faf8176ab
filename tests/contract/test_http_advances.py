"""Advances, reimbursements, retention and invoices, over HTTP and down to the trial balance."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from support.changes import shown_after
from support.house import Caller, House, People

from kernel.clock import SystemClock, accounting_date

ZHANG = {"name": "章师傅", "kind": "person"}
SHOP = {"name": "木工社", "kind": "organisation"}
GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "500.00", "occurred_on": "2026-01-02"}
NUMBERS = (f"2431200000{n:010}" for n in itertools.count(1))


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


@pytest.fixture(autouse=True)
def money(people: People) -> None:
    """The project of the benches has a hundred more than it will need."""
    people.treasurer.made("/v1/donations", GIFT)
    people.chair.made(
        "/v1/allocations", {"fund": "gz", "project": "bench", "amount": "300", "occurred_on": "2026-01-03"}
    )


def approved(people: People, amount: str, **more: Any) -> str:
    wanted = {"amount": amount, "payee": SHOP, "purpose": "木料", **more}
    made = people.lead.made("/v1/projects/bench/spending", wanted)
    people.chair.made(f"/v1/spending/{made['id']}/approvals")
    return str(made["id"])


def paid(people: People, spending: str, amount: str) -> Any:
    body = {"amount": amount, "account": "bank"}
    return people.treasurer.made(f"/v1/spending/{spending}/payments", body)


def figures(house: House, people: People) -> dict[str, float]:
    house.settled()
    shown = people.nobody.seen("/v1/projects/bench")
    return {
        name: round(float(shown[name]["amount"]), 2)
        for name in ("allocated", "reserved", "advanced", "spent", "remaining")
    }


def account(people: People, code: str) -> str:
    """Debit less credit of a ledger account."""
    shown = people.auditor.seen("/v1/ledger/trial-balance")
    rows = [row for row in shown["rows"] if row["account"] == code]
    return str(rows[0]["balance"]["amount"]) if rows else "0.00"


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


@pytest.mark.parametrize(("payee", "code"), [(ZHANG, "1122"), (SHOP, "1141")])
def test_an_advance_is_out_until_it_is_settled(
    house: House, people: People, payee: dict[str, str], code: str
) -> None:
    before, owed = figures(house, people), account(people, code)
    advance = approved(people, "100", kind="advance", payee=payee)
    paid(people, advance, "100")
    after = figures(house, people)
    assert after["advanced"] == before["advanced"] + 100
    assert (after["spent"], after["remaining"]) == (before["spent"], before["remaining"] - 100)
    assert float(account(people, code)) == float(owed) + 100
    settled = shown_after(
        house,
        people.treasurer,
        f"/v1/advances/{advance}/settlements",
        {"spent": "80", "returned": "20", "account": "bank", "attachments": ["a" * 64]},
    )
    assert (settled["record"], settled["amount"], settled["returned"]) == (
        "settlement",
        cny("80.00"),
        cny("20.00"),
    )
    done = figures(house, people)
    assert (done["advanced"], done["spent"]) == (before["advanced"], before["spent"] + 80)
    assert done["remaining"] == before["remaining"] - 80
    assert account(people, code) == owed
    shown = people.nobody.seen(f"/v1/spending/{advance}")
    assert (shown["status"], shown["outstanding"], shown["settled"]) == ("settled", cny("0.00"), cny("80.00"))
    listed = people.nobody.seen("/v1/settlements", spending=advance)["items"]
    assert [one["id"] for one in listed] == [settled["id"]]
    assert advance in [one["id"] for one in people.nobody.seen("/v1/spending", kind="advance")["items"]]
    assert people.auditor.seen("/v1/ledger/findings")["items"] == []


def test_a_reimbursement_passes_through_what_is_owed_and_leaves_nothing_there(
    house: House, people: People
) -> None:
    owed, cost = account(people, "2209"), account(people, "5101.01")
    paid(people, approved(people, "12.34", kind="reimbursement", payee=ZHANG), "12.34")
    house.settled()
    assert account(people, "2209") == owed
    assert float(account(people, "5101.01")) == pytest.approx(float(cost) + 12.34)
    assert people.auditor.seen("/v1/ledger/findings")["items"] == []


def test_an_invoice_is_used_once_in_all_projects(people: People) -> None:
    number = next(NUMBERS)
    approved(people, "1", invoice={"number": number, "seller": "赵六木工"})
    again = people.lead.post(
        "/v1/projects/bench/spending",
        {"amount": "1", "payee": SHOP, "purpose": "x", "invoice": {"number": f" {number} "}},
    )
    assert refused(again) == (409, "projects.invoice_used")
    assert again.json["errors"][0]["field"] == "invoice.number"
    advance = approved(people, "5", kind="advance", payee=ZHANG)
    paid(people, advance, "5")
    late = people.treasurer.post(
        f"/v1/advances/{advance}/settlements", {"spent": "5", "invoices": [{"number": number}]}
    )
    assert refused(late) == (409, "projects.invoice_used")


def test_who_wrote_the_invoice_is_read_by_those_who_read_names(house: House, people: People) -> None:
    spending = approved(people, "1", invoice={"number": next(NUMBERS), "seller": "赵六木工"})
    house.settled()
    assert people.auditor.seen(f"/v1/spending/{spending}")["seller"]["text"] == "赵六木工"
    assert "赵六" not in str(people.nobody.seen(f"/v1/spending/{spending}"))


def test_papers_and_the_invoice_may_come_late_but_are_never_replaced(house: House, people: People) -> None:
    spending, number = approved(people, "1"), next(NUMBERS)
    papers = {"attachments": ["b" * 64], "invoice": {"number": number.lower(), "seller": "赵六木工"}}
    shown = shown_after(house, people.treasurer, f"/v1/spending/{spending}/attachments", papers)
    assert (shown["attachments"], shown["invoice"]) == (["b" * 64], {"number": number})
    path = f"/v1/spending/{spending}/attachments"
    assert refused(people.lead.post(path, {"attachments": ["b" * 64]})) == (422, "invalid_input")
    other = {"invoice": {"number": next(NUMBERS)}}
    assert refused(people.lead.post(path, other)) == (409, "projects.invoice_known")
    assert refused(people.chair.post(path, papers)) == (403, "forbidden")


def test_what_is_kept_back_is_owed_and_not_paid(house: House, people: People) -> None:
    spending = approved(people, "10", retention={"amount": "2", "until": "2050-01-01"})
    body = {"amount": "8.01", "account": "bank"}
    late = people.treasurer.post(f"/v1/spending/{spending}/payments", body)
    assert refused(late) == (409, "projects.retained")
    paid(people, spending, "8")
    house.settled()
    shown = people.nobody.seen(f"/v1/spending/{spending}")
    assert (shown["status"], shown["retention"]) == (
        "partly_paid",
        {"amount": cny("2.00"), "until": "2050-01-01"},
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "spent"),
        ({"spent": "0"}, "spent"),
        ({"spent": "-1"}, "spent"),
        ({"spent": "1.234"}, "spent"),
        ({"spent": "1e3"}, "spent"),
        ({"spent": 5}, "spent"),
        ({"returned": "1"}, "account"),
        ({"returned": "1", "account": "no such thing"}, "account"),
        ({"spent": "5", "topped_up": "x"}, "topped_up"),
        ({"spent": "1", "topped_up": "1", "account": "bank"}, "topped_up"),
        ({"spent": "1", "occurred_on": "2026-01-04"}, "occurred_on"),
        ({"spent": "1", "occurred_on": "2999-01-01"}, "occurred_on"),
        ({"spent": "1", "attachments": ["x"]}, "attachments.0"),
        ({"spent": "1", "invoices": [{"number": "-"}]}, "invoices.0.number"),
        ({"spent": "1", "invoices": ["24"]}, "invoices.0"),
        ({"spent": "1", "invoices": [{"number": "zz-01"}, {"number": "ZZ 01"}]}, "invoices.1.number"),
        ({"spent": "1", "reference": "a b"}, "reference"),
        ({"spent": "1", "colour": "red"}, "colour"),
    ],
)
def test_a_wrong_settlement_names_its_field(people: People, body: dict[str, Any], field: str) -> None:
    advance = approved(people, "5", kind="advance", payee=ZHANG)
    paid(people, advance, "5")
    answer = people.treasurer.post(f"/v1/advances/{advance}/settlements", body)
    assert answer.status_code == 422, answer.text
    assert field in [one["field"] for one in answer.json["errors"]]


def test_a_settlement_is_of_an_advance_that_is_out_and_by_a_treasurer(people: People) -> None:
    advance, other = approved(people, "5", kind="advance", payee=ZHANG), approved(people, "5")
    body = {"spent": "6"}

    def asked(of: str, who: Caller = people.treasurer) -> tuple[int, str]:
        return refused(who.post(f"/v1/advances/{of}/settlements", body))

    assert asked(advance) == (409, "projects.exceeds_advance")
    paid(people, advance, "5")
    assert asked(advance) == (409, "projects.exceeds_advance")
    assert asked(other) == (409, "projects.not_an_advance")
    assert asked(advance, people.chair) == (403, "forbidden")
    assert asked("spd_0123456789abcdefghjk") == (404, "not_found")
    dry = people.treasurer.post(f"/v1/advances/{advance}/settlements?dry_run=true", {"spent": "5"})
    assert (dry.status_code, dry.json["dry_run"]) == (200, True)
    closing = people.chair.post("/v1/projects/bench/closings")
    assert refused(closing)[0] == 409


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"kind": "advance", "invoice": {"number": "77777"}}, "invoice"),
        ({"invoice": {"seller": "x"}}, "invoice.number"),
        ({"invoice": "24"}, "invoice"),
        ({"invoice": {"number": "\u200b"}}, "invoice.number"),
        ({"category": ""}, "category"),
        ({"retention": {"amount": "11", "until": "2050-01-01"}}, "retention.amount"),
        ({"retention": {"amount": "1"}}, "retention.until"),
        ({"kind": "advance", "retention": {"amount": "1", "until": "2050-01-01"}}, "retention"),
    ],
)
def test_a_wrong_request_names_its_field(people: People, more: dict[str, Any], field: str) -> None:
    body = {"amount": "10", "payee": SHOP, "purpose": "木料", **more}
    answer = people.lead.post("/v1/projects/bench/spending", body)
    assert answer.status_code == 422, answer.text
    assert field in [one["field"] for one in answer.json["errors"]]


def test_a_settlement_sent_twice_is_one(people: People, house: House) -> None:
    advance = approved(people, "5", kind="advance", payee=ZHANG)
    paid(people, advance, "5")
    key, path = house.key(), f"/v1/advances/{advance}/settlements"
    body = {"spent": "5", "occurred_on": accounting_date(SystemClock().now()).isoformat()}
    first, second = (people.treasurer.post(path, body, key=key) for _ in range(2))
    assert (first.status_code, first.json["id"]) == (201, second.json["id"])
    assert refused(people.treasurer.post(path, {**body, "spent": "4"}, key=key)) == (
        422,
        "idempotency.key_reused",
    )
