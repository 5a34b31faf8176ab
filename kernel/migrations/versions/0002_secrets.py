"""Sealed texts that nobody is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything sealed before may be told to those who may read it."""
    op.add_column("vault", sa.Column("secret", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    raise NotImplementedError("a log's schema only grows")
