"""A part of the story of answers: opinions and issues, claims, activities, grants and support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.house import House, People

Post = Callable[..., str]
DAY = "2026-01-02"
WANG = {"name": "王秀英", "kind": "person"}


def community(house: House, people: People, post: Post) -> None:
    """A society of the council, a project for it, and all that may be asked about them."""
    secretary = house.person("吴九", "secretary")
    post(
        people.founder, "/members", None, {"code": "kitchen", "name": "厨艺社", "kind": "social_organisation"}
    )
    post(people.lead, "/projects", None, {"code": "kitchen", "name": "社区食堂", "purpose": "老人午餐"})
    opinions(secretary, people, post)
    claims(secretary, post)
    activities(secretary, post)
    grants(house, people, post)
    support(secretary, post)


def opinions(secretary: Any, people: People, post: Post) -> None:
    """Two opinions, an issue that is solved and asked about, and one that becomes a project."""
    said = {"channel": "visit", "topic": "公共设施", "text": "没有地方坐"}
    known = {**said, "place": "东侧", "author": WANG, "occurred_on": DAY}
    first, second = (post(secretary, "/opinions", None, one) for one in (known, said))
    issue = post(secretary, "/issues", None, {"title": "没有长椅", "opinions": [first]})
    post(secretary, "/issues/{ref}/opinions", issue, {"opinions": [second]})
    post(secretary, "/issues/{ref}/assignments", issue, {"person": people.lead.person})
    post(secretary, "/issues/{ref}/supervisions", issue, {"person": people.chair.person})
    post(people.lead, "/issues/{ref}/solutions", issue, {"text": "增设座椅"})
    asked = {"opinion": first, "issue": issue, "result": "dissatisfied", "note": "太少"}
    post(secretary, "/call-backs", None, asked)
    post(secretary, "/issues/{ref}/projects", issue, {"project": "kitchen"})


def claims(secretary: Any, post: Post) -> None:
    """A post that two claims are made of, and a claim of a project."""
    place = post(secretary, "/posts", None, {"name": "帮厨", "duties": "每日午间", "places": 2})
    for_all = {"name": "巡查", "duties": "每周", "places": 1, "project": "kitchen"}
    post(secretary, "/posts", None, for_all)
    claim = post(secretary, "/claims", None, {"member": "kitchen", "post": place, "until": "2050-12-31"})
    post(secretary, "/claims", None, {"member": "kitchen", "project": "kitchen"})
    post(secretary, "/claims/{ref}/releases", claim)
    post(secretary, "/posts/{ref}/closings", place)


def activities(secretary: Any, post: Post) -> None:
    """An activity and hours, of which some are taken back."""
    held = {"project": "kitchen", "name": "午餐", "visits": 60, "occurred_on": DAY}
    activity = post(secretary, "/activities", None, {**held, "member": "kitchen"})
    wrong = post(secretary, "/activities", None, held)
    post(secretary, "/activities/{ref}/withdrawals", wrong, {"reason": "重复"})
    given = {"project": "kitchen", "member": "kitchen", "count": 4, "hours": 12}
    post(secretary, "/volunteer-hours", None, {**given, "activity": activity, "occurred_on": DAY})
    wrong = post(secretary, "/volunteer-hours", None, given)
    post(secretary, "/volunteer-hours/{ref}/withdrawals", wrong, {"reason": "有误"})


def grants(house: House, people: People, post: Post) -> None:
    """A grant that is drawn, reported on, given back in part, and closed."""
    treasurer, chair, lead = people.treasurer, people.chair, people.lead
    society = {"name": "厨艺社", "kind": "organisation", "origin": "payee", "member": "kitchen"}
    payee = post(treasurer, "/parties", None, society)
    part = {"amount": "3.00", "due_on": DAY}
    agreed = {"project": "kitchen", "member": "kitchen", "payee": payee, "purpose": "餐具"}
    grant = post(chair, "/grants", None, {**agreed, "agreement": "0" * 64, "tranches": [part, part]})
    post(chair, "/allocations", None, {"fund": "gz", "project": "kitchen", "amount": "9", "occurred_on": DAY})
    wanted = {"amount": "3.00", "payee": payee, "purpose": "餐具", "attachments": ["0" * 64]}
    spending = post(lead, "/projects/{ref}/spending", "kitchen", wanted)
    post(chair, "/spending/{ref}/approvals", spending)
    post(lead, "/grants/{ref}/spending", grant, {"number": 1, "spending": spending})
    paid = {"amount": "3.00", "account": "bank"}
    post(treasurer, "/spending/{ref}/payments", spending, paid)
    report = {"number": 1, "spent": "2.00", "text": "碗筷", "attachments": ["0" * 64]}
    post(lead, "/grants/{ref}/reports", grant, report)
    back = {"fund": "gz", "account": "bank", "amount": "1.00", "occurred_on": DAY, "kind": "other"}
    receipt = post(treasurer, "/receipts", None, {**back, "from": {"id": payee}})
    house.settled()
    post(treasurer, "/grants/{ref}/returns", grant, {"number": 1, "amount": "1.00", "by": receipt})
    post(chair, "/grants/{ref}/closings", grant)


def support(secretary: Any, post: Post) -> None:
    """Two pieces of support, of which one is taken back."""
    given = {"kind": "venue", "member": "kitchen", "text": "公益坊一楼"}
    post(secretary, "/support", None, {**given, "project": "kitchen", "occurred_on": DAY})
    wrong = post(secretary, "/support", None, given)
    post(secretary, "/support/{ref}/withdrawals", wrong, {"reason": "重复"})
