"""Figures against each other: what one table says of a fund or a project must follow from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from gateway.books.facts import CODEC
from gateway.books.sql import ledger_head
from gateway.books.standing import Standing
from gateway.books.sums import restriction_of
from gateway.books.tables import copies
from gateway.ledger.figures import FundFigures, project_figures
from gateway.ledger.statements import money_by_figures
from kernel.codec import decode_envelope
from services.funds.events import AllocationReturnNoted, PaymentNoted
from services.projects.events import AdvanceSettled, AllocationReturned, PaymentReversed, SpendingPaid

Finding = dict[str, Any]
_HOLDS: Final = {
    ("fund", "received"): 1,
    ("fund", "other_in"): 1,
    ("fund", "refunded"): -1,
    ("fund", "other_out"): -1,
    ("check", "expensed"): -1,
    ("check", "paid"): -1,
}
"""What adds to the money that a fund holds under a restriction, and what takes of it."""
_NOTED: Final = (PaymentNoted.TYPE, AllocationReturnNoted.TYPE)
_TO_BE_NOTED: Final = (AllocationReturned.TYPE, SpendingPaid.TYPE, PaymentReversed.TYPE, AdvanceSettled.TYPE)


def _finding(code: str, severity: str, subject: str, currency: str | None, **arguments: Any) -> Finding:
    return {"code": code, "severity": severity, "subject": subject, "currency": currency, **arguments}


def over_committed(sums: Standing) -> Iterator[Finding]:
    """Funds with less than they committed: allocations are refused, payments stopped."""
    made = sums.of_funds()
    for fund in sums.funds:
        available = made.get(fund["id"], FundFigures()).available
        if fund.get("short") or available < 0:
            yield _finding(
                "fund.over_committed",
                "warning",
                fund["id"],
                fund.get("currency"),
                short=max(fund.get("short", 0), -available),
                available=available,
            )


def spent_beyond_commitment(sums: Standing) -> Iterator[Finding]:
    """What was spent is part of what was committed."""
    for fund, made in sorted(sums.of_funds().items()):
        if made.outstanding < 0:
            yield _finding(
                "fund.spent_beyond_commitment",
                "error",
                fund,
                sums.currency(fund),
                committed=made.committed,
                spent=made.spent,
            )


def figures_against_entries(sums: Standing) -> Iterator[Finding]:
    """What a fund holds by its figures is what its entries left in its money accounts."""
    money: dict[str, int] = defaultdict(int)
    for one in sums.money():
        money[one.fund] += one.minor
    paid, expensed = sums.by_fund("project", "spent"), sums.by_fund("check", "expensed")
    advanced = sums.by_fund("project", "advanced")
    made = sums.of_funds()
    for fund in sorted({*money, *made}):
        by_figures = money_by_figures(
            made.get(fund, FundFigures()),
            paid.get(fund, 0) + advanced.get(fund, 0) + expensed.get(fund, 0),
        )
        if by_figures != money[fund]:
            yield _finding(
                "fund.figures_differ",
                "error",
                fund,
                sums.currency(fund),
                by_figures=by_figures,
                by_entries=money[fund],
            )


def restrictions_against_entries(sums: Standing) -> Iterator[Finding]:
    """The same for each restriction by itself, and for what is under none."""
    held: dict[tuple[str, str], int] = defaultdict(int)
    for one in sums.moved:
        if one.subject_kind != "project":
            held[one.fund, one.restriction] += _HOLDS.get((one.subject_kind, one.measure), 0) * one.minor
    money: dict[tuple[str, str], int] = defaultdict(int)
    for by in sums.money():
        money[by.fund, by.restriction] += by.minor
    for fund, restriction in sorted({*held, *money}):
        by_figures, by_entries = held[fund, restriction], money[fund, restriction]
        if by_figures != by_entries:
            yield _finding(
                "fund.restriction_differs",
                "error",
                fund,
                sums.currency(fund),
                restriction=restriction_of(restriction),
                by_figures=by_figures,
                by_entries=by_entries,
            )


def goods_against_entries(sums: Standing) -> Iterator[Finding]:
    """What a fund's goods in store are worth by its figures is what its entries left of them."""
    held: dict[tuple[str, str], int] = defaultdict(int)
    for one in sums.moved:
        if (one.subject_kind, one.measure) == ("fund", "goods"):
            held[one.fund, one.restriction] += one.minor
    stored: dict[tuple[str, str], int] = defaultdict(int)
    for by in sums.posted:
        if by.account in sums.stores:
            stored[by.fund, by.restriction] += by.minor
    for fund, restriction in sorted({*held, *stored}):
        by_figures, by_entries = held[fund, restriction], stored[fund, restriction]
        if by_figures != by_entries:
            yield _finding(
                "fund.goods_differ",
                "error",
                fund,
                sums.currency(fund),
                restriction=restriction_of(restriction),
                by_figures=by_figures,
                by_entries=by_entries,
            )


def beyond_allocation(sums: Standing) -> Iterator[Finding]:
    """Per project and fund: spent, advanced and reserved stay within what was allocated."""
    for (project, fund, currency), rows in sorted(sums.of_projects().items()):
        made = project_figures(rows)
        if made.remaining < 0:
            yield _finding(
                "project.beyond_allocation",
                "error",
                project,
                currency,
                fund=fund,
                allocated=made.allocated,
                reserved=made.reserved,
                spent=made.spent,
                advanced=made.advanced,
            )


def allocated_against_committed(sums: Standing) -> Iterator[Finding]:
    """Projects hold no more of a fund than the fund allocated. They may hold less: what they still note."""
    made, expensed = sums.of_funds(), sums.by_fund("check", "expensed")
    returned = sums.by_fund("check", "returns_noted")
    for fund, held in sorted(sums.by_fund("project", "allocated").items()):
        committed = made.get(fund, FundFigures()).committed
        allocated = committed - expensed.get(fund, 0) + returned.get(fund, 0)
        if held > allocated:
            yield _finding(
                "fund.allocations_differ",
                "error",
                fund,
                sums.currency(fund),
                by_projects=held,
                by_funds=allocated,
            )


def funds_against_projects(connection: Connection, council: str, sums: Standing) -> Iterator[Finding]:
    """What funds noted of projects is what projects did, as far as funds has noted."""
    told = {
        "returned": sums.by_fund("check", "returns_noted"),
        "spent": sums.by_fund("check", "payments_noted"),
    }
    seen = {measure: sums.by_fund("project", measure) for measure in told}
    if _differing(told, seen):
        # Perhaps funds has not noted the last of it: those few events are looked at one by one.
        for fund, measure, minor in _to_be_noted(connection, council):
            seen[measure][fund] -= minor
    for fund, measure in _differing(told, seen):
        yield _finding(
            "fund.notes_differ",
            "error",
            fund,
            sums.currency(fund),
            measure=measure,
            by_projects=seen[measure].get(fund, 0),
            by_funds=told[measure].get(fund, 0),
        )


def _differing(
    told: Mapping[str, Mapping[str, int]], seen: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, str]]:
    """(fund, measure) where both say something else."""
    return [
        (fund, measure)
        for measure in sorted(told)
        for fund in sorted({*told[measure], *seen[measure]})
        if told[measure].get(fund, 0) != seen[measure].get(fund, 0)
    ]


def _to_be_noted(connection: Connection, council: str) -> Iterator[tuple[str, str, int]]:
    """(fund, measure, minor) of what projects did behind the last event that funds noted."""
    head = ledger_head(connection, council)
    taken = head.taken if head else {}
    query = (
        select(copies.c.body)
        .where(copies.c.council == council, copies.c.source == "projects")
        .where(copies.c.position > _noted(connection, council, taken.get("funds", 0)))
        # Figures have what is in the order; copies may have more.
        .where(copies.c.position <= taken.get("projects", 0))
        .where(copies.c.type.in_(_TO_BE_NOTED))
    )
    for body in connection.execute(query).scalars():
        try:
            fact = CODEC.fact(decode_envelope(body))
        except ValueError:  # msgspec's errors are
            continue  # it moved no figure, and stands in `unpostable`
        if isinstance(fact, SpendingPaid | PaymentReversed) and fact.kind == "advance":
            continue  # funds notes it when it is settled
        sign = -1 if isinstance(fact, PaymentReversed) else 1
        measure = "returned" if isinstance(fact, AllocationReturned) else "spent"
        yield fact.fund, measure, sign * abs(fact.amount.minor)


def _noted(connection: Connection, council: str, taken: int) -> int:
    """The last position of the projects log that funds has noted a payment or a return of."""
    query = (
        select(copies.c.body)
        .where(copies.c.council == council, copies.c.source == "funds", copies.c.position <= taken)
        .where(copies.c.type.in_(_NOTED))
        .order_by(copies.c.position.desc())
        .limit(1)
    )
    body = connection.execute(query).scalar_one_or_none()
    if body is None:
        return 0
    cause = decode_envelope(body).cause
    return cause["position"] if cause else 0
