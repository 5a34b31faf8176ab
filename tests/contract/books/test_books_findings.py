"""What the books find wrong, and whose names they know, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import case, delete, func, select, update
from support.books import (
    AskLogs,
    a_year,
    books_over,
    caught_up,
    feed,
)
from support.story import DAY, Story, cny

from gateway.books import Books
from gateway.books.tables import balances, copies, entries, figures, ledger_order, lines, names
from kernel.bus import BusDown
from kernel.db import Database
from kernel.merkle import Range
from services.funds import events as f
from services.members import events as m


# --- findings --------------------------------------------------------------------------------------------
def test_books_in_order_have_no_findings(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    assert books.findings("main") == []


def test_a_line_that_was_tampered_with_is_found(books: Books, story: Story, database: Database) -> None:
    caught_up(books, a_year(story).logs)
    with database.write() as connection:
        one = connection.execute(select(lines.c.position).limit(1)).scalar_one()
        connection.execute(update(lines).where(lines.c.position == one, lines.c.line == 1).values(debit=1))
    found = {one_["code"]: one_["subject"] for one_ in books.findings("main")}
    assert found.pop("donation.entries_differ").startswith("don_")
    assert found == {"ledger.entry_unbalanced": str(one), "ledger.balances_differ": "ledger"}


def planted(database: Database, *changes: Any) -> None:
    with database.write() as connection:
        for change in changes:
            assert connection.execute(change).rowcount, change


def of_figures(subject_kind: str, measure: str) -> Any:
    """Makes the sum of one measure one more than it was; the first of its days."""
    of = figures.c
    where = of.subject_kind == subject_kind, of.measure == measure
    day = select(func.min(of.occurred_on)).where(*where).scalar_subquery()
    tied = select(func.min(of.restriction)).where(*where).scalar_subquery()
    chosen = of.occurred_on == day, of.restriction == tied
    return update(figures).where(*where, *chosen).values(minor=of.minor + 1)


def of_balances(account: str, side: str) -> Any:
    of = balances.c
    day = select(func.min(of.occurred_on)).where(of.account == account).scalar_subquery()
    where = of.account == account, of.occurred_on == day, of.fund == "fnd_1"
    return update(balances).where(*where).values({side: of[side] + 1})


FUND = {"fund.figures_differ", "fund.restriction_differs"}
"""What is wrong with all of a fund's money is wrong under some restriction too."""
PLANTED: list[tuple[list[Any], set[str]]] = [
    # The sums of an account are not its lines any more; nor is the book in balance, nor the fund's money.
    (
        [of_balances("1002", "debit")],
        {"ledger.book_unbalanced", "ledger.balances_differ", *FUND},
    ),
    # Both sides one more: in balance, and yet not what the lines say. No fund's money is in an expense.
    ([of_balances("5201", "debit"), of_balances("5201", "credit")], {"ledger.balances_differ"}),
    ([of_figures("fund", "other_in")], FUND),
    ([of_figures("fund", "received")], FUND),
    # From one restriction to none: no sum of the fund tells it.
    (
        [
            update(figures)
            .where(figures.c.measure == "received", figures.c.restriction != "")
            .where(figures.c.minor > 0)
            .values(restriction="", subject_kind="fund", occurred_on="1999-01-01")
        ],
        {"fund.restriction_differs"},
    ),
    (
        [
            update(figures)
            .where(figures.c.subject_kind == "fund", figures.c.measure == "spent")
            .values(minor=10**9)
        ],
        {"fund.spent_beyond_commitment"},
    ),
    ([of_figures("fund", "goods")], {"fund.goods_differ"}),
    # What left one fund and came to no other.
    (
        [
            delete(figures).where(figures.c.measure == "other_in", figures.c.fund == "fnd_2"),
        ],
        FUND,
    ),
    ([of_balances("2209", "credit"), of_balances("3101", "debit")], {"ledger.balances_differ", *FUND}),
    (
        [of_balances("1201", "debit"), of_balances("1201", "credit")],
        {"ledger.balances_differ"},
    ),
    (
        [of_balances("1201", "debit"), of_balances("5101.01", "credit")],
        {"ledger.balances_differ", "fund.goods_differ"},
    ),
    ([of_figures("check", "payments_noted")], {"fund.notes_differ"}),
    # One more went back than projects know of; and so one more was allocated than they hold, which may be.
    ([of_figures("check", "returns_noted")], {"fund.notes_differ"}),
    ([of_figures("check", "expensed")], {*FUND, "fund.allocations_differ"}),
    ([of_figures("check", "paid")], {"fund.restriction_differs"}),
    ([of_figures("project", "allocated")], {"fund.allocations_differ"}),
    ([of_figures("project", "spent")], {"fund.notes_differ", "fund.figures_differ"}),
    (
        [
            update(figures)
            .where(figures.c.subject_kind == "project", figures.c.measure == "reserved")
            .values(minor=10**9)
        ],
        {"project.beyond_allocation"},
    ),
    (
        [update(ledger_order).where(ledger_order.c.position == 1).values(source_position=10**6)],
        {"ledger.order_differs"},
    ),
    (
        [delete(ledger_order).where(ledger_order.c.source == "funds", ledger_order.c.source_position == 4)],
        {"ledger.order_differs"},
    ),
]


@pytest.mark.parametrize(("changes", "codes"), PLANTED)
def test_what_is_planted_in_the_tables_is_found(
    books: Books, story: Story, database: Database, changes: list[Any], codes: set[str]
) -> None:
    story.outlay("expense", 5)
    a_year(story).goods(90_00, 40_00)
    story.between_funds(25_00)
    caught_up(books, story.logs)
    assert books.findings("main") == []
    planted(database, *changes)
    assert {one["code"] for one in books.findings("main")} == codes
    if "ledger.order_differs" not in codes:
        books.rebuild("main")
        assert books.findings("main") == []


def moved(position: int, by: int) -> Any:
    """Makes both sides of an entry so much more."""
    of = lines.c
    sides = {side: case((of[side] != 0, of[side] + by), else_=0) for side in ("debit", "credit")}
    return update(lines).where(of.position == position).values(sides)


def test_one_donors_money_that_stands_under_anothers_gift_is_found(
    books: Books, story: Story, database: Database
) -> None:
    first, second = story.donation(100), story.donation(50)
    story.refund(second, 20)
    story.reversal(story.donation(7), 7)
    caught_up(books, story.logs)
    assert books.findings("main") == []
    every = books.entries("main", filters={}, limit=50, after=None).items
    at = {entry["subject"]: entry["id"] for entry in reversed(every)}
    planted(database, moved(at[first], -1), moved(at[second], 1))  # in balance, and no sum is another
    found = books.findings("main")
    assert {one["code"] for one in found} == {"donation.entries_differ"}
    assert [(one["subject"], one["by_record"], one["by_entries"]) for one in found] == [
        (first, 100, 99),
        (second, 30, 31),
    ]
    books.rebuild("main")
    assert books.findings("main") == []


def test_many_findings_of_one_kind_are_counted(books: Books, story: Story, database: Database) -> None:
    for _ in range(101):
        story.donation(1)
        story.logs.write("funds.nobody_knows.v1", {}, "odd_1")
    caught_up(books, story.logs)
    planted(database, update(lines).where(lines.c.line == 1).values(debit=2))
    found = books.findings("main")
    counts = {one["code"]: one["count"] for one in found if "count" in one}
    assert counts == dict.fromkeys(
        ("ledger.more_unpostable", "ledger.more_unbalanced", "donation.more_differ"), 101
    )
    for code in ("ledger.unpostable", "ledger.entry_unbalanced", "donation.entries_differ"):
        assert len([one for one in found if one["code"] == code]) == 100


def test_a_copy_that_cannot_be_read_is_found(books: Books, story: Story, database: Database) -> None:
    caught_up(books, story.logs)
    last = len(story.logs.bodies["funds"])
    story.donation(1)
    feed(books, story.logs)
    assert books.findings("main") == []
    planted(
        database,
        update(copies).where(copies.c.source == "funds", copies.c.position == last + 1).values(body=b"{"),
    )
    found = [(one["code"], one["subject"]) for one in books.findings("main")]
    assert found == [("copy.unreadable", f"funds/{last + 1}")]


def test_a_copy_that_is_not_its_log_is_found(books: Books, story: Story, database: Database) -> None:
    caught_up(books, a_year(story).logs)
    forged = Story().founded()
    forged.donation(1)
    other = books_over(database, AskLogs(forged.logs))
    found = {one["subject"]: one["code"] for one in other.findings("main")}
    assert found["funds"] == "copy.ahead_of_source"
    longer = a_year(Story().founded())
    longer.logs.bodies["members"].clear()
    longer.logs.ranges["members"] = Range().append(b"x" * 32).append(b"y" * 32)
    found = {
        one["subject"]: one["code"] for one in books_over(database, AskLogs(longer.logs)).findings("main")
    }
    assert found == {"members": "copy.root_differs"}


def test_a_source_that_does_not_answer_is_named(database: Database, story: Story) -> None:
    ask = AskLogs(story.logs)
    books = caught_up(books_over(database, ask), story.logs)
    ask.down = BusDown("gone")
    found = books.findings("main")
    assert [one["code"] for one in found] == ["source.unreachable"] * 3


def test_refunds_and_reversals_over_the_years_leave_no_finding_and_a_balanced_book(
    books: Books, story: Story
) -> None:
    tied, on = f.Restriction("category", "green"), date(2025, 12, 31)
    free, green, bounced = story.donation(100, on=on), story.donation(50, on=on, restriction=tied), 30
    story.refund(free, 10, date(2025, 12, 31))
    story.refund(free, 20, date(2026, 1, 1))
    story.refund(green, 5, date(2026, 1, 1))
    story.reversal(story.donation(bounced, on=on), bounced, date(2026, 1, 1))
    caught_up(books, story.logs)
    assert books.findings("main") == []
    rows = {row["account"]: row["balance"] for row in books.trial_balance("main")["rows"]}
    assert rows == {"1002": 115, "2209": 0, "3101": 50, "3102": 5, "4101.01": -120, "4101.02": -50}
    assert sum(rows.values()) == 0


def test_an_account_that_holds_less_than_nothing_is_found(books: Books, story: Story) -> None:
    story.donation(100)
    story.transfer(130)
    caught_up(books, story.logs)
    [found] = books.findings("main")
    assert (found["code"], found["subject"], found["balance"]) == ("account.below_zero", "acc_2", -130)


def test_an_over_committed_fund_is_found(books: Books, story: Story) -> None:
    donation = story.donation(100)
    story.allocation(story.project("benches"), 80)
    story.reversal(donation, 100)
    story.logs.tell(f.FundOverCommitted(f.FundId("fnd_1"), cny(80)), "fnd_1")
    caught_up(books, story.logs)
    [found] = books.findings("main")
    assert (found["code"], found["short"], found["available"]) == ("fund.over_committed", 80, -80)


def test_notes_that_disagree_with_projects_are_found(books: Books, story: Story) -> None:
    story.donation(100)
    project = story.project("benches")
    allocation = story.allocation(project, 80)
    spending = story.spending(project, 50)
    story.payment(spending, project, allocation, 50)
    cause = ("projects", len(story.logs.bodies["projects"]))
    note = f.PaymentNoted(
        f.PaymentId("pay_1"), f.FundId("fnd_1"), f.ProjectId(project), f.AccountId("acc_1"), cny(1)
    )
    story.logs.tell(note, "pay_1", DAY, cause=cause)
    caught_up(books, story.logs)
    [found] = books.findings("main")
    assert (found["code"], found["by_projects"], found["by_funds"]) == ("fund.notes_differ", 50, 51)


def test_what_funds_has_not_noted_yet_is_no_disagreement(books: Books, story: Story) -> None:
    story.donation(100)
    project = story.project("benches")
    allocation = story.allocation(project, 80)
    spending = story.spending(project, 50)
    story.payment(spending, project, allocation, 20)
    last = story.payment(spending, project, allocation, 30)
    behind = story.logs.bodies["funds"].pop()  # the note of it is under way
    caught_up(books, story.logs)
    assert {one["code"] for one in books.findings("main")} <= {"copy.root_differs"}
    assert b"payment_noted" in behind
    assert last.encode() in behind


def test_sums_that_are_compared_are_of_one_moment(books: Books, story: Story, database: Database) -> None:
    count = select(func.count()).select_from(entries)
    with database.read_at_one_moment() as connection:
        assert connection.execute(count).scalar_one() == 0
        story.donation(1)
        caught_up(books, story.logs)
        assert connection.execute(count).scalar_one() == 0
    with database.read() as connection:
        assert connection.execute(count).scalar_one() == 1


# --- names -----------------------------------------------------------------------------------------------
def test_names_are_fetched_once_and_forgotten_with_the_person(database: Database, story: Story) -> None:
    person, other = story.person("张三"), story.person("李四")
    org = m.PartyRegistered(m.PartyId("org_1"), "organisation", "学校", None, None, "full", "payee")
    story.logs.tell(org, "org_1")
    ask = AskLogs(story.logs)
    books = caught_up(books_over(database, ask), story.logs)
    wanted = [person, other, "org_1", "per_9"]
    named = books.names("main", wanted)
    assert {party: name.text for party, name in named.items()} == {
        person: "张三", other: "李四", "org_1": "学校",
    }  # fmt: skip
    books.names("main", wanted)
    assert len(ask.asked) == 2
    story.logs.tell(m.PersonHidden(m.PartyId(person), None), person)
    story.logs.tell(m.PersonErased(m.PartyId(other)), other)
    caught_up(books, story.logs)
    named = books.names("main", wanted)
    assert [(named[p].text, named[p].hidden) for p in (person, other)] == [(None, True), (None, True)]
    with database.read() as connection:
        assert connection.execute(select(names)).all() == []
    assert len(ask.asked) == 2
    books.rebuild("main")
    assert books.names("main", [person])[person].text is None


def test_a_name_whose_opening_does_not_open_its_seal_is_not_shown(database: Database, story: Story) -> None:
    person = story.person("张三")
    [digest] = story.logs.openings
    story.logs.openings[digest] = replace(story.logs.openings[digest], text="王五")
    books = caught_up(books_over(database, AskLogs(story.logs)), story.logs)
    assert books.names("main", [person])[person].text is None


def test_without_the_members_service_names_are_missing_and_come_back(
    database: Database, story: Story
) -> None:
    person = story.person("张三")
    ask = AskLogs(story.logs)
    books = caught_up(books_over(database, ask), story.logs)
    ask.down = BusDown("gone")
    assert books.names("main", [person])[person].text is None
    ask.down = None
    assert books.names("main", [person])[person].text == "张三"
