"""Whatever is asked, by whomever, in whatever order: an auditor of the log alone finds nothing wrong."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.rules import Scene, nth
from unit.projects.auditor import Auditor
from unit.projects.story import (
    BANK,
    CHAIR,
    EARLIER,
    FIRST,
    FUND,
    LEAD,
    OTHER,
    PAYMENT,
    PROJECT,
    SET_UP,
    SHOP,
    SPENDING,
    TREASURER,
    allocate,
    approved,
    cny,
    council,
    paid,
    requested,
    with_money,
)

from kernel.domain import Saying
from kernel.ids import derived
from kernel.sealed import Sealed
from services.projects.domain import lookup
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    CloseProject,
    ConfirmPaymentReversal,
    PaySpending,
    ProposeProject,
    RejectPaymentReversal,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
    ReturnAllocation,
    WithdrawPaymentReversal,
)
from services.projects.domain.documents import Allocation, ProjectFund, Spending, in_project
from services.projects.domain.foreign import FundCovered, FundOverCommitted
from services.projects.domain.projects.commands import AcceptProject, CancelProject
from services.projects.events import (
    AllocationId,
    AllocationReturned,
    FundId,
    Part,
    PaymentId,
    ProjectId,
    Restriction,
    ReversalId,
    Share,
    SpendingApproved,
    SpendingId,
    SpendingPaid,
)


def mostly(person: str) -> st.SearchStrategy[str]:
    """Any of four people, but the one whose part it is more often."""
    return st.sampled_from([person, person, person, person, LEAD, CHAIR, TREASURER, OTHER])


funds = st.sampled_from([FUND, SET_UP])
sums = st.integers(1, 120)
days = st.integers(-2, 2).map(lambda n: EARLIER + timedelta(days=n))
numbers = st.integers(0, 1000)
restrictions = st.sampled_from([None, None, Restriction("project", "prj"), Restriction("category", "elders")])
all_parts = st.lists(st.builds(Part, restrictions, st.integers(1, 300)), min_size=1, max_size=3)
PAPER = Sealed("0" * 64)


class Spendings(RuleBasedStateMachine):
    """Four people, any of whom may try anything; three projects, one of them unknown; two funds."""

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene = council()
        self.audited = 0
        self.auditor = Auditor()
        self.projects = [PROJECT, ProjectId(nth("prj", 2)), ProjectId("prj_unknown")]
        self.allocations: list[AllocationId] = []
        self.spendings: list[SpendingId] = []
        self.payments: list[tuple[SpendingId, PaymentId]] = []
        self.reversals: list[ReversalId] = []

    @initialize(parts=all_parts)
    def two_projects(self, parts: list[Part]) -> None:
        self.scene.when(ProposeProject("toilet", "公厕", "eco-toilet"), by=LEAD)
        self.allocated(0, FUND, parts)

    @rule(project=st.sampled_from([0, 0, 0, 1, 1, 2]), fund=funds, parts=all_parts, on=days)
    def allocated(self, project: int, fund: FundId, parts: list[Part], on: date = EARLIER) -> None:
        allocation = AllocationId(derived("all", str(len(self.allocations))))
        self.allocations.append(allocation)
        allocate(self.scene, *parts, allocation=allocation, fund=fund, project=self.projects[project], on=on)
        assert self.scene.facts, "an allocation is always noted"

    @rule(project=st.sampled_from([0, 0, 1, 2]), fund=st.none() | funds, minor=sums, by=mostly(LEAD))
    def request(self, project: int, fund: FundId | None, minor: int, by: str) -> None:
        command = RequestSpending(self.projects[project], SHOP, cny(minor), "timber", fund)
        self.spendings.extend(fact.spending for fact in self.scene.when(command, by=by).facts)

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, by=mostly(CHAIR))
    def approve(self, number: int, by: str) -> None:
        self.scene.when(ApproveSpending(self.spendings[number % len(self.spendings)]), by=by)

    @precondition(lambda self: len(self.spendings) > 3)
    @rule(number=numbers, by=mostly(CHAIR))
    def reject(self, number: int, by: str) -> None:
        self.scene.when(RejectSpending(self.spendings[number % len(self.spendings)]), by=by)

    @precondition(lambda self: len(self.spendings) > 2)
    @rule(number=numbers, by=mostly(LEAD), role=st.sampled_from(["chair", "project_lead"]))
    def cancel(self, number: int, by: str, role: str) -> None:
        spending = self.spendings[number % len(self.spendings)]
        self.scene.when(CancelSpending(spending, PAPER), by=by, role=role)

    @precondition(lambda self: self.reversals)
    @rule(number=numbers, how=st.sampled_from([WithdrawPaymentReversal, RejectPaymentReversal]))
    def drop_a_reversal(
        self, number: int, how: type[WithdrawPaymentReversal | RejectPaymentReversal]
    ) -> None:
        self.scene.when(how(self.reversals[number % len(self.reversals)], PAPER), by=OTHER)

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, minor=sums, whole=st.booleans(), by=mostly(TREASURER), on=st.none() | days)
    def pay(self, number: int, minor: int, whole: bool, by: str, on: date | None = None) -> None:
        spending = self.spendings[number % len(self.spendings)]
        amount = self.scene.document(Spending, spending).unpaid if whole else cny(minor)
        facts = self.scene.when(PaySpending(spending, amount, BANK, on), by=by).facts
        self.payments.extend((spending, fact.payment) for fact in facts)

    @rule(project=st.sampled_from([0, 1]), fund=funds, minor=sums, paid=sums)
    def spend(self, project: int, fund: FundId, minor: int, paid: int) -> None:
        """The usual way: asked for, approved and paid by those whose part it is."""
        self.request(project, fund, minor, LEAD)
        if self.spendings:
            self.approve(-1, CHAIR)
            self.pay(-1, paid, paid >= minor, TREASURER)

    @precondition(lambda self: self.payments)
    @rule(number=numbers, by=mostly(TREASURER))
    def ask_for_a_reversal(self, number: int, by: str) -> None:
        spending, payment = self.payments[number % len(self.payments)]
        facts = self.scene.when(RequestPaymentReversal(spending, payment, PAPER), by=by).facts
        self.reversals.extend(fact.reversal for fact in facts)

    @precondition(lambda self: self.reversals)
    @rule(number=numbers, by=mostly(CHAIR))
    def confirm_a_reversal(self, number: int, by: str) -> None:
        self.scene.when(ConfirmPaymentReversal(self.reversals[number % len(self.reversals)]), by=by)

    @rule(number=numbers, minor=st.integers(1, 60))
    def give_back(self, number: int, minor: int) -> None:
        allocation = self.allocations[number % len(self.allocations)]
        self.scene.when(ReturnAllocation(allocation, cny(minor)), by=CHAIR)

    @precondition(lambda self: len(self.payments) > 2)
    @rule(project=st.sampled_from([0, 1]))
    def close(self, project: int) -> None:
        self.scene.when(CloseProject(self.projects[project]), by=CHAIR)

    @precondition(lambda self: len(self.payments) > 2)
    @rule(project=st.sampled_from([0, 1]))
    def cancel_a_project(self, project: int) -> None:
        self.scene.when(CancelProject(self.projects[project], Sealed("a" * 64)), by=CHAIR)

    @rule(project=st.sampled_from([0, 1]), by=mostly(CHAIR))
    def accept(self, project: int, by: str) -> None:
        self.scene.when(AcceptProject(self.projects[project], Sealed("a" * 64)), by=by)

    @rule(fund=funds, frozen=st.sampled_from([False, False, True]))
    def freeze(self, fund: FundId, frozen: bool) -> None:
        fact: Any = FundOverCommitted(fund) if frozen else FundCovered(fund)
        self.scene.hears("funds", fact, fund)

    @invariant()
    def an_auditor_finds_nothing(self) -> None:
        self.auditor.audit(self.scene.log[self.audited :])
        self.audited = len(self.scene.log)

    @invariant()
    def the_documents_are_what_the_auditor_counts(self) -> None:
        count = self.auditor
        pools: dict[tuple[str, Restriction | None], int] = {}
        for (project, fund), allocated in count.allocated.items():
            key = in_project(ProjectId(project), FundId(fund))
            held = self.scene.document(ProjectFund, key)
            assert held.allocated == cny(allocated)
            assert held.returned == cny(count.returned[project, fund])
            assert held.reserved == cny(count.reserved[project, fund])
            assert held.spent == cny(count.spent[project, fund])
            pools |= {(pool.allocation, pool.restriction): pool.minor for pool in held.pools}
        assert all(pools.values()), "an empty pool stays"
        assert pools == {place: minor for place, minor in count.left.items() if minor}
        for project in count.closed:
            for _, held in lookup.funds_of(self.scene.view, ProjectId(project)):
                assert not held.remaining, "money stands idle in a closed project"

    def teardown(self) -> None:
        self.scene.replayed()
        for allocation in self.allocations:
            back = [told.fact for told in self.scene.log if told.subject == allocation]
            returned = sum(fact.amount.minor for fact in back if isinstance(fact, AllocationReturned))
            assert self.scene.document(Allocation, allocation).returned == cny(returned)
        for spending in self.spendings:
            found = self.scene.document(Spending, spending)
            settled = found.state in ("requested", "rejected", "cancelled")
            assert self.auditor.owed[spending] == (0 if settled else found.unpaid.minor)


TestSpendings = Spendings.TestCase
TestSpendings.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)


def planted(*sayings: Saying) -> Scene:
    """Spending of 5.00, allocated, asked for and approved, and then what no decision would say."""
    scene = with_money(1000)
    approved(scene, 500)
    return scene.given(*sayings)


def payment(minor: int, *shares: Share, spending: SpendingId = SPENDING) -> Saying:
    fact = SpendingPaid(
        PAYMENT, spending, PROJECT, FUND, BANK, SHOP, cny(minor), shares, "timber", reference=None
    )
    return Saying(fact, spending)


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (payment(600, Share(FIRST, None, 600)), "beyond what was approved"),
        (payment(500, Share(FIRST, None, 499)), "shares are not the payment"),
        (
            Saying(SpendingApproved(SPENDING, PROJECT, FUND, SHOP, cny(501)), SPENDING),
            "beyond what was allocated",
        ),
        (
            Saying(
                AllocationReturned(
                    FIRST, FUND, PROJECT, cny(501), (Part(None, 501),), reason=None, by_itself=False
                ),
                FIRST,
            ),
            "beyond what was allocated",
        ),
    ],
)
def test_the_auditor_finds_what_is_planted(wrong: Saying, finding: str) -> None:
    log = planted(wrong).log
    with pytest.raises(AssertionError, match=finding):
        Auditor().audit(log)


def test_the_auditor_finds_a_payment_by_the_approver() -> None:
    scene = with_money(1000)
    spending = requested(scene, 500)
    scene.given(Saying(SpendingApproved(spending, PROJECT, FUND, SHOP, cny(500)), spending))
    # `given` is one person's doing: the approver's, here.
    scene.given(payment(500, Share(FIRST, None, 500)))
    with pytest.raises(AssertionError, match="not three people"):
        Auditor().audit(scene.log)


def test_the_auditor_finds_unrestricted_money_spent_first() -> None:
    scene = allocate(council(), Part(Restriction("category", "elders"), 500), Part(None, 500))
    approved(scene, 500)
    scene.given(payment(500, Share(FIRST, None, 500)))
    with pytest.raises(AssertionError, match="before restricted"):
        Auditor().audit(scene.log)


def test_the_auditor_passes_what_is_right() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 500), 500)
    assert Auditor().audit(scene.log).spent[PROJECT, FUND] == 500
