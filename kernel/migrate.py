"""The schema of a database, by Alembic: brought up to date, or asked whether it is."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from kernel.db import Database, StorageFault

LOG: Final = "kernel.migrations"
"""The package of the log's own schema; other databases name theirs."""
_LOCK: Final = 0x676F6E67  # "gong": one migration at a time, whoever starts it


def upgrade(database: Database, package: str = LOG) -> None:
    """Bring the schema to its newest revision, in one transaction. Raises: StorageFault."""
    config = _config(package)
    with database.write() as connection:
        if database.postgres:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database, package: str = LOG) -> bool:
    """Whether the schema is the newest. Raises: StorageFault."""
    wanted = ScriptDirectory.from_config(_config(package)).get_heads()
    with database.read() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(wanted)


def lacking(database: Database, package: str = LOG) -> str | None:
    """None for a database that can be worked with, else what to do about it."""
    try:
        return None if is_current(database, package) else "`gongzhi migrate`"
    except StorageFault:
        return "database"


def _config(package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files(package)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
