"""Each donation against its own entries: the gift, less what went back, is what they left in an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson
from sqlalchemy import Connection, func, select

from gateway.books.shown import same_entry
from gateway.books.tables import entries, lines, records

_LISTED_MAX: Final = 100


def against_entries(connection: Connection, council: str) -> Iterator[dict[str, Any]]:
    """Donations of which record and entries disagree: the sums of all of them may agree all the same."""
    posted = (
        select(entries.c.subject, func.sum(lines.c.debit - lines.c.credit).label("minor"))
        .join(lines, same_entry())
        .where(lines.c.council == council, lines.c.money_account != "")
        .where(entries.c.subject.startswith("don_", autoescape=True))
        .group_by(entries.c.subject)
        .subquery()
    )
    minor = func.coalesce(posted.c.minor, 0)
    query = (
        select(records.c.id, records.c.kept, minor)
        .outerjoin(posted, posted.c.subject == records.c.id)
        .where(records.c.council == council, records.c.record == "donation", records.c.kept != minor)
        .order_by(records.c.seq)
    )
    differing = connection.execute(query).all()
    for donation, kept, by_entries in differing[:_LISTED_MAX]:
        yield {
            "code": "donation.entries_differ",
            "severity": "error",
            "subject": donation,
            "currency": _currency(connection, council, donation),
            "by_record": kept,
            "by_entries": int(by_entries),
        }
    if len(differing) > _LISTED_MAX:
        yield {
            "code": "donation.more_differ",
            "severity": "error",
            "subject": "ledger",
            "count": len(differing),
        }


def _currency(connection: Connection, council: str, donation: str) -> str:
    query = select(records.c.body).where(records.c.council == council, records.c.id == donation)
    currency: str = orjson.loads(connection.execute(query).scalar_one())["currency"]
    return currency
