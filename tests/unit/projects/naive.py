"""A naive account of spending under policies: recounts everything from the facts, each time anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations
from typing import Any

from kernel.clock import accounting_date, parse_instant
from kernel.domain import Told
from kernel.sealed import Sealed
from policy.terms import Terms
from services.projects.events import (
    AdvanceSettled,
    AliasNoted,
    AllocationNoted,
    AllocationReturned,
    PaymentReversed,
    Share,
    SpendingApprovalGiven,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingPapersAdded,
    SpendingRejected,
    SpendingRequested,
)
from services.projects.events.decisions import (
    NoticeNoted,
    ObjectionNoted,
    PolicyNoted,
    ResolutionNoted,
)


@dataclass
class Asking:
    """One spending, as its facts tell it."""

    fact: SpendingRequested
    requester: str
    days: tuple[date, ...]
    papers: set[str]
    invoice: str | None
    state: str = "requested"
    approvals: list[tuple[str, frozenset[str], tuple[str, ...]]] = field(default_factory=list)
    needed: tuple[str, ...] = ()
    """The role of each approval that was asked for."""
    resolution: str | None = None
    noticed: bool = False
    payments: dict[str, tuple[int, date]] = field(default_factory=dict)
    settled: int = 0
    topped_up: int = 0
    using: bool = False
    """Whether its invoice is taken by it."""

    @property
    def paid(self) -> int:
        return sum(minor for minor, _ in self.payments.values())

    @property
    def out(self) -> int:
        return self.paid - self.settled if self.fact.kind == "advance" else 0

    @property
    def counted(self) -> int:
        """What tiers count of it."""
        return {"rejected": 0, "cancelled": self.paid + self.topped_up}.get(
            self.state, self.fact.amount.minor
        )

    @property
    def reserved(self) -> int:
        owed = self.state == "approved"
        return self.fact.amount.minor - self.paid - self.topped_up if owed else 0


class Naive:
    """Raises AssertionError at the first fact that no sequence of acts may bring about."""

    def __init__(self, vault: Mapping[Sealed, str]) -> None:
        self.vault = vault
        self.alias_of: dict[str, str] = {}
        self.asked: dict[str, Asking] = {}
        self.policies: list[Terms] = []
        self.resolutions: dict[str, ResolutionNoted] = {}
        self.notices: dict[str, date | None] = {}
        self.objections: dict[str, set[str]] = defaultdict(set)
        self.settled_on: dict[str, str] = {}
        """Invoice number -> the settlement that has it."""
        self.held: dict[tuple[str, str], int] = defaultdict(int)
        self.spent: dict[tuple[str, str], int] = defaultdict(int)
        self.left: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        """What is here of each allocation."""
        self.allocated_by: dict[str, str] = {}

    def policy(self, day: date) -> Terms | None:
        begun = [one for one in self.policies if one.effective_from <= day]
        latest = max((one.effective_from for one in begun), default=None)
        return next((one for one in reversed(begun) if one.effective_from == latest), None)

    def look_at(self, told: Told) -> None:  # noqa: C901, PLR0912, PLR0915 - one case per kind
        fact, today = told.fact, accounting_date(parse_instant(told.recorded_at))
        match fact:
            case PolicyNoted():
                self.policies.append(fact.terms)
            case ResolutionNoted():
                self.resolutions[fact.resolution] = fact
            case NoticeNoted():
                self.notices[fact.about] = fact.ends_on
            case ObjectionNoted():
                known = self.objections[fact.about]
                (known.add if fact.open else known.discard)(fact.objection)
            case AliasNoted():
                self.alias_of[fact.person] = fact.of
            case AllocationNoted():
                self.held[fact.project, fact.fund] += fact.amount.minor
                self.left[fact.project, fact.fund][fact.allocation] += fact.amount.minor
                if fact.resolution is not None:
                    self.allocated_by[fact.allocation] = fact.resolution
            case AllocationReturned():
                self.held[fact.project, fact.fund] -= fact.amount.minor
                self.left[fact.project, fact.fund][fact.allocation] -= fact.amount.minor
            case SpendingRequested():
                self._request(fact, told, today)
            case SpendingPapersAdded():
                one = self.asked[fact.spending]
                one.papers |= {*fact.attachments}
                if fact.invoice is not None:
                    assert one.invoice is None, "an invoice is replaced"
                    one.invoice = fact.invoice.number
                    self._take(one)
            case SpendingApprovalGiven():
                one = self.asked[fact.spending]
                assert fact.by == told.whose
                if self.policy(today) is not None:
                    self._unopposed(fact.spending, one, fact.resolution)
                one.approvals.append((told.whose, told.hands, fact.roles))
            case SpendingApproved():
                self._approve(fact, told, today)
            case SpendingRejected():
                self._end(self.asked[fact.spending], "rejected")
            case SpendingCancelled():
                one = self.asked[fact.spending]
                assert fact.released.minor == one.reserved
                self._end(one, "cancelled")
            case SpendingPaid():
                self._pay(fact, told, today)
            case PaymentReversed():
                one = self.asked[fact.spending]
                minor, _ = one.payments.pop(fact.payment)
                self._move(fact, fact.shares, 1)
                assert one.out >= 0, "a settled advance came back"
                if fact.kind != "advance":
                    self.spent[fact.project, fact.fund] -= minor
                one.using = one.using and one.paid > 0
            case AdvanceSettled():
                self._settle(fact, told, today)
        self._all_in_bounds()

    def _request(self, fact: SpendingRequested, told: Told, today: date) -> None:
        assert told.occurred_on is not None
        assert fact.asked_on == today
        days = (today, told.occurred_on)
        number = fact.invoice.number if fact.invoice else None
        one = Asking(fact, told.actor["person"], days, {*fact.attachments}, number)
        self.asked[fact.spending] = one
        self._take(one)
        self._no_old_advance(fact, today)

    def _take(self, one: Asking) -> None:
        if one.invoice is not None:
            others = [x for x in self.asked.values() if x is not one and x.using and x.invoice == one.invoice]
            assert not others, "an invoice is used twice"
            assert one.invoice not in self.settled_on, "an invoice is used twice"
            one.using = True

    def is_one(self, a: str, b: str) -> bool:
        """Whether two registrations are one human."""
        return self.alias_of.get(a, a) == self.alias_of.get(b, b)

    def all_seated(self, one: Asking) -> bool:
        """Whether the people who approved fill the seats: by trying every order."""
        people: dict[str, set[str]] = defaultdict(set)
        for by, hands, roles in one.approvals:
            if not any(self.is_one(hand, one.requester) for hand in hands):
                people[self.alias_of.get(by, by)] |= {*roles}
        return any(
            all(role in roles for role, roles in zip(one.needed, order, strict=True))
            for order in permutations(people.values(), len(one.needed))
        )

    def same_payee(self, a: SpendingRequested, b: SpendingRequested) -> bool:
        named = [self.vault[one.payee_name] for one in (a, b) if one.payee_name is not None]
        return self.is_one(a.payee, b.payee) or (len(named) == 2 and named[0] == named[1])

    def _no_old_advance(self, fact: SpendingRequested, today: date) -> None:
        terms = self.policy(today)
        if fact.kind != "advance" or terms is None:
            return
        for one in self.asked.values():
            if self.same_payee(one.fact, fact) and one.out > 0:
                first = min(day for _, day in one.payments.values())
                assert (today - first).days < terms.advance_days, "a new advance beside an old one"

    def _together(self, one: Asking, terms: Terms) -> int:
        near = [
            other.counted
            for other in self.asked.values()
            if other.fact.project == one.fact.project
            and self.same_payee(other.fact, one.fact)
            and min(abs((a - b).days) for a in one.days for b in other.days) <= terms.split_window_days
        ]
        return sum(near)

    def _approve(self, fact: SpendingApproved, told: Told, today: date) -> None:
        one, terms = self.asked[fact.spending], self.policy(today)
        assert one.state == "requested"
        if terms is None:
            assert not one.approvals or told.hands
            one.approvals.append((told.whose, told.hands, ("chair",)))
            one.needed = ("chair",)
        else:
            total = self._together(one, terms)
            tier = next(t for t in terms.tiers if t.below is None or total < t.below)
            one.needed = tuple(need.role for need in tier.approvals for _ in range(need.count)) or ("chair",)
            assert self.all_seated(one), "approved without the approvals"
            assert len({by for by, _, _ in one.approvals}) == len(one.approvals), "the same person twice"
            everybody = frozenset[str]().union(*(hands for _, hands, _ in one.approvals))
            assert not any(self.is_one(hand, one.fact.payee) for hand in everybody)
            assert (fact.noticed, bool(fact.resolution)) >= (tier.notice, tier.resolution)
        assert all(one.requester not in hands for _, hands, _ in one.approvals), "approved by the requester"
        one.state, one.resolution, one.noticed = "approved", fact.resolution, fact.noticed
        if fact.resolution is not None:
            said = self.resolutions[fact.resolution]
            assert said.kind in ("spending", "project")
            used = sum(x.counted for x in self.asked.values() if x.resolution == fact.resolution)
            assert said.amount is not None
            assert used <= said.amount.minor, "beyond the resolution"

    def _end(self, one: Asking, state: str) -> None:
        assert one.state in ("requested", "approved")
        one.state = state
        one.using = one.using and one.paid > 0

    def _free_to_leave(self, spending: str, one: Asking, told: Told, today: date) -> None:
        """Whether money may leave for it now."""
        assert one.state == "approved", "paid without an approval"
        barred = {one.requester}.union(*(hands for _, hands, _ in one.approvals))
        assert not any(self.is_one(told.actor["person"], hand) for hand in barred), (
            "paid by who had a hand in it"
        )
        if one.noticed:
            ends = [self.notices.get(spending), self.notices.get(one.resolution or "")]
            assert any(end is not None for end in ends), "paid without a notice"
            assert all(end is None or end < today for end in ends), "paid while its notice runs"
        assert self.all_seated(one), "paid without the approvals of so many people"
        terms = self.policy(today)
        if terms is not None:
            self._unopposed(spending, one)
            assert not self.is_one(told.actor["person"], one.fact.payee), "paid to themselves"

    def _unopposed(self, spending: str, one: Asking, named: str | None = None) -> None:
        left = self.left[one.fact.project, one.fact.fund]
        here = [allocation for allocation, minor in left.items() if minor]
        decided = [self.allocated_by.get(allocation) for allocation in here]
        abouts = {spending, one.fact.project, one.resolution, named, *here, *decided}
        assert not any(self.objections[about] for about in abouts if about), "against an objection"

    def _pay(self, fact: SpendingPaid, told: Told, today: date) -> None:
        one, terms = self.asked[fact.spending], self.policy(today)
        self._free_to_leave(fact.spending, one, told, today)
        assert terms is None or one.papers or not terms.attachments_required, "paid without a paper"
        self._no_old_advance(one.fact, today)
        self._take(one)
        assert told.occurred_on is not None
        one.payments[fact.payment] = (fact.amount.minor, told.occurred_on)
        self._move(fact, fact.shares, -1)
        assert one.reserved >= 0, "beyond what was approved"
        kept = one.fact.retention
        if kept is not None and told.occurred_on < kept.until:
            assert one.reserved >= kept.minor, "paid what is kept back"
        if fact.kind != "advance":
            self.spent[fact.project, fact.fund] += fact.amount.minor

    def _move(self, fact: Any, shares: Iterable[Share], sign: int) -> None:
        for share in shares:
            self.left[fact.project, fact.fund][share.allocation] += sign * share.minor

    def _settle(self, fact: AdvanceSettled, told: Told, today: date) -> None:
        one = self.asked[fact.spending]
        assert one.fact.kind == "advance", "settled, and no advance"
        if fact.topped_up:
            self._free_to_leave(fact.spending, one, told, today)
        for invoice in fact.invoices:
            users = [x for x in self.asked.values() if x.using and x.invoice == invoice.number]
            assert not users, "an invoice is used twice"
            assert invoice.number not in self.settled_on, "an invoice is used twice"
            self.settled_on[invoice.number] = fact.settlement
        self._move(fact, fact.extra, -1)
        self._move(fact, fact.back, 1)
        one.topped_up += fact.topped_up.minor
        one.settled += fact.amount.minor - fact.topped_up.minor + fact.returned.minor
        assert one.out >= 0, "more settled than was out"
        assert one.state != "approved" or one.reserved >= 0, "beyond what was approved"
        self.spent[fact.project, fact.fund] += fact.amount.minor

    def sums(self) -> Iterator[tuple[tuple[str, str], int, int, int]]:
        """Of each project and fund: reserved, advanced, spent."""
        for place in self.held:
            here = [one for one in self.asked.values() if (one.fact.project, one.fact.fund) == place]
            yield place, sum(x.reserved for x in here), sum(x.out for x in here), self.spent[place]

    def _all_in_bounds(self) -> None:
        for place, reserved, advanced, spent in self.sums():
            assert min(reserved, advanced, spent) >= 0
            assert reserved + advanced + spent <= self.held[place], "beyond what was allocated"
