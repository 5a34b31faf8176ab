"""The ledger's schema, by Alembic: the migrations stand beside this file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from kernel.db import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the tables up to date. Idempotent. Raises: StorageFault."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
