"""Money between funds over HTTP: a donation into the wrong fund, and what a second person is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.house import House, People

DAY = "2026-01-02"
PAPER = "ab" * 32
NO_GIFT = "don_00000000000000000000"
ELDERS = {"kind": "category", "value": "养老"}
OTHER = {"kind": "other", "source": "donation", "legal_holder": "社区"}


@pytest.fixture(scope="module", autouse=True)
def second(people: People) -> None:
    for code, holder in (("second", "社区"), ("theirs", "别处")):
        people.founder.made("/v1/funds", {**OTHER, "code": code, "name": code, "legal_holder": holder})


def ask(amount: str, **more: Any) -> dict[str, Any]:
    usual = {"from": "gz", "to": "second", "amount": amount, "occurred_on": DAY, "reason": "转错资金"}
    return {**usual, **more}


def given(people: People, amount: str, **more: Any) -> dict[str, Any]:
    usual = {"fund": "gz", "account": "bank", "amount": amount, "occurred_on": DAY}
    return people.treasurer.made(
        "/v1/donations", {**usual, "donor": {"name": "孙八", "kind": "person"}, **more}
    )


def fund(house: House, people: People, code: str) -> dict[str, Any]:
    house.settled()
    shown: dict[str, Any] = people.nobody.seen(f"/v1/funds/{code}")
    return shown


def change(before: dict[str, Any], after: dict[str, Any]) -> dict[str, float]:
    names = ("received", "other_in", "other_out", "available")
    moved = {name: round(float(after[name]["amount"]) - float(before[name]["amount"]), 2) for name in names}
    return {name: by for name, by in moved.items() if by}


def test_case_1_a_donation_into_the_wrong_fund_goes_to_the_right_one_by_its_donors_consent(
    house: House, people: People
) -> None:
    gift = given(people, "100.00", restriction=ELDERS)
    before = {code: fund(house, people, code) for code in ("gz", "second")}
    # Restricted money is not the council's to move.
    refused = people.treasurer.post("/v1/fund-transfers", ask("1000000"))
    assert (refused.status_code, refused.json["code"]) == (409, "funds.insufficient")
    consent = {"donation": gift["id"], "paper": PAPER}
    asked = people.treasurer.made("/v1/fund-transfers", ask("100.00", consent=consent))
    assert (asked["status"], asked["from"], asked["donation"]) == ("requested", gift["fund"], gift["id"])
    house.settled()
    path = f"/v1/fund-transfers/{asked['id']}"
    done = people.chair.made(f"{path}/confirmations")
    assert (done["status"], done["confirmed_by"], done["paper"]) == ("made", people.chair.person, PAPER)
    after = {code: fund(house, people, code) for code in ("gz", "second")}
    assert change(before["gz"], after["gz"]) == {"other_out": 100.0, "available": -100.0}
    assert change(before["second"], after["second"]) == {"other_in": 100.0, "available": 100.0}
    money = {"amount": "100.00", "currency": "CNY"}
    assert after["second"]["by_restriction"] == [{"restriction": ELDERS, "available": money}]
    # The donation stays as it was, and is linked.
    shown = people.nobody.seen(f"/v1/donations/{gift['id']}")
    assert (shown["status"], shown["fund"], shown["amount"]) == ("received", gift["fund"], money)
    listed = people.nobody.seen("/v1/fund-transfers", donation=gift["id"])["items"]
    assert [one["id"] for one in listed] == [asked["id"]]
    for end in ("gz", "second"):
        of_fund = people.nobody.seen("/v1/fund-transfers", fund=end, status="made")["items"]
        assert [one["id"] for one in of_fund] == [asked["id"]]
    [entry] = [
        one
        for one in people.auditor.seen("/v1/ledger/entries", limit="200")["items"]
        if one["subject"] == asked["id"]
    ]
    lines = [
        (one["account"], one["fund"], one["debit"]["amount"], one["credit"]["amount"])
        for one in entry["lines"]
    ]
    here, there = before["gz"]["id"], before["second"]["id"]
    assert lines == [
        ("3102", here, "100.00", "0.00"),
        ("2209", here, "0.00", "100.00"),
        ("2209", there, "100.00", "0.00"),
        ("3102", there, "0.00", "100.00"),
    ]
    assert people.chair.seen("/v1/ledger/findings")["items"] == []
    # Nothing of it is left in the first fund: neither to be moved again, nor to be given back from there.
    again = people.treasurer.post("/v1/fund-transfers", ask("0.01", consent=consent))
    assert (again.status_code, again.json["code"]) == (409, "funds.donation_elsewhere")
    back = people.treasurer.post(f"/v1/donations/{gift['id']}/refunds", {"amount": "1", "occurred_on": DAY})
    assert (back.status_code, back.json["code"]) == (409, "funds.refund_too_large")


def test_who_asks_does_not_confirm_and_a_request_ends_once(house: House, people: People) -> None:
    both = house.person("周九", "treasurer", "chair")
    given(people, "50.00")
    asked = both.made("/v1/fund-transfers", ask("20"))
    path = f"/v1/fund-transfers/{asked['id']}"
    refused = both.post(f"{path}/confirmations")
    assert (refused.status_code, refused.json["code"]) == (403, "funds.same_person")
    house.settled()
    dropped = people.chair.made(f"{path}/rejections", {"reason": "未经讨论"})
    assert (dropped["status"], dropped["rejected_by"]) == ("rejected", people.chair.person)
    house.settled()
    shown = people.auditor.seen(path)
    assert (shown["reason"]["text"], shown["decision_reason"]["text"]) == ("转错资金", "未经讨论")
    late = people.chair.post(f"{path}/confirmations")
    assert (late.status_code, late.json["code"]) == (409, "funds.request_settled")
    asked = people.treasurer.made("/v1/fund-transfers", ask("20"))
    path = f"/v1/fund-transfers/{asked['id']}"
    assert people.treasurer.made(f"{path}/withdrawals", {"reason": "不调了"})["status"] == "withdrawn"


def test_a_confirmation_on_paper_is_written_down_by_another_than_who_asked(
    house: House, people: People
) -> None:
    given(people, "50.00")
    asked = people.treasurer.made("/v1/fund-transfers", ask("20"))
    path = f"/v1/fund-transfers/{asked['id']}/confirmations"
    paper = {"on_behalf": {"person": people.chair.person, "paper": PAPER}}
    assert people.treasurer.post(path, paper).status_code == 403
    secretary = house.person("文书", "secretary")
    assert secretary.made(path, paper)["confirmed_by"] == people.chair.person


def test_of_two_transfers_that_together_exceed_what_is_there_exactly_one_is_made(
    house: House, people: People
) -> None:
    gift = given(people, "30.00", restriction=ELDERS)
    consent = {"donation": gift["id"], "paper": PAPER}
    asked = [people.treasurer.made("/v1/fund-transfers", ask("20", consent=consent))["id"] for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda one: people.chair.post(f"/v1/fund-transfers/{one}/confirmations"), asked))
    assert sorted(one.status_code for one in ends) == [201, 409]
    [refused] = [one.json for one in ends if one.status_code == 409]
    assert refused["code"] == "funds.donation_elsewhere"
    assert "10.00 CNY" in refused["detail"]
    house.settled()
    assert people.chair.seen("/v1/ledger/findings")["items"] == []


@pytest.mark.parametrize(
    ("more", "status", "field", "code"),
    [
        ({"amount": "0"}, 422, "amount", "money.not_positive"),
        ({"amount": "1.234"}, 422, "amount", "money.decimals"),
        ({"occurred_on": "2999-01-01"}, 422, "occurred_on", "date.future"),
        ({"reason": " "}, 422, "reason", "text.empty"),
        ({"from": "nope"}, 422, "from", "not_found"),
        ({"to": "nope"}, 422, "to", "not_found"),
        ({"to": "gz"}, 409, "to", "funds.same_fund"),
        ({"to": "theirs"}, 409, "to", "funds.other_holder"),
        ({"amount": {"amount": "1", "currency": "USD"}}, 409, "amount", "funds.currency_differs"),
        ({"resolution": "res_00000000000000000000"}, 409, "resolution", "funds.resolution_not_adopted"),
        ({"consent": {"donation": NO_GIFT, "paper": PAPER}}, 422, "consent.donation", "not_found"),
        (
            {"consent": {"donation": NO_GIFT, "paper": "x"}},
            422,
            "consent.paper",
            "sha256.format",
        ),
        ({"consent": {"donation": "x"}}, 422, "consent.paper", "field.required"),
        ({"restriction": ELDERS}, 422, "restriction", "restriction.without_consent"),
        ({"colour": "red"}, 422, "colour", "field.unknown"),
    ],
)
def test_a_wrong_transfer_is_refused_by_its_field(
    people: People, more: dict[str, Any], status: int, field: str, code: str
) -> None:
    refused = people.treasurer.post("/v1/fund-transfers", {**ask("1"), **more})
    assert refused.status_code == status, refused.text
    assert code in {refused.json["code"], *(one["code"] for one in refused.json["errors"])}
    assert field in {one["field"] for one in refused.json["errors"]}


def test_who_may_not_move_money_between_funds_is_forbidden_and_what_is_not_there_is_not_found(
    people: People,
) -> None:
    given(people, "5.00")
    asked = people.treasurer.made("/v1/fund-transfers", ask("1"))
    path, nowhere = f"/v1/fund-transfers/{asked['id']}", "/v1/fund-transfers/ftr_00000000000000000000"
    why = {"reason": "x"}
    assert people.chair.post("/v1/fund-transfers", ask("1")).status_code == 403
    for who, end, body in (
        (people.treasurer, "confirmations", {}),
        (people.treasurer, "rejections", why),
        (people.chair, "withdrawals", why),
        (people.lead, "confirmations", {}),
        (people.nobody, "rejections", why),
    ):
        assert who.post(f"{path}/{end}", body).status_code == 403, end
    for who, end, body in (
        (people.chair, "confirmations", {}),
        (people.chair, "rejections", why),
        (people.treasurer, "withdrawals", why),
    ):
        assert who.post(f"{nowhere}/{end}", body).status_code == 404, end


def test_a_transfer_is_asked_for_once_and_tried_without_a_trace(house: House, people: People) -> None:
    given(people, "5.00")
    first = people.treasurer.post("/v1/fund-transfers", ask("1"), key="between-once")
    house.settled()
    assert people.treasurer.post("/v1/fund-transfers", ask("1"), key="between-once").json == first.json
    other = people.treasurer.post("/v1/fund-transfers", ask("2"), key="between-once")
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")
    path = f"/v1/fund-transfers/{first.json['id']}/confirmations"
    tried = people.chair.post(path, dry_run="true")
    assert (tried.status_code, tried.json["status"], tried.json["dry_run"]) == (200, "made", True)
    house.settled()
    assert people.nobody.seen(f"/v1/fund-transfers/{first.json['id']}")["status"] == "requested"
