"""What the books find wrong, and whose names they know, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select, update
from support.books import (
    AskLogs,
    a_year,
    books_over,
    caught_up,
)
from support.story import DAY, Story, cny

from gateway.books import Books
from gateway.books.tables import lines, names
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
    found = books.findings("main")
    assert [(one_["code"], one_["subject"]) for one_ in found] == [("ledger.entry_unbalanced", str(one))]


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
    assert rows == {"1002": 115, "2209": 0, "3101": 20, "3102": 5, "4101.01": -90, "4101.02": -50}
    assert sum(rows.values()) == 0


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
