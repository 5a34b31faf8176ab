"""How the books keep what they take, on SQLite and PostgreSQL alike: schema, copies, order, rebuilding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, select
from support.books import (
    AskLogs,
    a_year,
    books_over,
    caught_up,
    feed,
    shown,
)
from support.story import Story

from gateway.books import Books, CopyRefused, migrate
from gateway.books.charts import library
from gateway.books.tables import DERIVED, METADATA, ledger_order, records
from gateway.ledger.chart import Chart, Step
from gateway.ledger.rules import library as rules_of
from kernel.db import Database
from kernel.merkle import Range


# --- schema ----------------------------------------------------------------------------------------------
def test_migrations_make_the_tables_that_the_code_reads(database: Database) -> None:
    migrate(database)
    migrate(database)  # idempotent
    with database.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


# --- copies ----------------------------------------------------------------------------------------------
def test_a_copy_has_the_root_of_the_log_that_it_copies(books: Books, story: Story) -> None:
    feed(books, a_year(story).logs)
    for source, sink in books.sinks.items():
        assert sink.cursor("main").root() == story.logs.ranges[source].root()
    assert books.sinks["funds"].leaf("main", 1) is not None
    assert books.sinks["funds"].leaf("main", 999) is None
    assert books.cursors() == {"main": {s: r.as_wire() for s, r in story.logs.ranges.items()}}


def test_bytes_that_came_before_change_nothing(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    before = shown(books)
    funds = story.logs.bodies["funds"]
    books.take("funds", "main", 0, funds)
    books.take("funds", "main", 3, funds[3:9])
    assert books.append("main") == 0
    assert shown(books) == before


def test_a_copy_takes_no_gap_no_other_bytes_and_no_other_log(books: Books, story: Story) -> None:
    funds = a_year(story).logs.bodies["funds"]
    books.take("funds", "main", 0, funds[:4])
    for source, council, after, bodies in (
        ("funds", "main", 5, funds[5:6]),  # a gap
        ("funds", "main", 1, [funds[1].replace(b"per_founder", b"per_other00")]),  # other bytes
        ("projects", "main", 4, funds[4:5]),  # of another service
        ("funds", "elsewhere", 4, funds[4:5]),  # of another council
        ("funds", "main", 4, funds[5:6]),  # at another position
        ("funds", "main", 4, [b"{}"]),
    ):
        with pytest.raises(CopyRefused):
            books.take(source, council, after, bodies)
    assert books.sinks["funds"].cursor("main") == Range().extend(
        leaf for p in range(1, 5) if (leaf := books.sinks["funds"].leaf("main", p))
    )


# --- order -----------------------------------------------------------------------------------------------
def test_an_effect_waits_for_its_cause(books: Books, story: Story) -> None:
    logs = story.logs
    books.take("projects", "main", 0, logs.bodies["projects"])
    assert books.append("main") == 0
    waiting = [one for one in books.findings("main") if one["code"] == "ledger.cause_awaited"]
    assert [(one["subject"], one["cause"]) for one in waiting] == [("projects/1", "funds/1")]
    caught_up(books, logs)
    assert books.position("main")["projects"] == len(logs.bodies["projects"])
    assert not [one for one in books.findings("main") if one["code"] == "ledger.cause_awaited"]


def test_the_order_is_a_tree_over_what_was_ordered(books: Books, story: Story, database: Database) -> None:
    caught_up(books, a_year(story).logs)
    with database.read() as connection:
        rows = connection.execute(select(ledger_order).order_by(ledger_order.c.position)).all()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == sum(map(len, story.logs.bodies.values()))
    root = Range().extend(bytes(row.leaf) for row in rows).root().hex()
    assert books.position("main")["root"] == root


def test_in_small_batches_or_large_ones_the_same_comes_out(
    books: Books, story: Story, tmp_path: Path
) -> None:
    caught_up(books, a_year(story).logs)
    other = Database(f"sqlite:///{tmp_path}/other.db")
    small = books_over(other, AskLogs(story.logs))
    feed(small, story.logs)
    while small.appender.append("main", limit=1).count:
        pass
    for part in ("trial", "fund", "donation", "spending", "payment", "allocation", "findings"):
        assert shown(small)[part] == shown(books)[part]  # the order may differ, what it comes to may not
    other.close()


# --- unpostable ------------------------------------------------------------------------------------------
def test_what_cannot_be_posted_stands_in_the_order_and_is_a_finding(books: Books, story: Story) -> None:
    story.donation(5, fund="fnd_9")
    story.logs.write("funds.meteor_struck.v1", {"size": 3}, "met_1")
    story.logs.write("funds.donation_received.v1", {"donation": 3}, "don_x")
    story.donation(7)
    caught_up(books, story.logs)
    assert books.position("main")["funds"] == len(story.logs.bodies["funds"])
    found = [one for one in books.findings("main") if one["code"] == "ledger.unpostable"]
    assert [one["why"] for one in found] == [
        "ledger.fund_unknown", "ledger.type_unknown", "ledger.shape_unknown",
    ]  # fmt: skip
    assert books.trial_balance("main")["debit"] == 7
    assert books.trial_balance("main")["unpostable"] == 3


# --- rebuild ---------------------------------------------------------------------------------------------
def test_a_rebuilt_ledger_shows_the_same(books: Books, story: Story, database: Database) -> None:
    caught_up(books, a_year(story).logs)
    before = shown(books)
    with database.write() as connection:
        for table in DERIVED:
            connection.execute(delete(table))
    steps: list[tuple[int, int]] = []
    count = books.rebuild(progress=lambda done, whole: steps.append((done, whole)))
    assert count == sum(map(len, story.logs.bodies.values()))
    assert steps[-1] == (count, count)
    assert shown(books) == before
    assert books.rebuild("nowhere") == 0


def test_councils_are_apart(database: Database, story: Story) -> None:
    second = Story("second").founded()
    second.donation(5)
    story.donation(7)
    books = books_over(database, AskLogs(story.logs, second.logs))
    caught_up(books, story.logs)
    caught_up(books, second.logs)
    assert books.councils() == ["main", "second"]
    assert books.fund_figures("main", "cog")["received"] == 7
    assert books.fund_figures("second", "cog")["received"] == 5
    with database.read() as connection:
        assert connection.execute(select(records.c.council).distinct()).scalars().all()


# --- versions of the rules ---------------------------------------------------------------------------
def with_interest_on(account: str) -> list[Chart]:
    """Version 2 of the charts: interest is booked elsewhere."""
    return [
        replace(
            chart,
            version=2,
            templates={
                **chart.templates,
                "receipt_interest": replace(
                    chart.templates["receipt_interest"], steps=(Step("money", account),)
                ),
            },
        )
        for chart in library().current.charts
    ]


def lacking(template: str) -> list[Chart]:
    """Version 1 of the charts without a template."""
    return [
        replace(chart, templates={k: t for k, t in chart.templates.items() if k != template})
        for chart in library().current.charts
    ]


def test_the_findings_know_what_is_owed_by_the_chart_and_not_by_its_codes(
    database: Database, story: Story
) -> None:
    """A treasurer moves what is to be matched to another liability, in data alone."""
    moved = []
    for chart in library().current.charts:
        steps = (Step("money", "2202"),)
        templates = {
            **chart.templates,
            "receipt_unidentified": replace(chart.templates["receipt_unidentified"], steps=steps),
        }
        moved.append(replace(chart, templates=templates))
    books = books_over(database, AskLogs(story.logs), library=rules_of(moved))
    story.receipt("unidentified", 7)
    caught_up(books, story.logs)
    assert posted(books) == [(1, "2202", 7)]
    assert books.findings("main") == []


def posted(books: Books) -> list[tuple[int, str, int]]:
    """(version of the rules, the account beside the money's, debits) of each entry."""
    entries = books.entries("main", filters={}, limit=99, after=None).items
    return [(one["rules"], one["lines"][1]["account"], one["debit"]) for one in entries]


def test_newer_rules_post_what_could_not_be_posted_and_repost_nothing_else(
    database: Database, story: Story
) -> None:
    story.receipt("interest", 5)
    story.receipt("grant", 7)
    first = lacking("receipt_grant")
    old = caught_up(books_over(database, AskLogs(story.logs), library=rules_of(first)), story.logs)
    assert posted(old) == [(1, "5301", 5)]
    assert old.trial_balance("main")["unpostable"] == 1
    new = books_over(database, AskLogs(story.logs), library=rules_of([*first, *with_interest_on("4901")]))
    new.rebuild("main")
    story.receipt("interest", 11)
    caught_up(new, story.logs)
    assert posted(new) == [(1, "5301", 5), (2, "4401.01", 7), (2, "4901.01", 11)]
    assert new.trial_balance("main")["unpostable"] == 0


def test_a_reversal_posts_by_the_rules_that_posted_what_it_reverses(database: Database, story: Story) -> None:
    first = library().current.charts
    before = story.receipt("interest", 5)
    caught_up(books_over(database, AskLogs(story.logs), library=rules_of(first)), story.logs)
    new = books_over(database, AskLogs(story.logs), library=rules_of([*first, *with_interest_on("4901")]))
    # Of the older rules; of the newer ones and in one batch with its reversal.
    story.receipt_reversed(before, "interest", 5)
    story.receipt_reversed(story.receipt("interest", 11), "interest", 11)
    caught_up(new, story.logs)
    assert posted(new) == [(1, "5301", 5), (1, "5301", -5), (2, "4901.01", 11), (2, "4901.01", -11)]
    trial = new.trial_balance("main")
    assert [row["account"] for row in trial["rows"] if row["balance"]] == []
    new.rebuild("main")
    assert new.trial_balance("main") == trial
    assert len(posted(new)) == 4


def test_the_reversal_of_what_has_no_entry_waits_with_it(database: Database, story: Story) -> None:
    first = lacking("receipt_grant")
    grant = story.receipt("grant", 7)
    old = caught_up(books_over(database, AskLogs(story.logs), library=rules_of(first)), story.logs)
    story.receipt_reversed(grant, "grant", 7)
    story.receipt_reversed("rcp_nobody_knows", "grant", 9)
    caught_up(old, story.logs)
    assert posted(old) == []
    found = [one for one in old.findings("main") if one["code"] == "ledger.unpostable"]
    assert [(one["why"], one["argument"]) for one in found] == [
        ("ledger.no_template", "receipt_grant"),
        ("ledger.original_without_entry", grant),
        ("ledger.original_without_entry", "rcp_nobody_knows"),
    ]
    new = books_over(database, AskLogs(story.logs), library=rules_of([*first, *with_interest_on("4901")]))
    new.rebuild("main")
    assert posted(new) == [(2, "4401.01", 7), (2, "4401.01", -7)]
    assert new.trial_balance("main")["unpostable"] == 1
