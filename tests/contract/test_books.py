"""What the books keep and show, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, select, update
from support.books import AskLogs, books_over, caught_up, feed
from support.story import DAY, Story, cny

from gateway.books import Books, CopyRefused, migrate
from gateway.books.tables import DERIVED, METADATA, ledger_order, lines, names, records
from kernel.bus import BusDown
from kernel.db import Database
from kernel.errors import InvalidInput, NotFound
from kernel.merkle import Range, leaf_hash
from services.funds import events as f
from services.members import events as m


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        f"sqlite:///{tmp_path}/books.db"
        if request.param == "sqlite"
        else request.getfixturevalue("database_url")
    )
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def story() -> Story:
    return Story().founded()


@pytest.fixture
def books(database: Database, story: Story) -> Books:
    return books_over(database, AskLogs(story.logs))


def a_year(story: Story) -> Story:
    """Gifts, a refund, receipts, fees; an allocation partly returned; payments in parts, one reversed."""
    story.donation(100_00)
    tied = story.donation(50_00, restriction=f.Restriction("project", "prj_1"), on=DAY + timedelta(1))
    refunded = story.donation(30_00, account="acc_2")
    story.refund(refunded, 10_00)
    story.reversal(tied, 50_00)
    story.receipt("grant", 500_00)
    story.receipt("unidentified", 7_00)
    story.receipt("agency", 9_00)
    story.outlay("bank_fee", 1_00)
    story.outlay("fee_returned", 50)
    story.transfer(5_00, fee=10)
    project = story.project("benches")
    allocation = story.allocation(project, 200_00)
    spending = story.spending(project, 80_00)
    first = story.payment(spending, project, allocation, 30_00)
    story.payment(spending, project, allocation, 50_00)
    story.payment_reversed(first, spending, project, allocation, 30_00)
    story.given_back(allocation, project, 20_00)
    return story


def shown(books: Books, council: str = "main") -> dict[str, Any]:
    """Everything that the books show of a council."""
    kinds = ("account", "fund", "donation", "refund", "receipt", "allocation", "spending", "payment")
    return {
        "position": books.position(council),
        "trial": books.trial_balance(council),
        "entries": books.entries(council, filters={}, limit=1000, after=None).items,
        "fund": books.fund_figures(council, "fnd_1"),
        "findings": books.findings(council),
        **{kind: books.records(council, kind, filters={}, limit=1000, after=None).items for kind in kinds},
    }


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
    assert books.cursors() == {"main": {s: r.size for s, r in story.logs.ranges.items()}}


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


# --- records ---------------------------------------------------------------------------------------------
def test_records_tell_how_things_stand(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)

    def of(kind: str, ref: str) -> dict[str, Any]:
        record = books.record("main", kind, ref)
        assert record is not None
        return record

    assert of("donation", "don_1")["status"] == "received"
    assert (of("donation", "don_3")["status"], of("donation", "don_3")["refunded"]) == (
        "partly_refunded",
        10_00,
    )
    assert of("donation", "don_2")["status"] == "reversed"
    assert of("reversal", "rev_1") | {"recorded_at": "", "confirmed_at": ""} == {
        "record": "reversal", "id": "rev_1", "target": "don_2", "kind": "donation", "status": "confirmed",
        "reason": {"sealed": "0" * 64}, "fund": "fnd_1", "amount": 50_00, "currency": "CNY",
        "occurred_on": "2025-03-01", "recorded_at": "", "recorded_by": "per_founder",
        "position": of("reversal", "rev_1")["position"], "confirmed_by": "per_chair", "confirmed_at": "",
        "confirmed_position": of("reversal", "rev_1")["confirmed_position"],
    }  # fmt: skip
    assert (of("spending", "spd_1")["status"], of("spending", "spd_1")["paid"]) == ("partly_paid", 50_00)
    assert of("spending", "spd_1")["approved_by"] == "per_chair"
    assert [of("payment", p)["status"] for p in ("pay_1", "pay_2")] == ["reversed", "paid"]
    assert (of("allocation", "all_1")["status"], of("allocation", "all_1")["returned"]) == (
        "partly_returned",
        20_00,
    )
    assert of("fund", "cog")["id"] == "fnd_1"
    assert (
        of("account", "bank")["balance"] == 100_00 + 500_00 + 7_00 + 9_00 - 10_00 - 1_00 + 50 + 5_00 - 50_00
    )
    assert books.record("main", "fund", "nothing") is None
    assert books.record("main", "donation", "fnd_1") is None
    assert books.record("elsewhere", "fund", "cog") is None
    position = of("donation", "don_1")["position"]
    assert books.record("main", "donation", "don_1") is not None
    assert story.logs.envelope("funds", int(position.split("/")[1]))["subject"] == "don_1"


def test_what_a_post_answers_is_what_a_get_shows(books: Books, story: Story) -> None:
    caught_up(books, story.logs)
    before = len(story.logs.bodies["funds"])
    story.donation(12_34)
    caught_up(books, story.logs)
    answered = books.represent([story.logs.envelope("funds", before + 1)])
    assert answered == books.record("main", "donation", "don_1")


def test_a_part_of_a_record_shows_no_sum_that_it_cannot_know(books: Books, story: Story) -> None:
    project = story.project("benches")
    allocation = story.allocation(project, 100)
    spending = story.spending(project, 50)
    logs = story.logs
    approved = books.represent([logs.envelope("projects", len(logs.bodies["projects"]))])
    assert (approved["record"], approved["status"]) == ("spending", "approved")
    assert "paid" not in approved
    story.payment(spending, project, allocation, 50)
    paid = books.represent([logs.envelope("projects", len(logs.bodies["projects"]))])
    assert (paid["record"], paid["id"], paid["status"]) == ("payment", "pay_1", "paid")
    assert books.represent([]) == {}


def test_lists_are_stable_under_writes(books: Books, story: Story) -> None:
    for minor in range(1, 8):
        story.donation(minor)
    caught_up(books, story.logs)
    page = books.records("main", "donation", filters={}, limit=3, after=None)
    story.donation(99)
    caught_up(books, story.logs)
    amounts = [one["amount"] for one in page.items]
    while page.next is not None:
        page = books.records("main", "donation", filters={}, limit=3, after=page.next)
        amounts += [one["amount"] for one in page.items]
    assert amounts == [1, 2, 3, 4, 5, 6, 7, 99]


@pytest.mark.parametrize(
    ("kind", "filters", "ids"),
    [
        ("donation", {"fund": "cog"}, ["don_1", "don_2", "don_3"]),
        ("donation", {"fund": "fnd_1", "account": "wechat"}, ["don_3"]),
        ("donation", {"status": "reversed"}, ["don_2"]),
        ("donation", {"from": "2025-03-02", "to": "2025-03-02"}, ["don_2"]),
        ("donation", {"fund": "nothing"}, []),
        ("refund", {"donation": "don_3"}, ["ref_1"]),
        ("receipt", {"kind": "agency"}, ["rcp_3"]),
        ("transfer", {"account": "bank"}, ["tra_1"]),
        ("transfer", {"account": "wechat"}, ["tra_1"]),
        ("payment", {"spending": "spd_1", "status": "paid"}, ["pay_2"]),
        ("payment", {"payee": "org_1", "project": "benches"}, ["pay_1", "pay_2"]),
        ("fund", {"q": "CO"}, ["fnd_1"]),
        ("fund", {"q": "100%"}, []),
        ("account", {"code": "bank"}, ["acc_1"]),
        ("reversal", {"kind": "donation"}, ["rev_1"]),
    ],
)
def test_lists_are_narrowed_by_filters(
    books: Books, story: Story, kind: str, filters: dict[str, str], ids: list[str]
) -> None:
    caught_up(books, a_year(story).logs)
    page = books.records("main", kind, filters=filters, limit=10, after=None)
    assert [one["id"] for one in page.items] == ids


@pytest.mark.parametrize(
    ("filters", "after", "field"),
    [
        ({"colour": "red"}, None, "colour"),
        ({"from": "2025-02-30"}, None, "from"),
        ({}, "bm9uc2Vuc2U", "cursor"),
        ({}, "!", "cursor"),
        ({}, "W3RydWVd", "cursor"),
        ({}, "WzFlMzBd", "cursor"),
    ],
)
def test_a_filter_or_cursor_that_is_none_is_refused(
    books: Books, filters: dict[str, str], after: str | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        books.records("main", "donation", filters=filters, limit=1, after=after)
    assert list(refused.value.errors) == [field]


# --- figures ---------------------------------------------------------------------------------------------
def test_a_fund_adds_up(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    figures = books.fund_figures("main", "cog")
    assert figures == {
        "currency": "CNY",
        "received": 100_00 + 50_00 + 30_00 - 50_00 + 500_00,
        "other_in": 50,
        "refunded": 10_00,
        "other_out": 1_00 + 10,
        "committed": 180_00,
        "spent": 50_00,
        "pledged": 0,
        "outstanding": 130_00,
        "available": 630_00 + 50 - 10_00 - 1_10 - 180_00,
        "by_restriction": [
            {"restriction": None, "available": 389_40},
            {"restriction": {"kind": "project", "value": "prj_1"}, "available": 50_00},
        ],
    }
    assert sum(one["available"] for one in figures["by_restriction"]) == figures["available"]
    with pytest.raises(NotFound):
        books.fund_figures("main", "nothing")


def test_a_project_adds_up(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    held = {"allocated": 180_00, "reserved": 30_00, "spent": 50_00, "remaining": 100_00}
    assert books.project_figures("main", "benches") == {
        "totals": [{"currency": "CNY", **held}],
        "by_fund": [{"fund": "fnd_1", "currency": "CNY", **held}],
    }


def test_figures_as_of_a_day_or_as_recorded_by_an_instant(books: Books, story: Story) -> None:
    story.donation(1, on=date(2024, 12, 31))
    middle = story.logs.now
    story.logs.now += timedelta(days=2)
    story.donation(10, on=date(2025, 1, 1))
    cut = story.logs.now
    story.donation(100, on=date(2024, 6, 1))
    caught_up(books, story.logs)

    def received(as_of: date | None = None, recorded_as_of: datetime | None = None) -> int:
        figures = books.fund_figures("main", "cog", as_of=as_of, recorded_as_of=recorded_as_of)
        trial = books.trial_balance("main", as_of=as_of, recorded_as_of=recorded_as_of)
        assert figures["received"] == sum(row["credit"] for row in trial["rows"])
        return int(figures["received"])

    assert received() == 111
    assert received(as_of=date(2024, 12, 31)) == 101
    assert received(as_of=date(2024, 5, 31)) == 0
    assert received(recorded_as_of=middle) == 1
    assert received(recorded_as_of=cut) == 11
    assert received(recorded_as_of=cut - timedelta(microseconds=1)) == 1
    assert received(as_of=date(2024, 12, 31), recorded_as_of=cut) == 1


def test_without_a_date_of_its_own_a_fact_is_of_its_day_in_shanghai(books: Books, story: Story) -> None:
    story.logs.now = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    fact = f.ReceiptRecorded(
        f.ReceiptId("rcp_9"), f.FundId("fnd_1"), f.AccountId("acc_1"), "interest", None, cny(5), None, None,
        None, None,
    )  # fmt: skip
    story.logs.tell(fact, "rcp_9")
    caught_up(books, story.logs)
    [entry] = books.entries("main", filters={"subject": "rcp_9"}, limit=1, after=None).items
    assert (entry["occurred_on"], entry["regime"]) == ("2026-01-01", "2026")
    assert [line["account"] for line in entry["lines"]] == ["1002", "4901.01"]


# --- journal ---------------------------------------------------------------------------------------------
def test_the_trial_balance_is_in_balance_and_says_what_is_in_it(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    trial = books.trial_balance("main")
    assert trial["debit"] == trial["credit"] != 0
    assert (trial["book"], trial["currency"], trial["includes_unposted"]) == ("council", "CNY", True)
    by_account = {row["account"]: row["balance"] for row in trial["rows"]}
    assert by_account["5101.01"] == 50_00
    assert by_account["2209"] == -7_00
    assert by_account["2601"] == -9_00
    assert sum(by_account.values()) == 0
    assert books.trial_balance("main", include_unposted=False)["rows"] == []


def test_each_legal_holder_is_its_own_book(books: Books, story: Story) -> None:
    account = story.account("theirs", "bank", holder="committee")
    fund = story.fund("their-fund", holder="committee")
    story.donation(5, fund=fund, account=account)
    story.donation(7)
    caught_up(books, story.logs)
    trial = books.trial_balance("main")
    assert [(one["book"], one["debit"]) for one in trial["totals"]] == [("committee", 5), ("council", 7)]
    assert "debit" not in trial
    assert books.trial_balance("main", book="committee")["debit"] == 5
    found = books.account("main", "4101", book="committee", as_of=None, limit=9, after=None)
    assert found is not None
    assert [one["credit"] for one in found["items"]] == [5]


def test_an_account_shows_its_lines_with_a_running_balance(books: Books, story: Story) -> None:
    for minor in (1, 2, 3):
        story.donation(minor)
    story.outlay("bank_fee", 4)
    caught_up(books, story.logs)
    running, after = [], None
    while True:
        found = books.account("main", "1002", book=None, as_of=None, limit=2, after=after)
        assert found is not None
        assert [one["balance"] for one in found["balances"]] == [2]
        running += [one["running"] for one in found["items"]]
        after = found["next"]
        if after is None:
            break
    assert running == [1, 3, 6, 2]
    whole = books.account("main", "4101", book=None, as_of=DAY - timedelta(1), limit=2, after=None)
    assert whole is not None
    assert (whole["name_zh"], whole["items"]) == ("捐赠收入", [])
    assert books.account("main", "9999", book=None, as_of=None, limit=2, after=None) is None


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 14),
        ({"account": "wechat"}, 2),
        ({"account": "acc_2"}, 2),
        ({"account": "5101"}, 3),
        ({"project": "benches"}, 3),
        ({"fund": "cog"}, 14),
        ({"donor": "org_1"}, 3),
        ({"from": "2025-03-02"}, 1),
        ({"to": "2025-02-28"}, 0),
        ({"book": "council", "template": "payment"}, 3),
        ({"book": "nobody"}, 0),
    ],
)
def test_entries_are_narrowed_by_filters(
    books: Books, story: Story, filters: dict[str, str], count: int
) -> None:
    caught_up(books, a_year(story).logs)
    assert len(books.entries("main", filters=filters, limit=100, after=None).items) == count


def test_raw_facts_are_shown_with_their_hash(books: Books, story: Story) -> None:
    caught_up(books, a_year(story).logs)
    page = books.events("main", service="funds", subject="don_2", type=None, limit=2, after=None)
    rest = books.events("main", service="funds", subject="don_2", type=None, limit=2, after=page.next)
    types = [one["event"]["type"] for one in page.items + rest.items]
    assert types == [
        "funds.donation_received.v1", "funds.reversal_requested.v1", "funds.donation_reversed.v1",
    ]  # fmt: skip
    assert all(leaf_hash(one["text"].encode()).hex() == one["leaf"] for one in page.items)


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
    assert books.counts("main") == {"entries": 1, "unpostable": 3}


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
