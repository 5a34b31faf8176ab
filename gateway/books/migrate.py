"""The ledger's schema, brought up to date."""

from __future__ import annotations

from typing import Final

from kernel.db import Database
from kernel.migrate import upgrade

MIGRATIONS: Final = "gateway.books.migrations"


def migrate(database: Database) -> None:
    """Make or change the tables as this release reads them. Idempotent. Raises: StorageFault."""
    upgrade(database, MIGRATIONS)
