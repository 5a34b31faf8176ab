"""A donation, an allocation and a payment over HTTP, and what can come after them."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
PERSON = {"name": "孙八", "kind": "person"}


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def spent_so_far(people: People, amount: str, paid: str) -> dict[str, Any]:
    """An approved spending of the project, of which `paid` is paid; the payment's record."""
    people.treasurer.made("/v1/donations", {**GIFT, "amount": amount})
    people.chair.made(
        "/v1/allocations", {"fund": "gz", "project": "bench", "amount": amount, "occurred_on": "2026-01-03"}
    )
    asked = {"amount": amount, "payee": {"name": "木工社", "kind": "organisation"}, "purpose": "木料"}
    spending = people.lead.made("/v1/projects/bench/spending", asked)
    people.chair.made(f"/v1/spending/{spending['id']}/approvals")
    payment = {"amount": paid, "account": "bank"}
    return people.treasurer.made(f"/v1/spending/{spending['id']}/payments", payment)


def test_a_yuan_goes_from_a_donor_to_a_payee(people: People) -> None:
    gift = people.treasurer.made(
        "/v1/donations", {**GIFT, "donor": PERSON, "purpose": "长椅", "note": "谢谢"}
    )
    assert gift["record"] == "donation"
    assert gift["amount"] == cny("100.00")
    assert gift["donor"]["name"] == "孙八"
    allocation = {"fund": "gz", "project": "bench", "amount": cny("60"), "occurred_on": "2026-01-03"}
    people.chair.made("/v1/allocations", allocation)
    asked = {"amount": "50", "payee": {"name": "木工社", "kind": "organisation"}, "purpose": "木料"}
    spending = people.lead.made("/v1/projects/bench/spending", {**asked, "attachments": ["0" * 64]})
    assert spending["status"] == "requested"
    approved = people.chair.made(f"/v1/spending/{spending['id']}/approvals")
    assert approved["status"] == "approved"
    payment = {"amount": "20.50", "account": "bank", "reference": "ICBC-001"}
    paid = people.treasurer.made(f"/v1/spending/{spending['id']}/payments", payment)

    project = people.nobody.seen("/v1/projects/bench", paid)
    assert (project["allocated"], project["spent"]) == (cny("60.00"), cny("20.50"))
    assert (project["reserved"], project["remaining"]) == (cny("29.50"), cny("10.00"))
    assert people.nobody.seen(f"/v1/spending/{spending['id']}", paid)["status"] == "partly_paid"
    people.chair.house.settled()
    fund = people.nobody.seen("/v1/funds/gz")
    assert (fund["received"], fund["committed"], fund["available"]) == (
        cny("100.00"),
        cny("60.00"),
        cny("40.00"),
    )
    assert fund["by_restriction"] == [{"restriction": None, "available": cny("40.00")}]


def test_what_a_post_answers_is_what_a_get_shows(people: People) -> None:
    made = people.treasurer.post("/v1/donations", {**GIFT, "donor": PERSON})
    assert made.headers["Location"].startswith("/v1/donations/don_")
    shown = people.treasurer.seen(made.headers["Location"], {"at": made.headers["Ledger-Position"]})
    assert shown == made.json


def test_what_one_callers_201_created_another_sees_at_once(people: People) -> None:
    for _ in range(5):
        gift = people.treasurer.made("/v1/donations", GIFT)
        assert people.nobody.get(f"/v1/donations/{gift['id']}").status_code == 200


def test_a_refund_a_receipt_a_transfer_and_a_pledge(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "donor": PERSON})
    refund = people.treasurer.made(
        f"/v1/donations/{gift['id']}/refunds", {"amount": "30", "occurred_on": "2026-01-05", "reason": "误转"}
    )
    assert people.nobody.seen(f"/v1/refunds/{refund['id']}", refund)["amount"] == cny("30.00")
    assert people.nobody.seen(f"/v1/donations/{gift['id']}", refund)["status"] == "partly_refunded"

    grant = {**GIFT, "kind": "grant", "from": {"name": "街道办", "kind": "organisation"}}
    receipt = people.treasurer.made("/v1/receipts", grant)
    assert receipt["from"]["name"] == "街道办"
    assert people.nobody.seen(f"/v1/receipts/{receipt['id']}", receipt)["from"]["name"] == "街道办"

    moved = {"from": "bank", "to": "cash", "amount": "5", "fee": "0.10", "occurred_on": "2026-01-05"}
    transfer = people.treasurer.made("/v1/transfers", moved)
    assert transfer["fee"] == cny("0.10")
    assert transfer["from"] != transfer["to"]

    promise = {name: GIFT[name] for name in ("fund", "amount", "occurred_on")}
    pledge = people.treasurer.made("/v1/pledges", {**promise, "donor": gift["donor"]["id"]})
    kept = people.treasurer.made(f"/v1/pledges/{pledge['id']}/fulfilments", {"donation": gift["id"]})
    assert people.nobody.seen(f"/v1/pledges/{pledge['id']}", kept)["fulfilled"] == cny("70.00")


@pytest.mark.parametrize("what", ["donations", "receipts", "transfers"])
def test_a_reversal_is_asked_for_by_one_and_confirmed_by_another(people: People, what: str) -> None:
    body = {
        "donations": GIFT,
        "receipts": {**GIFT, "kind": "dues"},
        "transfers": {"from": "bank", "to": "cash", "amount": "1", "occurred_on": "2026-01-05"},
    }[what]
    made = people.treasurer.made(f"/v1/{what}", body)
    asked = people.treasurer.made(f"/v1/{what}/{made['id']}/reversals", {"reason": "重复"})
    assert people.treasurer.post(f"/v1/reversals/{asked['id']}/confirmations").status_code == 403
    done = people.chair.made(f"/v1/reversals/{asked['id']}/confirmations")
    assert people.nobody.seen(f"/v1/{what}/{made['id']}", done)["status"] == "reversed"
    assert people.nobody.seen(f"/v1/reversals/{asked['id']}", done)["status"] == "confirmed"


def test_a_payment_is_reversed_by_its_own_id(people: People) -> None:
    payment = spent_so_far(people, "10", "4")
    asked = people.treasurer.made(f"/v1/payments/{payment['id']}/reversals", {"reason": "退回"})
    done = people.chair.made(f"/v1/reversals/{asked['id']}/confirmations")
    assert people.nobody.seen(f"/v1/payments/{payment['id']}", done)["status"] == "reversed"


def test_unspent_money_goes_back_to_the_fund(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", GIFT)
    allocation = people.chair.made(
        "/v1/allocations", {"fund": "gz", "project": "bench", "amount": "9", "occurred_on": "2026-01-03"}
    )
    back = people.chair.made(
        f"/v1/allocations/{allocation['id']}/returns", {"amount": "9", "reason": "不用了"}
    )
    shown = people.nobody.seen(f"/v1/allocations/{allocation['id']}", back)
    assert shown["returned"] == cny("9.00")
    assert gift["status"] == "received"


def test_a_project_closes_and_is_given_nothing_more(people: People) -> None:
    people.lead.made("/v1/projects", {"code": "done", "name": "结项", "purpose": "p", "category": "公共设施"})
    closed = people.chair.made("/v1/projects/done/closings")
    assert people.nobody.seen("/v1/projects/done", closed)["status"] == "closed"
    allocation = {"fund": "gz", "project": "done", "amount": "1", "occurred_on": "2026-01-03"}
    answer = people.chair.post("/v1/allocations", allocation)
    assert (answer.status_code, answer.json["code"]) == (409, "funds.project_closed")


def test_the_same_key_and_body_meet_the_same_answer(people: People) -> None:
    body = {**GIFT, "donor": PERSON, "reference": "WX-1"}
    first = people.treasurer.post("/v1/donations", body, key="twice")
    second = people.treasurer.post("/v1/donations", body, key="twice")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json["id"] == first.json["id"]
    assert second.json["donor"]["id"] == first.json["donor"]["id"]
    assert second.headers["Ledger-Position"] == first.headers["Ledger-Position"]
    other = people.treasurer.post("/v1/donations", {**body, "amount": "1"}, key="twice")
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")


def test_a_repeated_order_is_answered_as_before_though_it_would_be_refused_now(people: People) -> None:
    spent = spent_so_far(people, "12", "12")
    spending = people.nobody.seen(f"/v1/payments/{spent['id']}", spent)["spending"]
    people.treasurer.made("/v1/donations", {**GIFT, "amount": "7"})
    people.chair.made(
        "/v1/allocations", {"fund": "gz", "project": "bench", "amount": "7", "occurred_on": "2026-01-03"}
    )
    asked = {"amount": "7", "payee": {"name": "铁匠", "kind": "person"}, "purpose": "栏杆"}
    first = people.lead.post("/v1/projects/bench/spending", asked, key="once")
    people.chair.made(f"/v1/spending/{first.json['id']}/approvals")
    # By now nothing is left for another spending of that size.
    second = people.lead.post("/v1/projects/bench/spending", asked, key="once")
    assert (second.status_code, second.json["id"]) == (201, first.json["id"])
    assert spending != first.json["id"]


def test_a_dry_run_says_what_would_be_and_writes_nothing(house: House, people: People) -> None:
    house.settled()
    before = {name: desk.heads() for name, desk in house.service_desks.items()}
    body = {**GIFT, "donor": {"name": "不存在", "kind": "person"}}
    answer = people.treasurer.post("/v1/donations", body, dry_run="true")
    assert answer.status_code == 200
    assert answer.json["dry_run"] is True
    assert answer.json["amount"] == cny("100.00")
    refused = people.treasurer.post("/v1/donations", {**body, "fund": "nope"}, dry_run="true")
    assert refused.status_code == 422
    assert {name: desk.heads() for name, desk in house.service_desks.items()} == before


def test_a_refused_donation_leaves_no_donor_behind(house: House, people: People) -> None:
    house.settled()
    before = house.service_desks["members"].heads()
    body = {**GIFT, "fund": "nope", "donor": PERSON}
    answer = people.treasurer.post("/v1/donations", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "fund"
    assert house.service_desks["members"].heads() == before


def test_a_donor_that_members_refuses_is_named_by_its_field(people: People) -> None:
    body = {**GIFT, "donor": {**PERSON, "member": "nobody-knows"}}
    answer = people.treasurer.post("/v1/donations", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "donor.member"


@pytest.mark.parametrize(
    ("donor", "seen_by_nobody", "seen_by_chair", "seen_by_auditor"),
    [
        (PERSON, "孙*", "孙八", "孙八"),
        ({**PERSON, "publish_as": "anonymous"}, None, None, "孙八"),
        ({"name": "社区银行", "kind": "organisation"}, "社区银行", "社区银行", "社区银行"),
    ],
)
def test_a_name_is_shown_as_far_as_the_reader_may_see_it(
    people: People, donor: Any, seen_by_nobody: Any, seen_by_chair: Any, seen_by_auditor: Any
) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "donor": donor})
    path = f"/v1/donations/{gift['id']}"

    def name(caller: Caller) -> Any:
        return caller.seen(path, gift)["donor"]["name"]

    assert (name(people.nobody), name(people.lead)) == (seen_by_nobody, seen_by_nobody)
    assert (name(people.chair), name(people.auditor)) == (seen_by_chair, seen_by_auditor)
    assert name(people.treasurer) == "孙八" or donor["kind"] == "organisation"


def test_a_hidden_person_is_named_nowhere_any_more(people: People) -> None:
    body = {**GIFT, "donor": {"name": "某人", "kind": "person"}}
    gift = people.treasurer.made("/v1/donations", body, key="hide-me")
    donor = gift["donor"]["id"]
    hidden = people.founder.made(f"/v1/people/{donor}/erasures", {"reason": "本人要求"})
    assert people.auditor.seen(f"/v1/donations/{gift['id']}", hidden)["donor"]["name"] is None
    assert people.auditor.seen(f"/v1/people/{donor}", hidden)["name"] is None
    again = people.treasurer.post("/v1/donations", body, key="hide-me")
    assert (again.status_code, again.json["donor"]["name"]) == (201, None)


def test_a_token_is_shown_once(people: People) -> None:
    issued = people.founder.post("/v1/tokens", {"person": people.nobody.person}, key="token")
    assert issued.status_code == 201
    assert len(issued.json["token"]) > 30
    again = people.founder.post("/v1/tokens", {"person": people.nobody.person}, key="token")
    assert (again.status_code, again.json["id"], again.json["token"]) == (201, issued.json["id"], None)
    shown = people.founder.seen(issued.headers["Location"], {"at": issued.headers["Ledger-Position"]})
    assert issued.json["token"] not in str(shown)
    people.founder.made(f"/v1/tokens/{issued.json['id']}/revocations")
    tried = people.founder.post("/v1/tokens", {"person": people.nobody.person}, dry_run="true")
    assert (tried.status_code, "token" in tried.json) == (200, False)


def test_a_mandate_given_a_moment_ago_counts_at_once(house: House, people: People) -> None:
    newcomer = house.person("新人")
    assert newcomer.post("/v1/donations", GIFT).status_code == 403
    mandate = {"person": newcomer.person, "role": "treasurer", "from": "2020-01-01"}
    given = people.founder.made("/v1/mandates", mandate)
    assert (given["from"], given["to"]) == ("2020-01-01", None)
    assert newcomer.post("/v1/donations", GIFT).status_code == 201


def test_the_ledger_balances_and_finds_nothing_wrong(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", GIFT)
    balance = people.nobody.seen("/v1/ledger/trial-balance", gift)
    assert balance["debit"] == balance["credit"]
    assert balance["includes_unposted"] is True
    assert people.nobody.seen("/v1/ledger/trial-balance", gift, unposted="false")["rows"] == []
    entries = people.nobody.seen("/v1/ledger/entries", gift, subject=gift["id"])["items"]
    assert [line["debit"] for line in entries[0]["lines"]] == [cny("100.00"), cny("0.00")]
    account = people.nobody.seen("/v1/ledger/accounts/1002", gift, limit="200")
    assert account["items"][-1]["running"] == account["balances"][0]["balance"]
    assert people.nobody.get("/v1/ledger/accounts/9999").status_code == 404
    people.chair.house.settled()
    assert people.auditor.seen("/v1/ledger/findings")["items"] == []


def test_raw_events_are_for_the_auditor_alone(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "donor": PERSON})
    for other in (people.treasurer, people.chair, people.nobody):
        assert other.get("/v1/events").status_code == 403
    events = people.auditor.seen("/v1/events", gift, service="funds", subject=gift["id"])["items"]
    assert events[0]["event"]["data"]["amount"] == {"minor": 10000, "currency": "CNY"}
    assert "孙八" not in str(people.auditor.seen("/v1/events", gift, limit="200"))
