"""A council with an account, a fund and a project, and the people of its tests."""

from __future__ import annotations

from datetime import date

from support.rules import Scene, nth

from kernel.ids import derived
from kernel.money import Money
from services.projects.domain import DOMAIN
from services.projects.domain.commands import ApproveSpending, PaySpending, ProposeProject, RequestSpending
from services.projects.domain.documents import ProjectFund, in_project
from services.projects.domain.foreign import AllocationMade, FundOpened, MoneyAccountOpened
from services.projects.events import (
    AccountId,
    AllocationId,
    FundId,
    Part,
    PartyId,
    PaymentId,
    ProjectId,
    Restriction,
    SpendingId,
)
from services.projects.events.decisions import ResolutionId

LEAD, CHAIR, TREASURER, OTHER = "per_lead", "per_chair", "per_treasurer", "per_other"
COUNCIL, STREET = "社区共治理事会", "街道办事处"
FUND, DOLLARS, SET_UP = (FundId(derived("fnd", n)) for n in ("co_governance", "dollars", "self_governance"))
BANK, DOLLAR_BANK, STREET_BANK = (AccountId(derived("acc", n)) for n in ("bank", "dollars", "street"))
PROJECT = ProjectId(nth("prj"))
FIRST, SECOND, THIRD, FOURTH = (
    AllocationId(derived("all", n)) for n in ("first", "second", "third", "fourth")
)
SHOP = PartyId(derived("org", "shop"))
SPENDING = SpendingId(nth("spd"))
PAYMENT = PaymentId(nth("pay"))
EARLIER = date(2026, 2, 14)

FOR_BENCHES = Restriction("project", PROJECT)
FOR_ELDERS = Restriction("category", "elders")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def council() -> Scene:
    """Accounts and funds as the funds service opened them, and the project of the benches."""
    scene = Scene(DOMAIN)
    for account, code, currency, holder in (
        (BANK, "bank", "CNY", COUNCIL),
        (DOLLAR_BANK, "dollar-bank", "USD", COUNCIL),
        (STREET_BANK, "street-bank", "CNY", STREET),
    ):
        scene.hears("funds", MoneyAccountOpened(account, code, currency, holder), account)
    for fund, code, holder, currency in (
        (FUND, "co-governance", COUNCIL, "CNY"),
        (DOLLARS, "dollars", COUNCIL, "USD"),
        (SET_UP, "self-governance", COUNCIL, "CNY"),
    ):
        scene.hears("funds", FundOpened(fund, code, holder, currency), fund)
    return scene.when(ProposeProject("benches", "广场长椅", "benches for the plaza"), by=LEAD)


def allocate(
    scene: Scene,
    *parts: Part,
    allocation: AllocationId = FIRST,
    fund: FundId = FUND,
    project: ProjectId = PROJECT,
    currency: str = "CNY",
    on: date = EARLIER,
    resolution: str | None = None,
) -> Scene:
    """The funds service allocates `parts`."""
    amount = Money(sum(part.minor for part in parts), currency)
    return scene.hears(
        "funds",
        AllocationMade(
            allocation, fund, project, amount, parts, None if resolution is None else ResolutionId(resolution)
        ),
        allocation,
        occurred_on=on,
    )


def with_money(*minor: int) -> Scene:
    """A council whose benches were given unrestricted sums, one allocation each."""
    scene = council()
    for allocation, units in zip((FIRST, SECOND, THIRD), minor, strict=False):
        allocate(scene, Part(None, units), allocation=allocation)
    return scene


def request(minor: int, *, fund: FundId | None = None, currency: str = "CNY") -> RequestSpending:
    return RequestSpending("benches", SHOP, Money(minor, currency), "timber", fund)


def requested(scene: Scene, minor: int, *, fund: FundId | None = None) -> SpendingId:
    """The lead asks for so much."""
    scene.when(request(minor, fund=fund), by=LEAD)
    return SpendingId(scene.facts[0].spending)


def approved(scene: Scene, minor: int, *, fund: FundId | None = None) -> SpendingId:
    """The lead asks for so much, and the chair approves."""
    spending = requested(scene, minor, fund=fund)
    scene.when(ApproveSpending(spending), by=CHAIR)
    assert scene.refusal is None
    return spending


def pay(minor: int, spending: SpendingId = SPENDING, account: str = "bank") -> PaySpending:
    return PaySpending(spending, cny(minor), account)


def paid(scene: Scene, spending: SpendingId, minor: int) -> PaymentId:
    """The treasurer pays so much of it."""
    scene.when(pay(minor, spending), by=TREASURER)
    return PaymentId(scene.facts[0].payment)


def held(scene: Scene, fund: FundId = FUND, project: ProjectId = PROJECT) -> ProjectFund:
    return scene.document(ProjectFund, in_project(project, fund))
