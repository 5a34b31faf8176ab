"""Over HTTP: grants to social organisations in tranches, and support that is no money."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People

DAY = "2026-01-02"
PAPER = "ab" * 32
NOTHING = "grt_0123456789abcdefghjk"


@pytest.fixture(scope="module")
def society(house: House, people: People) -> str:
    """The organisation that is paid: a party of a member unit. The project has money for it."""
    unit = {"code": "kitchen", "name": "厨艺社", "kind": "social_organisation"}
    people.founder.made("/v1/members", unit)
    party = {"name": "厨艺社", "kind": "organisation", "origin": "payee", "member": "kitchen"}
    made = people.treasurer.made("/v1/parties", party)
    gift = {"fund": "gz", "account": "bank", "amount": "9000.00", "occurred_on": DAY}
    people.treasurer.made("/v1/donations", gift)
    house.settled()
    allocated = {"fund": "gz", "project": "bench", "amount": "5000.00", "occurred_on": DAY}
    people.chair.made("/v1/allocations", allocated)
    house.settled()
    return str(made["id"])


@pytest.fixture(scope="module")
def secretary(house: House) -> Caller:
    return house.person("吴九", "secretary")


def agreement(society: str, **more: Any) -> dict[str, Any]:
    tranches = [{"amount": "300.00", "due_on": DAY}, {"amount": "200.00", "due_on": "2030-09-01"}]
    usual = {"project": "bench", "member": "kitchen", "payee": society, "purpose": "社区食堂"}
    return {**usual, "agreement": PAPER, "tranches": tranches, **more}


def spent(people: People, society: str, amount: str, *, paid: bool = True) -> str:
    """A spending of the usual three people."""
    wanted = {"amount": amount, "payee": society, "purpose": "资助款", "attachments": [PAPER]}
    spending = str(people.lead.made("/v1/projects/bench/spending", wanted)["id"])
    people.chair.made(f"/v1/spending/{spending}/approvals")
    if paid:
        payment = {"amount": amount, "account": "bank"}
        people.treasurer.made(f"/v1/spending/{spending}/payments", payment)
    return spending


def facts(people: People) -> str:
    """All that the log of projects says, as it is stored."""
    found, cursor = "", ""
    while True:
        page = people.auditor.seen(
            "/v1/events", None, service="projects", limit="200", **({"cursor": cursor} if cursor else {})
        )
        found += "".join(one["text"] for one in page["items"])
        if page["next_cursor"] is None:
            return found
        cursor = page["next_cursor"]


def test_a_grant_is_paid_by_ordinary_spending_reported_on_and_the_rest_comes_back(
    house: House, people: People, society: str
) -> None:
    made = people.chair.made("/v1/grants", agreement(society))
    assert (made["status"], made["amount"]) == ("agreed", {"amount": "500.00", "currency": "CNY"})
    assert made["payee"]["name"] == "厨艺社"
    assert made["member"].startswith("mem_")
    assert [(one["number"], one["amount"]["amount"], one["status"]) for one in made["tranches"]] == [
        (1, "300.00", "promised"),
        (2, "200.00", "promised"),
    ]
    path = f"/v1/grants/{made['id']}"
    spending = spent(people, society, "300.00")
    house.settled()
    drawn = people.lead.made(f"{path}/spending", {"number": 1, "spending": spending})
    assert (drawn["tranches"][0]["status"], drawn["tranches"][0]["spending"]) == ("drawn", spending)
    house.settled()
    report = {"number": 1, "spent": "265.00", "text": "购置餐具", "attachments": [PAPER]}
    told = people.lead.made(f"{path}/reports", report)
    assert (told["spent"]["amount"], told["unspent"]["amount"]) == ("265.00", "35.00")
    read = [who.seen(path, told)["tranches"][0]["text"] for who in (people.chair, people.nobody)]
    assert read == [{**told["tranches"][0]["text"], "text": "购置餐具"}, told["tranches"][0]["text"]]
    assert "购置餐具" not in facts(people)
    early = people.chair.post(f"{path}/closings")
    assert (early.status_code, early.json["code"]) == (409, "projects.unspent_owed")
    back = {"fund": "gz", "account": "bank", "amount": "35.00", "kind": "other", "occurred_on": DAY}
    receipt = people.treasurer.made("/v1/receipts", {**back, "from": {"id": society}, "purpose": "资助结余"})
    house.settled()
    body = {"number": 1, "amount": "35.00", "by": receipt["id"]}
    returned = people.treasurer.made(f"{path}/returns", body)
    assert (returned["returned"]["amount"], returned["tranches"][0]["returned_by"]) == (
        "35.00",
        [receipt["id"]],
    )
    twice = people.treasurer.post(f"{path}/returns", {**body, "amount": "1.00"})
    assert (twice.status_code, twice.json["code"]) == (409, "projects.exceeds_owed")
    house.settled()
    closed = people.chair.made(f"{path}/closings")
    assert closed["status"] == "closed"
    more = people.lead.post(f"{path}/spending", {"number": 2, "spending": spending})
    assert (more.status_code, more.json["code"]) == (409, "projects.grant_closed")
    house.settled()
    listed = people.nobody.seen("/v1/grants", member="kitchen", status="closed")["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert people.chair.seen("/v1/ledger/findings")["items"] == []


def test_what_came_back_whole_came_back_by_a_reversal(house: House, people: People, society: str) -> None:
    grant = people.chair.made("/v1/grants", agreement(society))["id"]
    spending = spent(people, society, "300.00")
    people.lead.made(f"/v1/grants/{grant}/spending", {"number": 1, "spending": spending})
    people.lead.made(f"/v1/grants/{grant}/reports", {"number": 1, "spent": "0", "text": "未开展"})
    house.settled()
    [payment] = people.nobody.seen("/v1/payments", spending=spending)["items"]
    asked = people.treasurer.made(f"/v1/payments/{payment['id']}/reversals", {"reason": "未开展，退回"})
    body = {"number": 1, "amount": "300.00", "by": asked["id"]}
    early = people.treasurer.post(f"/v1/grants/{grant}/returns", body)
    assert (early.status_code, early.json["code"]) == (409, "projects.other_spending")
    people.chair.made(f"/v1/reversals/{asked['id']}/confirmations")
    assert people.treasurer.made(f"/v1/grants/{grant}/returns", body)["record"] == "grant"
    house.settled()
    assert people.nobody.seen(f"/v1/grants/{grant}")["returned"]["amount"] == "300.00"


def test_a_receipt_of_another_payer_or_sum_brings_nothing_back(
    house: House, people: People, society: str
) -> None:
    grant = people.chair.made("/v1/grants", agreement(society))["id"]
    spending = spent(people, society, "300.00")
    people.lead.made(f"/v1/grants/{grant}/spending", {"number": 1, "spending": spending})
    people.lead.made(f"/v1/grants/{grant}/reports", {"number": 1, "spent": "100.00", "text": "x"})
    back = {"fund": "gz", "account": "bank", "kind": "other", "occurred_on": DAY}
    small = people.treasurer.made("/v1/receipts", {**back, "amount": "1.00", "from": {"id": society}})
    stranger = people.treasurer.made("/v1/receipts", {**back, "amount": "200.00"})
    house.settled()
    body = {"number": 1, "amount": "200.00"}
    for by in (small["id"], stranger["id"]):
        answer = people.treasurer.post(f"/v1/grants/{grant}/returns", {**body, "by": by})
        assert answer.status_code == 422
        assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [("by", "receipt.differs")]
    unknown = people.treasurer.post(f"/v1/grants/{grant}/returns", {**body, "by": "rcp_0123456789abcdefghjk"})
    assert (unknown.status_code, unknown.json["errors"][0]["field"]) == (422, "by")
    nothing = people.treasurer.post(f"/v1/grants/{NOTHING}/returns", {**body, "by": small["id"]})
    assert nothing.status_code == 404


def test_a_spending_that_is_not_what_the_tranche_promises_draws_nothing(people: People, society: str) -> None:
    grant = people.chair.made("/v1/grants", agreement(society))["id"]
    other = spent(people, society, "299.00", paid=False)
    answer = people.lead.post(f"/v1/grants/{grant}/spending", {"number": 1, "spending": other})
    assert (answer.status_code, answer.json["code"]) == (409, "projects.other_spending")
    right = spent(people, society, "200.00", paid=False)
    answer = people.lead.post(f"/v1/grants/{grant}/spending", {"number": 2, "spending": right})
    assert (answer.status_code, answer.json["code"]) == (409, "projects.tranche_wrong_state")
    assert answer.json["errors"][0]["field"] == "number"
    answer = people.lead.post(f"/v1/grants/{grant}/spending", {"number": 3, "spending": right})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "number")


@pytest.mark.parametrize(
    ("field", "value", "told", "code"),
    [
        ("project", "nothing", "project", "not_found"),
        ("member", "nobody", "member", "not_found"),
        ("payee", "per_0123456789abcdefghjk", "payee", "id.format"),
        ("payee", "org_0123456789abcdefghjk", "payee", "not_found"),
        ("purpose", "", "purpose", "text.empty"),
        ("agreement", "paper", "agreement", "sha256.format"),
        ("tranches", [], "tranches", "list.empty"),
        ("tranches", [{"amount": "0", "due_on": DAY}], "tranches.0.amount", "money.not_positive"),
        ("tranches", [{"amount": "1.005", "due_on": DAY}], "tranches.0.amount", "money.decimals"),
        ("tranches", [{"amount": "1", "due_on": "soon"}], "tranches.0.due_on", "date.format"),
        (
            "tranches",
            [{"amount": "1", "due_on": DAY}, {"amount": "1", "due_on": "2025-01-01"}],
            "tranches.1.due_on",
            "date.order",
        ),
    ],
)
def test_a_wrong_grant_is_refused_by_its_field(  # noqa: PLR0917
    people: People, society: str, field: str, value: object, told: str, code: str
) -> None:
    answer = people.chair.post("/v1/grants", agreement(society, **{field: value}))
    assert answer.status_code == 422, answer.text
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(told, code)]


def test_the_same_key_agrees_on_one_grant(house: House, people: People, society: str) -> None:
    key = house.key()
    first, again = (people.chair.made("/v1/grants", agreement(society), key) for _ in range(2))
    assert (first["id"], first["at"]) == (again["id"], again["at"])
    tried = people.chair.post("/v1/grants", agreement(society), dry_run="true")
    assert (tried.status_code, tried.json["dry_run"]) == (200, True)


def test_support_without_money_is_listed_by_its_kind_and_posts_nothing(
    house: House, people: People, society: str, secretary: Caller
) -> None:
    assert society
    house.settled()
    before = people.auditor.seen("/v1/ledger/position")["ledger"]
    given = {"kind": "venue", "member": "kitchen", "text": "公益坊一楼活动室", "occurred_on": DAY}
    made = secretary.made("/v1/support", {**given, "project": "bench"})
    wrong = secretary.made("/v1/support", {**given, "kind": "training"})
    assert (made["kind"], made["status"]) == ("venue", "given")
    secretary.made(f"/v1/support/{wrong['id']}/withdrawals", {"reason": "重复"})
    again = secretary.post(f"/v1/support/{wrong['id']}/withdrawals", {"reason": "重复"})
    assert (again.status_code, again.json["code"]) == (409, "projects.already_withdrawn")
    house.settled()
    listed = people.nobody.seen("/v1/support", kind="venue", member="kitchen")["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert secretary.seen(f"/v1/support/{made['id']}")["text"]["text"] == given["text"]
    assert people.nobody.seen(f"/v1/support/{made['id']}")["text"] == made["text"]
    assert given["text"] not in facts(people)
    entries = people.auditor.seen("/v1/ledger/entries", subject=made["id"])["items"]
    assert entries == []
    assert people.auditor.seen("/v1/ledger/position")["ledger"] == before + 3


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "money", "choice.unknown"),
        ("member", "nobody", "not_found"),
        ("project", "nothing", "not_found"),
        ("text", "", "text.empty"),
        ("occurred_on", "2999-01-01", "date.future"),
    ],
)
@pytest.mark.usefixtures("society")
def test_wrong_support_is_refused_by_its_field(
    secretary: Caller, field: str, value: object, code: str
) -> None:
    right = {"kind": "venue", "member": "kitchen", "text": "公益坊一楼活动室"}
    answer = secretary.post("/v1/support", {**right, field: value})
    assert answer.status_code == 422, answer.text
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]
