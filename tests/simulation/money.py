"""The rules of the money, recounted from the logs by other means than the services' own documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from simulation import approvals, commitments, votes
from simulation.broken import require

from gateway.books.charts import library
from gateway.ledger.errors import Unpostable
from gateway.ledger.figures import (
    CHECK_MEASURES,
    FundFigures,
    Movement,
    fund_figures,
    movements,
    project_figures,
)
from gateway.ledger.postings import post
from gateway.ledger.registry import HeldFund, MoneyAccount, Registry, restriction_key
from kernel.domain import Told
from services.funds import events as funds
from services.funds.domain.documents import Fund
from services.funds.events.fund_transfers import FundTransferred
from services.members import events as members
from services.projects import events as projects

Logs = Mapping[str, Sequence[Told]]
Sums = Mapping[str, Counter[object]]


def check(logs: Logs) -> None:
    """Raises: RuleBroken."""
    votes.check(logs)
    commitments.check(logs["funds"])
    approvals.check(logs["projects"])
    of_funds(logs["funds"])
    of_projects(logs["projects"])
    reversals(logs)
    noted(logs)


# --- funds ----------------------------------------------------------------------------------------------


def of_funds(log: Sequence[Told]) -> None:  # noqa: C901 - one case per fact
    """available = received + other_in - refunded - other_out - committed; never negative by a decision."""
    sums: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    held: dict[str, HeldFund] = {}
    short: dict[str, int] = {}
    refunded: Counter[str] = Counter()
    received: dict[str, int] = {}
    for one in log:
        fact = one.fact
        if isinstance(fact, funds.FundOpened):
            held[fact.fund] = _held(fact)
        for moved in _shown(fact, held):
            sums[moved.subject].append((moved.restriction, moved.measure, moved.minor))
        match fact:
            case funds.DonationReceived():
                require(fact.donation not in received, "donation.twice", fact.donation)
                received[fact.donation] = fact.amount.minor
            case funds.DonationRefunded():
                refunded[fact.donation] += fact.amount.minor
                require(refunded[fact.donation] <= received[fact.donation], "donation.refunds", fact.donation)
                require(
                    fund_figures(sums[fact.fund]).available >= 0, "fund.negative", f"funds/{one.position}"
                )
            case FundTransferred():
                require(
                    fund_figures(sums[fact.source]).available >= 0, "fund.negative", f"funds/{one.position}"
                )
            case funds.AllocationMade():
                _decided(fund_figures(sums[fact.fund]), fact, one.position)
                require(not short.get(fact.fund), "fund.short", f"funds/{one.position}")
            case funds.FundOverCommitted():
                short[fact.fund] = fact.short.minor
            case funds.FundCovered():
                short[fact.fund] = 0
    for fund, rows in sums.items():
        made = fund_figures(rows)
        require(short.get(fund, 0) >= -made.available, "fund.unsaid", f"{fund}: {made}")


def as_held(log: Sequence[Told], documents: Iterable[Fund]) -> None:
    """What funds says that all of them have left: as if nothing had ever moved between them."""
    held: dict[str, HeldFund] = {
        one.fact.fund: _held(one.fact) for one in log if isinstance(one.fact, funds.FundOpened)
    }
    rows = [
        (moved.restriction, moved.measure, moved.minor)
        for one in log
        if not isinstance(one.fact, FundTransferred)
        for moved in _shown(one.fact, held)
    ]
    have, left = sum(one.available for one in documents), fund_figures(rows).available
    require(have == left, "fund.sum", f"{have}, recounted {left}")


def _held(fact: funds.FundOpened) -> HeldFund:
    return HeldFund(fact.fund, fact.currency, fact.legal_holder, restriction_key(fact.restriction))


def _decided(made: FundFigures, fact: funds.AllocationMade, position: int) -> None:
    require(made.available >= 0, "fund.negative", f"funds/{position}: {made}")
    require(sum(part.minor for part in fact.parts) == fact.amount.minor, "fund.parts", f"funds/{position}")


# --- projects -------------------------------------------------------------------------------------------


def _shown(fact: Any, held: Mapping[str, HeldFund]) -> list[Movement]:
    """What of a fact's movements is in the figures: the rest is there to be checked against them."""
    return [moved for moved in movements(fact, held) if moved.measure not in CHECK_MEASURES]


def of_projects(log: Sequence[Told]) -> None:
    """Per project and fund spent + reserved + advances <= allocated; no more is paid than is owed."""
    sums: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    left: Counter[str] = Counter()
    cancelled: set[str] = set()
    for one in log:
        fact = one.fact
        moving = _shown(fact, {})
        for moved in moving:
            sums[moved.subject, moved.fund].append((moved.measure, moved.minor))
        # After the whole fact: a payment that comes back moves from one measure to another.
        for moved in moving[:1]:
            made = project_figures(sums[moved.subject, moved.fund])
            holds = min(made.remaining, made.reserved, made.spent, made.advanced) >= 0
            require(holds, "project.beyond", f"projects/{one.position}: {made}")
        match fact:
            case projects.SpendingApproved():
                left[fact.spending] += fact.amount.minor
            case projects.SpendingCancelled():
                require(fact.spending not in cancelled, "spending.cancelled", f"projects/{one.position}")
                cancelled.add(fact.spending)
                released = left.pop(fact.spending, 0)
                require(fact.released.minor == released, "spending.released", f"projects/{one.position}")
            case projects.SpendingPaid():
                require(fact.spending not in cancelled, "spending.cancelled", f"projects/{one.position}")
                left[fact.spending] -= fact.amount.minor
                require(left[fact.spending] >= 0, "spending.beyond", f"projects/{one.position}")
            case projects.PaymentReversed():
                owed = fact.spending not in cancelled
                require(fact.still_owed == owed, "spending.owed", f"projects/{one.position}")
                left[fact.spending] += fact.amount.minor if owed else 0
            case projects.AdvanceSettled() if fact.topped_up.minor:
                require(fact.spending not in cancelled, "spending.cancelled", f"projects/{one.position}")
                left[fact.spending] -= fact.topped_up.minor
                require(left[fact.spending] >= 0, "spending.beyond", f"projects/{one.position}")


# --- reversals ------------------------------------------------------------------------------------------

ENDED: Final = (
    funds.ReversalWithdrawn,
    funds.ReversalRejected,
    funds.DonationReversed,
    funds.ReceiptReversed,
    funds.TransferReversed,
    funds.OutlayReversed,
    projects.PaymentReversalWithdrawn,
    projects.PaymentReversalRejected,
    projects.PaymentReversed,
)


def reversals(logs: Logs) -> None:
    """A request to reverse ends once, whichever end comes first; about one thing one request is open."""
    for name in ("funds", "projects"):
        asked: dict[str, str] = {}
        for one in logs[name]:
            fact = one.fact
            match fact:
                case funds.ReversalRequested() | projects.PaymentReversalRequested():
                    target = fact.target if isinstance(fact, funds.ReversalRequested) else fact.payment
                    require(target not in asked.values(), "reversal.twice", f"{name}/{one.position}")
                    asked[fact.reversal] = target
                case _ if isinstance(fact, ENDED):
                    require(asked.pop(fact.reversal, None), "reversal.once", f"{name}/{one.position}")


# --- each in the eyes of the other ------------------------------------------------------------------------


def noted(logs: Logs) -> None:
    """What one service noted of another is what the other says, fact by fact."""
    sums = {name: Counter[object]() for name in ("allocations", "returns", "payments")}
    _as_funds_says(logs["funds"], sums)
    _as_projects_says(logs["projects"], sums)
    for name, counts in sums.items():
        require(not any(counts.values()), f"noted.{name}", {key: n for key, n in counts.items() if n})
    _frozen(logs)
    _erased(logs)


def _as_funds_says(log: Sequence[Told], sums: Sums) -> None:
    made, back, paid = sums["allocations"], sums["returns"], sums["payments"]
    for one in log:
        match one.fact:
            case funds.AllocationMade(allocation, fund, project, amount):
                made[allocation, fund, project, amount] += 1
            case funds.AllocationReturnNoted(allocation, fund, project, amount):
                back[allocation, fund, project, amount] -= 1
            case funds.PaymentNoted(payment, fund, project, _, amount):
                paid[payment, fund, project, amount] -= 1
            case _:
                pass


def _as_projects_says(log: Sequence[Told], sums: Sums) -> None:
    made, back, paid = sums["allocations"], sums["returns"], sums["payments"]
    for one in log:
        match one.fact:
            case projects.AllocationNoted(allocation, fund, project, amount):
                made[allocation, fund, project, amount] -= 1
            case projects.AllocationReturned(allocation, fund, project, amount):
                back[allocation, fund, project, amount] += 1
            case projects.SpendingPaid(payment=payment, fund=fund, project=project, amount=amount):
                paid[payment, fund, project, amount] += one.fact.kind != "advance"
            case projects.PaymentReversed(payment=payment, fund=fund, project=project, amount=amount):
                paid[payment, fund, project, -amount] += one.fact.kind != "advance"
            case projects.AdvanceSettled(settlement=payment, fund=fund, project=project, amount=amount):
                paid[payment, fund, project, amount] += bool(amount)
            case _:
                pass


def _frozen(logs: Logs) -> None:
    """Projects knows of the funds that are short, and of no others."""
    said: dict[str, bool] = {}
    for one in logs["funds"]:
        if isinstance(one.fact, funds.FundOverCommitted | funds.FundCovered):
            said[one.fact.fund] = isinstance(one.fact, funds.FundOverCommitted)
    last: dict[str, bool] = {
        one.fact.fund: one.fact.frozen
        for one in logs["projects"]
        if isinstance(one.fact, projects.FundFrozenNoted)
    }
    for fund in {**said, **last}:
        require(last.get(fund, False) == said.get(fund, False), "noted.frozen", fund)


def _erased(logs: Logs) -> None:
    """An erasure at members is one at every follower."""
    gone: set[str] = {
        one.fact.person for one in logs["members"] if isinstance(one.fact, members.PersonErased)
    }
    for name in ("funds", "projects"):
        followed: list[str] = [
            one.fact.person
            for one in logs[name]
            if isinstance(one.fact, funds.PersonErasureNoted | projects.PersonErasureNoted)
            and one.fact.erased
        ]
        require(sorted(followed) == sorted(gone), "noted.erasures", f"{name}: {followed} of {gone}")


# --- the ledger's accounting --------------------------------------------------------------------------------


def post_all(ordered: Sequence[Told]) -> None:
    """All that moves money is posted in the ledger's own order; debits equal credits, in each and in all."""
    accounts: dict[str, MoneyAccount] = {}
    held: dict[str, HeldFund] = {}
    registry, rules = Registry(accounts, held), library().current
    balances: Counter[str] = Counter()
    for one in ordered:
        fact = one.fact
        if isinstance(fact, funds.MoneyAccountOpened):
            accounts[fact.account] = MoneyAccount(fact.account, fact.kind, fact.currency, fact.legal_holder)
        elif isinstance(fact, funds.FundOpened):
            held[fact.fund] = _held(fact)
        if one.occurred_on is None:
            continue
        try:
            entry = post(fact, one.occurred_on, registry, rules)
        except Unpostable as why:
            require(False, "ledger.unpostable", f"{one.service}/{one.position}: {why}")
            continue
        if entry is None:
            continue
        debit, credit = sum(line.debit for line in entry.lines), sum(line.credit for line in entry.lines)
        require(debit == credit, "ledger.balanced", f"{one.service}/{one.position}: {debit}, {credit}")
        for line in entry.lines:
            balances[line.account] += line.debit - line.credit
    require(sum(balances.values()) == 0, "ledger.balanced", dict(balances))
