"""Each donation against its own entries: the gift, less what went back, is what they left in an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson
from sqlalchemy import Connection, func, literal, select

from gateway.books.shown import same_entry
from gateway.books.tables import entries, lines, records

_LISTED_MAX: Final = 100


def against_entries(connection: Connection, council: str) -> Iterator[dict[str, Any]]:
    """Donations of which record and entries disagree: the sums of all of them may agree all the same."""
    told = select(records.c.id, records.c.kept, literal(0).label("posted")).where(
        records.c.council == council, records.c.record == "donation"
    )
    posted = (
        select(entries.c.subject, literal(0), lines.c.debit - lines.c.credit)
        .join(lines, same_entry())
        .where(lines.c.council == council, lines.c.money_account != "")
        .where(entries.c.subject.startswith("don_", autoescape=True))
    )
    # Added up, not joined: a database that has no statistics yet would compare each gift with each.
    of = told.union_all(posted).subquery()
    kept, by_entries = func.coalesce(func.sum(of.c.kept), 0), func.sum(of.c.posted)
    query = select(of.c.id, kept, by_entries).group_by(of.c.id).having(kept != by_entries).order_by(of.c.id)
    differing = connection.execute(query).all()
    for donation, by_record, minor in differing[:_LISTED_MAX]:
        yield {
            "code": "donation.entries_differ",
            "severity": "error",
            "subject": donation,
            "currency": _currency(connection, council, donation),
            "by_record": int(by_record),
            "by_entries": int(minor),
        }
    if len(differing) > _LISTED_MAX:
        yield {
            "code": "donation.more_differ",
            "severity": "error",
            "subject": "ledger",
            "count": len(differing),
        }


def _currency(connection: Connection, council: str, donation: str) -> str | None:
    query = select(records.c.body).where(records.c.council == council, records.c.id == donation)
    body = connection.execute(query).scalar_one_or_none()
    currency: str | None = None if body is None else orjson.loads(body).get("currency")
    return currency
