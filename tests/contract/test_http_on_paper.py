"""What was done on paper shows it: whose act it was, who wrote it down, and the paper (docs/adr/0017)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
from support.house import House, today
from support.walking import MAKERS, World

from gateway import commands
from gateway.commands import Route
from gateway.kinds import PATHS

ON_PAPER: Final = tuple(one for one in commands.ALL if one.on_behalf)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    house = House(tmp_path_factory.mktemp("paper"))
    house.start()
    world = World(house)
    assert world.everything() == {}
    other = {"code": "carpenters", "name": "木工组", "kind": "volunteer_team"}
    house.founder.made("/v1/members", other)
    yield world
    house.stop()


def resolution(world: World) -> str:
    body = {"title": "长椅", "text": "广场长椅", "kind": "other", "body": "full_council"}
    return world.post("chair", "/resolutions", {**body, "closes_on": today()})


def spending(world: World) -> str:
    body = {"amount": "4", "payee": {"name": "孙八", "kind": "person"}, "purpose": "木料"}
    return world.post("project_lead", "/projects/bench/spending", {**body, "attachments": ["0" * 64]})


def unopposed(world: World) -> str:
    """A spending that is to be approved: nobody objects to its project any more."""
    for one in world.by_role["chair"].seen("/v1/objections")["items"]:
        if one["status"] == "open":
            world.post("secretary", f"/objections/{one['id']}/answers", {"text": "已改", "upheld": False})
        elif one["status"] == "upheld":
            world.post("supervisor", f"/objections/{one['id']}/settlements", {"text": "已移走"})
    world.house.settled()
    return spending(world)


def issue(world: World) -> str:
    made = world.post("secretary", "/issues", {"title": "路灯不亮", "opinions": [world.an("opinion")]})
    lead = world.by_role["project_lead"].person
    world.post("secretary", f"/issues/{made}/assignments", {"person": lead})
    return made


def allocation_request(world: World) -> str:
    body = {"fund": "gongzhi", "project": "bench", "amount": "7", "occurred_on": "2026-01-03"}
    return world.post("chair", "/allocations", body)


def fund_transfer(world: World) -> str:
    body = {"amount": "100", "fund": "gongzhi", "account": "bank", "occurred_on": "2026-01-02"}
    tied = {"kind": "category", "value": "养老"}
    donation = world.post("treasurer", "/donations", {**body, "restriction": tied})
    moved = {"from": "gongzhi", "to": "gongyi", "amount": "1", "occurred_on": "2026-01-02", "reason": "转错"}
    consent = {"donation": donation, "paper": "0" * 64}
    return world.post("treasurer", "/fund-transfers", {**moved, "consent": consent})


def gift(world: World) -> str:
    goods = {"name": "棉衣", "unit": "件", "quantity": 100}
    said = {"fund": "gongzhi", "valued": False, "occurred_on": "2026-01-02", "purpose": "衣"}
    made = world.post("treasurer", "/gifts-in-kind", {**said, "items": [goods]})
    counted = {"items": [{"name": "棉衣", "usable": 95, "discarded": 5}], "occurred_on": "2026-01-02"}
    world.post("treasurer", f"/gifts-in-kind/{made}/sortings", counted)
    return made


@dataclass(frozen=True)
class Act:
    """How an act on paper is asked for, where the example of its route alone does not do."""

    role: str | None = None
    """Whose act it is; by default that of the first role that may do it."""
    about: Callable[[World], str] | None = None
    body: Mapping[str, Any] | None = None


ACTS: Final[Mapping[str, Act]] = {
    "/spending/<ref>/approvals": Act(about=unopposed),
    "/spending/<ref>/rejections": Act(about=spending),
    "/issues/<ref>/solutions": Act("project_lead", about=issue),
    "/claims": Act("councillor", body={"member": "choir", "project": "bench"}),
    "/projects/<ref>/supervisions": Act(body={"member": "choir"}),
    "/projects/<ref>/leads": Act(body={"member": "carpenters"}),
    "/gifts-in-kind/<ref>/losses": Act(about=gift),
    "/objections": Act("councillor"),
    "/handovers/<ref>/signatures": Act("treasurer", about=lambda world: str(MAKERS["handover"](world))),
    "/resolutions/<ref>/votes": Act(about=resolution),
    "/resolutions/<ref>/recusals": Act(
        "councillor", about=resolution, body={"seat": "choir", "reason": "亲属"}
    ),
    "/fund-transfers/<ref>/confirmations": Act(about=fund_transfer),
    "/fund-transfers/<ref>/rejections": Act(about=fund_transfer),
    "/allocation-requests/<ref>/approvals": Act("standing_board", about=allocation_request),
    "/allocation-requests/<ref>/rejections": Act(about=allocation_request),
}


def said(value: Any) -> list[Any]:
    """Every act on paper that a record tells of."""
    if isinstance(value, list):
        return [found for one in value for found in said(one)]
    if not isinstance(value, dict):
        return []
    here = [one for name, one in value.items() if name == "on_behalf" or name.endswith("_on_behalf")]
    return here + [found for one in value.values() for found in said(one)]


@pytest.mark.parametrize("route", ON_PAPER, ids=lambda one: one.path)
def test_an_act_on_paper_shows_whose_it_was_who_wrote_it_down_and_the_paper(
    route: Route, world: World
) -> None:
    act = ACTS.get(route.path, Act())
    ref = (act.about(world) if act.about else world.refs(route.path)[0]) if "<ref>" in route.path else ""
    whose, secretary = world.by_role[act.role or route.roles[0]], world.by_role["secretary"]
    body = world.example(route, ref) if act.body is None else act.body
    # One of its own: other acts on paper may stand in the same record.
    paper = hashlib.sha256(route.path.encode()).hexdigest()
    on_behalf = {"person": whose.person, "paper": paper}
    written = secretary.made(f"/v1{route.path.replace('<ref>', ref)}", {**body, "on_behalf": on_behalf})
    world.house.settled()
    seen = world.by_role["auditor"].seen(f"/v1/{PATHS[written['record']]}/{written['id']}", written)
    person = {"id": whose.person, "kind": "person", "name": "张三"}
    shown = {"person": person, "recorded_by": secretary.person, "paper": paper}
    assert [one for one in said(seen) if one["paper"] == paper] == [shown]
    assert shown in said(written)


def test_what_is_done_in_person_says_nothing_of_paper(world: World) -> None:
    path = f"/v1/resolutions/{resolution(world)}"
    made = world.by_role["councillor"].made(f"{path}/votes", {"choice": "for"})
    assert said(made) == []
    assert said(world.by_role["auditor"].seen(path, made)) == []
