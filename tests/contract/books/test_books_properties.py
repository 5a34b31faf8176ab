"""What must always hold of the books, whatever was logged and however it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from support.books import AskLogs, caught_up
from support.logs import Logs
from support.story import DAY, Story

from gateway.books import Books
from gateway.books.charts import library
from gateway.books.facts import CODEC
from gateway.books.tables import METADATA, copies, ledger_order
from gateway.ledger.figures import FUND_MEASURES, fund_figures, movements
from gateway.ledger.postings import post
from gateway.ledger.registry import HeldFund, MoneyAccount, Registry
from kernel.clock import SystemClock, parse_instant
from kernel.codec import decode_envelope
from kernel.db import Database
from services.funds import events as f

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
MINOR = st.integers(1, 10**6)
ON = st.integers(-400, 400).map(lambda days: DAY + timedelta(days))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("donation"), MINOR, ON, st.booleans()),
        st.tuples(st.just("refund"), MINOR, ON),
        st.tuples(
            st.just("receipt"), MINOR, ON, st.sampled_from(["grant", "interest", "agency", "unidentified"])
        ),
        st.tuples(st.just("transfer"), MINOR, ON, st.integers(0, 50)),
        st.tuples(
            st.just("outlay"), MINOR, ON, st.sampled_from(["bank_fee", "gift", "fee_returned", "expense"])
        ),
        st.tuples(st.just("allocation"), MINOR, ON),
        st.tuples(st.just("payment"), MINOR, ON),
        st.tuples(st.just("payment_reversed"), ON),
        st.tuples(st.just("given_back"), MINOR, ON),
        st.tuples(st.just("unknown"), ON),
    ),
    max_size=25,
)


def told(steps: Sequence[tuple[Any, ...]]) -> Story:  # noqa: C901 - a case per step
    """A story of the steps, as far as each is possible: projects never spend what they do not hold."""
    story = Story().founded()
    project = story.project("benches")
    allocation, held = story.allocation(project, 1), 1
    gifts: list[str] = []
    payments: list[tuple[str, str, int]] = []
    for kind, *rest in steps:
        match kind, rest:
            case "donation", (minor, on, tied):
                restriction = f.Restriction("category", "green") if tied else None
                gifts.append(story.donation(minor, on=on, restriction=restriction))
            case "refund", (minor, on) if gifts:
                story.refund(gifts[-1], minor, on)
            case "receipt", (minor, on, of):
                story.receipt(of, minor, on)
            case "transfer", (minor, on, fee):
                story.transfer(minor, fee, on)
            case "outlay", (minor, on, of):
                story.outlay(of, minor, on)
            case "allocation", (minor, on):
                allocation, held = story.allocation(project, minor, on), held + minor
            case "payment", (minor, on) if minor <= held:
                spending = story.spending(project, minor, on)
                payments.append((story.payment(spending, project, allocation, minor, on), spending, minor))
                held -= minor
            case "payment_reversed", (on,) if payments:
                payment, spending, minor = payments.pop()
                story.payment_reversed(payment, spending, project, allocation, minor, on)
            case "given_back", (minor, on) if minor <= held:
                story.given_back(allocation, project, minor, on)
                held -= minor
            case "unknown", (on,):
                story.logs.write("funds.unheard_of.v1", {}, "x_1", on)
            case _:
                pass
    return story


@contextmanager
def books_of(logs: Logs) -> Iterator[tuple[Books, Database]]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/books.db")
        METADATA.create_all(database.engine)  # the contract suite shows that migrations make the same
        try:
            yield Books(database, SystemClock(), AskLogs(logs)), database
        finally:
            database.close()


def all_shown(books: Books) -> dict[str, Any]:
    kinds = (
        "account",
        "fund",
        "donation",
        "refund",
        "receipt",
        "spending",
        "payment",
        "allocation",
        "return",
    )
    return {
        "position": books.position("main"),
        "trial": books.trial_balance("main"),
        "entries": books.entries("main", filters={}, limit=1000, after=None).items,
        "fund": books.fund_figures("main", "fnd_1"),
        "project": books.project_figures("main", "prj_1"),
        **{kind: books.records("main", kind, filters={}, limit=1000, after=None).items for kind in kinds},
    }


@SLOW
@given(STEPS)
def test_the_invariants_hold_after_any_history(steps: Sequence[tuple[Any, ...]]) -> None:
    story = told(steps)
    with books_of(story.logs) as (books, _):
        caught_up(books, story.logs)
        trial = books.trial_balance("main")
        entries = books.entries("main", filters={}, limit=1000, after=None).items
        assert all(one["debit"] == one["credit"] for one in entries)
        assert trial.get("debit", 0) == trial.get("credit", 0) == sum(one["debit"] for one in entries)
        figures = books.fund_figures("main", "fnd_1")
        assert figures["available"] == sum(one["available"] for one in figures["by_restriction"])
        # No service decided here, so refunds and allocations may go beyond what there is.
        allowed = {"fund.over_committed", "account.below_zero", "ledger.unpostable"}
        assert {one["code"] for one in books.findings("main")} <= allowed


@SLOW
@given(STEPS, st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_causes_come_before_effects_in_whatever_batches(
    steps: Sequence[tuple[Any, ...]], limits: list[int]
) -> None:
    story = told(steps)
    with books_of(story.logs) as (books, database):
        sources = list(story.logs.bodies)
        at = dict.fromkeys(sources, 0)
        # Logs arrive in turns, each a little further, the effect's log often first.
        while any(at[source] < len(story.logs.bodies[source]) for source in sources):
            for turn, source in enumerate(reversed(sources)):
                size = limits[turn % len(limits)]
                books.take(
                    source, "main", at[source], story.logs.bodies[source][at[source] : at[source] + size]
                )
                at[source] = min(at[source] + size, len(story.logs.bodies[source]))
                books.appender.append("main", limit=size)
        books.append("main")
        with database.read() as connection:
            rows = connection.execute(
                select(ledger_order.c.source, ledger_order.c.source_position, copies.c.body)
                .join(
                    copies,
                    (copies.c.source == ledger_order.c.source)
                    & (copies.c.position == ledger_order.c.source_position),
                )
                .order_by(ledger_order.c.position)
            ).all()
        assert len(rows) == sum(map(len, story.logs.bodies.values()))
        seen = dict.fromkeys(sources, 0)
        for row in rows:
            assert row.source_position == seen[row.source] + 1
            seen[row.source] = row.source_position
            cause = decode_envelope(row.body).cause
            assert cause is None or seen[cause["service"]] >= cause["position"]


@SLOW
@given(STEPS)
def test_a_rebuild_and_a_redelivery_change_nothing(steps: Sequence[tuple[Any, ...]]) -> None:
    story = told(steps)
    with books_of(story.logs) as (books, _):
        caught_up(books, story.logs)
        before = all_shown(books)
        for source, bodies in story.logs.bodies.items():
            books.take(source, "main", 0, bodies)
        assert books.append("main") == 0
        assert all_shown(books) == before
        books.rebuild("main")
        assert all_shown(books) == before


@SLOW
@given(STEPS, ON, st.integers(0, 60))
def test_as_of_equals_what_is_computed_from_the_events_alone(
    steps: Sequence[tuple[Any, ...]], day: date, seconds: int
) -> None:
    story = told(steps)
    instant = story.logs.now - timedelta(seconds=seconds)
    with books_of(story.logs) as (books, _):
        caught_up(books, story.logs)
        for as_of, recorded_as_of in ((day, None), (None, instant), (day, instant)):
            sums, debits = by_hand(story.logs, as_of or date.max, recorded_as_of or story.logs.now)
            shown = books.fund_figures("main", "cog", as_of=as_of, recorded_as_of=recorded_as_of)
            expected = fund_figures(sums)
            assert {name: shown[name] for name in FUND_MEASURES} == {
                name: getattr(expected, name) for name in FUND_MEASURES
            }
            trial = books.trial_balance("main", as_of=as_of, recorded_as_of=recorded_as_of)
            assert {row["account"]: row["debit"] for row in trial["rows"] if row["debit"]} == {
                account: minor for account, minor in debits.items() if minor
            }


def by_hand(logs: Logs, as_of: date, until: Any) -> tuple[list[tuple[str, str, int]], dict[str, int]]:
    """(restriction, measure, minor) of the fund, and debits by account, from the logs and nothing else."""
    registry = Registry(
        {
            "acc_1": MoneyAccount("acc_1", "bank", "CNY", "council"),
            "acc_2": MoneyAccount("acc_2", "wechat", "CNY", "council"),
        },
        {"fnd_1": HeldFund("fnd_1", "CNY", "council")},
    )
    sums: list[tuple[str, str, int]] = []
    debits: dict[str, int] = {}
    for body in (*logs.bodies["funds"], *logs.bodies["projects"]):
        envelope = decode_envelope(body)
        if not CODEC.knows(envelope.type) or parse_instant(envelope.recorded_at) > until:
            continue
        told_fact = CODEC.told(envelope)
        on = told_fact.occurred_on or parse_instant(envelope.recorded_at).date()
        if on > as_of:
            continue
        sums += [
            (one.restriction, one.measure, one.minor)
            for one in movements(told_fact.fact, registry.funds)
            if one.subject_kind == "fund"
        ]
        made = post(told_fact.fact, on, registry, library().current)
        for line in made.lines if made else ():
            debits[line.account] = debits.get(line.account, 0) + line.debit
    return sums, debits
