"""Run by Alembic, within the transaction that `kernel.migrate` opened."""

from __future__ import annotations

from alembic import context

from kernel.log_tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
