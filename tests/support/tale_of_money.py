"""A part of the story of answers: goods, money between funds, allocations that await approvals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.house import House, People

DAY = "2026-01-02"
SCHOOL = {"name": "望湖小学", "kind": "organisation"}
COATS: dict[str, Any] = {"name": "棉衣", "unit": "件", "quantity": 10, "value": "100.00"}
BOOKS: dict[str, Any] = {"name": "旧书", "unit": "本", "quantity": 3}


def goods(people: People, post: Callable[..., str]) -> None:
    """A valued gift and one in the register; one shipment arrives whole, one does not, something is lost."""
    treasurer, given = people.treasurer, {"fund": "gz", "occurred_on": DAY}
    donor = {"name": "服装厂", "kind": "organisation"}
    gift = {**given, "donor": donor, "items": [COATS], "valued": True, "note": "送到仓库"}
    coats = post(treasurer, "/gifts-in-kind", None, gift)
    post(treasurer, "/gifts-in-kind", None, {**given, "items": [BOOKS], "valued": False})
    looked = {"items": [{"name": "棉衣", "usable": 9, "discarded": 1}], "occurred_on": DAY}
    post(treasurer, "/gifts-in-kind/{ref}/sortings", coats, looked)
    for sent, arrived in ((4, 4), (3, 2)):
        items = [{"name": "棉衣", "quantity": sent}]
        body = {"recipient": SCHOOL, "items": items, "occurred_on": DAY}
        shipment = post(treasurer, "/gifts-in-kind/{ref}/shipments", coats, body)
        items = [{"name": "棉衣", "quantity": arrived}]
        body = {"shipment": shipment, "items": items, "occurred_on": DAY, "paper": "0" * 64}
        post(treasurer, "/gifts-in-kind/{ref}/acknowledgements", coats, body)
    lost = {"items": [{"name": "棉衣", "quantity": 1}], "occurred_on": DAY, "reason": "受潮"}
    post(people.chair, "/gifts-in-kind/{ref}/losses", coats, lost)


def between_funds(people: People, post: Callable[..., str]) -> None:
    """A donation goes to another fund as its donor agrees; of two more requests none is confirmed."""
    treasurer, chair = people.treasurer, people.chair
    fund = {"code": "second", "name": "第二", "kind": "other", "source": "own", "legal_holder": "社区"}
    post(people.founder, "/funds", None, fund)
    tied = {"kind": "category", "value": "养老"}
    gift = {"fund": "gz", "account": "bank", "amount": "40.00", "occurred_on": DAY, "restriction": tied}
    donation = post(treasurer, "/donations", None, {**gift, "donor": {"name": "周九", "kind": "person"}})
    asked = {"from": "gz", "to": "second", "amount": "10", "occurred_on": DAY, "reason": "转错资金"}
    consent = {"donation": donation, "paper": "0" * 64}
    for who, end, body in (
        (chair, "confirmations", {}),
        (treasurer, "withdrawals", {"reason": "金额有误"}),
        (chair, "rejections", {"reason": "未见同意书"}),
    ):
        transfer = post(treasurer, "/fund-transfers", None, {**asked, "consent": consent})
        post(who, f"/fund-transfers/{{ref}}/{end}", transfer, body)


def approvals(house: House, people: People, post: Callable[..., str]) -> None:
    """By a policy that is in force: one allocation is approved, one rejected, one withdrawn."""
    board = house.person("吴委员", "standing_board")
    gift = {"fund": "gz", "account": "bank", "amount": "90.00", "occurred_on": DAY}
    post(people.treasurer, "/donations", None, gift)
    asked = {"fund": "gz", "project": "bench", "amount": "10.00", "occurred_on": DAY}
    for who, end, body in (
        (board, "approvals", {}),
        (board, "rejections", {"reason": "金额过大"}),
        (people.chair, "withdrawals", {"reason": "暂缓"}),
    ):
        request = post(people.chair, "/allocations", None, asked)
        post(who, f"/allocation-requests/{{ref}}/{end}", request, body)
