"""Where a database's logs end, and the ledger's copies of them: what a backup records, a restore compares."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from cli.host.places import SERVICES
from gateway.books.tables import copy_heads
from kernel.db import Database
from kernel.log_tables import heads
from kernel.merkle import Range


def heads_of(url: str, service: str) -> dict[str, dict[str, Any]]:
    """As `heads_in`, of now."""
    database = Database(url)
    try:
        with database.read() as connection:
            return heads_in(connection, service)
    finally:
        database.close()


def heads_in(connection: Connection, service: str) -> dict[str, dict[str, Any]]:
    """council -> {"position", "root"} of a service's logs; of the ledger's copies, "source": {...} each."""
    found: dict[str, dict[str, Any]] = {}
    if service in SERVICES:
        for row in connection.execute(select(heads)):
            found[row.council] = _end(row.position, row.peaks)
    else:
        for row in connection.execute(select(copy_heads)):
            found.setdefault(row.council, {})[row.source] = _end(row.position, row.peaks)
    return found


def _end(position: int, peaks: bytes) -> dict[str, Any]:
    return {"position": position, "root": Range.unpacked(position, bytes(peaks)).root().hex()}
