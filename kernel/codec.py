"""Envelopes to stored bytes and back; fact class <-> type name and version; upcasters, on reading only.

The stored bytes are the truth: nothing is ever written again in a newer shape.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec

from kernel import canonical
from kernel.domain import Told

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
_PLAIN: Final = (str, int, bool, date, type(None))


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it is hashed. Times are RFC 3339 UTC text, dates ISO text; `data` is the fact's own."""

    council: str
    service: str
    position: int
    type: str
    subject: str
    command_id: str
    actor: Mapping[str, Any]
    occurred_on: str | None
    recorded_at: str
    cause: Mapping[str, Any] | None
    data: Mapping[str, Any]

    def encoded(self) -> bytes:
        """The canonical bytes. Raises: canonical.NotCanonical."""
        return canonical.encode(
            {
                "council": self.council,
                "service": self.service,
                "position": self.position,
                "type": self.type,
                "subject": self.subject,
                "command_id": self.command_id,
                "actor": self.actor,
                "occurred_on": self.occurred_on,
                "recorded_at": self.recorded_at,
                "cause": self.cause,
                "data": self.data,
            }
        )


_envelopes: Final = msgspec.json.Decoder(Envelope)


def decode_envelope(body: bytes) -> Envelope:
    """The envelope of stored bytes. Raises: msgspec.DecodeError for what is none."""
    return _envelopes.decode(body)


class UnknownType(LookupError):  # noqa: N818 - named as what it says
    """A type name that this release does not know: written by a newer one."""


class Codec:
    """Knows the fact classes of one or several services, and how older shapes become newer ones.

    `upcasters` maps an old type name to (new type name, change of data): chains are followed.
    """

    def __init__(
        self, facts: Iterable[type], upcasters: Mapping[str, tuple[str, Upcaster]] | None = None
    ) -> None:
        self._by_name = _named(tuple(facts))
        self._upcasters = dict(upcasters or {})

    @property
    def names(self) -> frozenset[str]:
        """Every type name that is read as it stands."""
        return frozenset(self._by_name)

    def knows(self, type_name: str) -> bool:
        """Whether `type_name`, or what it is upcast to, is known."""
        return type_name in self._by_name or type_name in self._upcasters

    def data(self, fact: Any) -> dict[str, Any]:
        """The JSON data of a fact. Raises: UnknownType for a class that is not registered."""
        if self._by_name.get(fact.TYPE) is not type(fact):
            raise UnknownType(type(fact).__qualname__)
        data: dict[str, Any] = msgspec.to_builtins(fact)
        return data

    def fact(self, envelope: Envelope) -> Any:
        """The fact in an envelope, upcast where its shape is old.

        Raises: UnknownType, msgspec.ValidationError.
        """
        name, data = envelope.type, dict(envelope.data)
        while name in self._upcasters:
            name, change = self._upcasters[name]
            data = change(data)
        fact = self._by_name.get(name)
        if fact is None:
            raise UnknownType(name)
        return msgspec.convert(data, fact)

    def told(self, envelope: Envelope) -> Told:
        """The envelope as the domain reads it. Raises: as `fact`."""
        return told_of(envelope, self.fact(envelope))


@cache  # as for what follows
def _named(facts: tuple[type, ...]) -> Mapping[str, type]:
    """The fact classes by their type names. Raises: ValueError for two of one name."""
    by_name: dict[str, type] = {}
    for fact in facts:
        _require_plain(fact, fact.__name__)
        name = typing.cast("str", fact.TYPE)  # type: ignore[attr-defined]
        if by_name.setdefault(name, fact) is not fact:
            raise ValueError(f"two facts named {name}")
    return by_name


def told_of(envelope: Envelope, fact: Any) -> Told:
    """The envelope as the domain reads it, its fact being at hand."""
    return Told(
        fact=fact,
        subject=envelope.subject,
        position=envelope.position,
        occurred_on=date.fromisoformat(envelope.occurred_on) if envelope.occurred_on else None,
        recorded_at=envelope.recorded_at,
        actor=envelope.actor,
        cause=envelope.cause,
        service=envelope.service,
        command_id=envelope.command_id,
    )


@cache  # writers and readers come and go, the classes stay
def _require_plain(kind: Any, path: str) -> None:
    """A fact is made of text, integers, booleans, dates, tuples and frozen dataclasses: no floats."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType, tuple):
        for part in typing.get_args(kind):
            if part is not Ellipsis:
                _require_plain(part, path)
    elif origin is typing.Literal or kind in _PLAIN:
        pass
    elif isinstance(kind, typing.NewType):
        _require_plain(kind.__supertype__, path)
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{path}: {kind.__name__} is not frozen")
        hints = typing.get_type_hints(kind)
        for one in dataclasses.fields(kind):
            _require_plain(hints[one.name], f"{path}.{one.name}")
    else:
        raise TypeError(f"{path}: {kind!r} cannot stand in a fact")
