"""Lists are narrowed by indexes, on SQLite and PostgreSQL alike: what a filter finds, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from support.books import a_year, caught_up
from support.story import DAY, Story, cny

from gateway.books import Books
from kernel.db import Database
from services.funds import events as f
from services.members import events as m

NARROWED = [
    *(("donation", one) for one in ("fund", "account", "donor", "member", "reference", "status")),
    *(("donation", one) for one in ("historical", "from", "to")),
    *(("pledge", one) for one in ("fund", "donor", "member", "status", "from", "to")),
    *(("refund", one) for one in ("fund", "account", "donor", "member", "donation", "historical")),
    *(("receipt", one) for one in ("fund", "account", "payer", "member", "reference", "kind", "status")),
    *(("transfer", one) for one in ("account", "reference", "status", "from")),
    *(("outlay", one) for one in ("fund", "account", "payee", "reference", "kind", "status")),
    *(("payment", one) for one in ("project", "payee", "spending", "reference", "status")),
    *(("spending", one) for one in ("fund", "project", "payee", "status", "from", "to")),
    *(("allocation", one) for one in ("fund", "project", "status")),
    *(("return", one) for one in ("project", "allocation")),
    *(("reversal", one) for one in ("fund", "kind", "target", "status")),
    *(("party", one) for one in ("kind", "member", "status")),
    *(("person", one) for one in ("member", "status")),
]


def told(story: Story, donor: str, member: str | None, *references: str | None) -> list[str]:
    """Gifts of a party of that member unit, each with a bank's serial number or none."""
    party = m.PartyRegistered(
        m.PartyId(donor), "organisation", donor, None, m.MemberId(member) if member else None, "full", "donor"
    )
    story.logs.tell(party, donor)
    made = []
    for reference in references:
        made.append(story.new("don"))
        gift = f.DonationReceived(
            f.DonationId(made[-1]),
            f.FundId("fnd_1"),
            f.AccountId("acc_1"),
            f.PartyId(donor),
            cny(100),
            None,
            None,
            reference,
            None,
        )
        story.logs.tell(gift, made[-1], DAY)
    return made


def listed(books: Books, kind: str, **filters: str) -> list[str]:
    """The ids of a list, walked by pages of two."""
    ids: list[str] = []
    after = None
    while True:
        page = books.records("main", kind, filters=filters, limit=2, after=after)
        ids += [record["id"] for record in page.items]
        if (after := page.next) is None:
            return ids


def test_a_bank_serial_finds_what_bears_it(books: Books, story: Story) -> None:
    one, two, _ = told(story, "org_1", None, "20250301-7", "20250301-70", None)
    caught_up(books, story.logs)
    assert listed(books, "donation", reference="20250301-7") == [one]
    assert listed(books, "donation", reference="20250301-70", fund="cog") == [two]
    assert listed(books, "donation", reference="2025") == []
    assert listed(books, "receipt", reference="20250301-7") == []


def test_a_members_gifts_are_those_of_its_people_in_the_order_of_the_list(books: Books, story: Story) -> None:
    a = told(story, "org_1", "mem_1", None, None)
    told(story, "org_2", None, None)
    b = told(story, "org_3", "mem_1", None, None)
    c = told(story, "org_1b", "mem_1", None)
    caught_up(books, story.logs)
    assert listed(books, "donation", member="unit-1") == [*a, *b, *c]
    assert listed(books, "donation", member="mem_1", donor="org_3") == b
    assert listed(books, "donation", member="nobody") == []
    assert listed(books, "party", member="unit-1") == ["org_1", "org_3", "org_1b"]


def test_parties_are_people_of_the_council_and_others_in_one_order(books: Books, story: Story) -> None:
    story.person("Zhang")
    told(story, "org_1", None)
    story.person("Li")
    told(story, "org_2", "mem_1")
    caught_up(books, story.logs)
    ids = listed(books, "party")
    assert ids == sorted(ids, key=lambda one: books.record("main", "party", one)["position"])  # type: ignore[index]
    assert {"org_1", "org_2"} < set(ids)


def test_entries_of_a_subject_a_party_and_a_project_are_found(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    every = books.entries("main", filters={}, limit=200, after=None).items

    def where(**filters: str) -> list[dict[str, Any]]:
        return books.entries("main", filters=filters, limit=200, after=None).items

    for name, of_line in (("donor", "party"), ("project", "project"), ("fund", "fund")):
        for value in {line[of_line] for entry in every for line in entry["lines"] if line[of_line]}:
            expected = [e["id"] for e in every if value in {line[of_line] for line in e["lines"]}]
            assert [e["id"] for e in where(**{name: value})] == expected
    for subject in {entry["subject"] for entry in every}:
        assert [e["id"] for e in where(subject=subject)] == [
            e["id"] for e in every if e["subject"] == subject
        ]
        assert all(one["event"]["subject"] == subject for one in books.events("main", subject=subject).items)
    assert where(subject="don_77") == where(donor="per_77") == where(project="prj_77") == []


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements of the block."""
    seen: list[tuple[str, Any]] = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    yield seen
    event.remove(database.engine, "before_cursor_execute", hear)


def plan(database: Database, statement: str, parameters: Any) -> list[str]:
    with database.read() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [str(row[3]) for row in rows]


@pytest.mark.parametrize(("kind", "name"), NARROWED)
def test_a_filter_reads_no_row_that_it_does_not_show(
    books: Books, database: Database, kind: str, name: str
) -> None:
    if database.postgres:
        return  # it plans by what is in the tables: of little it reads all
    values = {"historical": "true", "from": "2025-01-01", "to": "2025-01-01"}
    with asked(database) as seen:
        books.records("main", kind, filters={name: values.get(name, "x")}, limit=50, after=None)
    lists = [one for one in seen if one[0].startswith("SELECT records.seq, records.body")]
    assert lists
    for statement, parameters in lists:
        steps = [step for step in plan(database, statement, parameters) if "records" in step]
        # Rows are fetched by their key; which, is said by an index that has all that is asked for.
        assert all("PRIMARY KEY (council=? AND id=?)" in s or "COVERING INDEX" in s for s in steps), steps
        if name in {"donor", "payer", "payee", "member", "reference", "donation", "spending", "target"}:
            assert not any("records_in_order" in s for s in steps), steps


@pytest.mark.parametrize(("kind", "ref"), [("fund", "cog"), ("donation", "none"), ("party", "none")])
def test_a_record_is_found_by_code_or_id_without_reading_others(
    books: Books, database: Database, kind: str, ref: str
) -> None:
    if database.postgres:
        return  # it plans by what is in the tables: of little it reads all
    with asked(database) as seen:
        books.record("main", kind, ref)
    steps = [step for one in seen if "FROM records" in one[0] for step in plan(database, *one)]
    assert steps
    assert all("PRIMARY KEY (council=? AND id=?)" in s or "records_by_code" in s for s in steps), steps
