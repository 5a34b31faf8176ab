"""No sequence of policies, requests, approvals, payments, advances, objections breaks a rule of spending."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.rules import Scene
from unit.projects.naive import Naive
from unit.projects.story import (
    BANK,
    CHAIR,
    FIRST,
    LEAD,
    PROJECT,
    SECOND,
    SHOP,
    TREASURER,
    allocate,
    cny,
    council,
)
from unit.projects.under_policy import (
    BOARD,
    PAPER,
    SECRETARY,
    adopt,
    answered,
    noticed,
    objected,
    resolved,
    settled,
)

from kernel.sealed import Sealed
from policy.terms import Approvals, Tier
from services.members import events as theirs
from services.members.events.aliases import AliasRecorded
from services.projects.domain import lookup
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    ConfirmPaymentReversal,
    PaySpending,
    ProposeProject,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
    ReturnAllocation,
)
from services.projects.domain.decisions.documents import Resolution
from services.projects.domain.documents import ADVANCES, Advances, Spending
from services.projects.domain.names import compared
from services.projects.domain.spending.commands import AttachToSpending
from services.projects.events import (
    AllocationId,
    Part,
    PartyId,
    PaymentId,
    ProjectId,
    ReversalId,
    SpendingId,
)

WHY = Sealed("0" * 64)
OF_THE_MONEY = "res_of_the_money"
"""Under which most of the money was allocated."""
LEAD_AGAIN = PartyId("per_lead_again")
PEOPLE = (LEAD, CHAIR, TREASURER, SECRETARY, *BOARD, LEAD_AGAIN)
ZHANG, ZHANG_AGAIN, PAYER_AGAIN = (PartyId(f"per_{who}") for who in ("zhang", "zhang_again", "payer_again"))
PAYEES = (
    (SHOP, "木工社"),
    (ZHANG, "张三"),
    (PartyId(BOARD[0]), "王五"),
    (PartyId(TREASURER), "李四"),
    (PartyId("org_typed"), " 木 工社。"),
    (ZHANG_AGAIN, "张三丰"),
    (PartyId("per_typed"), "张　三"),
    (PAYER_AGAIN, "李四儿"),
    (PartyId("org_nameless"), None),
)
ALIASES = (
    (ZHANG_AGAIN, ZHANG),
    (PAYER_AGAIN, PartyId(TREASURER)),
    (PartyId(BOARD[2]), PartyId(BOARD[1])),
    (LEAD_AGAIN, PartyId(LEAD)),
)
LOW, HIGH = 100, 400
TIERS = (
    Tier(
        LOW,
        (Approvals("chair", 1), Approvals("standing_board", 1)),
        resolution=False,
        notice=False,
    ),
    Tier(HIGH, (Approvals("standing_board", 2),), resolution=False, notice=False),
    Tier(None, (), resolution=True, notice=True),
)
BOARD_ALONE = (Tier(None, (Approvals("standing_board", 1),), resolution=False, notice=False),)


def mostly(*whose: str) -> st.SearchStrategy[str]:
    """Those whose part it is, more often than anybody."""
    return st.sampled_from([*whose * 6, *PEOPLE])


numbers = st.integers(0, 1000)
sums = st.integers(1, 150) | st.integers(1, 600)
kinds: Any = st.sampled_from(["payment", "payment", "advance", "advance", "reimbursement"])
invoices = st.none() | st.sampled_from(["0001", "0002", "０００３", "No. 00-03 "])
papers = st.sampled_from([(PAPER,), (PAPER,), ()])


class Spendings(RuleBasedStateMachine):
    """Whoever may try anything; days go by, and policies come."""

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene = council()
        self.naive = Naive(self.scene.vault)
        self.seen = 0
        self.counts: dict[str, int] = {}
        self.projects = [PROJECT]
        self.spendings: list[SpendingId] = []
        self.payments: list[tuple[SpendingId, PaymentId]] = []
        self.reversals: list[ReversalId] = []
        self.resolutions: list[str] = []
        self.objections: list[tuple[str, int]] = []
        """What they are about, and their numbers: not answered."""
        self.upheld: list[tuple[str, int]] = []
        """Those that were answered, and are to be settled."""
        self.policies = 0

    def nth(self, what: str) -> int:
        """One more of these."""
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    @initialize(minor=st.integers(500, 4_000), held=st.booleans())
    def begin(self, minor: int, held: bool) -> None:
        self.scene.when(ProposeProject("toilet", "公厕", "eco-toilet"), by=LEAD)
        self.projects.append(ProjectId(self.scene.facts[0].project))
        allocate(self.scene, Part(None, minor), resolution=OF_THE_MONEY)
        allocate(self.scene, Part(None, 300), allocation=SECOND, project=self.projects[1])
        if held:
            self.change_policy(0, 0)

    @rule(after=st.integers(0, 3), which=st.integers(0, 2))
    def change_policy(self, after: int, which: int) -> None:
        other: dict[str, Any] = {"tiers": BOARD_ALONE if which == 1 else TIERS}
        day = self.scene.today + timedelta(days=after)
        adopt(self.scene, self.nth("policy"), day, attachments_required=which != 2, **other)

    @rule(
        project=st.sampled_from([0, 0, 1]),
        payee=st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 8]),
        minor=sums,
        kind=kinds,
        invoice=invoices,
        attached=papers,
        kept=st.integers(0, 30),
        ago=st.sampled_from([0, 0, 10, 16]),
        by=mostly(LEAD),
    )
    def request(  # noqa: PLR0917 - what a request says
        self,
        project: int,
        payee: int,
        minor: int,
        kind: Any,
        invoice: str | None,
        attached: tuple[str, ...],
        kept: int,
        ago: int,
        by: str,
    ) -> None:
        party, name = PAYEES[payee]
        command = RequestSpending(
            self.projects[project],
            party,
            cny(minor),
            "timber",
            occurred_on=self.scene.today - timedelta(days=ago),
            attachments=attached,
            kind=kind,
            invoice=invoice,
            retained=cny(kept) if kept and kind == "payment" else None,
            retained_until=self.scene.today + timedelta(days=5),
            payee_name=None if name is None else self.scene.sealed(compared(name)),
        )
        self.spendings.extend(fact.spending for fact in self.scene.when(command, by=by).facts[:1])

    @rule(which=st.sampled_from([0, 1, 2, 3]))
    def record_an_alias(self, which: int) -> None:
        person, of = ALIASES[which]
        self.scene.hears(
            "members", AliasRecorded(theirs.PartyId(person), theirs.PartyId(of)), person, self.scene.today
        )

    def one(self, number: int) -> SpendingId:
        return self.spendings[-1 - number % len(self.spendings) % 4]

    @precondition(lambda self: self.spendings)
    @rule(
        number=numbers,
        by=mostly(CHAIR, *BOARD, LEAD_AGAIN),
        role=st.sampled_from(["chair", "standing_board", None]),
        recorder=st.sampled_from([None, None, SECRETARY, LEAD, BOARD[1]]),
        named=st.booleans(),
    )
    def approve(self, number: int, by: str, role: str | None, recorder: str | None, named: bool) -> None:
        resolution = self.resolutions[-1] if named and self.resolutions else None
        if role is not None and by in (CHAIR, *BOARD, LEAD_AGAIN):
            role = "chair" if by == CHAIR else "standing_board"
        self.scene.when(ApproveSpending(self.one(number), resolution), by=by, role=role, through=recorder)

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, minor=sums, whole=st.booleans(), by=mostly(TREASURER))
    def pay(self, number: int, minor: int, whole: bool, by: str) -> None:
        spending = self.one(number)
        amount = self.scene.document(Spending, spending).unpaid if whole else cny(minor)
        if amount:
            facts = self.scene.when(PaySpending(spending, amount, BANK), by=by).facts[:1]
            self.payments.extend((spending, fact.payment) for fact in facts)

    @rule(
        minor=sums,
        payee=st.sampled_from([0, 1, 4, 5, 6]),
        kind=kinds,
        invoice=invoices,
        days=st.integers(0, 12),
        paid=sums,
        opposed=st.sampled_from([None, None, None, 0, 1, 2, 3, 4]),
        found_out=st.sampled_from([None, None, 2]),
    )
    def spend(  # noqa: PLR0917 - what is said on the way
        self,
        minor: int,
        payee: int,
        kind: Any,
        invoice: str | None,
        days: int,
        paid: int,
        opposed: int | None,
        found_out: int | None,
    ) -> None:
        """The usual way: asked for, approved by all who are asked, its notice opened, and paid.

        When it is approved it may be objected to, or two of the board turn out to be one.
        """
        before = len(self.spendings)
        self.request(0, payee, minor, kind, None if kind == "advance" else invoice, (PAPER,), 0, 0, LEAD)
        if len(self.spendings) == before:
            return
        if minor >= HIGH:
            self.resolve(minor)
        self.approve(0, CHAIR, "chair", None, named=minor >= HIGH)
        self.approve(0, BOARD[1], "standing_board", SECRETARY, named=False)
        self.approve(0, BOARD[2], "standing_board", None, named=False)
        if minor >= HIGH:
            noticed(self.scene, self.spendings[-1], self.scene.today + timedelta(days=7), self.nth("notice"))
            self.scene.later(days)
        if opposed is not None:
            self.object_to(0, opposed)
        if found_out is not None:
            self.record_an_alias(found_out)
        self.pay(0, min(paid, minor), whole=paid >= minor, by=TREASURER)

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, spent=st.integers(0, 200), back=st.integers(0, 60), more=st.integers(0, 30),
          all_=st.booleans(), invoice=invoices, by=mostly(TREASURER))  # fmt: skip
    def settle(  # noqa: PLR0917 - what a settlement says
        self,
        number: int,
        spent: int,
        back: int,
        more: int,
        all_: bool,
        invoice: str | None,
        by: str,
    ) -> None:
        advances = [ref for ref in self.spendings if self.naive.asked[ref].fact.kind == "advance"]
        spending = advances[-1 - number % len(advances) % 3] if advances else self.one(number)
        out = self.scene.document(Spending, spending).outstanding.minor
        spent = out + more if all_ else spent
        command = SettleAdvance(
            spending,
            cny(spent) if spent else None,
            cny(back) if back and not all_ else None,
            cny(more) if more and all_ else None,
            BANK,
            attachments=(PAPER,),
            invoices=(invoice,) if invoice else (),
        )
        self.scene.when(command, by=by)

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, by=mostly(CHAIR), how=st.sampled_from(["reject", "cancel", "cancel"]))
    def end(self, number: int, by: str, how: str) -> None:
        spending = self.one(number)
        self.scene.when(
            RejectSpending(spending) if how == "reject" else CancelSpending(spending, WHY),
            by=by,
            role="chair",
        )

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, invoice=invoices)
    def attach(self, number: int, invoice: str | None) -> None:
        self.scene.when(AttachToSpending(self.one(number), (PAPER,), invoice), by=LEAD)

    @precondition(lambda self: self.payments)
    @rule(number=numbers, by=mostly(TREASURER))
    def ask_for_a_reversal(self, number: int, by: str) -> None:
        spending, payment = self.payments[number % len(self.payments)]
        facts = self.scene.when(RequestPaymentReversal(spending, payment, WHY), by=by).facts
        self.reversals.extend(fact.reversal for fact in facts)

    @precondition(lambda self: self.reversals)
    @rule(number=numbers, by=mostly(CHAIR))
    def confirm_a_reversal(self, number: int, by: str) -> None:
        self.scene.when(ConfirmPaymentReversal(self.reversals[number % len(self.reversals)]), by=by)

    @rule(minor=sums)
    def resolve(self, minor: int) -> None:
        self.resolutions.append(resolved(self.scene, None, self.nth("resolution"), amount=cny(minor)))

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, days=st.integers(-1, 3))
    def notice(self, number: int, days: int) -> None:
        ends = self.scene.today + timedelta(days=days)
        noticed(self.scene, self.one(number), ends, self.nth("notice"))

    @precondition(lambda self: self.spendings)
    @rule(number=numbers, what=st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4, 4]))
    def object_to(self, number: int, what: int) -> None:
        resolution = self.resolutions[-1] if self.resolutions else OF_THE_MONEY
        about = (self.one(number), PROJECT, FIRST, OF_THE_MONEY, resolution)[what]
        which = self.nth("objection")
        objected(self.scene, about, which)
        self.objections.append((about, which))

    @precondition(lambda self: self.objections)
    @rule(number=numbers, upheld=st.booleans())
    def answer(self, number: int, upheld: bool) -> None:
        one = self.objections.pop(number % len(self.objections))
        answered(self.scene, *one, upheld=upheld)
        if upheld:
            self.upheld.append(one)

    @precondition(lambda self: self.upheld)
    @rule(number=numbers)
    def settle_an_objection(self, number: int) -> None:
        settled(self.scene, *self.upheld.pop(number % len(self.upheld)))

    @rule(minor=st.integers(1, 200))
    def give_back(self, minor: int) -> None:
        self.scene.when(ReturnAllocation(AllocationId(SECOND), cny(minor)), by=CHAIR)

    @rule(days=st.sampled_from([1, 1, 3, 8, 31]))
    def days_go_by(self, days: int) -> None:
        self.scene.later(days)

    @invariant()
    def nothing_happened_that_may_not(self) -> None:
        for told in self.scene.log[self.seen :]:
            self.naive.look_at(told)
        self.seen = len(self.scene.log)

    @invariant()
    def the_documents_say_what_is_counted(self) -> None:
        for (project, fund), reserved, advanced, spent in self.naive.sums():
            held = lookup.held(self.scene.view, ProjectId(project), lookup.fund(self.scene.view, fund))
            assert (held.reserved, held.advanced, held.spent) == (cny(reserved), cny(advanced), cny(spent))
        known = self.scene.view.get(Advances, ADVANCES) or Advances()
        out = {ref: (one.fact.payee, one.out) for ref, one in self.naive.asked.items() if one.out}
        assert {one.spending: (one.payee, one.minor) for one in known.out} == out
        for resolution in self.resolutions:
            used = sum(x.counted for x in self.naive.asked.values() if x.resolution == resolution)
            assert self.scene.document(Resolution, resolution).used == used

    def teardown(self) -> None:
        self.scene.replayed()


TestSpendings = Spendings.TestCase
TestSpendings.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
