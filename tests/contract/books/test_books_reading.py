"""What the books show, on SQLite and PostgreSQL alike: records, lists, figures, the journal, raw facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import update
from support.books import (
    a_year,
    caught_up,
)
from support.story import DAY, Story, cny

from gateway.books import Books
from gateway.books.tables import copies
from gateway.books.whole import HISTORY_MAX
from kernel.db import Database
from kernel.errors import InvalidInput, NotFound
from kernel.merkle import leaf_hash
from services.funds import events as f


# --- records ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("before", "shown"), [(HISTORY_MAX - 1, True), (HISTORY_MAX, False)])
def test_a_sum_over_more_than_is_looked_back_at_is_not_answered(
    books: Books, story: Story, before: int, *, shown: bool
) -> None:
    pledge, tell = f.PledgeId("plg_1"), story.logs.tell
    tell(f.DonationPledged(pledge, f.FundId("fnd_1"), None, cny(before + 1), None, None), pledge, DAY)
    for number in range(before + 1):
        kept = f.PledgeFulfilled(pledge, f.DonationId(f"don_{number}"), f.FundId("fnd_1"), cny(1))
        tell(kept, pledge, DAY)
    caught_up(books, story.logs)
    record = books.whole("main", [orjson.loads(story.logs.bodies["funds"][-1])])
    assert (record["id"], record["amount"]) == ("plg_1", before + 1)
    if shown:
        assert (record["fulfilled"], record["status"]) == (before + 1, "fulfilled")
    else:
        assert not {"fulfilled", "status", "donations"} & record.keys()


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
        "goods": 0,
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
    held = {"allocated": 180_00, "reserved": 30_00, "advanced": 0, "spent": 50_00, "remaining": 100_00}
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


def test_as_of_an_instant_no_event_is_read_anew(books: Books, story: Story, database: Database) -> None:
    project = story.project("benches")
    story.donation(50, restriction=f.Restriction("category", "green"))
    allocation = story.allocation(project, 30)
    spending = story.spending(project, 20)
    story.payment(spending, project, allocation, 5)
    cut = story.logs.now
    story.donation(1000)
    caught_up(books, story.logs)
    # A day of a long import would be decoded whole: so no body may be needed.
    with database.write() as connection:
        connection.execute(update(copies).values(body=b"{"))
    fund = books.fund_figures("main", "cog", recorded_as_of=cut)
    assert (fund["received"], fund["committed"], fund["spent"]) == (50, 30, 5)
    assert fund["by_restriction"] == [
        {"restriction": None, "available": -30},
        {"restriction": {"kind": "category", "value": "green"}, "available": 50},
    ]
    held = books.project_figures("main", project, recorded_as_of=cut)
    (total,) = held["totals"]
    assert [total[name] for name in ("allocated", "reserved", "spent", "remaining")] == [30, 15, 5, 10]


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
