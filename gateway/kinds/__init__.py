"""The catalogue of the kinds of records: a room per topic, and what follows from all of them. Pure.

A new kind is one `Kind` in its topic's room; a new topic is one room, and one line in `ROOMS`. Books, views
and the OpenAPI document are made from it; docs/ARCHITECTURE.md has the recipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.kinds import (
    advances,
    allocation_requests,
    community,
    decisions,
    files,
    fund_transfers,
    funds,
    goods,
    handovers,
    lives,
    members,
    projects,
    reversals,
)
from gateway.kinds.described import MONEY, or_null
from gateway.kinds.kind import Kind
from gateway.merged import merged

__all__ = ["KINDS", "Kind"]

ROOMS: Final = (
    members,
    funds,
    projects,
    community,
    advances,
    lives,
    reversals,
    goods,
    files,
    handovers,
    decisions,
    fund_transfers,
    allocation_requests,
)

KINDS: Final[Mapping[str, Kind]] = merged(*({kind.name: kind} for room in ROOMS for kind in room.KINDS))
"""Kind of record -> all about it."""

TAGS: Final[Mapping[str, str]] = merged(*(room.TAGS for room in ROOMS))
"""Resource -> what the OpenAPI document says of it."""

PATHS: Final[Mapping[str, str]] = {kind.name: kind.path for kind in KINDS.values()}
"""Kind of record -> where such records are."""

RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    kind.name: kind.renamed for kind in KINDS.values() if kind.renamed
}
"""Kind of record -> fields that go by another name over HTTP."""

MADE_BY: Final[Mapping[type, str]] = {fact: kind.id_field for kind in KINDS.values() for fact in kind.facts}
"""Fact -> its field with the id of the record that it makes."""

LOOKED_UP: Final = frozenset(name for kind in KINDS.values() for name in (kind.name, *kind.aliases))
"""Fields that hold ids of records."""

PARENTS: Final[Mapping[str, str]] = {kind.name: kind.parent for kind in KINDS.values() if kind.parent}
"""Kind of record -> its field with the id of what it is of."""

CODED: Final = frozenset(kind.name for kind in KINDS.values() if "code" in kind.hints)
"""Kinds of records that have a code, which stands for the id wherever one is named."""

OF_A_MEMBER: Final = frozenset(kind.name for kind in KINDS.values() if "member" in kind.hints)
"""Kinds of records that name a member unit themselves; of others, whoever gave or got may be of one."""

PARTIES: Final = frozenset({"donor", "payee", "payer", "party", "person"}).union(
    *(kind.parties for kind in KINDS.values())
)
"""Fields that hold the id of a party."""

ONLY_FOR: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    kind.name: kind.only_for for kind in KINDS.values() if kind.only_for
}
"""Kind of record -> fields that are shown to these roles alone."""

HIDDEN: Final = frozenset({"sealed_name", "sealed_key", "kept_as"})
"""Fields that are shown nowhere: a name is shown as far as the reader may see it, a file itself likewise."""


def _fields(kind: Kind) -> Iterator[tuple[str, Any]]:
    """What stands beside the fields of the fact, and how it is shown."""
    yield from (*kind.always.items(), *kind.later.items(), *kind.special.items())


SUMS: Final = frozenset(
    name for kind in KINDS.values() for name, how in _fields(kind) if how in (MONEY, or_null(MONEY))
).union(*(kind.sums_within for kind in KINDS.values()))
"""Fields of records beside `amount` that hold minor units of the record's currency."""
