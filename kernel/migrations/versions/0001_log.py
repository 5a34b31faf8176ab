"""The log: heads, events, commands, vault, cursors, what the relay published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _range() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("peaks", sa.LargeBinary, nullable=False),
    ]


def _key(*names: str) -> list[sa.Column]:  # type: ignore[type-arg]
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def upgrade() -> None:
    op.create_table("heads", *_key("council"), *_range(), sa.Column("recorded_at", sa.Text, nullable=False))
    op.create_table(
        "events",
        *_key("council"),
        sa.Column("position", sa.BigInteger, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("events_by_subject", "events", ["council", "subject", "position"])
    op.create_table(
        "commands",
        *_key("council", "command_id"),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "vault",
        *_key("council", "sealed"),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "vault_concerns",
        *_key("council", "person", "sealed"),
        sa.ForeignKeyConstraint(["council", "sealed"], ["vault.council", "vault.sealed"], ondelete="CASCADE"),
    )
    op.create_index("vault_concerns_by_sealed", "vault_concerns", ["council", "sealed"])
    op.create_table("vault_keys", *_key("council"), sa.Column("key", sa.LargeBinary, nullable=False))
    op.create_table("cursors", *_key("council", "source"), *_range())
    op.create_table("published", *_key("council"), *_range())


def downgrade() -> None:
    raise NotImplementedError("a log's schema only grows")
