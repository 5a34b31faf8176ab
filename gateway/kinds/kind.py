"""What there is to know about a kind of record, in one place. Pure."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from gateway.kinds.described import Described

Named = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record: where it is, which fact makes it, and what stands beside that fact's fields.

    `key`: the fact's field with the record's id; by default the kind's own name, "" where there is none.
    `later` may be missing: it comes with a GET by id, or with what is done next. `whole`: every POST about it
    answers all of it, whatever the ledger lags; else a part is possible.
    """

    name: str
    path: str
    """The list is at /v1/`path`, one of it at /v1/`path`/{ref}."""
    fact: type
    listing: str
    """What the OpenAPI document says of the list."""
    one: str = ""
    """What it says of one of it; "" where the view of one is its own, in gateway/resources."""

    key: str | None = None
    also: tuple[type, ...] = ()
    """Other facts that make such a record, with the same key."""
    services: tuple[str, ...] = ()
    """Whose logs tell of it; by default those of the facts that make it."""
    tag: str = ""
    """The resource that it is documented under; by default its path."""
    component: str = ""
    """Its name in the OpenAPI document; by default its own. Kinds with the same one are shown alike."""
    filters: tuple[str, ...] = ()
    """What the list is narrowed by: names of gateway/schemas/queries.py, or `parent`."""
    parent: str | None = None
    """The field with the id of the record that it is of, where lists are narrowed by that."""
    parent_said: str = ""
    """What the OpenAPI document says of the filter of that name; "" where it is a filter of every list."""
    columns: Named = field(default_factory=dict)
    """Column of the table of records -> field, where it is not the one of its name; "" for none."""
    aliases: tuple[str, ...] = ()
    """Other fields of facts that hold ids of such records, one or many; beside the kind's own name."""
    parties: tuple[str, ...] = ()
    """Fields with the id of a party, beside donor, payee, payer, party and person."""

    own: str = ""
    """The field with whose words it holds: that person reads its sealed texts, in whatever role."""

    statuses: tuple[str, ...] = ()
    always: Mapping[str, Described] = field(default_factory=dict)
    later: Mapping[str, Described] = field(default_factory=dict)
    whole: bool = True
    special: Mapping[str, Described] = field(default_factory=dict)
    """Fields that are shown otherwise than their fact has them; an empty one is not shown at all."""
    renamed: Named = field(default_factory=dict)
    """Fields that go by another name over HTTP: the one by which they came in."""
    sums_within: tuple[str, ...] = ()
    """Fields inside its fields that hold minor units of the currency beside them."""
    only_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Fields that are shown to these roles alone."""
    summed: tuple[str, ...] = ()
    """Fields that facts about it add up to: not shown where one of these facts may be missing."""

    @property
    def id_field(self) -> str:
        """The field of the fact with the id."""
        return self.name if self.key is None else self.key

    @property
    def facts(self) -> tuple[type, ...]:
        """The facts that make it."""
        return (self.fact, *self.also)

    @property
    def owners(self) -> tuple[str, ...]:
        """The services whose logs tell of it."""
        return self.services or tuple(dict.fromkeys(service_of(fact) for fact in self.facts))

    @property
    def resource(self) -> str:
        """The tag of its operations."""
        return self.tag or self.path

    @property
    def title(self) -> str:
        """Its name in the OpenAPI document."""
        return self.component or "".join(part.title() for part in self.name.split("_"))

    @cached_property
    def hints(self) -> Mapping[str, Any]:
        """Field of the fact -> its type, without the id."""
        hints = typing.get_type_hints(self.fact)
        return {name: hint for name, hint in hints.items() if name not in ("TYPE", self.id_field)}


def service_of(fact: Any) -> str:
    """`funds.donation_received.v1` -> `funds`."""
    return str(fact.TYPE).partition(".")[0]


def is_optional(hint: Any) -> bool:
    """Whether a field may be null."""
    # A union with a NewType is typing's, one of plain types the language's own.
    return typing.get_origin(hint) in (typing.Union, types.UnionType) and type(None) in typing.get_args(hint)


def bare(hint: Any) -> Any:
    """A type without its null and without its own name."""
    if is_optional(hint):
        [hint] = [one for one in typing.get_args(hint) if one is not type(None)]
    while isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    return hint
