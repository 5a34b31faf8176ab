"""Figures against each other: what one table says of a fund or a project must follow from another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from sqlalchemy import Connection, func, select

from gateway.books.facts import CODEC
from gateway.books.tables import balances, copies, figures, records
from gateway.ledger.figures import FundFigures, fund_figures, project_figures
from gateway.ledger.statements import money_by_figures
from kernel.codec import decode_envelope
from services.funds.events import AllocationReturnNoted, PaymentNoted
from services.projects.events import AllocationReturned, PaymentReversed, SpendingPaid

Finding = dict[str, Any]
_OF_OTHERS: Final = ("2209", "2601")
"""Liabilities whose money lies in a fund's accounts and is not the fund's."""
_NOTED: Final = (PaymentNoted.TYPE, AllocationReturnNoted.TYPE)


def _finding(code: str, severity: str, subject: str, **arguments: Any) -> Finding:
    return {"code": code, "severity": severity, "subject": subject, **arguments}


def over_committed(connection: Connection, council: str) -> Iterator[Finding]:
    """Funds with less than they committed: allocations are refused, payments stopped."""
    made = _funds(connection, council)
    query = select(records.c.body).where(records.c.council == council, records.c.record == "fund")
    for body in connection.execute(query).scalars():
        fund = orjson.loads(body)
        available = made[fund["id"]].available if fund["id"] in made else 0
        if fund.get("short") or available < 0:
            yield _finding(
                "fund.over_committed",
                "warning",
                fund["id"],
                currency=fund["currency"],
                short=max(fund.get("short", 0), -available),
                available=available,
            )


def figures_against_entries(connection: Connection, council: str) -> Iterator[Finding]:
    """What a fund holds by its figures is what its entries left in its money accounts."""
    money: dict[str, int] = defaultdict(int)
    sums = func.sum(balances.c.debit - balances.c.credit)
    keys = (balances.c.fund, balances.c.account, balances.c.money_account)
    query = select(*keys, sums).where(balances.c.council == council, balances.c.fund != "").group_by(*keys)
    for fund, account, money_account, minor in connection.execute(query):
        if money_account or account in _OF_OTHERS:
            # A liability's balance is negative here: it takes the money of others out again.
            money[fund] += int(minor)
    paid = _paid(connection, council)
    made = _funds(connection, council)
    for fund in sorted({*money, *made}):
        of_fund = made.get(fund, FundFigures())
        by_figures = money_by_figures(of_fund, paid.get(fund, 0) + _expenses(connection, council, fund))
        if by_figures != money[fund]:
            yield _finding(
                "fund.figures_differ", "error", fund, by_figures=by_figures, by_entries=money[fund]
            )


def funds_against_projects(connection: Connection, council: str) -> Iterator[Finding]:
    """What funds noted of projects is what projects did, as far as funds has noted."""
    noted = _noted(connection, council)
    seen: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    query = (
        select(copies.c.body)
        .where(copies.c.council == council, copies.c.source == "projects", copies.c.position <= noted)
        .where(copies.c.type.in_((AllocationReturned.TYPE, SpendingPaid.TYPE, PaymentReversed.TYPE)))
    )
    for body in connection.execute(query).scalars():
        fact = CODEC.fact(decode_envelope(body))
        sign = -1 if isinstance(fact, PaymentReversed) else 1
        measure = "returned" if isinstance(fact, AllocationReturned) else "spent"
        seen[fact.fund][measure] += sign * abs(fact.amount.minor)
    query = (
        select(copies.c.body)
        .where(copies.c.council == council, copies.c.source == "funds")
        .where(copies.c.type.in_(_NOTED))
    )
    told: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for body in connection.execute(query).scalars():
        fact = CODEC.fact(decode_envelope(body))
        measure = "returned" if isinstance(fact, AllocationReturnNoted) else "spent"
        told[fact.fund][measure] += fact.amount.minor
    for fund in sorted({*seen, *told}):
        for measure in ("returned", "spent"):
            if seen[fund][measure] != told[fund][measure]:
                yield _finding(
                    "fund.notes_differ",
                    "error",
                    fund,
                    measure=measure,
                    by_projects=seen[fund][measure],
                    by_funds=told[fund][measure],
                )


def beyond_allocation(connection: Connection, council: str) -> Iterator[Finding]:
    """Per project and fund: spent and reserved stay within what was allocated."""
    rows: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    query = (
        select(
            figures.c.subject,
            figures.c.fund,
            figures.c.currency,
            figures.c.measure,
            func.sum(figures.c.minor),
        )
        .where(figures.c.council == council, figures.c.subject_kind == "project")
        .group_by(figures.c.subject, figures.c.fund, figures.c.currency, figures.c.measure)
    )
    for project, fund, currency, measure, minor in connection.execute(query):
        rows[project, fund, currency].append((measure, int(minor)))
    for (project, fund, currency), sums in sorted(rows.items()):
        made = project_figures(sums)
        if made.remaining < 0:
            yield _finding(
                "project.beyond_allocation",
                "error",
                project,
                fund=fund,
                currency=currency,
                allocated=made.allocated,
                reserved=made.reserved,
                spent=made.spent,
            )


def _funds(connection: Connection, council: str) -> Mapping[str, FundFigures]:
    rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    query = (
        select(figures.c.subject, figures.c.restriction, figures.c.measure, func.sum(figures.c.minor))
        .where(figures.c.council == council, figures.c.subject_kind == "fund")
        .group_by(figures.c.subject, figures.c.restriction, figures.c.measure)
    )
    for fund, restriction, measure, minor in connection.execute(query):
        rows[fund].append((restriction, measure, int(minor)))
    return {fund: fund_figures(sums) for fund, sums in rows.items()}


def _paid(connection: Connection, council: str) -> Mapping[str, int]:
    """fund -> what projects paid out of it."""
    query = (
        select(figures.c.fund, func.sum(figures.c.minor))
        .where(figures.c.council == council, figures.c.subject_kind == "project")
        .where(figures.c.measure == "spent")
        .group_by(figures.c.fund)
    )
    return {fund: int(minor) for fund, minor in connection.execute(query)}


def _expenses(connection: Connection, council: str, fund: str) -> int:
    """What a fund spent before the council came here: its own outlays of that kind that stand."""
    query = select(records.c.body).where(
        records.c.council == council,
        records.c.record == "outlay",
        records.c.kind == "expense",
        records.c.fund == fund,
        records.c.status != "reversed",
    )
    return sum(orjson.loads(body)["amount"] for body in connection.execute(query).scalars())


def _noted(connection: Connection, council: str) -> int:
    """The last position of the projects log that funds has noted a payment or a return of."""
    query = (
        select(copies.c.body)
        .where(copies.c.council == council, copies.c.source == "funds", copies.c.type.in_(_NOTED))
        .order_by(copies.c.position.desc())
        .limit(1)
    )
    body = connection.execute(query).scalar_one_or_none()
    if body is None:
        return 0
    cause = decode_envelope(body).cause
    return cause["position"] if cause else 0
