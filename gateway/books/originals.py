"""By which version of the rules an entry was made: its reversal is made by the same.

Were it made by its own, accounts that a newer version posts to would keep what the older one left elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, and_, bindparam, select

from gateway.books.tables import entries, ledger_order, records
from gateway.ledger.errors import Unpostable
from kernel.statements import WANTED, by_keys

_POSTED: Final = by_keys(
    select(records.c.source, records.c.source_position, entries.c.rules)
    .join(
        ledger_order,
        and_(
            ledger_order.c.council == records.c.council,
            ledger_order.c.source == records.c.source,
            ledger_order.c.source_position == records.c.source_position,
        ),
    )
    .join(
        entries,
        and_(
            entries.c.council == ledger_order.c.council,
            entries.c.position == ledger_order.c.position,
        ),
    )
    .where(records.c.council == bindparam("of")),
    records.c.id,
)


class Originals:
    """Versions of the entries that a batch reverses, by the place in its log of what each is the entry of."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}

    def load(self, connection: Connection, council: str, reversed_here: Sequence[str]) -> None:
        """Those that were posted before the batch; by the ids of their records."""
        if reversed_here:
            values = {"of": council, WANTED: sorted(set(reversed_here))}
            for source, position, rules in _POSTED.rows(connection, values):
                self._versions[f"{source}/{position}"] = rules

    def add(self, place: str, rules: int) -> None:
        """One that the batch itself posts; `place` as in "funds/123"."""
        self._versions[place] = rules

    def version_of(self, record_id: str, record: Mapping[str, object] | None) -> int:
        """Raises: Unpostable for what has no entry: its reversal would undo what was never booked."""
        version = self._versions.get(str((record or {}).get("position")))
        if version is None:
            raise Unpostable("ledger.original_without_entry", record_id)
        return version
