"""The tables of a log: the same in SQLite and in PostgreSQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

METADATA: Final = MetaData()

heads: Final = Table(
    "heads",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("recorded_at", Text, nullable=False),
)
events: Final = Table(
    "events",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("events_by_subject", "council", "subject", "position"),
)
commands: Final = Table(
    "commands",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("command_id", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
)
vault: Final = Table(
    "vault",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("sealed", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("secret", Boolean, nullable=False, server_default=false()),
)
vault_concerns: Final = Table(
    "vault_concerns",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("sealed", Text, primary_key=True),
    ForeignKeyConstraint(["council", "sealed"], ["vault.council", "vault.sealed"], ondelete="CASCADE"),
    Index("vault_concerns_by_sealed", "council", "sealed"),
)
vault_keys: Final = Table(
    "vault_keys",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
cursors: Final = Table(
    "cursors",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)
published: Final = Table(
    "published",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)
VAULT_TABLES: Final = (vault, vault_concerns, vault_keys)
"""What a backup keeps apart from the rest."""


def upserting(connection: Connection, table: Table) -> Any:
    """INSERT with ON CONFLICT, in the dialect of the connection."""
    return postgres_insert(table) if connection.dialect.name == "postgresql" else sqlite_insert(table)
