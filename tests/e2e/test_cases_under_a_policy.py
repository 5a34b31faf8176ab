"""The other cases that a hasty build misses (DOMAIN, section 6), in a council with a policy, embedded.

One test a case, named by its number. The policy is the one that the interface shows as its example: below
5,000 yuan the chair and one of the standing board approve, below 50,000 two of the standing board.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from support.almanac import Almanac
from support.calling import HOLDER, Caller, Council, appointed, settled
from support.running import Embedded, eventually

from gateway.commands.decisions import TERMS

TODAY = "2027-01-11"
PAPER = "ab" * 32
PROJECTS = (
    *("case-01-wrong", "case-01-right", "case-08", "case-11"),
    *("case-12", "case-13", "case-13-other", "case-18"),
)
SMITH = {"name": "铁匠孙九", "kind": "person"}


@dataclass(frozen=True)
class Board:
    """The council, and who else decides under a policy."""

    council: Council
    first: Caller
    second: Caller
    secretary: Caller
    seats: tuple[Caller, ...]

    def project(self, code: str) -> str:
        """A fund and a project of one name."""
        assert self.council.nobody.seen(f"projects/{code}")["status"] == "open"
        return code

    def gift(self, fund: str, amount: str, **more: Any) -> dict[str, Any]:
        body = {"fund": fund, "account": "bank", "amount": amount, "occurred_on": TODAY, **more}
        return self.council.treasurer.made("donations", body)

    def allocated(self, code: str, amount: str) -> dict[str, Any]:
        """Below the threshold: asked for by the chair, agreed to by the standing board."""
        body = {"fund": code, "project": code, "amount": amount, "occurred_on": TODAY}
        asked = self.council.chair.made("allocations", body)
        made = asked
        for one in (self.first, self.second):
            if made["record"] == "allocation" or made["status"] == "made":
                break
            made = one.made(f"allocation-requests/{asked['id']}/approvals")
        return made

    def requested(self, code: str, amount: str, **more: Any) -> dict[str, Any]:
        body = {"amount": amount, "payee": SMITH, "purpose": "铁架", "attachments": [PAPER], **more}
        return self.council.lead.made(f"projects/{code}/spending", body)

    def approved(self, spending: Mapping[str, Any], *by: Caller) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in by:
            found = one.made(f"spending/{spending['id']}/approvals")
        assert found["status"] == "approved", found
        return found

    def pay(self, spending: Mapping[str, Any], amount: str) -> Any:
        body = {"amount": amount, "account": "bank", "occurred_on": TODAY}
        return self.council.treasurer.post(f"spending/{spending['id']}/payments", body)


@pytest.fixture(scope="module")
def board(dated: Embedded) -> Board:
    council = settled(dated)
    founder = council.founder
    seats = []
    for number in range(1, 6):
        unit = f"unit-{number}"
        founder.made("members", {"code": unit, "name": f"第{number}居民单位", "kind": "resident_unit"})
        seat = appointed(founder, f"代表{number}")
        mandate = {"person": seat.person, "role": "councillor", "member": unit, "from": "2020-01-01"}
        founder.made("mandates", mandate)
        seats.append(seat)
    first, second = (appointed(founder, name, "standing_board") for name in ("赵常务", "钱常务"))
    secretary = appointed(founder, "文秘书", "secretary")
    # Proposed before there was a policy: open at once, and no week of notice is to be waited for.
    for code in PROJECTS:
        fund = {"code": code, "name": code, "kind": "co_governance", "source": "donation"}
        founder.made("funds", {**fund, "legal_holder": HOLDER})
        council.lead.made("projects", {"code": code, "name": code, "purpose": code})
    founder.made("policies", {"terms": {**TERMS, "effective_from": TODAY}})
    return Board(council, first, second, secretary, tuple(seats))


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_case_01_a_gift_into_the_wrong_fund_moves_with_the_donors_consent(board: Board) -> None:
    who = board.council
    wrong, right = board.project("case-01-wrong"), board.project("case-01-right")
    gift = board.gift(wrong, "200.00", restriction={"kind": "category", "value": "elders"})
    move = {
        "from": wrong,
        "to": right,
        "amount": "200.00",
        "occurred_on": TODAY,
        "reason": "本意是捐给另一资金",
    }
    # It is restricted: only the donor unties it, not the council and not the treasurer.
    refused = who.treasurer.post("fund-transfers", move)
    assert refused.status_code == 409, refused.text
    consent = {"consent": {"donation": gift["id"], "paper": PAPER}}
    asked = who.treasurer.made("fund-transfers", {**move, **consent})
    assert who.treasurer.post(f"fund-transfers/{asked['id']}/confirmations").status_code == 403
    moved = who.chair.made(f"fund-transfers/{asked['id']}/confirmations")
    shown = who.nobody.seen(f"funds/{wrong}", moved), who.nobody.seen(f"funds/{right}", moved)
    assert [one["available"]["amount"] for one in shown] == ["0.00", "200.00"]
    assert (shown[0]["other_out"]["amount"], shown[1]["other_in"]["amount"]) == ("200.00", "200.00")
    # The gift stays where it was recorded, linked to the transfer.
    assert who.nobody.seen(f"donations/{gift['id']}")["status"] == "received"
    assert who.nobody.seen(f"fund-transfers/{moved['id']}")["donation"] == gift["id"]
    assert who.auditor.seen("ledger/findings")["items"] == []


def test_case_08_a_project_that_ends_part_spent_gives_back_the_rest_once(board: Board) -> None:
    who, code = board.council, board.project("case-08")
    board.gift(code, "1000.00")
    board.allocated(code, "1000.00")
    spent = board.approved(board.requested(code, "300.00"), who.chair, board.first)
    assert board.pay(spent, "300.00").status_code == 201
    cancelled = who.chair.made(f"projects/{code}/cancellations", {"reason": "场地另有用途"})
    assert cancelled["status"] == "cancelled"
    eventually(lambda: who.nobody.seen(f"funds/{code}")["committed"]["amount"] == "300.00", 20)
    fund = who.nobody.seen(f"funds/{code}")
    assert (fund["spent"]["amount"], fund["available"]["amount"]) == ("300.00", "700.00")
    assert who.chair.post(f"projects/{code}/cancellations", {"reason": "再次"}).status_code == 409
    assert who.nobody.seen(f"funds/{code}")["available"]["amount"] == "700.00"
    back = who.nobody.seen("returns", project=code)["items"]
    assert [one["amount"]["amount"] for one in back] == ["700.00"]


def test_case_11_nobody_approves_through_a_delegate(board: Board) -> None:
    who, code = board.council, board.project("case-11")
    board.gift(code, "1000.00")
    board.allocated(code, "1000.00")
    spending = board.requested(code, "100.00")
    # The secretary writes down the chair's approval on paper; the requester's own is refused, whoever writes.
    founder = who.founder
    founder.made("mandates", {"person": who.lead.person, "role": "standing_board", "from": "2020-01-01"})
    path = f"spending/{spending['id']}/approvals"
    own = {"on_behalf": {"person": who.lead.person, "paper": PAPER}}
    assert said(board.secretary.post(path, own)) == (403, "projects.same_person")
    chairs = {"on_behalf": {"person": who.chair.person, "paper": PAPER}}
    given = board.secretary.made(path, chairs)
    assert given["status"] == "requested"
    # The chair's hand is in it now: written down or in person, it does not count twice.
    assert who.chair.post(path).status_code in (403, 409)
    assert board.first.made(path)["status"] == "approved"


def test_case_12_an_entry_of_before_shows_the_name_of_its_day(board: Board) -> None:
    who = board.council
    founder = who.founder
    founder.made("members", {"code": "hehua", "name": "荷花苑", "kind": "resident_unit"})
    donor = {"name": "荷花苑业主", "kind": "organisation", "member": "hehua"}
    code = board.project("case-12")
    gift = board.gift(code, "5.00", donor=donor)
    before = who.nobody.seen("members/hehua", gift)
    renamed = founder.made("members/hehua/renamings", {"name": "荷风苑"})
    after = who.nobody.seen("members/hehua", renamed)
    assert (after["id"], after["name"]) == (before["id"], "荷风苑")
    assert [one["name"] for one in after["names"]] == ["荷花苑", "荷风苑"]
    found = who.nobody.seen("members", renamed, q="荷风")["items"]
    assert [one["id"] for one in found] == [before["id"]]


def test_case_13_without_its_attachment_spending_waits_and_an_invoice_is_good_once(board: Board) -> None:
    who = board.council
    code, other = board.project("case-13"), board.project("case-13-other")
    for one in (code, other):
        board.gift(one, "1000.00")
        board.allocated(one, "1000.00")
    number = {"invoice": {"number": f"2511-{secrets.token_hex(4)}"}}
    drafted = board.requested(code, "100.00", attachments=[], **number)
    board.approved(drafted, who.chair, board.first)
    refused = board.pay(drafted, "100.00")
    assert refused.status_code == 409, refused.text
    assert "attachment" in refused.json()["code"]
    who.lead.made(f"spending/{drafted['id']}/attachments", {"attachments": [PAPER]})
    assert board.pay(drafted, "100.00").status_code == 201
    body = {"amount": "50.00", "payee": SMITH, "purpose": "铁架", "attachments": [PAPER]}
    again = {"invoice": {"number": number["invoice"]["number"].upper().replace("-", "－")}}
    twice = who.lead.post(f"projects/{other}/spending", {**body, **again})
    assert twice.status_code == 409, twice.text
    assert "invoice" in twice.json()["code"]


def test_case_18_no_new_advance_while_an_old_one_is_unsettled(board: Board, almanac: Almanac) -> None:
    who, code = board.council, board.project("case-18")
    board.gift(code, "3000.00")
    board.allocated(code, "3000.00")
    advance = board.requested(code, "500.00", kind="advance")
    board.approved(advance, who.chair, board.first)
    paid = board.pay(advance, "500.00")
    assert paid.status_code == 201
    shown = who.nobody.seen(f"projects/{code}", paid.headers["Ledger-Position"])
    assert (shown["advanced"]["amount"], shown["spent"]["amount"]) == ("500.00", "0.00")
    body = {"amount": "100.00", "payee": advance["payee"]["id"], "purpose": "铁架", "kind": "advance"}
    again = {**body, "attachments": [PAPER]}
    almanac.move(datetime(2027, 2, 11, 2, tzinfo=UTC))
    refused = who.lead.post(f"projects/{code}/spending", again)
    assert refused.status_code == 409, refused.text
    assert "advance" in refused.json()["code"]
    settled_ = {"spent": "450.00", "returned": "50.00", "account": "bank", "attachments": [PAPER]}
    who.treasurer.made(f"advances/{advance['id']}/settlements", settled_)
    assert who.lead.post(f"projects/{code}/spending", again).status_code == 201
