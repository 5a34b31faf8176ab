"""The rules of a fund's money under a policy, by its log alone: allocations, transfers, goods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from simulation.approvals import seated
from simulation.broken import require
from simulation.votes import day_of

from kernel.domain import Told
from policy.terms import Terms
from services.funds import events as funds
from services.funds.events import allocations, decisions, goods
from services.funds.events import fund_transfers as transfers


@dataclass(slots=True)
class Request:
    """An allocation that awaits approvals: those that it has, whose each is and as what."""

    fact: allocations.AllocationRequested
    occurred_on: date | None
    approvals: list[tuple[str, set[str]]]
    ended: bool = False


@dataclass(slots=True)
class Given:
    """What a project was given without a resolution: when that was asked for and entered, and how much."""

    project: str
    days: set[date | None]
    minor: int


@dataclass(slots=True)
class Heard:
    """What the log says up to some place."""

    policies: list[Terms] = field(default_factory=list)
    resolutions: dict[str, decisions.ResolutionNoted] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)
    projects: dict[str, bool] = field(default_factory=dict)
    """Whether each is approved, and open."""
    given: dict[str, Given] = field(default_factory=dict)

    def hear(self, one: Told) -> None:
        match one.fact:
            case decisions.PolicyNoted(terms=terms):
                self.policies.append(terms)
            case decisions.ResolutionNoted() as noted:
                self.resolutions[noted.resolution] = noted
            case funds.ProjectNoted() as project:
                self.projects[project.project] = project.open and project.approved
            case funds.AllocationReturnNoted() as back if back.allocation in self.given:
                self.given[back.allocation].minor -= back.amount.minor
            case _:
                pass

    def terms(self, day: date) -> Terms | None:
        begun = [one for one in self.policies if one.effective_from <= day]
        last = max((one.effective_from for one in begun), default=None)
        return next((one for one in reversed(begun) if one.effective_from == last), None)

    def under(self, resolution: str, kind: str, minor: int, named: Mapping[str, str], where: str) -> None:
        """All that was decided under it is of its kind, about what it names, and within its sum."""
        found = self.resolutions.get(resolution)
        require(found is not None, "resolution.not_adopted", where)
        assert found is not None
        fits = found.kind == kind and all(getattr(found, name) in (None, ref) for name, ref in named.items())
        require(fits, "resolution.unfit", where)
        self.used[resolution] += minor
        most = found.amount.minor if found.amount else 0
        require(
            self.used[resolution] <= most, "resolution.beyond", f"{where}: {self.used[resolution]} of {most}"
        )


def check(log: Sequence[Told]) -> None:
    """Raises: RuleBroken."""
    heard = Heard()
    requests: dict[str, Request] = {}
    asked: dict[str, frozenset[str]] = {}
    for one in log:
        heard.hear(one)
        _requests(requests, one)
        fact, where = one.fact, f"funds/{one.position}"
        match fact:
            case funds.AllocationMade():
                require(heard.projects.get(fact.project), "project.unapproved", where)
                _made(heard, requests, one)
            case transfers.FundTransferRequested():
                asked[fact.fund_transfer] = one.hands
            case transfers.FundTransferred():
                hands = asked.pop(fact.fund_transfer, None)
                require(hands is not None, "transfer.once", where)
                require(hands and hands.isdisjoint(one.hands), "transfer.people", where)
                _transferred(heard, one)
            case transfers.FundTransferWithdrawn() | transfers.FundTransferRejected():
                require(asked.pop(fact.fund_transfer, None), "transfer.once", where)
            case _:
                pass
    of_goods(log)


def _requests(requests: dict[str, Request], one: Told) -> None:
    fact = one.fact
    match fact:
        case allocations.AllocationRequested():
            requests[fact.allocation_request] = Request(fact, one.occurred_on, [(one.whose, {*fact.roles})])
        case allocations.AllocationApproved():
            its = requests[fact.allocation_request]
            require(not its.ended, "allocation.ended", f"funds/{one.position}")
            its.approvals.append((one.whose, {*fact.roles}))
        case allocations.AllocationRejected() | allocations.AllocationWithdrawn():
            its = requests[fact.allocation_request]
            require(not its.ended, "allocation.ended", f"funds/{one.position}")
            its.ended = True
        case _:
            pass


def _made(heard: Heard, requests: Mapping[str, Request], one: Told) -> None:
    """By its resolution, or by all whom the tier of its day asks for the whole of what is near."""
    fact, where = one.fact, f"funds/{one.position}"
    if fact.resolution is not None:
        named = {"fund": fact.fund, "project": fact.project}
        heard.under(fact.resolution, "allocation", fact.amount.minor, named, where)
        return
    today, its, approvals = day_of(one), None, [("", {"chair"})]
    terms, days = heard.terms(today), {today, one.occurred_on}
    if fact.allocation_request is not None:
        its = requests[fact.allocation_request]
        require(not its.ended, "allocation.ended", where)
        its.ended, approvals = True, its.approvals
        days |= {its.fact.asked_on, its.occurred_on}
        people = [whose for whose, _ in approvals]
        require(len(people) == len(set(people)), "allocation.people", f"{where}: {people}")
        asked = (its.fact.fund, its.fact.project, its.fact.amount)
        require(asked == (fact.fund, fact.project, fact.amount), "allocation.other", where)
    if terms is None:
        return
    together = fact.amount.minor + _near(heard, requests, fact.project, days, terms.split_window_days)
    tier = next(tier for tier in terms.tiers if tier.below is None or together < tier.below)
    small = together < terms.allocation_resolution_from and not tier.resolution
    require(small, "allocation.resolution", f"{where}: {together} together")
    needed = [approval.role for approval in tier.approvals for _ in range(approval.count)]
    roles = [held for _, held in approvals]
    require(seated(needed, roles), "allocation.tier", f"{where}: {needed} asked, {roles} given")
    asked_on = today if its is None else its.fact.asked_on
    heard.given[fact.allocation] = Given(fact.project, {asked_on, one.occurred_on}, fact.amount.minor)


def _near(
    heard: Heard, requests: Mapping[str, Request], project: str, days: set[date | None], window: int
) -> int:
    """What the project was given or is still to be given around these days, of whatever funds."""
    waiting = [
        Given(its.fact.project, {its.fact.asked_on, its.occurred_on}, its.fact.amount.minor)
        for its in requests.values()
        if not its.ended
    ]
    return sum(
        given.minor
        for given in (*heard.given.values(), *waiting)
        if given.project == project
        and any(abs((one - day).days) <= window for one in given.days for day in days if one and day)
    )


def _transferred(heard: Heard, one: Told) -> None:
    """Restricted money with its donor's consent alone; other money by resolution, once there is a policy."""
    fact, where = one.fact, f"funds/{one.position}"
    if fact.resolution is not None:
        named = {"fund": fact.source, "to_fund": fact.target}
        heard.under(fact.resolution, "fund_transfer", fact.amount.minor, named, where)
    if fact.restriction is not None:
        require(fact.donation and fact.paper, "transfer.consent", where)
    elif heard.terms(day_of(one)) is not None:
        require(fact.resolution, "transfer.resolution", where)


def of_goods(log: Sequence[Told]) -> None:
    """Never more of an item goes out than came in and can be used; a shipment is acknowledged once."""
    unsorted, usable, on_way = Counter[object](), Counter[object](), dict[str, int]()
    for one in log:
        fact, where = one.fact, f"funds/{one.position}"
        match fact:
            case goods.GoodsReceived():
                unsorted.update({(fact.gift, item.name): item.quantity for item in fact.items})
            case goods.GoodsSorted():
                for item in fact.items:
                    unsorted[fact.gift, item.name] -= item.usable + item.discarded
                    usable[fact.gift, item.name] += item.usable
            case goods.GoodsShipped():
                on_way[fact.shipment] = sum(item.quantity for item in fact.items)
                usable.subtract({(fact.gift, item.name): item.quantity for item in fact.items})
            case goods.GoodsAcknowledged():
                require(fact.shipment in on_way, "goods.twice", where)
                on_way[fact.shipment] -= sum(item.quantity for item in fact.items)
                require(on_way[fact.shipment] >= 0, "goods.beyond", where)
                if not on_way[fact.shipment]:
                    del on_way[fact.shipment]
            case goods.GoodsLost() if fact.cause == "in_store":
                usable.subtract({(fact.gift, item.name): item.quantity for item in fact.items})
            case goods.GoodsLost():
                lost = sum(item.quantity for item in fact.items)
                require(on_way.pop(str(fact.shipment), None) == lost, "goods.lost", where)
            case _:
                continue
        require(all(count >= 0 for count in (*unsorted.values(), *usable.values())), "goods.beyond", where)
