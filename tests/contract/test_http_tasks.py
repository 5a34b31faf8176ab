"""GET /v1/tasks: what waits for whoever asks, from the asking to the doing of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.house import Caller
from support.living import CONTRACTOR, PAPER, Council, council, with_policy


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    made = council(tmp_path_factory.mktemp("tasks"))
    yield made
    made.house.stop()


def tasks(who: Caller, kind: str) -> list[dict[str, Any]]:
    return [one for one in who.seen("/v1/tasks")["items"] if one["kind"] == kind]


def waits(of: Council, kind: str, about: str) -> set[str]:
    """The names of those for whom it waits."""
    of.house.settled()
    names = ("treasurer", "chair", "second", "lead", "secretary", "anna", "bo", "resident", "founder")
    return {name for name in names if about in [one["about"]["id"] for one in tasks(getattr(of, name), kind)]}


def test_spending_waits_for_its_approval_then_for_its_payment_then_for_nobody(of: Council) -> None:
    of.project("swing")
    assert of.allocated("swing", "500").status_code == 201
    of.house.settled()
    wanted = {"amount": "100", "payee": CONTRACTOR, "purpose": "木料", "attachments": [PAPER]}
    one = of.lead.made("/v1/projects/swing/spending", wanted)["id"]
    assert waits(of, "approve_spending", one) == {"chair", "second"}
    assert waits(of, "pay_spending", one) == set()
    of.chair.made(f"/v1/spending/{one}/approvals")
    assert waits(of, "approve_spending", one) == set()
    assert waits(of, "pay_spending", one) == {"treasurer"}
    payment = of.treasurer.made(f"/v1/spending/{one}/payments", {"amount": "100", "account": "bank"})
    assert waits(of, "pay_spending", one) == set()
    reversal = of.treasurer.made(f"/v1/payments/{payment['id']}/reversals", {"reason": "退回"})
    assert waits(of, "confirm_reversal", reversal["id"]) == {"chair", "second"}
    of.chair.made(f"/v1/reversals/{reversal['id']}/confirmations")
    assert waits(of, "confirm_reversal", reversal["id"]) == set()
    assert waits(of, "pay_spending", one) == {"treasurer"}


def test_who_asked_is_not_asked_to_decide_it(of: Council) -> None:
    both = of.house.person("双任", "chair", "project_lead")
    of.project("slide")
    assert of.allocated("slide", "500").status_code == 201
    of.house.settled()
    wanted = {"amount": "10", "payee": CONTRACTOR, "purpose": "油漆", "attachments": [PAPER]}
    one = both.made("/v1/projects/slide/spending", wanted)["id"]
    of.house.settled()
    assert one not in [task["about"]["id"] for task in tasks(both, "approve_spending")]
    assert waits(of, "approve_spending", one) == {"chair", "second"}


def test_votes_objections_and_notices_wait(of: Council) -> None:
    with_policy(of)
    project = of.project("plaza")["id"]
    assert waits(of, "post_notice", project) == {"chair", "second", "secretary"}
    about = {"kind": "project", "id": "plaza"}
    question = {"title": "立项", "text": "立项", "kind": "project", "body": "full_council"}
    vote = of.chair.made("/v1/resolutions", {**question, "project": "plaza", "closes_on": of.day(3)})
    of.house.settled()
    for voter in of.voters:
        [one] = tasks(voter, "cast_vote")
        assert (one["about"], one["title"], one["due_on"], one["overdue"]) == (
            {"kind": "resolution", "id": vote["id"]},
            "立项",
            of.day(3),
            False,
        )
    of.voters[0].made(f"/v1/resolutions/{vote['id']}/votes", {"choice": "against"})
    of.chair.made(f"/v1/resolutions/{vote['id']}/recusals", {"seat": "carpenters", "reason": "承接制作"})
    assert waits(of, "confirm_recusal", vote["id"]) == {"second", "secretary"}
    assert [len(tasks(voter, "confirm_recusal")) for voter in of.voters].count(1) == 1
    of.secretary.made(f"/v1/resolutions/{vote['id']}/recusals/confirmations", {"seat": "carpenters"})
    assert waits(of, "confirm_recusal", vote["id"]) == set()
    assert [len(tasks(voter, "cast_vote")) for voter in of.voters] == [0, 0, 1]
    assert tasks(of.chair, "cast_vote") == []
    notice = of.secretary.made("/v1/notices", {"about": about, "text": "公示", "days": 7})
    assert waits(of, "notice_ends", notice["id"]) == set()
    assert waits(of, "post_notice", project) == set()
    objection = of.resident.made("/v1/objections", {"about": about, "text": "太近"})
    assert waits(of, "answer_objection", objection["id"]) == {"chair", "second", "secretary"}
    of.chair.made(f"/v1/objections/{objection['id']}/answers", {"text": "移位", "upheld": True})
    assert waits(of, "answer_objection", objection["id"]) == set()
    assert waits(of, "settle_objection", objection["id"]) == {"second", "secretary"}
    of.secretary.made(f"/v1/objections/{objection['id']}/settlements", {"text": "已移位"})
    assert waits(of, "settle_objection", objection["id"]) == set()
    of.later(4)
    assert waits(of, "notice_ends", notice["id"]) == {"chair", "second", "secretary"}


def test_the_supervising_person_accepts_when_the_last_milestone_is_reached(of: Council) -> None:
    of.house.settled()
    path = "/v1/projects/swing"
    of.chair.made(f"{path}/leads", {"member": "carpenters", "person": of.anna.person})
    of.chair.made(f"{path}/supervisions", {"member": "choir", "person": of.bo.person})
    one = of.lead.made(f"{path}/milestones", {"name": "安装", "due_on": of.day(5)})
    project = of.founder.seen(path)["id"]
    assert waits(of, "milestone", one["id"]) == {"anna", "bo"}
    assert waits(of, "accept_project", project) == set()
    of.lead.made(f"/v1/milestones/{one['id']}/completions")
    assert waits(of, "milestone", one["id"]) == set()
    assert waits(of, "accept_project", project) == {"bo"}
    of.bo.made(f"{path}/acceptances", {"report": "牢固"})
    assert waits(of, "accept_project", project) == set()


def test_tasks_take_no_other_parameters_and_need_a_token(of: Council) -> None:
    assert of.house.open("/v1/tasks").status_code == 401
    for cursor in ("x", "AAAAAAAAAAAA", "AAAAAAAAAAAAW10", "AAAAAAAAAAAAWzEsMiwzLDRd"):
        answer = of.chair.get("/v1/tasks", None, cursor=cursor)
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "cursor.invalid")
    answer = of.chair.get("/v1/tasks", None, kind="x")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "kind")
