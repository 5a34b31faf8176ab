"""Which reminder of which day went out."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    op.create_table(
        "reminders",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("council", "channel", "day", "person", "task", "state", "at")
        ),
        sa.PrimaryKeyConstraint("council", "channel", "day", "person", "task"),
    )
