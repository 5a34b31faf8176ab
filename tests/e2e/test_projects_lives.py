"""A project under a policy, against running systems: three services agree on when it may be given money.

The embedded one is told where reminders go, and sends them by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from support.calling import Caller, Council, appointed, settled
from support.hook import Hook, listening
from support.running import Embedded, Grown, eventually
from support.servers import PostgreSql, RabbitMq

from gateway.commands.decisions import TERMS
from gateway.reminders.letters import signature
from kernel.clock import SystemClock, accounting_date

SECRET = "of a test"


def today() -> str:
    return accounting_date(SystemClock().now()).isoformat()


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    with listening() as server:
        yield server


@pytest.fixture(scope="module")
def reminding(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Embedded]:
    """`gongzhi up` that sends reminders."""
    told = {"REMINDERS_WEBHOOK": hook.address, "REMINDERS_SECRET": SECRET, "REMINDERS_HOUR": "0"}
    system = Embedded(tmp_path_factory.mktemp("reminding"), REMINDERS_LOOK_S="1", **told)
    system.keep_quiet_about(SECRET)
    system.start()
    system.until_ready()
    yield system
    system.close()


@pytest.fixture(scope="module")
def apart(rabbitmq: RabbitMq, postgresql: PostgreSql) -> Iterator[Grown]:
    """Four services of their own: a policy changes what the others' council may do."""
    system = Grown(rabbitmq, postgresql, f"l{secrets.token_hex(5)}")
    system.migrate()
    system.start()
    system.until_ready()
    yield system
    system.close()


@pytest.fixture(params=["reminding", pytest.param("apart", marks=pytest.mark.servers)])
def who(request: pytest.FixtureRequest) -> Council:
    """A council whose policy wants no notice of a project: nobody waits a week here."""
    made = settled(request.getfixturevalue(request.param))
    terms = {**TERMS, "minimum_present": 1, "project_notice": False}
    made.founder.made("policies", {"terms": terms})
    return made


def councillor(who: Council, code: str) -> Caller:
    unit = who.founder.made("members", {"code": code, "name": code, "kind": "resident_unit"})["id"]
    voter = appointed(who.founder, f"理事{code}")
    mandate = {"person": voter.person, "role": "councillor", "member": unit, "from": "2020-01-01"}
    who.founder.made("mandates", mandate)
    return voter


def test_a_project_is_given_money_once_it_is_approved_by_resolution(
    who: Council, hook: Hook, request: pytest.FixtureRequest
) -> None:
    voters = [councillor(who, code) for code in ("carpenters", "gardeners")]
    gift: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100", "occurred_on": "2026-03-01"}
    who.treasurer.made("donations", gift)
    project = who.lead.made("projects", {"code": "plaza", "name": "广场", "purpose": "长椅"})
    assert project["status"] == "proposed"
    allocation = {"fund": "gz", "project": "plaza", "amount": "60", "occurred_on": "2026-03-01"}
    refused = who.chair.post("allocations", allocation)
    assert (refused.status_code, refused.json()["code"]) == (409, "funds.project_not_approved")
    question = {
        "title": "立项",
        "text": "立项",
        "kind": "project",
        "body": "full_council",
        "project": "plaza",
    }
    opened = who.chair.made("resolutions", {**question, "closes_on": today()})
    eventually(lambda: [one["kind"] for one in voters[0].seen("tasks")["items"]] == ["cast_vote"])
    for voter in voters:
        voter.made(f"resolutions/{opened['id']}/votes", {"choice": "for"})
    assert who.chair.made(f"resolutions/{opened['id']}/closings")["status"] == "adopted"
    eventually(lambda: who.nobody.seen("projects/plaza")["status"] == "approved")
    answer = who.chair.post("allocations", allocation)
    assert answer.status_code in (201, 202), answer.text
    assert who.nobody.seen("ledger/position") is not None
    who.lead.made("projects/plaza/milestones", {"name": "安装", "due_on": today()})
    who.chair.made("projects/plaza/leads", {"member": "carpenters", "person": voters[0].person})
    eventually(lambda: [one["kind"] for one in voters[0].seen("tasks")["items"]] == ["milestone"])
    if "reminding" in request.node.name:
        eventually(lambda: "milestone" in kinds_told(hook, voters[0].person))


def kinds_told(hook: Hook, person: str) -> list[str]:
    """What this person was reminded of, each time under the right signature."""
    found = []
    for headers, sent in hook.got:
        assert headers["Gongzhi-Signature"] == signature(SECRET, sent)
        said = orjson.loads(sent)
        if said["person"] == person:
            found += [task["kind"] for task in said["tasks"]]
    return found
