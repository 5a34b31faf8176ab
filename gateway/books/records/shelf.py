"""What every record is made with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from kernel.domain import Told

Record = dict[str, Any]


class Shelf(Protocol):
    """Records by id. `get` may know nothing: then what is changed stays a part of the record."""

    def get(self, record_id: str) -> Record | None: ...
    def put(self, record: Record) -> None: ...


def plain(fact: object) -> Record:
    """The fields of a fact, money split into minor units and currency."""
    fields: Record = msgspec.to_builtins(fact)
    amount = fields.get("amount")
    if isinstance(amount, dict):
        fields["amount"], fields["currency"] = amount["minor"], amount["currency"]
    return fields


def made(told: Told, kind: str, key: str, record_id: str | None = None, /, **more: Any) -> Record:
    """A new record of `kind`: the fact's fields, with its own id (`key`) as `id`."""
    fields = plain(told.fact)
    record: Record = {"record": kind, "id": fields.pop(key) if record_id is None else record_id}
    record.update(fields)
    record.update(more)
    record["occurred_on"] = told.occurred_on.isoformat() if told.occurred_on else None
    record["recorded_at"] = told.recorded_at
    record["recorded_by"] = told.actor.get("person")
    record |= on_paper(told)
    record["position"] = f"{told.service}/{told.position}"
    return record


def on_paper(told: Told, how: str | None = None) -> Record:
    """Of an act on paper: whose it was, who wrote it down, and what they signed. Nothing of others.

    It stands beside the act in the record; `how` the act changed it ("rejected") is said where the record's
    own making may have been on paper too.
    """
    whose = told.actor.get("on_behalf")
    if whose is None:
        return {}
    said = {"person": whose["person"], "recorded_by": told.actor["person"], "paper": whose["paper"]}
    return {f"{how}_on_behalf" if how else "on_behalf": said}


def known(shelf: Shelf, kind: str, record_id: str) -> Record:
    """The record, or the beginning of the part of it that can be told without it."""
    return shelf.get(record_id) or {"record": kind, "id": record_id}


def add(record: Record, field: str, minor: int) -> None:
    """A running sum grows only where it is known: a part of a record shows none."""
    if field in record:
        record[field] += minor


def status(record: Record, field: str, *, none: str, part: str, full: str) -> None:
    """The status that follows from how much of `amount` is done."""
    if field in record and "amount" in record:
        done = record[field]
        record["status"] = full if done >= record["amount"] else part if done else none


Applying = Mapping[type, Callable[[Told, Shelf], None]]
"""Fact class -> what it makes of the records."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the facts of one topic make of the records."""

    apply: Applying
    foremost: frozenset[type] = frozenset()
    """Facts that their command was for, though others of the same command come first."""
    beside: frozenset[type] = frozenset()
    """Facts that may come along with the fact that a command was for."""
    looks_back: frozenset[type] = frozenset()
    """Facts that make a record with something of another in it, which earlier facts tell."""
    adds_up: frozenset[type] = frozenset()
    """Facts that may come again and again, each adding to a sum."""
