"""The books as they first were: copies, order, and what is derived from them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None


def upgrade() -> None:
    op.create_table(
        "balances",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("money_account", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("restriction", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Text(), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "council",
            "book",
            "currency",
            "account",
            "money_account",
            "fund",
            "restriction",
            "occurred_on",
            "recorded_on",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copies",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("council", "source", "position"),
    )
    op.create_index("copies_by_subject", "copies", ["council", "subject"], unique=False)
    op.create_table(
        "copy_heads",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("council", "source"),
    )
    op.create_table(
        "entries",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("chart", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("summary_zh", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figures",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("restriction", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "council",
            "subject_kind",
            "subject",
            "fund",
            "restriction",
            "measure",
            "currency",
            "occurred_on",
            "recorded_on",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_heads",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council"),
    )
    op.create_table(
        "ledger_order",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_position", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("council", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ledger_order_by_source", "ledger_order", ["council", "source", "source_position"], unique=True
    )
    op.create_table(
        "lines",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("debit", sa.BigInteger(), nullable=False),
        sa.Column("credit", sa.BigInteger(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("money_account", sa.Text(), nullable=False),
        sa.Column("restriction", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council", "position", "line"),
        sqlite_with_rowid=False,
    )
    op.create_index("lines_by_account", "lines", ["council", "account", "position", "line"], unique=False)
    for name in ("party", "project"):
        given = sa.text(f"{name} <> ''")
        op.create_index(
            f"lines_by_{name}",
            "lines",
            ["council", name, "position"],
            unique=False,
            sqlite_where=given,
            postgresql_where=given,
        )
    op.create_table(
        "moves",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("restriction", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("council", "subject_kind", "subject", "recorded_at", "position", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "names",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council", "party"),
    )
    op.create_table(
        "records",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("fund", sa.Text(), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("member", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("historical", sa.Text(), nullable=True),
        sa.Column("occurred_on", sa.Text(), nullable=True),
        sa.Column("kept", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_position", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("council", "id"),
        sqlite_with_rowid=False,
    )
    for name in ("code", "member", "parent", "party", "reference"):
        given = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"records_by_{name}",
            "records",
            ["council", "record", name, "seq", "id"],
            unique=False,
            sqlite_where=given,
            postgresql_where=given,
        )
    op.create_index(
        "records_in_order",
        "records",
        [
            *("council", "record", "seq", "status", "kind", "fund", "project", "account", "target"),
            *("historical", "occurred_on", "kept", "id"),
        ],
        unique=False,
    )
    op.create_table(
        "unpostable",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_position", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("argument", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council", "position"),
    )


def downgrade() -> None:
    op.drop_table("unpostable")
    op.drop_table("records")
    op.drop_table("names")
    op.drop_table("moves")
    op.drop_table("lines")
    op.drop_index("ledger_order_by_source", table_name="ledger_order")
    op.drop_table("ledger_order")
    op.drop_table("ledger_heads")
    op.drop_table("figures")
    op.drop_table("entries")
    op.drop_table("copy_heads")
    op.drop_index("copies_by_subject", table_name="copies")
    op.drop_table("copies")
    op.drop_table("balances")
