"""The ledger's tables.

Truth         copies (each log's stored bytes), copy_heads, ledger_order, ledger_heads
Erasable      names: the only place here where a person's name may stand
Beside        reminders: what went out on which day
Derived       records, figures, moves, entries, lines, balances, unpostable: made again from the truth
Dates and instants are fixed-width ISO text, so that they sort; sums are minor units.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

METADATA: Final = MetaData()


def _key(name: str, kind: type[Any] = Text) -> Column[Any]:
    return Column(name, kind, primary_key=True)


def _must(name: str, kind: type[Any] = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _may(name: str, kind: type[Any] = Text) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _few(column: str) -> Index:
    """Records of a kind by what few of them have, in the order of lists."""
    given = text(f"{column} IS NOT NULL")
    columns = ("council", "record", column, "seq", "id")
    return Index(f"records_by_{column}", *columns, sqlite_where=given, postgresql_where=given)


def _of_some(column: str) -> Index:
    """Lines that have a party or a project: not all have."""
    given = text(f"{column} <> ''")
    columns = ("council", column, "position")
    return Index(f"lines_by_{column}", *columns, sqlite_where=given, postgresql_where=given)


copy_heads: Final = Table(
    "copy_heads",
    METADATA,
    _key("council"),
    _key("source"),
    _must("position", BigInteger),
    _must("peaks", LargeBinary),
)
copies: Final = Table(
    "copies",
    METADATA,
    _key("council"),
    _key("source"),
    _key("position", BigInteger),
    _must("subject"),
    _must("type"),
    _must("recorded_at"),
    _must("body", LargeBinary),
    _must("leaf", LargeBinary),
    Index("copies_by_subject", "council", "subject"),
)
ledger_heads: Final = Table(
    "ledger_heads",
    METADATA,
    _key("council"),
    _must("position", BigInteger),
    _must("peaks", LargeBinary),
    # {source: position}: how far the order has taken each log.
    _must("taken"),
)
ledger_order: Final = Table(
    "ledger_order",
    METADATA,
    _key("council"),
    _key("position", BigInteger),
    _must("source"),
    _must("source_position", BigInteger),
    _must("rules", Integer),
    _must("leaf", LargeBinary),
    Index("ledger_order_by_source", "council", "source", "source_position", unique=True),
    sqlite_with_rowid=False,
)
records: Final = Table(
    "records",
    METADATA,
    _key("council"),
    _key("id"),
    _must("record"),
    # The ledger position that made the record: lists run by it, so they are stable under writes.
    _must("seq", BigInteger),
    _may("code"),
    _may("name"),
    _may("status"),
    _may("kind"),
    _may("fund"),
    _may("project"),
    _may("account"),
    _may("target"),
    _may("party"),
    _may("person"),
    _may("member"),
    _may("role"),
    _may("parent"),
    _may("reference"),
    # "true" of what was taken over from a file.
    _may("historical"),
    _may("occurred_on"),
    # What is left of a donation in the council's hands, or spent by it: the sum less what went back.
    _may("kept", BigInteger),
    _must("source"),
    _must("source_position", BigInteger),
    _must("body", LargeBinary),
    # Lists run in order; what many records share narrows them, and stands here so that it is read from here.
    Index(
        "records_in_order",
        *("council", "record", "seq", "status", "kind", "fund", "project", "account", "target"),
        *("historical", "occurred_on", "kept", "id"),
    ),
    # What few records share.
    _few("code"),
    _few("party"),
    _few("member"),
    _few("parent"),
    _few("reference"),
    sqlite_with_rowid=False,
)
figures: Final = Table(
    "figures",
    METADATA,
    _key("council"),
    _key("subject_kind"),
    _key("subject"),
    _key("fund"),
    _key("restriction"),
    _key("measure"),
    _key("currency"),
    _key("occurred_on"),
    _key("recorded_on"),
    _must("minor", BigInteger),
    sqlite_with_rowid=False,
)
moves: Final = Table(
    "moves",
    METADATA,
    # What `figures` sums up by the day, event by event: read where an instant cuts a day.
    _key("council"),
    _key("subject_kind"),
    _key("subject"),
    _key("recorded_at"),
    _key("position", BigInteger),
    _key("number", Integer),
    _must("fund"),
    _must("restriction"),
    _must("measure"),
    _must("currency"),
    _must("occurred_on"),
    _must("minor", BigInteger),
    sqlite_with_rowid=False,
)
entries: Final = Table(
    "entries",
    METADATA,
    _key("council"),
    _key("position", BigInteger),
    _must("book"),
    _must("currency"),
    _must("occurred_on"),
    _must("recorded_at"),
    _must("source"),
    _must("source_position", BigInteger),
    _must("subject"),
    _must("rules", Integer),
    _must("chart"),
    _must("template"),
    _must("summary_zh"),
    _must("summary"),
    _must("purpose"),
    sqlite_with_rowid=False,
)
lines: Final = Table(
    "lines",
    METADATA,
    _key("council"),
    _key("position", BigInteger),
    _key("line", Integer),
    _must("account"),
    _must("debit", BigInteger),
    _must("credit", BigInteger),
    _must("fund"),
    _must("project"),
    _must("party"),
    _must("money_account"),
    _must("restriction"),
    Index("lines_by_account", "council", "account", "position", "line"),
    *(_of_some(column) for column in ("party", "project")),
    sqlite_with_rowid=False,
)
balances: Final = Table(
    "balances",
    METADATA,
    _key("council"),
    _key("book"),
    _key("currency"),
    _key("account"),
    _key("money_account"),
    _key("fund"),
    _key("restriction"),
    _key("occurred_on"),
    _key("recorded_on"),
    _must("debit", BigInteger),
    _must("credit", BigInteger),
    sqlite_with_rowid=False,
)
unpostable: Final = Table(
    "unpostable",
    METADATA,
    _key("council"),
    _key("position", BigInteger),
    _must("source"),
    _must("source_position", BigInteger),
    _must("type"),
    _must("code"),
    _must("argument"),
)
names: Final = Table(
    "names",
    METADATA,
    _key("council"),
    _key("party"),
    _must("text"),
)
reminders: Final = Table(
    "reminders",
    METADATA,
    _key("council"),
    # webhook or mail.
    _key("channel"),
    _key("day"),
    _key("person"),
    _key("task"),
    # taken: being sent, or its sender died; sent: out.
    _must("state"),
    _must("at"),
)

DERIVED: Final = (records, figures, moves, entries, lines, balances, unpostable)
SOURCES: Final = ("members", "funds", "projects")
"""The logs that the ledger takes."""
