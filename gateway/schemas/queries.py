"""Query parameters: text that is read strictly, and nothing that is not known."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from marshmallow import Schema, ValidationError

from gateway.kinds import Kind
from kernel import wire
from kernel.clock import parse_instant
from services.members.events import Role
from services.projects.events.opinions import Channel, Satisfaction

LIMIT_MAX: Final = 200
LIMIT_DEFAULT: Final = 50
_DIGITS: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CURSOR: Final = re.compile(r"[A-Za-z0-9_-]{1,400}", re.ASCII)


class Limit(wire.Field):
    """How many items: 1 to 200."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if _DIGITS.fullmatch(self.text(value)) is None:
            raise ValidationError("limit.format")
        limit = int(value)
        if not 1 <= limit <= LIMIT_MAX:
            raise ValidationError("limit.range")
        return limit


class Switch(wire.Field):
    """`true` or `false`."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if value not in ("true", "false"):
            raise ValidationError("switch.format")
        return bool(value == "true")


class Instant(wire.Field):
    """RFC 3339 with an offset."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        if _INSTANT.fullmatch(self.text(value)) is None:
            raise ValidationError("instant.format")
        try:
            return parse_instant(value)
        except (ValueError, OverflowError):
            raise ValidationError("instant.unknown") from None


class Cursor(wire.Pattern):
    """Opaque: what `next_cursor` gave. The books refuse what is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_CURSOR, "cursor.invalid", **kwargs)


def is_digest(text: str) -> bool:
    """Whether this is a SHA-256 in lower-case hex."""
    return _DIGEST.fullmatch(text) is not None


class DryRun(wire.Strict):
    """`dry_run=true`: say what would be, write nothing."""

    dry_run = Switch(load_default=False)


class Nothing(wire.Strict):
    """No query parameters."""


class Paged(wire.Strict):
    """A list, by pages."""

    limit = Limit(load_default=LIMIT_DEFAULT)
    cursor = Cursor(load_default=None)


class AsOf(wire.Strict):
    """By accounting date, and by what was recorded at an instant."""

    as_of = wire.Day(load_default=None)
    recorded_as_of = Instant(load_default=None)


class ByDay(wire.Strict):
    """By accounting date."""

    as_of = wire.Day(load_default=None)


class TrialBalance(AsOf):
    """`unposted=false` leaves out what the accountant has not posted."""

    book = wire.Text(load_default=None)
    unposted = Switch(load_default=True)


class Account(Paged):
    """One ledger account."""

    as_of = wire.Day(load_default=None)
    book = wire.Text(load_default=None)


class Opening(wire.Strict):
    """Whose vault is asked."""

    service = wire.Choice("members", "funds", "projects", required=True)


class Events(Paged):
    """Raw facts."""

    service = wire.Choice("members", "funds", "projects", load_default=None)
    subject = wire.Ref(load_default=None)
    type = wire.Text(100, load_default=None)


def _said(what: str) -> Mapping[str, str]:
    """What the OpenAPI document says of a filter."""
    return {"description": what}


FILTERS: Final[Mapping[str, wire.Field]] = {
    "from": wire.Day(metadata=_said("Accounting date, this day or later")),
    "to": wire.Day(metadata=_said("Accounting date, this day or earlier")),
    "q": wire.Text(100, metadata=_said("Part of the code or the name, in any case")),
    "status": wire.Text(40),
    "kind": wire.Text(40),
    "role": wire.Choice(*typing.get_args(Role), metadata=_said("What the mandate allows")),
    "code": wire.Ref(metadata=_said("This code alone")),
    "fund": wire.Ref(metadata=_said("Code or id of a fund; of a transfer between funds, either end")),
    "project": wire.Ref(metadata=_said("Code or id of a project")),
    "account": wire.Ref(metadata=_said("Code or id of a money account; of a transfer, either end")),
    "member": wire.Ref(metadata=_said("Code or id of a member unit: its people, or what they gave or got")),
    "donor": wire.Ref(metadata=_said("Id of a party")),
    "payee": wire.Ref(metadata=_said("Id of a party")),
    "payer": wire.Ref(metadata=_said("Id of a party: `from` of the receipt")),
    "recipient": wire.Ref(metadata=_said("Id of a party: to whom goods were given")),
    "person": wire.Ref(metadata=_said("Id of a person")),
    "author": wire.Ref(metadata=_said("Id of a party: whose opinion it is")),
    "assigned": wire.Ref(metadata=_said("Id of a person: who deals with it")),
    "call_backs": wire.Choice(
        "waiting", "done", metadata=_said("Whether every author was asked since it was last dealt with")
    ),
    "channel": wire.Choice(*typing.get_args(Channel), metadata=_said("By which it came")),
    "result": wire.Choice(*typing.get_args(Satisfaction), metadata=_said("What the author said")),
    "reference": wire.reference(metadata=_said("Exactly this: the serial number of a bank, say")),
    "historical": wire.Choice(
        "true",
        "false",
        metadata=_said("Whether it was taken over from a file of before the council came here"),
    ),
    "book": wire.Text(metadata=_said("The legal holder")),
    "subject": wire.Ref(metadata=_said("Id whose history the fact belongs to")),
}


def listing(name: str, *filters: str) -> Schema:
    """The query of a list that may be narrowed by `filters`."""
    return _query(name, {one: FILTERS[one] for one in filters})


def of_kind(kind: Kind, words: Mapping[str, Sequence[str]]) -> Schema:
    """The query of the list of a kind of records; `words`: what status and kind may be."""
    name = f"{kind.path.title().replace('-', '')}Query"
    own = {kind.parent: wire.Ref(metadata=_said(kind.parent_said))} if kind.parent_said else {}
    chosen = {one: own.get(one) or FILTERS[one] for one in kind.filters}
    chosen |= {one: wire.Choice(*some) for one, some in words.items() if one in chosen}
    return _query(name, chosen)


def _query(name: str, fields: Mapping[str, wire.Field]) -> Schema:
    schema: Schema = type(name, (Paged,), dict(fields))()
    return schema
