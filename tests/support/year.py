"""One story through every door, and the figures that must come of it to the fen.

`told` acts it out; `holds` checks it, as often as one likes, through kills and restarts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from support.calling import Council
from support.running import eventually

DONOR, PAYEE, HOST = "欧阳修竹", "铁匠孙九", "滨湖饭店"
FUND = {
    "received": "3521.23", "refunded": "100.00", "other_in": "0.00", "other_out": "0.30",
    "committed": "1300.00", "spent": "400.00", "outstanding": "900.00", "available": "2120.93",
    "pledged": "0.00",
}  # fmt: skip
PROJECT = {"allocated": "1300.00", "reserved": "500.00", "spent": "400.00", "remaining": "400.00"}
MONEY = {"1002": "2821.23", "1009": "199.70"}
"""On the bank's account and on WeChat's; together what was received, less what went out."""


@dataclass(slots=True)
class Told:
    """The records that the story made, by what they are called in it."""

    made: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        return self.made[name]

    def keep(self, name: str, record: Mapping[str, Any]) -> str:
        self.made[name] = record
        return str(record["id"])


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def gift(amount: str, **more: Any) -> dict[str, Any]:
    return {"fund": "gz", "account": "bank", "amount": cny(amount), "occurred_on": "2026-03-01", **more}


def told(council: Council) -> Told:
    """The whole of it."""
    council.founder.system.keep_quiet_about(DONOR, PAYEE)
    story = Told()
    _money_in(council, story)
    _money_back(council, story)
    _money_spent(council, story)
    _many_at_once(council, story)
    return story


def _money_in(who: Council, story: Told) -> None:
    pledge = {key: value for key, value in gift("500.00").items() if key != "account"}
    pledged = story.keep("pledge", who.treasurer.made("pledges", pledge))
    donor = {"name": DONOR, "kind": "person"}
    named = gift("1000.00", donor=donor, purpose="长椅", note="谢谢大家")
    story.keep("gift", who.treasurer.made("donations", named, "the-gift"))
    host = gift("500.00", account="wechat", donor={"name": HOST, "kind": "organisation"})
    kept = story.keep("kept", who.treasurer.made("donations", host))
    story.keep("fulfilment", who.treasurer.made(f"pledges/{pledged}/fulfilments", {"donation": kept}))
    grant = gift("2000.00", kind="grant") | {"from": {"name": "街道办", "kind": "organisation"}}
    story.keep("grant", who.treasurer.made("receipts", grant))
    story.keep("interest", who.treasurer.made("receipts", gift("1.23", kind="interest")))
    moved = {"from": "wechat", "to": "bank", "amount": "300.00", "fee": "0.30", "fund": "gz"}
    story.keep("transfer", who.treasurer.made("transfers", {**moved, "occurred_on": "2026-03-02"}))


def _money_back(who: Council, story: Told) -> None:
    refund = {"amount": "100.00", "occurred_on": "2026-03-03", "reason": "多转了"}
    story.keep("refund", who.treasurer.made(f"donations/{story['gift']['id']}/refunds", refund))
    twice = story.keep("twice", who.treasurer.made("donations", gift("77.77")))
    asked = who.treasurer.made(f"donations/{twice}/reversals", {"reason": "记了两次"})
    assert who.treasurer.post(f"reversals/{asked['id']}/confirmations").status_code == 403
    story.keep("reversal", who.chair.made(f"reversals/{asked['id']}/confirmations"))


def _money_spent(who: Council, story: Told) -> None:
    to_bench = {"fund": "gz", "project": "bench", "occurred_on": "2026-03-04"}
    story.keep("allocation", who.chair.made("allocations", {**to_bench, "amount": "1500.00"}))
    too_much = who.chair.post("allocations", {**to_bench, "amount": "999999.00"})
    assert (too_much.status_code, too_much.json()["code"]) == (409, "funds.insufficient")
    back = {"amount": "200.00", "reason": "用不了"}
    story.keep("return", who.chair.made(f"allocations/{story['allocation']['id']}/returns", back))
    wanted = {"amount": "900.00", "payee": {"name": PAYEE, "kind": "person"}, "purpose": "铁架"}
    spending = story.keep(
        "spending", who.lead.made("projects/bench/spending", {**wanted, "attachments": ["a" * 64]})
    )
    assert who.lead.post(f"spending/{spending}/approvals").status_code == 403
    who.chair.made(f"spending/{spending}/approvals")
    paid = {"account": "bank"}
    story.keep("payment", who.treasurer.made(f"spending/{spending}/payments", {**paid, "amount": "400.00"}))
    bounced = who.treasurer.made(f"spending/{spending}/payments", {**paid, "amount": "300.10"})
    story.keep("bounced", bounced)
    again = who.treasurer.made(f"payments/{bounced['id']}/reversals", {"reason": "退回来了"})
    story.keep("last", who.chair.made(f"reversals/{again['id']}/confirmations"))
    other = who.lead.made("projects/bench/spending", {**wanted, "amount": "100.00"})
    story.keep("rejected", who.chair.made(f"spending/{other['id']}/rejections", {"reason": "太贵"}))


def _many_at_once(who: Council, story: Told) -> None:
    one = {"command": "funds.record_donation", **gift("10.00")}
    mixed = who.treasurer.post("batches", {"commands": [one, {**one, "fund": "nope"}]}, "mixed")
    assert mixed.status_code == 201, mixed.text
    assert [each["status"] for each in mixed.json()["results"]] == [201, 422]
    five = {**one, "amount": "5.00"}
    refused = who.treasurer.post("batches", {"atomic": True, "commands": [five, {**five, "fund": "nope"}]})
    assert refused.status_code == 422, refused.text
    taken = who.treasurer.post("batches", {"atomic": True, "commands": [five, five]})
    assert [each["status"] for each in taken.json()["results"]] == [201, 201], taken.text
    tried = who.treasurer.post("donations", gift("1.00"), dry_run="true")
    assert (tried.status_code, tried.json()["dry_run"]) == (200, True)
    story.keep("batch", {"id": "", "at": taken.headers["Ledger-Position"]})


def holds(who: Council, story: Told) -> None:
    """Everything that was told is there, to the fen."""
    for name in ("gift", "last", "batch"):
        who.nobody.seen("funds/gz", story[name])
    # What projects did enters funds' own log, and its figures, in a moment.
    eventually(
        lambda: _figures(who.nobody.seen("funds/gz"), FUND) == FUND, 20, lambda: who.nobody.seen("funds/gz")
    )
    project = who.nobody.seen("projects/bench", story["last"])
    assert _figures(project, PROJECT) == PROJECT
    _of_then(who)
    _statuses(who, story)
    _ledger(who)


def _figures(shown: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: shown[name]["amount"] for name in wanted}


def _of_then(who: Council) -> None:
    """By accounting date."""
    before = who.nobody.seen("funds/gz", as_of="2026-02-28")
    assert {before[name]["amount"] for name in FUND} == {"0.00"}
    third = who.nobody.seen("funds/gz", as_of="2026-03-03")
    assert (third["refunded"]["amount"], third["committed"]["amount"]) == ("100.00", "0.00")


def _statuses(who: Council, story: Told) -> None:
    wanted = {
        "donations/gift": "partly_refunded",
        "donations/twice": "reversed",
        "spending/spending": "partly_paid",
        "spending/rejected": "rejected",
        "payments/bounced": "reversed",
        "pledges/pledge": "fulfilled",
    }
    for path, status in wanted.items():
        kind, name = path.split("/")
        assert who.nobody.seen(f"{kind}/{story[name]['id']}")["status"] == status, path
    repeated = who.treasurer.post(
        "donations",
        gift("1000.00", donor={"name": DONOR, "kind": "person"}, purpose="长椅", note="谢谢大家"),
        "the-gift",
    )
    assert (repeated.status_code, repeated.json()["id"]) == (201, story["gift"]["id"])
    other = who.treasurer.post("donations", gift("1000.01"), "the-gift")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")


def _ledger(who: Council) -> None:
    balance = who.nobody.seen("ledger/trial-balance")
    assert balance["debit"] == balance["credit"]
    rows = {row["account"]: row["balance"]["amount"] for row in balance["rows"] if row["account"] in MONEY}
    assert rows == MONEY
    assert who.auditor.seen("ledger/findings")["items"] == []
    events = list(who.auditor.every("events"))
    assert [event["ledger_position"] for event in events] == list(range(1, len(events) + 1))
    whole = "".join(event["text"] for event in events)
    assert DONOR not in whole
    assert PAYEE not in whole
    assert HOST in whole
    assert who.treasurer.get("events").status_code == 403
