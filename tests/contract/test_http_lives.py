"""Projects' lives over HTTP: with a policy from the proposal to the acceptance, and without one."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep

import pytest
from support.living import CONTRACTOR, PAPER, Council, adopted, begun, council, faulty, with_policy


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """Without a policy."""
    made = council(tmp_path_factory.mktemp("free"))
    yield made
    made.house.stop()


@pytest.fixture(scope="module")
def governed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """With a policy."""
    made = council(tmp_path_factory.mktemp("governed"))
    with_policy(made)
    yield made
    made.house.stop()


# --- from the proposal to the end ---------------------------------------------------------------------
def test_with_a_policy_a_project_is_proposed_noticed_objected_to_approved_accepted_and_closed(
    governed: Council,
) -> None:
    of = governed
    project = of.project("plaza")
    assert (project["status"], project["needs_approval"]) == ("proposed", True)
    about = {"kind": "project", "id": "plaza"}
    notice = of.secretary.made("/v1/notices", {"about": about, "text": "广场长椅公示", "days": 7})
    of.has_status("/v1/projects/plaza", "in_notice")
    assert of.founder.seen("/v1/projects/plaza")["notice_ends_on"] == notice["ends_on"]
    refused = of.allocated("plaza")
    assert (refused.status_code, refused.json["code"]) == (409, "funds.project_not_approved")
    objection = of.resident.made("/v1/objections", {"about": about, "text": "太靠近楼房"})
    of.later(7)
    resolution = adopted(of, "plaza")
    sleep(0.3)
    assert of.founder.seen("/v1/projects/plaza")["status"] == "in_notice"
    assert of.allocated("plaza").status_code == 409
    accepted = of.chair.post("/v1/projects/plaza/acceptances", {"report": "好"})
    assert (accepted.status_code, accepted.json["code"]) == (409, "projects.not_approved")
    of.chair.made(f"/v1/objections/{objection['id']}/answers", {"text": "太近", "upheld": True})
    sleep(0.3)
    assert of.founder.seen("/v1/projects/plaza")["status"] == "in_notice"
    of.secretary.made(f"/v1/objections/{objection['id']}/settlements", {"text": "已移位"})
    of.has_status("/v1/projects/plaza", "approved")
    seen = of.founder.seen("/v1/projects/plaza")
    assert seen["resolution"] == resolution["id"]
    assert of.allocated("plaza").status_code == 201
    of.house.settled()
    of.spent("plaza", "300")
    early = of.chair.post("/v1/projects/plaza/closings")
    assert (early.status_code, early.json["code"]) == (409, "projects.not_accepted")
    of.chair.made("/v1/projects/plaza/acceptances", {"report": "长椅十张", "attachments": [PAPER]})
    of.chair.made("/v1/projects/plaza/closings")
    of.house.settled()
    seen = of.chair.seen("/v1/projects/plaza")
    assert (seen["status"], seen["spent"]["amount"], seen["allocated"]["amount"]) == (
        "closed",
        "300.00",
        "300.00",
    )
    assert seen["report"]["text"] == "长椅十张"
    assert seen["attachments"] == [PAPER]
    assert "text" not in of.resident.seen("/v1/projects/plaza")["report"]


def test_a_project_without_a_notice_stays_proposed_whatever_is_resolved(governed: Council) -> None:
    of, where = governed, "/v1/projects/fence"
    project = of.project("fence")
    assert (project["status"], project["needs_notice"]) == ("proposed", True)
    resolution = adopted(of, "fence")
    of.later(30)
    sleep(0.3)
    assert of.founder.seen(where)["status"] == "proposed"
    refused = of.allocated("fence")
    assert (refused.status_code, refused.json["code"]) == (409, "funds.project_not_approved")
    about = {"about": {"kind": "project", "id": "fence"}, "text": "围栏公示"}
    wrong = of.secretary.made("/v1/notices", about)
    of.has_status(where, "in_notice")
    of.secretary.made(f"/v1/notices/{wrong['id']}/withdrawals", {"reason": "写错了"})
    of.has_status(where, "proposed")
    assert of.founder.seen(where)["notices"] == []
    of.later(7)
    sleep(0.3)
    assert of.founder.seen(where)["status"] == "proposed"
    notice = of.secretary.made("/v1/notices", about)
    of.has_status(where, "in_notice")
    of.later(6)
    sleep(0.3)
    seen = of.founder.seen(where)
    assert (seen["status"], seen["notice_ends_on"]) == ("in_notice", of.day())
    assert seen["notices"] == [{"notice": notice["id"], "ends_on": of.day()}]
    of.later(1)
    of.has_status(where, "approved")
    assert of.founder.seen(where)["resolution"] == resolution["id"]
    over = of.secretary.post(f"/v1/notices/{notice['id']}/withdrawals", {"reason": "太晚"})
    assert (over.status_code, over.json["code"]) == (409, "members.notice_over")
    assert of.allocated("fence").status_code == 201


def test_a_notice_that_ran_is_not_undone_by_a_later_one_that_is_taken_down(governed: Council) -> None:
    of, where = governed, "/v1/projects/arbour"
    of.project("arbour")
    about = {"about": {"kind": "project", "id": "arbour"}, "text": "凉亭公示"}
    first = of.secretary.made("/v1/notices", about)
    of.later(7)
    again = of.secretary.made("/v1/notices", about)
    adopted(of, "arbour")
    sleep(0.3)
    assert of.founder.seen(where)["notice_ends_on"] == again["ends_on"]
    of.secretary.made(f"/v1/notices/{again['id']}/withdrawals", {"reason": "重复"})
    of.has_status(where, "approved")
    seen = of.founder.seen(where)
    assert seen["notices"] == [{"notice": first["id"], "ends_on": first["ends_on"]}]
    assert seen["notice_ends_on"] == first["ends_on"]


def test_without_a_policy_a_project_is_open_at_once_and_closes_without_acceptance(free: Council) -> None:
    project = free.project("swing")
    assert (project["status"], project["needs_approval"]) == ("open", False)
    assert free.allocated("swing", "10").status_code == 201
    free.house.settled()
    free.chair.made("/v1/projects/swing/closings")
    again = free.chair.post("/v1/projects/swing/closings")
    assert (again.status_code, again.json["code"]) == (409, "projects.project_closed")


@pytest.fixture(params=["free", "governed"])
def either(request: pytest.FixtureRequest) -> Council:
    found: Council = request.getfixturevalue(request.param)
    return found


# --- the cases that a hasty build misses --------------------------------------------------------------
def test_case_3_a_restricted_donation_does_not_serve_another_purpose(either: Council) -> None:
    of = either
    begun(of, "case3")
    begun(of, "case3b")
    fund = {"code": "tied", "name": "专项", "kind": "other", "source": "donation", "legal_holder": "社区"}
    answer = of.founder.post("/v1/funds", fund)
    if answer.status_code != 201:
        of.founder.made("/v1/funds", {**fund, "kind": "co_governance"})
    gift = {"fund": "tied", "account": "bank", "amount": "500", "occurred_on": "2026-01-02"}
    donor = {"donor": {"name": "孙", "kind": "person"}}
    of.house.settled()
    of.treasurer.made(
        "/v1/donations", {**gift, **donor, "restriction": {"kind": "project", "value": "case3"}}
    )
    body = {"fund": "tied", "amount": "100", "occurred_on": of.day()}
    off = of.chair.post("/v1/allocations", {**body, "project": "case3b"})
    assert (off.status_code, off.json["code"]) == (409, "funds.insufficient")
    assert of.chair.post("/v1/allocations", {**body, "project": "case3"}).status_code == 201


def test_case_8_a_project_cancelled_part_spent_gives_back_the_unspent_and_keeps_the_spent(
    either: Council,
) -> None:
    of = either
    begun(of, "case8")
    available = of.founder.seen("/v1/funds/gz")["available"]["amount"]
    assert of.allocated("case8", "1000").status_code == 201
    of.house.settled()
    of.spent("case8", "400")
    wanted = {"amount": "200", "payee": CONTRACTOR, "purpose": "油漆", "attachments": [PAPER]}
    owed = of.lead.made("/v1/projects/case8/spending", wanted)
    of.chair.made(f"/v1/spending/{owed['id']}/approvals")
    refused = of.chair.post("/v1/projects/case8/cancellations", {"reason": "场地另有用途"})
    assert (refused.status_code, refused.json["code"]) == (409, "projects.unpaid_spending")
    of.chair.made(f"/v1/spending/{owed['id']}/cancellations", {"reason": "不再需要"})
    cancelled = of.chair.made("/v1/projects/case8/cancellations", {"reason": "场地另有用途"})
    assert cancelled["status"] == "cancelled"
    for path, body in (("cancellations", {"reason": "再来"}), ("closings", {})):
        again = of.chair.post(f"/v1/projects/case8/{path}", body)
        assert (again.status_code, again.json["code"]) == (409, "projects.project_closed")
    of.house.settled()
    seen = of.chair.seen("/v1/projects/case8")
    assert (seen["spent"]["amount"], seen["remaining"]["amount"]) == ("400.00", "0.00")
    assert seen["reason"]["text"] == "场地另有用途"
    back = of.founder.seen("/v1/returns", project="case8")["items"]
    assert [one["amount"]["amount"] for one in back] == ["600.00"]
    after = of.founder.seen("/v1/funds/gz")["available"]["amount"]
    assert float(available) - float(after) == 400
    late = of.allocated("case8", "10")
    assert (late.status_code, late.json["code"]) == (409, "funds.project_closed")
    findings = of.treasurer.seen("/v1/ledger/findings")["items"]
    assert [one for one in findings if one["severity"] == "error"] == []


def test_case_9_spending_above_the_budget_needs_a_changed_allocation(either: Council) -> None:
    of = either
    begun(of, "case9")
    assert of.allocated("case9", "100").status_code == 201
    of.house.settled()
    wanted = {"amount": "150", "payee": CONTRACTOR, "purpose": "木料", "attachments": [PAPER]}
    above = of.lead.post("/v1/projects/case9/spending", wanted)
    assert (above.status_code, above.json["code"]) == (409, "projects.insufficient")
    assert of.allocated("case9", "50").status_code == 201
    of.house.settled()
    assert of.lead.post("/v1/projects/case9/spending", wanted).status_code == 201


# --- who leads, who supervises, who accepts -----------------------------------------------------------
def test_one_unit_leads_another_supervises_and_its_person_accepts(either: Council) -> None:
    of = either
    begun(of, "sides")
    path = "/v1/projects/sides"
    of.chair.made(f"{path}/leads", {"member": "carpenters", "person": of.anna.person})
    same = of.chair.post(f"{path}/supervisions", {"member": "carpenters"})
    assert (same.status_code, same.json["code"]) == (409, "projects.same_unit")
    assert faulty(same) == {"member"}
    twice = of.chair.post(f"{path}/supervisions", {"member": "choir", "person": of.anna.person})
    assert (twice.status_code, twice.json["code"]) == (403, "projects.same_person")
    of.chair.made(f"{path}/supervisions", {"member": "gardeners"})
    seen = of.chair.made(f"{path}/supervisions", {"member": "choir", "person": of.bo.person})
    of.house.settled()
    seen = of.chair.seen(path)
    assert seen["lead_person"]["name"] == "安娜"
    assert seen["supervision_person"]["id"] == of.bo.person
    assert len(seen["supervisions"]) == 2
    assert [one["answers"] for one in seen["supervisions"]] == [None, of.bo.person]
    for who, status, code in (
        (of.anna, 403, "projects.same_person"),
        (of.resident, 403, "projects.not_supervising"),
        (of.treasurer, 403, "forbidden"),
    ):
        answer = who.post(f"{path}/acceptances", {"report": "好"})
        assert (answer.status_code, answer.json["code"]) == (status, code)
    on_paper = {"report": "好", "on_behalf": {"person": of.bo.person, "paper": PAPER}}
    accepted = of.secretary.made(f"{path}/acceptances", on_paper)
    assert (accepted["status"], accepted["accepted_by"]) == ("accepted", of.bo.person)
    again = of.bo.post(f"{path}/acceptances", {"report": "好"})
    assert (again.status_code, again.json["code"]) == (409, "projects.already_accepted")


def test_who_asked_for_the_money_does_not_accept_not_even_as_chair(either: Council) -> None:
    of = either
    begun(of, "askers")
    both = of.house.person("双任", "chair", "project_lead")
    assert of.allocated("askers", "100").status_code == 201
    of.house.settled()
    wanted = {"amount": "10", "payee": CONTRACTOR, "purpose": "木料", "attachments": [PAPER]}
    both.made("/v1/projects/askers/spending", wanted)
    answer = both.post("/v1/projects/askers/acceptances", {"report": "好"})
    assert (answer.status_code, answer.json["code"]) == (403, "projects.same_person")
    assert of.chair.post("/v1/projects/askers/acceptances", {"report": "好"}).status_code == 201


def test_what_is_named_and_is_not_there_is_told_by_its_field(free: Council) -> None:
    free.project("named")
    for body, field in (
        ({"member": "nope"}, "member"),
        ({"member": "choir", "person": "per_0123456789abcdefghjk"}, "person"),
    ):
        answer = free.chair.post("/v1/projects/named/leads", body)
        assert (answer.status_code, answer.json["code"]) == (422, "not_found"), answer.text
        assert field in faulty(answer)
    assert free.chair.post("/v1/projects/nowhere/leads", {"member": "choir"}).status_code == 404


# --- milestones ---------------------------------------------------------------------------------------
def test_a_milestone_is_overdue_by_itself_and_waits_for_both_sides(free: Council) -> None:
    of = free
    of.project("late")
    of.chair.made("/v1/projects/late/leads", {"member": "carpenters", "person": of.anna.person})
    of.chair.made("/v1/projects/late/supervisions", {"member": "choir", "person": of.bo.person})
    first = of.lead.made("/v1/projects/late/milestones", {"name": "木料到场", "due_on": of.day(2)})
    second = of.lead.made("/v1/projects/late/milestones", {"name": "安装", "due_on": of.day(9)})
    assert (first["status"], first["due_on"]) == ("waiting", of.day(2))
    of.later(3)
    of.has_status(f"/v1/milestones/{first['id']}", "overdue")
    for who in (of.anna, of.bo, of.voters[0], of.voters[1]):
        items = [one for one in who.seen("/v1/tasks")["items"] if one["kind"] == "milestone"]
        mine = [one for one in items if one["about"]["id"] in (first["id"], second["id"])]
        assert [(one["title"], one["overdue"]) for one in mine] == [("木料到场", True), ("安装", False)]
    assert of.resident.seen("/v1/tasks")["items"] == []
    past = of.chair.post(f"/v1/milestones/{first['id']}/moves", {"due_on": of.day(-1), "reason": "下雨"})
    assert (past.status_code, faulty(past)) == (422, {"due_on"})
    moved = of.chair.made(f"/v1/milestones/{first['id']}/moves", {"due_on": of.day(4), "reason": "下雨"})
    assert (moved["status"], moved["due_on"]) == ("waiting", of.day(4))
    assert moved["first_due_on"] == of.day(-1)
    done = of.lead.made(f"/v1/milestones/{first['id']}/completions", {"attachments": [PAPER]})
    assert (done["status"], done["completed_on"]) == ("completed", of.day())
    again = of.lead.post(f"/v1/milestones/{first['id']}/completions")
    assert (again.status_code, again.json["code"]) == (409, "projects.milestone_done")
    of.house.settled()
    late = of.founder.seen("/v1/milestones", project="late", status="completed")
    assert [one["id"] for one in late["items"]] == [first["id"]]
    of.chair.made("/v1/projects/late/closings")
    of.house.settled()
    of.later(30)
    sleep(0.3)
    assert of.founder.seen(f"/v1/milestones/{second['id']}")["status"] == "waiting"
    assert of.anna.seen("/v1/tasks")["items"] == []
