"""One treasurer hands over to another: what stood there, three signatures, and who may act after."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People


@pytest.fixture
def three(house: House) -> dict[str, Caller]:
    """An outgoing treasurer, an incoming one who is a resident till then, and a supervisor."""
    return {
        "from": house.person("老出纳", "treasurer"),
        "to": house.person("新出纳", "resident"),
        "supervisor": house.person("监事", "supervisor"),
    }


def body(three: dict[str, Caller], **more: Any) -> dict[str, Any]:
    named = {side: one.person for side, one in three.items()}
    counts = [{"account": "cash", "counted": "0"}]
    return {**named, "counts": counts, "receipt_stock": "票据 0001-0050", **more}


def test_with_the_third_signature_the_office_goes_over(house: House, people: People, three: Any) -> None:
    gift = {"fund": "gz", "account": "bank", "amount": "120.50", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", gift)
    house.settled()
    opened = three["from"].made("/v1/handovers", body(three, note="保险柜钥匙一把"))
    assert (opened["status"], opened["signatures"]) == ("open", [])
    by_account = {one["account"]: one for one in opened["counts"]}
    bank = people.auditor.seen("/v1/money-accounts/bank")
    cash = people.auditor.seen("/v1/money-accounts/cash")
    assert by_account[bank["id"]]["balance"] == bank["balance"]
    assert by_account[bank["id"]]["counted"] is None
    assert by_account[cash["id"]]["counted"] == {"amount": "0.00", "currency": "CNY"}
    path = f"/v1/handovers/{opened['id']}/signatures"
    assert people.chair.post(path).json["code"] == "members.not_a_signer"
    house.settled()
    assert three["to"].made(path)["status"] == "open"
    assert three["to"].post(path).json["code"] == "members.signed_already"
    three["supervisor"].made(path)
    done = three["from"].made(path)
    assert three["from"].post("/v1/donations", gift).status_code == 401  # at once
    house.settled()
    shown = people.auditor.seen(f"/v1/handovers/{opened['id']}", done)
    assert (shown["status"], [one["side"] for one in shown["signatures"]]) == (
        "completed",
        ["taker", "supervisor", "giver"],
    )
    assert shown["note"]["text"] == "保险柜钥匙一把"
    assert three["from"].get("/v1/funds").status_code == 401
    assert three["to"].post("/v1/donations", gift).status_code == 201
    again = three["supervisor"].post(path)
    assert (again.status_code, again.json["code"]) == (409, "members.handover_over")


def test_a_count_that_differs_is_explained_and_shown_beside_the_books(people: People, three: Any) -> None:
    counted = {"counts": [{"account": "cash", "counted": "3.50"}]}
    refused = three["from"].post("/v1/handovers", body(three, **counted))
    assert (refused.status_code, [one["field"] for one in refused.json["errors"]]) == (
        422,
        ["difference_note"],
    )
    made = three["from"].made("/v1/handovers", body(three, **counted, difference_note="王某多还三元五角"))
    cash = people.auditor.seen("/v1/money-accounts/cash")
    [count] = [one for one in made["counts"] if one["account"] == cash["id"]]
    assert [count[name]["amount"] for name in ("balance", "counted", "difference")] == [
        "0.00",
        "3.50",
        "3.50",
    ]
    assert {one["difference"] for one in made["counts"] if one["account"] != cash["id"]} == {None}
    shown = people.auditor.seen(f"/v1/handovers/{made['id']}")
    assert shown["difference_note"]["text"] == "王某多还三元五角"
    assert "王某" not in people.nobody.get(f"/v1/handovers/{made['id']}").text


def test_nobody_signs_once_the_accounts_have_moved(people: People, three: Any) -> None:
    path = f"/v1/handovers/{three['from'].made('/v1/handovers', body(three))['id']}/signatures"
    three["to"].made(path)
    three["supervisor"].made(path)
    gift = {"fund": "gz", "account": "bank", "amount": "20.00", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", gift)  # by another treasurer, a moment ago
    refused = three["from"].post(path)
    assert (refused.status_code, refused.json["code"]) == (409, "members.accounts_moved")
    assert three["from"].post("/v1/donations", gift).status_code == 201


def test_a_signature_that_is_sent_again_is_the_first_one(house: House, people: People, three: Any) -> None:
    path = f"/v1/handovers/{three['from'].made('/v1/handovers', body(three))['id']}/signatures"
    key = house.key()
    assert three["to"].post(path, {}, key).status_code == 201
    gift = {"fund": "gz", "account": "bank", "amount": "20.00", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", gift)
    again = three["to"].post(path, {}, key)
    assert (again.status_code, [one["side"] for one in again.json["signatures"]]) == (201, ["taker"])


def test_a_handover_that_is_sent_again_is_the_first_one_although_the_accounts_moved(
    house: House, people: People, three: Any
) -> None:
    key, said = house.key(), body(three)
    first = three["from"].post("/v1/handovers", said, key)
    gift = {"fund": "gz", "account": "bank", "amount": "20.00", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", gift)
    house.settled()
    again = three["from"].post("/v1/handovers", said, key)
    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert again.json["id"] == first.json["id"]
    assert again.json["ledger_position"] == first.json["ledger_position"]
    counted = {"counts": [{"account": "cash", "counted": "1.00"}]}
    other = three["from"].post("/v1/handovers", body(three, **counted), key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")


def test_which_receipts_are_left_is_read_by_those_alone_who_may(people: People, three: Any) -> None:
    made = three["from"].made("/v1/handovers", body(three, receipt_stock="张某处 0001-0050"))
    shown = people.auditor.seen(f"/v1/handovers/{made['id']}")
    assert shown["receipt_stock"]["text"] == "张某处 0001-0050"
    for seen in (people.nobody.get(f"/v1/handovers/{made['id']}"), people.auditor.get("/v1/events")):
        assert "张某" not in seen.text


def test_an_account_is_counted_by_its_code_in_another_case(people: People, three: Any) -> None:
    made = three["from"].made("/v1/handovers", body(three, counts=[{"account": "CASH", "counted": "0"}]))
    cash = people.auditor.seen("/v1/money-accounts/cash")
    assert [one["account"] for one in made["counts"] if one["counted"]] == [cash["id"]]


def test_who_has_no_office_hands_nothing_over(people: People, three: Any) -> None:
    for side, who in (("from", people.lead), ("supervisor", people.auditor)):
        refused = three["from"].post("/v1/handovers", {**body(three), side: who.person})
        assert (refused.status_code, refused.json["code"]) == (409, "members.not_in_office")
        assert [one["field"] for one in refused.json["errors"]] == [side]


def test_another_handover_takes_the_place_of_the_one_before(three: Any) -> None:
    first = three["from"].made("/v1/handovers", body(three))
    three["from"].made("/v1/handovers", body(three))
    refused = three["to"].post(f"/v1/handovers/{first['id']}/signatures")
    assert (refused.status_code, refused.json["code"]) == (409, "members.handover_over")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"counts": []}, "counts"),
        ({"counts": [{"account": "nope", "counted": "1"}]}, "counts"),
        ({"counts": [{"account": "cash", "counted": "1.001"}]}, "counts.0.counted"),
        ({"counts": [{"account": "cash", "counted": 1}]}, "counts.0.counted"),
        ({"receipt_stock": ""}, "receipt_stock"),
        ({"note": 7}, "note"),
        ({"from": "!"}, "from"),
        ({"more": 1}, "more"),
    ],
)
def test_wrong_bodies_name_the_field(three: Any, more: Any, field: str) -> None:
    refused = three["from"].post("/v1/handovers", body(three, **more))
    assert refused.status_code == 422, refused.text
    assert [one["field"] for one in refused.json["errors"]] == [field]


def test_three_people_take_part(house: House, people: People, three: Any) -> None:
    refused = three["from"].post("/v1/handovers", {**body(three), "to": three["from"].person})
    assert [(one["field"], one["code"]) for one in refused.json["errors"]] == [
        ("to", "handover.three_people")
    ]
    assert people.nobody.post("/v1/handovers", body(three)).status_code == 403
    assert three["from"].post("/v1/handovers", body(three), dry_run="true").status_code == 200
    key = house.key()
    first, second = (three["from"].post("/v1/handovers", body(three), key) for _ in range(2))
    assert (first.status_code, first.json["id"]) == (201, second.json["id"])
    nobody = three["to"].post("/v1/handovers/han_0123456789abcdefghjk/signatures")
    assert nobody.status_code == 404
