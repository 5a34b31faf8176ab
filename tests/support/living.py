"""A council over HTTP whose projects live from the proposal to the end; its clock can be set forward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

from support.clocks import Ahead
from support.house import Caller, House

from gateway.commands.decisions import TERMS
from kernel.clock import accounting_date

PAPER = "ab" * 32
CONTRACTOR = {"name": "木工社", "kind": "organisation"}


def faulty(answer: Any) -> set[str]:
    """The fields that a refusal names."""
    return {one["field"] for one in answer.json["errors"]}


@dataclass
class Council:
    """A council with money, two units and its people."""

    house: House
    clock: Ahead
    founder: Caller
    treasurer: Caller
    chair: Caller
    second: Caller
    """Chair too: who decided one thing does not confirm it."""
    lead: Caller
    secretary: Caller
    anna: Caller
    """Answers for the unit that leads."""
    bo: Caller
    """Answers for the unit that supervises."""
    voters: list[Caller]
    resident: Caller

    def day(self, after: int = 0) -> str:
        return (accounting_date(self.clock.now()) + timedelta(days=after)).isoformat()

    def later(self, days: int) -> None:
        self.clock.days += days

    def project(self, code: str) -> dict[str, Any]:
        made = self.lead.made("/v1/projects", {"code": code, "name": f"项目{code}", "purpose": "公共设施"})
        self.house.settled()
        return made

    def allocated(self, code: str, amount: str = "1000") -> Any:
        body = {"fund": "gz", "project": code, "amount": amount, "occurred_on": self.day()}
        return self.chair.post("/v1/allocations", body)

    def spent(self, code: str, amount: str) -> None:
        wanted = {"amount": amount, "payee": CONTRACTOR, "purpose": "木料", "attachments": [PAPER]}
        asked = self.lead.made(f"/v1/projects/{code}/spending", wanted)
        self.chair.made(f"/v1/spending/{asked['id']}/approvals")
        self.treasurer.made(f"/v1/spending/{asked['id']}/payments", {"amount": amount, "account": "bank"})
        self.house.settled()

    def until(self, said: Callable[[], bool]) -> None:
        """What comes by itself is there within a moment."""
        end = monotonic() + 15
        while not said():
            assert monotonic() < end, "it did not come by itself"
            sleep(0.05)
        self.house.settled()

    def has_status(self, path: str, status: str) -> None:
        self.until(lambda: bool(self.founder.seen(path)["status"] == status))


def council(folder: Any) -> Council:
    clock = Ahead()
    house = House(folder, clock=clock)
    house.start()
    founder = house.founder
    units = [
        founder.made("/v1/members", {"code": code, "name": code, "kind": "social_organisation"})
        for code in ("choir", "carpenters", "gardeners")
    ]
    names = {
        "张三": ("treasurer",),
        "李四": ("chair",),
        "周七": ("chair", "standing_board"),
        "王五": ("project_lead",),
        "吴八": ("secretary",),
        "安娜": ("resident",),
        "博": ("resident",),
        "郑九": ("resident",),
    }
    treasurer, chair, second, lead, secretary, anna, bo, resident = (
        house.person(name, *roles) for name, roles in names.items()
    )
    voters = []
    for unit in units:
        voter = house.person(f"理事{unit['code']}")
        founder.made(
            "/v1/mandates",
            {"person": voter.person, "role": "councillor", "member": unit["id"], "from": "2020-01-01"},
        )
        voters.append(voter)
    bank = {"code": "bank", "name": "bank", "kind": "bank", "legal_holder": "社区"}
    founder.made("/v1/money-accounts", bank)
    fund = {"code": "gz", "name": "共治资金", "kind": "co_governance", "source": "donation"}
    founder.made("/v1/funds", {**fund, "legal_holder": "社区"})
    made = Council(
        house, clock, founder, treasurer, chair, second, lead, secretary, anna, bo, voters, resident
    )
    gift = {"fund": "gz", "account": "bank", "amount": "20000", "occurred_on": "2026-01-02"}
    treasurer.made("/v1/donations", {**gift, "donor": {"name": "孙", "kind": "person"}})
    house.settled()
    return made


def with_policy(of: Council) -> Council:
    """The same, from now on under a policy: the chair approves spending, notices run 7 days."""
    one = {"below": None, "approvals": [{"role": "chair", "count": 1}], "resolution": False, "notice": False}
    terms = {**TERMS, "tiers": [one], "minimum_present": 2, "allocation_resolution_from": "1000000.00"}
    of.founder.made("/v1/policies", {"terms": terms})
    of.house.settled()
    return of


def adopted(of: Council, code: str) -> dict[str, Any]:
    """The resolution to carry out the project, voted for by everybody."""
    question = {"title": "立项", "text": "立项", "kind": "project", "body": "full_council", "project": code}
    made = of.chair.made("/v1/resolutions", {**question, "closes_on": of.day()})
    for voter in of.voters:
        voter.made(f"/v1/resolutions/{made['id']}/votes", {"choice": "for"})
    closed = of.chair.made(f"/v1/resolutions/{made['id']}/closings")
    assert closed["status"] == "adopted"
    of.house.settled()
    return closed


def begun(of: Council, code: str) -> dict[str, Any]:
    """A project that money may be given to: under a policy after its notice, by its resolution."""
    project = of.project(code)
    if project["status"] == "open":
        return project
    of.secretary.made("/v1/notices", {"about": {"kind": "project", "id": code}, "text": "公示", "days": 7})
    of.later(7)
    adopted(of, code)
    of.has_status(f"/v1/projects/{code}", "approved")
    return project
