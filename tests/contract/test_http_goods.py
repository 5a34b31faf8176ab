"""Gifts in kind over HTTP: from the donor's hands to the recipient's, and what gets lost between them."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import House, People

DAY = "2026-01-02"
FACTORY = {"name": "服装厂", "kind": "organisation"}
SCHOOL = {"name": "望湖小学", "kind": "organisation"}
COATS: dict[str, Any] = {"name": "棉衣", "unit": "件", "quantity": 7, "value": "100.00"}


def gift(**more: Any) -> dict[str, Any]:
    usual = {"fund": "gz", "donor": FACTORY, "items": [COATS], "valued": True, "occurred_on": DAY}
    return {**usual, **more}


def counted(quantity: int, **more: Any) -> dict[str, Any]:
    return {"items": [{"name": "棉衣", "quantity": quantity}], "occurred_on": DAY, **more}


def stocked(people: People, usable: int = 7, discarded: int = 0) -> str:
    """The path of a gift that is sorted."""
    path = f"/v1/gifts-in-kind/{people.treasurer.made('/v1/gifts-in-kind', gift())['id']}"
    looked = [{"name": "棉衣", "usable": usable, "discarded": discarded}]
    people.treasurer.made(f"{path}/sortings", {"items": looked, "occurred_on": DAY})
    return path


def balance(people: People, account: str) -> int:
    totals = people.auditor.seen(f"/v1/ledger/accounts/{account}")["balances"]
    return sum(round(100 * float(one["balance"]["amount"])) for one in totals)


def test_goods_are_received_sorted_given_out_and_acknowledged(house: House, people: People) -> None:
    before = {code: balance(people, code) for code in ("1201", "4101", "5101", "5401")}
    made = people.treasurer.made("/v1/gifts-in-kind", gift(note="放在仓库东侧", purpose="衣旧传情"))
    assert (made["status"], made["value"]) == ("received", {"amount": "100.00", "currency": "CNY"})
    assert made["donor"]["name"] == "服装厂"
    path = f"/v1/gifts-in-kind/{made['id']}"
    looked = [{"name": "棉衣", "usable": 6, "discarded": 1}]
    house.settled()
    assert (
        people.treasurer.made(f"{path}/sortings", {"items": looked, "occurred_on": DAY})["status"] == "sorted"
    )
    sent = people.treasurer.made(f"{path}/shipments", counted(6, recipient=SCHOOL))
    house.settled()
    said = counted(6, shipment=sent["id"], paper="ab" * 32)
    arrived = people.treasurer.made(f"{path}/acknowledgements", said)
    assert (arrived["id"], arrived["status"], arrived["lost"]) == (sent["id"], "acknowledged", [])
    house.settled()
    shown = people.auditor.seen(path)
    assert (shown["status"], shown["note"]["text"]) == ("given_out", "放在仓库东侧")
    assert shown["items"] == [
        {
            **COATS,
            "value": {"amount": "100.00", "currency": "CNY"},
            "usable": 6,
            "discarded": 1,
            "shipped": 6,
            "acknowledged": 6,
            "lost_in_transit": 0,
            "lost_in_store": 0,
        }
    ]
    after = {code: balance(people, code) - was for code, was in before.items()}
    # 100.00 in seven coats: what is thrown away and what is given out leave nothing of it.
    assert after == {"1201": 0, "4101": -10000, "5101": 8572, "5401": 1428}
    assert people.chair.seen("/v1/ledger/findings")["items"] == []
    assert [one["id"] for one in people.nobody.seen("/v1/shipments", gift=made["id"])["items"]] == [
        sent["id"]
    ]
    recipient = shown_recipient(people, sent["id"])
    assert sent["id"] in [
        one["id"] for one in people.nobody.seen("/v1/shipments", recipient=recipient)["items"]
    ]


def shown_recipient(people: People, shipment: str) -> str:
    recipient: str = people.nobody.seen(f"/v1/shipments/{shipment}")["recipient"]["id"]
    return recipient


def test_goods_are_no_money_that_can_be_allocated(people: People) -> None:
    was = people.nobody.seen("/v1/funds/gz")
    made = people.treasurer.made("/v1/gifts-in-kind", gift())
    fund = people.nobody.seen("/v1/funds/gz", made)
    assert float(fund["goods"]["amount"]) - float(was["goods"]["amount"]) == 100
    assert (fund["available"], fund["received"]) == (was["available"], was["received"])
    too_much = {"fund": "gz", "project": "bench", "amount": "100.00", "occurred_on": DAY}
    refused = people.chair.post("/v1/allocations", too_much)
    assert (refused.status_code, refused.json["code"]) == (409, "funds.insufficient")


def test_case_17_the_recipient_acknowledges_fewer_goods_than_were_shipped_and_that_is_a_loss(
    house: House, people: People
) -> None:
    before = {code: balance(people, code) for code in ("1201", "5101", "5401")}
    path = stocked(people)
    sent = people.treasurer.made(f"{path}/shipments", counted(7, recipient=SCHOOL))
    arrived = people.treasurer.made(f"{path}/acknowledgements", counted(5, shipment=sent["id"]))
    house.settled()
    shipment = people.nobody.seen(f"/v1/shipments/{arrived['id']}")
    lost = {"name": "棉衣", "quantity": 2, "value": {"amount": "28.57", "currency": "CNY"}}
    assert (shipment["status"], shipment["lost"]) == ("partly_lost", [lost])
    [loss] = people.nobody.seen("/v1/losses", gift=path.rpartition("/")[2])["items"]
    assert (loss["cause"], loss["shipment"], loss["items"]) == ("in_transit", sent["id"], [lost])
    # What did not arrive is cost no more: it is lost, and none of it is still in the books.
    after = {code: balance(people, code) - was for code, was in before.items()}
    assert after == {"1201": 0, "5101": 7143, "5401": 2857}
    assert people.chair.seen("/v1/ledger/findings")["items"] == []
    again = people.treasurer.post(f"{path}/acknowledgements", counted(2, shipment=sent["id"]))
    assert (again.status_code, again.json["code"]) == (409, "funds.already_acknowledged")


def test_goods_in_the_register_alone_move_through_it_and_enter_no_book(house: House, people: People) -> None:
    entries = len(people.auditor.seen("/v1/ledger/entries", limit="200")["items"])
    books = {"name": "旧书", "unit": "本", "quantity": 3}
    made = people.treasurer.made("/v1/gifts-in-kind", gift(items=[books], valued=False, donor=None))
    assert (made["value"], made["items"][0]["value"]) == (None, None)
    path = f"/v1/gifts-in-kind/{made['id']}"
    looked = [{"name": "旧书", "usable": 3}]
    people.treasurer.made(f"{path}/sortings", {"items": looked, "occurred_on": DAY})
    people.treasurer.made(
        f"{path}/shipments", {**counted(3, recipient=SCHOOL), "items": [{"name": "旧书", "quantity": 3}]}
    )
    house.settled()
    assert len(people.auditor.seen("/v1/ledger/entries", limit="200")["items"]) == entries
    assert people.nobody.seen(path)["status"] == "given_out"


def test_never_more_goods_go_out_than_are_there(house: House, people: People) -> None:
    path = stocked(people, 5, 1)
    for end, body in (
        ("sortings", {"items": [{"name": "棉衣", "usable": 2}], "occurred_on": DAY}),
        ("shipments", counted(6, recipient=SCHOOL)),
    ):
        refused = people.treasurer.post(f"{path}/{end}", body)
        assert (refused.status_code, refused.json["code"]) == (409, "funds.goods_exceeded"), end
    refused = people.chair.post(f"{path}/losses", counted(6, reason="受潮"))
    assert refused.json["code"] == "funds.goods_exceeded"
    assert people.chair.made(f"{path}/losses", counted(5, reason="受潮"))["cause"] == "in_store"
    sent = people.treasurer.post(f"{path}/shipments", counted(1, recipient=SCHOOL))
    assert sent.json["code"] == "funds.goods_exceeded"
    assert house


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"items": []}, "items", "list.empty"),
        ({"items": [{**COATS, "quantity": 0}]}, "items.0.quantity", "count.range"),
        ({"items": [{**COATS, "quantity": 1.5}]}, "items.0.quantity", "field.type"),
        ({"items": [{**COATS, "quantity": 2**63}]}, "items.0.quantity", "count.range"),
        ({"items": [{**COATS, "value": "1.234"}]}, "items.0.value", "money.decimals"),
        ({"items": [{**COATS, "value": None}]}, "items.0.value", "field.required"),
        ({"items": [COATS, COATS]}, "items.1.name", "list.repeated"),
        ({"items": [{**COATS, "name": " "}]}, "items.0.name", "text.empty"),
        ({"valued": False}, "items.0.value", "value.not_wanted"),
        ({"valued": "yes"}, "valued", "field.type"),
        ({"fund": "nope"}, "fund", "not_found"),
        ({"donor": {"id": "org_00000000000000000000"}}, "donor", "not_found"),
        ({"occurred_on": "2999-01-01"}, "occurred_on", "date.future"),
        ({"colour": "red"}, "colour", "field.unknown"),
    ],
)
def test_a_wrong_gift_is_refused_by_its_field(
    people: People, change: dict[str, Any], field: str, code: str
) -> None:
    refused = people.treasurer.post("/v1/gifts-in-kind", gift(**change))
    assert refused.status_code == 422, refused.text
    assert [one["code"] for one in refused.json["errors"] if one["field"] == field] == [code]


def test_what_is_not_there_is_not_found(people: People) -> None:
    path, nowhere = stocked(people), "/v1/gifts-in-kind/gik_00000000000000000000"
    for end, body in (
        ("sortings", {"items": [{"name": "棉衣", "usable": 1}], "occurred_on": DAY}),
        ("shipments", counted(1, recipient=SCHOOL)),
        ("acknowledgements", counted(1, shipment="shp_00000000000000000000")),
    ):
        assert people.treasurer.post(f"{nowhere}/{end}", body).status_code == 404, end
    strange = counted(1, shipment="shp_00000000000000000000")
    refused = people.treasurer.post(f"{path}/acknowledgements", strange)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "shipment")
    shoes = {**counted(1, recipient=SCHOOL), "items": [{"name": "鞋", "quantity": 1}]}
    refused = people.treasurer.post(f"{path}/shipments", shoes)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "items.0.name")


def test_who_may_not_touch_goods_is_forbidden(people: People) -> None:
    path = stocked(people)
    asked = (
        ("/v1/gifts-in-kind", gift(), people.chair),
        (f"{path}/sortings", {"items": [{"name": "棉衣", "usable": 1}], "occurred_on": DAY}, people.lead),
        (f"{path}/shipments", counted(1, recipient=SCHOOL), people.nobody),
        (f"{path}/acknowledgements", counted(1, shipment="shp_00000000000000000000"), people.chair),
        # Who keeps the goods does not write them off.
        (f"{path}/losses", counted(1, reason="受潮"), people.treasurer),
    )
    for at, body, who in asked:
        assert who.post(at, body).status_code == 403, at


def test_goods_are_recorded_once_and_tried_without_a_trace(house: House, people: People) -> None:
    first = people.treasurer.post("/v1/gifts-in-kind", gift(), key="goods-once")
    house.settled()
    again = people.treasurer.post("/v1/gifts-in-kind", gift(), key="goods-once")
    assert again.json == first.json
    other = people.treasurer.post("/v1/gifts-in-kind", gift(purpose="别的"), key="goods-once")
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")
    house.settled()
    count = len(people.nobody.seen("/v1/gifts-in-kind", limit="200")["items"])
    tried = people.treasurer.post("/v1/gifts-in-kind", gift(), dry_run="true")
    assert (tried.status_code, tried.json["dry_run"]) == (200, True)
    house.settled()
    assert len(people.nobody.seen("/v1/gifts-in-kind", limit="200")["items"]) == count
