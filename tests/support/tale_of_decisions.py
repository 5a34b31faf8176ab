"""A part of the story of answers: what the council decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.house import Caller, House, People, today

from gateway.commands.decisions import TERMS


def voters(house: House, count: int) -> list[Caller]:
    """So many units, `v1` and so on, and whoever sits for each."""
    found = []
    for number in range(1, count + 1):
        unit = {"code": f"v{number}", "name": f"第{number}单位", "kind": "resident_unit"}
        house.founder.made("/v1/members", unit)
        found.append(house.person(f"代{number}"))
        mandate = {"person": found[-1].person, "role": "councillor", "from": "2020-01-01"}
        house.founder.made("/v1/mandates", {**mandate, "member": unit["code"]})
    return found


def council_of_three(house: House, people: People) -> list[Caller]:
    """Those who sit for three units, under a policy by which two must be present."""
    found = voters(house, 3)
    people.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 2}})
    house.settled()
    return found


def resolution(**other: Any) -> dict[str, Any]:
    """A body: to be closed today."""
    usual = {"title": "添置长椅", "text": "广场长椅十张", "kind": "other", "body": "full_council"}
    return {**usual, "closes_on": today(), **other}


def decisions(house: House, people: People, post: Callable[..., str]) -> None:
    """A vote with a recusal, a notice that is withdrawn, an objection that is answered."""
    first, second = voters(house, 2)
    post(people.founder, "/policies", None, {"terms": {**TERMS, "minimum_present": 1}})
    opened = post(
        people.chair,
        "/resolutions",
        None,
        resolution(kind="allocation", amount="80000", fund="gz", project="bench"),
    )
    post(first, "/resolutions/{ref}/votes", opened, {"choice": "for"})
    post(second, "/resolutions/{ref}/recusals", opened, {"reason": "亲属"})
    post(people.chair, "/resolutions/{ref}/closings", opened)
    post(
        people.chair,
        "/resolutions",
        None,
        resolution(kind="policy", terms={**TERMS, "effective_from": today()}),
    )
    notice = post(
        people.chair, "/notices", None, {"about": {"kind": "project", "id": "bench"}, "text": "公示"}
    )
    about = {"kind": "notice", "id": notice}
    objection = post(people.lead, "/objections", None, {"about": about, "text": "太近"})
    post(people.chair, "/objections/{ref}/answers", objection, {"text": "已改", "upheld": True})
    post(people.chair, "/notices/{ref}/withdrawals", notice, {"reason": "有误"})


def refused(answer: Any, status: int, code: str, *fields: str) -> None:
    """It was refused so, for these fields at least."""
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    told = {one["field"] for one in answer.json.get("errors", [])}
    assert set(fields) <= told, answer.text
