"""Records by id or code, and lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from gateway.books.pages import Page, page_of, place_of
from gateway.books.tables import balances, records
from kernel import ids
from kernel.db import Database
from kernel.errors import InvalidInput

_PLAIN: Final = {
    "donor": records.c.party,
    "payee": records.c.party,
    "payer": records.c.party,
    "party": records.c.party,
    "status": records.c.status,
    "kind": records.c.kind,
    "code": records.c.code,
    "role": records.c.role,
    "person": records.c.person,
    "fund": records.c.fund,
    "project": records.c.project,
    "donation": records.c.parent,
    "spending": records.c.parent,
    "allocation": records.c.parent,
    "target": records.c.parent,
    "parent": records.c.parent,
}
_CODED: Final = {"fund": "fund", "project": "project", "account": "account", "member": "member"}
"""Filters that take a code in place of an id."""
_ALSO: Final = {"party": ("party", "person")}
"""People of the council may be donors and payees too."""


def find(connection: Connection, council: str, kind: str, ref: str) -> dict[str, Any] | None:
    """The record of that kind with that id or code."""
    kinds = _ALSO.get(kind, (kind,))
    which = records.c.id == ref if ids.is_id(ref) else or_(records.c.code == ref, records.c.id == ref)
    query = (
        select(records.c.body)
        .where(records.c.council == council, records.c.record.in_(kinds), which)
        .order_by(records.c.seq)
        .limit(1)
    )
    body = connection.execute(query).scalar_one_or_none()
    return None if body is None else orjson.loads(body)


def id_of(connection: Connection, council: str, kind: str, ref: str) -> str:
    """The id that a code stands for; what is no known code stays as it is."""
    if ids.is_id(ref):
        return ref
    found = find(connection, council, kind, ref)
    return ref if found is None else str(found["id"])


class Lists:
    """Reads the table of records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, council: str, kind: str, ref: str) -> dict[str, Any] | None:
        """One record by id or code; a money account with its `balance`."""
        with self._database.read() as connection:
            record = find(connection, council, kind, ref)
            if record is not None and kind == "account":
                record["balance"] = _money(connection, council).get(record["id"], 0)
        return record

    def records(
        self, council: str, kind: str, *, filters: Mapping[str, str], limit: int, after: str | None
    ) -> Page:
        """Records of a kind, newest last. Raises: InvalidInput for a filter or cursor that is none."""
        place = place_of(after, 1)
        with self._database.read() as connection:
            query: Select[Any] = (
                select(records.c.seq, records.c.body)
                .where(records.c.council == council, records.c.record.in_(_ALSO.get(kind, (kind,))))
                .where(*(_condition(connection, council, *one) for one in filters.items()))
                .order_by(records.c.seq)
                .limit(limit + 1)
            )
            if place is not None:
                query = query.where(records.c.seq > place[0])
            rows = connection.execute(query).all()
            money = _money(connection, council) if kind == "account" else {}
        page = page_of(rows, limit, lambda row: orjson.loads(row.body), lambda row: (row.seq,))
        if kind == "account":
            for record in page.items:
                record["balance"] = money.get(record["id"], 0)
        return page


def _money(connection: Connection, council: str) -> dict[str, int]:
    """What is in each money account by its entries, in minor units of its currency."""
    query = (
        select(balances.c.money_account, func.sum(balances.c.debit - balances.c.credit))
        .where(balances.c.council == council, balances.c.money_account != "")
        .group_by(balances.c.money_account)
    )
    return {account: int(minor) for account, minor in connection.execute(query)}


def _condition(connection: Connection, council: str, name: str, value: str) -> ColumnElement[bool]:
    if name in _CODED:
        value = id_of(connection, council, _CODED[name], value)
    if name in _PLAIN:
        return _PLAIN[name] == value
    match name:
        case "member":
            # Of the unit itself, or of those whom a donation or a payment names.
            parties = select(records.c.id).where(
                records.c.council == council,
                records.c.record.in_(("person", "party")),
                records.c.member == value,
            )
            return or_(records.c.member == value, records.c.party.in_(parties))
        case "account":
            return or_(records.c.account == value, records.c.target == value)
        case "from" | "to":
            bound = day(name, value)
            return records.c.occurred_on >= bound if name == "from" else records.c.occurred_on <= bound
        case "historical":
            return records.c.historical.is_not(None) if value == "true" else records.c.historical.is_(None)
        case "q":
            return or_(
                records.c.code.icontains(value, autoescape=True),
                records.c.name.icontains(value, autoescape=True),
            )
        case _:
            raise InvalidInput({name: ["filter.unknown"]})


def day(name: str, value: str) -> str:
    """An ISO date. Raises: InvalidInput(date.format)."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InvalidInput({name: ["date.format"]}) from None
