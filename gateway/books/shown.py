"""What entries, accounts and balances share: how a line meets its entry, and how both are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from gateway.books.sums import restriction_of
from gateway.books.tables import entries, lines
from gateway.ledger.rules import Rules


def same_entry() -> ColumnElement[bool]:
    return and_(entries.c.council == lines.c.council, entries.c.position == lines.c.position)


def narrowed(book: str | None, as_of: date | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if book is not None:
        conditions.append(entries.c.book == book)
    if as_of is not None:
        conditions.append(entries.c.occurred_on <= as_of.isoformat())
    return conditions


def under(column: Any, code: str) -> ColumnElement[bool]:
    """The account itself or one of its sub-accounts."""
    return or_(column == code, column.startswith(code + ".", autoescape=True))


def header(row: Any) -> dict[str, Any]:
    return {
        "id": row.position,
        "book": row.book,
        "currency": row.currency,
        "occurred_on": row.occurred_on,
        "recorded_at": row.recorded_at,
        "position": f"{row.source}/{row.source_position}",
        "subject": row.subject,
        "rules": row.rules,
        "regime": row.chart,
        "template": row.template,
        "description": row.summary,
        "description_zh": row.summary_zh,
        "purpose": row.purpose or None,
        "number": None,  # given by the accountant's posting, when that comes
    }


def line_of(row: Any, rules: Rules) -> dict[str, Any]:
    account = rules.account(row.account)
    return {
        "line": row.line,
        "account": row.account,
        "name": account.name if account else row.account,
        "name_zh": account.name_zh if account else row.account,
        "debit": row.debit,
        "credit": row.credit,
        "fund": row.fund or None,
        "project": row.project or None,
        "party": row.party or None,
        "money_account": row.money_account or None,
        "restriction": restriction_of(row.restriction),
    }


def account_line(row: Any, rules: Rules) -> dict[str, Any]:
    return {**header(row), **line_of(row, rules)}
