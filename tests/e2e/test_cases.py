"""The cases that a hasty build misses (DOMAIN, section 6), each against a running system by HTTP.

One test a case, named by its number; all of them embedded and grown, each with a fund of its own.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.calling import HOLDER, Council, appointed, settled
from support.running import Running, eventually

PAYEE = {"name": "铁匠孙九", "kind": "person"}
DAY = "2026-03-01"


@pytest.fixture(scope="module", params=["embedded", pytest.param("grown", marks=pytest.mark.servers)])
def system(request: pytest.FixtureRequest) -> Running:
    found: Running = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def who(system: Running) -> Council:
    return settled(system)


class Scene:
    """A fund and a project of one case, of one name."""

    def __init__(self, who: Council, name: str, *, category: str | None = None) -> None:
        self.who, self.name = who, name
        fund = {"code": name, "name": name, "kind": "co_governance", "source": "donation"}
        who.founder.made("funds", {**fund, "legal_holder": HOLDER})
        project = {"code": name, "name": name, "purpose": name}
        self.project = who.lead.made("projects", {**project, **({"category": category} if category else {})})

    def gift(self, amount: str, **more: Any) -> dict[str, Any]:
        body = {"fund": self.name, "account": "bank", "amount": amount, "occurred_on": DAY}
        return self.who.treasurer.made("donations", {**body, **more})

    def allocated(self, amount: str, project: str = "") -> dict[str, Any]:
        return self.who.chair.made("allocations", self.allocation(amount, project))

    def allocation(self, amount: str, project: str = "") -> dict[str, Any]:
        return {"fund": self.name, "project": project or self.name, "amount": amount, "occurred_on": DAY}

    def requested(self, amount: str, **more: Any) -> dict[str, Any]:
        body = {"amount": amount, "payee": PAYEE, "purpose": "铁架", **more}
        return self.who.lead.made(f"projects/{self.name}/spending", body)

    def approved(self, amount: str, **more: Any) -> dict[str, Any]:
        return self.who.chair.made(f"spending/{self.requested(amount, **more)['id']}/approvals")

    def pay(self, spending: dict[str, Any], amount: str) -> Any:
        body = {"amount": amount, "account": "bank"}
        return self.who.treasurer.post(f"spending/{spending['id']}/payments", body)

    def fund(self, after: dict[str, Any] | None = None) -> dict[str, Any]:
        shown: dict[str, Any] = self.who.nobody.seen(f"funds/{self.name}", after)
        return shown


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def reversed_(who: Council, kind: str, record: dict[str, Any]) -> dict[str, Any]:
    asked = who.treasurer.made(f"{kind}/{record['id']}/reversals", {"reason": "退票"})
    return who.chair.made(f"reversals/{asked['id']}/confirmations")


def test_case_01_a_donation_into_the_wrong_fund_goes_to_the_right_one_by_its_donors_consent(
    who: Council,
) -> None:
    wrong, right = Scene(who, "case-01-wrong"), Scene(who, "case-01-right")
    elders = {"kind": "category", "value": "elders"}
    gift = wrong.gift("100.00", restriction=elders, donor={"name": "欧阳修竹", "kind": "person"})
    ends = {"from": wrong.name, "to": right.name, "amount": "100.00", "occurred_on": DAY, "reason": "转错"}
    refused = who.treasurer.post("fund-transfers", ends)
    assert said(refused) == (409, "funds.insufficient")
    consent = {"donation": gift["id"], "paper": "ab" * 32}
    asked = who.treasurer.made("fund-transfers", {**ends, "consent": consent})
    done = who.chair.made(f"fund-transfers/{asked['id']}/confirmations")
    assert (done["status"], done["donation"]) == ("made", gift["id"])
    assert wrong.fund(done)["available"]["amount"] == "0.00"
    [tied] = right.fund(done)["by_restriction"]
    assert tied == {"restriction": elders, "available": {"amount": "100.00", "currency": "CNY"}}
    # The donation itself stays what it was.
    shown = who.nobody.seen(f"donations/{gift['id']}")
    assert (shown["status"], shown["fund"]) == ("received", gift["fund"])


def test_case_02_a_donation_bounces_after_its_allocation(who: Council) -> None:
    scene = Scene(who, "case-02")
    gift = scene.gift("1000.00")
    scene.allocated("800.00")
    spending = scene.approved("500.00")
    bounced = reversed_(who, "donations", gift)
    fund = scene.fund(bounced)
    assert (fund["available"]["amount"], fund["short"]["amount"]) == ("-800.00", "800.00")
    # Allocations stop at once, payments as soon as projects has noted it, and whoever looks is told.
    assert said(who.chair.post("allocations", scene.allocation("0.01"))) == (409, "funds.over_committed")
    eventually(lambda: said(scene.pay(spending, "0.01")) == (409, "projects.fund_frozen"), 20)
    found = who.chair.seen("ledger/findings")["items"]
    assert ("fund.over_committed", gift["fund"]) in {(one["code"], one["subject"]) for one in found}
    # Covered again, everything goes on.
    covered = scene.gift("800.00")
    assert scene.fund(covered)["short"]["amount"] == "0.00"
    eventually(lambda: scene.pay(spending, "500.00").status_code == 201, 20)


def test_case_03_restricted_money_is_not_for_another_purpose(who: Council) -> None:
    scene = Scene(who, "case-03", category="elders")
    Scene(who, "case-03-other", category="children")
    scene.gift("300.00", restriction={"kind": "category", "value": "elders"})
    scene.gift("50.00", restriction={"kind": "project", "value": "case-03"})
    scene.gift("20.00")
    refused = who.chair.post("allocations", scene.allocation("20.01", "case-03-other"))
    assert said(refused) == (409, "funds.insufficient")
    assert "20.00 CNY" in refused.json()["detail"]
    scene.allocated("20.00", "case-03-other")
    made = scene.allocated("350.00")
    assert scene.fund(made)["available"]["amount"] == "0.00"


def test_case_04_of_two_approvals_that_exceed_the_sum_together_one_passes(who: Council) -> None:
    scene = Scene(who, "case-04")
    scene.gift("1000.00")
    scene.allocated("1000.00")
    pair = [scene.requested("700.00"), scene.requested("600.00")]
    with ThreadPoolExecutor(2) as pool:
        answers = [*pool.map(lambda one: who.chair.post(f"spending/{one['id']}/approvals"), pair)]
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    [refused] = [answer.json() for answer in answers if answer.status_code == 409]
    left = "300.00" if answers[0].status_code == 201 else "400.00"
    assert refused["code"] == "projects.insufficient"
    assert f"{left} CNY" in refused["detail"]


def test_case_04_of_two_allocations_that_exceed_the_fund_together_one_passes(who: Council) -> None:
    scene = Scene(who, "case-04b")
    scene.gift("1000.00")
    with ThreadPoolExecutor(2) as pool:
        asked = [scene.allocation(amount) for amount in ("700.00", "600.00")]
        answers = [*pool.map(lambda body: who.chair.post("allocations", body), asked)]
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    [refused] = [answer.json() for answer in answers if answer.status_code == 409]
    left = "300.00" if answers[0].status_code == 201 else "400.00"
    assert refused["code"] == "funds.insufficient"
    assert f"{left} CNY" in refused["detail"]


def test_case_06_a_key_means_one_command(who: Council) -> None:
    scene = Scene(who, "case-06")
    body = {"fund": "case-06", "account": "bank", "amount": "10.00", "occurred_on": DAY}
    first, again = (who.treasurer.post("donations", body, "case-06-key") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["Ledger-Position"] == again.headers["Ledger-Position"]
    other = who.treasurer.post("donations", {**body, "amount": "10.01"}, "case-06-key")
    assert said(other) == (422, "idempotency.key_reused")
    fund = who.nobody.seen("funds/case-06", first.headers["Ledger-Position"])
    assert fund["received"]["amount"] == "10.00"
    assert scene.gift("1.00")["id"] != first.json()["id"]


def test_case_08_a_project_cancelled_part_spent_keeps_the_spent_and_gives_back_the_rest(who: Council) -> None:
    scene = Scene(who, "case-08")
    scene.gift("1000.00")
    scene.allocated("600.00")
    assert scene.pay(scene.approved("250.00"), "250.00").status_code == 201
    owed = scene.approved("50.00")
    refused = who.chair.post("projects/case-08/cancellations", {"reason": "场地另有用途"})
    assert said(refused) == (409, "projects.unpaid_spending")
    who.chair.made(f"spending/{owed['id']}/cancellations", {"reason": "不再需要"})
    who.chair.made("projects/case-08/cancellations", {"reason": "场地另有用途"})
    for ending in ("cancellations", "closings"):
        again = who.chair.post(f"projects/case-08/{ending}", {"reason": "再来"} if ending[1] == "a" else {})
        assert said(again) == (409, "projects.project_closed")
    eventually(lambda: scene.fund()["available"]["amount"] == "750.00")
    project = who.nobody.seen("projects/case-08")
    assert [project[name]["amount"] for name in ("spent", "reserved", "remaining")] == [
        "250.00",
        "0.00",
        "0.00",
    ]
    back = who.nobody.seen("returns", project="case-08")["items"]
    assert [one["amount"]["amount"] for one in back] == ["350.00"]


def test_case_09_spending_beyond_the_budget_needs_a_changed_allocation(who: Council) -> None:
    scene = Scene(who, "case-09")
    scene.gift("1000.00")
    scene.allocated("400.00")
    request = {"amount": "400.01", "payee": PAYEE, "purpose": "铁架"}
    refused = who.lead.post("projects/case-09/spending", request)
    assert said(refused) == (409, "projects.insufficient")
    assert "400.00 CNY" in refused.json()["detail"]
    scene.allocated("0.01")
    assert scene.pay(scene.approved("400.01"), "400.01").status_code == 201


def test_case_10_no_more_goes_back_than_is_left_of_the_gift(who: Council) -> None:
    scene = Scene(who, "case-10")
    gift = scene.gift("100.00")
    refund = {"occurred_on": "2026-03-02", "reason": "多转了"}
    who.treasurer.made(f"donations/{gift['id']}/refunds", {**refund, "amount": "60.00"})
    refused = who.treasurer.post(f"donations/{gift['id']}/refunds", {**refund, "amount": "40.01"})
    assert said(refused) == (409, "funds.refund_too_large")
    assert "40.00 CNY" in refused.json()["detail"]
    last = who.treasurer.made(f"donations/{gift['id']}/refunds", {**refund, "amount": "40.00"})
    assert who.nobody.seen(f"donations/{gift['id']}", last)["status"] == "refunded"


def test_case_10_a_gift_of_an_earlier_year_goes_back_out_of_the_net_assets(who: Council) -> None:
    scene = Scene(who, "case-10-prior")
    gift = scene.gift("100.00", occurred_on="2025-12-31")
    back = {"amount": "100.00", "occurred_on": "2026-01-05", "reason": "误转"}
    refund = who.treasurer.made(f"donations/{gift['id']}/refunds", back)
    entries = who.auditor.seen("ledger/entries", refund, subject=gift["id"], limit="200")["items"]
    [given_back] = [one for one in entries if one["position"] == refund["position"]]
    accounts = {line["account"] for line in given_back["lines"]}
    assert accounts & {"3101", "3102"}
    assert not any(account.startswith("4101") for account in accounts)


def test_case_11_nobody_approves_their_own_request_through_another_name(who: Council) -> None:
    scene = Scene(who, "case-11")
    scene.gift("100.00")
    scene.allocated("100.00")
    spending = scene.requested("100.00")
    # The same human was registered twice, and the second registration became chair.
    twice = appointed(who.founder, "王五岳之二")
    who.founder.made(f"people/{twice.person}/aliases", {"of": who.lead.person})
    who.founder.made("mandates", {"person": who.lead.person, "role": "chair", "from": "2020-01-01"})
    for hand in (twice, who.lead):
        refused = hand.post(f"spending/{spending['id']}/approvals")
        assert said(refused) == (403, "projects.same_person"), refused.text
    who.chair.made(f"spending/{spending['id']}/approvals")


def test_case_16_people_of_one_name_stay_two_and_numbers_stay_text(who: Council) -> None:
    scene = Scene(who, "case-16")
    namesake = {"name": "张伟", "kind": "person"}
    serials = ("0000000000000000000000000000042", "12345678901234567890123456789012")
    pair = [scene.gift("5.00", donor=namesake, reference=serial) for serial in serials]
    first, second = (one["donor"]["id"] for one in pair)
    assert first != second
    for gift, serial in zip(pair, serials, strict=True):
        shown = who.treasurer.seen("donations", gift, reference=serial)["items"]
        assert [(one["id"], one["reference"]) for one in shown] == [(gift["id"], serial)]
    by_donor = who.treasurer.seen("donations", pair[1], donor=first)["items"]
    assert [one["id"] for one in by_donor] == [pair[0]["id"]]


def test_case_17_fewer_goods_acknowledged_than_were_shipped_are_a_loss(who: Council) -> None:
    scene = Scene(who, "case-17")
    coats = {"name": "棉衣", "unit": "件", "quantity": 7, "value": "100.00"}
    body = {"fund": scene.name, "items": [coats], "valued": True, "occurred_on": DAY}
    gift = who.treasurer.made("gifts-in-kind", body)
    path = f"gifts-in-kind/{gift['id']}"
    sorting = {"items": [{"name": "棉衣", "usable": 7}], "occurred_on": DAY}
    who.treasurer.made(f"{path}/sortings", sorting)
    sent = {"items": [{"name": "棉衣", "quantity": 7}], "occurred_on": DAY}
    school = {"name": "望湖小学", "kind": "organisation"}
    shipment = who.treasurer.made(f"{path}/shipments", {**sent, "recipient": school})
    arrived = {"items": [{"name": "棉衣", "quantity": 5}], "occurred_on": DAY, "shipment": shipment["id"]}
    done = who.treasurer.made(f"{path}/acknowledgements", arrived)
    [loss] = who.nobody.seen("losses", done, gift=gift["id"])["items"]
    assert (loss["cause"], loss["shipment"]) == ("in_transit", shipment["id"])
    assert [(one["name"], one["quantity"]) for one in loss["items"]] == [("棉衣", 2)]
    assert loss["value"] == {"amount": "28.57", "currency": "CNY"}
    # All of it has left the store, and none of it is money.
    assert scene.fund(done)["goods"]["amount"] == scene.fund(done)["available"]["amount"] == "0.00"
