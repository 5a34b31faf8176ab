"""Records by id or code, and lists of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, func, or_, select

from gateway.books.pages import Page, page_of, place_of
from gateway.books.tables import balances, records
from gateway.kinds import CODED, OF_A_MEMBER, PARENTS
from kernel import ids
from kernel.db import Database
from kernel.errors import InvalidInput

_PLAIN: Final = {
    "donor": records.c.party,
    "payee": records.c.party,
    "payer": records.c.party,
    "recipient": records.c.party,
    "party": records.c.party,
    "status": records.c.status,
    "kind": records.c.kind,
    "code": records.c.code,
    "role": records.c.role,
    "reference": records.c.reference,
    "person": records.c.person,
    "author": records.c.person,
    "assigned": records.c.person,
    "channel": records.c.kind,
    "call_backs": records.c.kind,
    "result": records.c.kind,
    "fund": records.c.fund,
    "project": records.c.project,
    "parent": records.c.parent,
}
_ALSO: Final = {"party": ("party", "person")}
"""People of the council may be donors and payees too."""
_PARTIES: Final = ("person", "party")


def find(connection: Connection, council: str, kind: str, ref: str) -> dict[str, Any] | None:
    """The record of that kind with that id or code."""
    by_id = (records.c.id, ref)
    asked = (by_id,) if ids.is_id(ref) else ((records.c.code, ids.folded(ref)), by_id)
    # One question after the other: for an OR the database would walk through all records of the kind.
    for (column, value), one in itertools.product(asked, _ALSO.get(kind, (kind,))):
        query = select(records.c.body).where(
            records.c.council == council, records.c.record == one, column == value
        )
        # In order, for SQLite's sake: without it, it takes a council for ten records and walks through all.
        body = connection.execute(query.order_by(records.c.seq).limit(1)).scalar()
        if body is not None:
            found: dict[str, Any] = orjson.loads(body)
            return found
    return None


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

    def member_names(self, council: str, members: Iterable[str]) -> dict[str, list[dict[str, str]]]:
        """The names of each of these units, the earliest first, with the day from which each holds."""
        query = select(records.c.id, records.c.body).where(
            records.c.council == council, records.c.record == "member", records.c.id.in_([*members])
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {row.id: orjson.loads(row.body).get("names", []) for row in rows}

    def records(
        self, council: str, kind: str, *, filters: Mapping[str, str], limit: int, after: str | None
    ) -> Page:
        """Records of a kind, newest last. Raises: InvalidInput for a filter or cursor that is none."""
        place = place_of(after, 1)
        with self._database.read() as connection:
            conditions = [_condition(connection, council, kind, *one) for one in filters.items()]
            if place is not None:
                conditions.append(records.c.seq > place[0])
            # A member's gifts are few: whose they are narrows more than walking all gifts in their order.
            few = "member" in filters and kind not in OF_A_MEMBER
            rows = [
                row
                for one in _ALSO.get(kind, (kind,))
                for row in _rows(connection, council, one, conditions, limit + 1, few=few)
            ]
            money = _money(connection, council) if kind == "account" else {}
        rows = sorted(rows, key=lambda row: int(row.seq))[: limit + 1]
        page = page_of(rows, limit, lambda row: orjson.loads(row.body), lambda row: (row.seq,))
        if kind == "account":
            for record in page.items:
                record["balance"] = money.get(record["id"], 0)
        return page


def _rows(
    connection: Connection,
    council: str,
    kind: str,
    conditions: Sequence[ColumnElement[bool]],
    count: int,
    *,
    few: bool,
) -> Sequence[Any]:
    """The first rows of one kind, by `seq`. `few`: those that meet the conditions are few, and are sorted.

    Chosen by an index alone (`records_in_order` has what lists are narrowed by), then fetched: a list that is
    narrowed to little reads no row that it does not show.
    """
    ids_of = (
        select(records.c.id)
        .where(records.c.council == council, records.c.record == kind, *conditions)
        # Nothing is in the order of a sum: the database cannot take the index of that order instead.
        .order_by(records.c.seq + 0 if few else records.c.seq)
        .limit(count)
    )
    query = select(records.c.seq, records.c.body).where(
        records.c.council == council, records.c.id.in_(ids_of)
    )
    return connection.execute(query).all()


def _money(connection: Connection, council: str) -> dict[str, int]:
    """What is in each money account by its entries, in minor units of its currency."""
    query = (
        select(balances.c.money_account, func.sum(balances.c.debit - balances.c.credit))
        .where(balances.c.council == council, balances.c.money_account != "")
        .group_by(balances.c.money_account)
    )
    return {account: int(minor) for account, minor in connection.execute(query)}


def _condition(connection: Connection, council: str, kind: str, name: str, value: str) -> ColumnElement[bool]:
    if name in CODED:
        value = id_of(connection, council, name, value)
    column = records.c.parent if name == PARENTS.get(kind) else _PLAIN.get(name)
    two_ended = (kind, name) == ("fund_transfer", "fund")
    if column is not None and not two_ended:
        return column == (ids.folded(value) if name == "code" else value)
    match name:
        case "member":
            return _of_member(council, kind, value)
        case "account" | "fund":
            return or_(records.c[name] == value, records.c.target == value)
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


def _of_member(council: str, kind: str, member: str) -> ColumnElement[bool]:
    """What names the unit itself; of other kinds: what its people gave or got."""
    if kind in OF_A_MEMBER:
        return records.c.member == member
    people = select(records.c.id).where(
        records.c.council == council, records.c.record.in_(_PARTIES), records.c.member == member
    )
    return records.c.party.in_(people)


def day(name: str, value: str) -> str:
    """An ISO date. Raises: InvalidInput(date.format)."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise InvalidInput({name: ["date.format"]}) from None
