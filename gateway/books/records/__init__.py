"""Facts become the records that HTTP shows, by one function for what a POST answers and a GET shows. Pure.

A record is a plain dict: `record` (its kind), `id`, the fields of its fact (`amount` in minor units beside
`currency`), `status`, `occurred_on`, `recorded_at`, `recorded_by`, `position` ("funds/123"). Where a fact
has a `kind` of its own (a receipt's, a fund's, a party's), it stands as `kind`.

The kinds are those of gateway/kinds, and the council itself, which is shown nowhere.
People of the council are `person`, every other party (donors, payees, organisations) is `party`.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from gateway.books.facts import CODEC
from gateway.books.records import (
    of_advances,
    of_allocation_requests,
    of_community,
    of_decisions,
    of_files,
    of_fund_transfers,
    of_funds,
    of_goods,
    of_handovers,
    of_lives,
    of_members,
    of_projects,
    of_units,
)
from gateway.books.records.shelf import Applying, Record, Shelf
from gateway.kinds import KINDS, LOOKED_UP, MADE_BY
from gateway.kinds.kind import bare
from gateway.merged import merged
from kernel.codec import Envelope, UnknownType
from kernel.domain import Told
from kernel.ids import folded

__all__ = ["CHANGES", "Record", "Shelf", "apply", "columns", "needs", "represent"]

ROOMS: Final = (
    of_members,
    of_units,
    of_funds,
    of_projects,
    of_community,
    of_lives,
    of_goods,
    of_files,
    of_handovers,
    of_advances,
    of_decisions,
    of_fund_transfers,
    of_allocation_requests,
)
_TOPICS: Final = tuple(room.TOPIC for room in ROOMS)
_APPLY: Final[Applying] = merged(*(topic.apply for topic in _TOPICS))
_FOREMOST: Final[frozenset[type]] = frozenset().union(*(topic.foremost for topic in _TOPICS))
_BESIDE: Final[frozenset[type]] = frozenset().union(*(topic.beside for topic in _TOPICS))
ADDS_UP: Final[frozenset[type]] = frozenset().union(*(topic.adds_up for topic in _TOPICS))
"""Facts that may come again and again, each adding to a sum."""
CHANGES: Final[frozenset[type]] = frozenset(
    fact for fact in _APPLY if fact not in MADE_BY and fact not in _BESIDE
).union(*(topic.looks_back for topic in _TOPICS))
"""Facts that tell a part of a record alone: the rest stands in earlier facts of the same subject."""


_Fields = tuple[tuple[str, ...], tuple[str, ...]]


def _named(fact: type) -> _Fields:
    """The fields of a fact that hold the id of a record, and those that hold many."""
    hints = {
        name: bare(hint)
        for name, hint in typing.get_type_hints(fact).items()
        if name in LOOKED_UP and name != MADE_BY.get(fact)
    }
    many = tuple(name for name, hint in hints.items() if typing.get_origin(hint) is tuple)
    return tuple(name for name, hint in hints.items() if hint is str), many


_NEEDS: Final[Mapping[type, _Fields]] = {fact: _named(fact) for fact in _APPLY}
_NOTHING: Final[_Fields] = ((), ())


def apply(told: Told, shelf: Shelf) -> None:
    """Make and change the records that `told` is about; the one that it is for comes first."""
    how = _APPLY.get(type(told.fact))
    if how is not None:
        how(told, shelf)


def needs(fact: Any) -> Sequence[str]:
    """Ids of the records that `apply` and the postings look at."""
    one, many = _NEEDS.get(type(fact), _NOTHING)
    found = [value for name in one if (value := getattr(fact, name)) is not None]
    for name in many:
        found.extend(getattr(fact, name) or ())
    return found


class Loose:
    """A shelf with nothing on it but what is put there."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def get(self, record_id: str) -> Record | None:
        return self.records.get(record_id)

    def put(self, record: Record) -> None:
        self.records[record["id"]] = record


def represent(envelopes: Iterable[Mapping[str, Any]], history: Iterable[Envelope] = ()) -> Record:
    """The record that a command made or changed, as far as its events tell, over `history`; {} for none.

    `history`: what was told before of what the events change; without it the record may be a part.
    """
    shelf, firsts = Loose(), list[tuple[type, str]]()
    for envelope in history:
        if CODEC.knows(envelope.type):
            apply(CODEC.told(envelope), shelf)
    for one in envelopes:
        envelope = msgspec.convert(one, Envelope)
        try:
            told = CODEC.told(envelope)
        except UnknownType:
            continue  # a newer service said it; the projection will tell when this release knows it
        apply(told, seen := _Seen(shelf))
        if seen.first is not None:
            firsts.append((type(told.fact), seen.first))
    chosen = (
        [record_id for fact, record_id in firsts if fact in _FOREMOST]
        or [record_id for fact, record_id in firsts if fact not in _BESIDE]
        or [record_id for _, record_id in firsts]
    )
    return shelf.records[chosen[0]] if chosen else {}


class _Seen:
    """Remembers which record was put first."""

    def __init__(self, below: Shelf) -> None:
        self._below = below
        self.first: str | None = None

    def get(self, record_id: str) -> Record | None:
        return self._below.get(record_id)

    def put(self, record: Record) -> None:
        self.first = self.first or record["id"]
        self._below.put(record)


_OWN_COLUMNS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    kind.name: tuple({**({"parent": kind.parent} if kind.parent else {}), **kind.columns}.items())
    for kind in KINDS.values()
    if kind.parent or kind.columns
}
"""Kind of record -> columns that are of another field than the one of their name."""


def columns(record: Record) -> dict[str, Any]:
    """What lists are filtered by."""
    get, kind = record.get, record["record"]
    row = {
        "record": kind,
        "id": record["id"],
        "code": folded(code) if (code := get("code")) is not None else None,
        "name": get("name"),
        "status": get("status"),
        "kind": get("kind"),
        "fund": get("fund"),
        "project": get("project"),
        "account": get("account"),
        "target": None,
        "party": get("donor") or get("payer") or get("payee") or get("recipient"),
        "person": get("person"),
        "member": get("member"),
        "role": get("role"),
        "parent": None,
        "reference": get("reference"),
        "historical": "true" if get("historical") else None,
        "occurred_on": get("occurred_on"),
        "kept": _kept(record) if kind == "donation" else None,
    }
    for column, field in _OWN_COLUMNS.get(kind, ()):
        row[column] = get(field)
    return row


def _kept(donation: Record) -> int | None:
    """What did not go back to the donor, by refund or reversal; None where the gift itself is not known."""
    if donation.get("status") == "reversed":
        return 0
    return donation["amount"] - donation["refunded"] if "amount" in donation else None
