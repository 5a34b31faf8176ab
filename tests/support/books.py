"""Books over a database of a test's own, fed from logs of a story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from support.logs import Logs
from support.story import DAY, Story

from gateway.books import Books, migrate
from kernel.clock import SystemClock
from kernel.db import Database
from kernel.follow import LogPage
from services.funds import events as f


class AskLogs:
    """Asks the story's logs in place of the services. `down` raises what is put there."""

    def __init__(self, *logs: Logs) -> None:
        self.logs = {one.council: one for one in logs}
        self.down: Exception | None = None
        self.asked: list[str] = []

    def heads(self, source: str) -> Mapping[str, tuple[int, str]]:
        self._go()
        return {
            council: (logs.ranges[source].size, logs.ranges[source].root().hex())
            for council, logs in self.logs.items()
        }

    def read_log(self, source: str, council: str, after: int, limit: int) -> LogPage:
        self._go()
        logs = self.logs[council]
        reached = logs.ranges[source]
        return LogPage(reached.size, reached.root().hex(), logs.bodies[source][after : after + limit])

    def openings(self, source: str, council: str, digests: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        self._go()
        assert source == "members"
        self.asked += digests
        held = self.logs[council].openings
        return {d: {"salt": held[d].salt.hex(), "text": held[d].text} for d in digests if d in held}

    def _go(self) -> None:
        if self.down is not None:
            raise self.down


def books_over(database: Database, ask: AskLogs, **more: Any) -> Books:
    """Books over a database that is migrated first."""
    migrate(database)
    return Books(database, SystemClock(), ask, **more)


def feed(books: Books, logs: Logs) -> None:
    """Take all that the logs have and the copies have not."""
    for source, bodies in logs.bodies.items():
        after = books.sinks[source].cursor(logs.council).size
        if bodies[after:]:
            books.take(source, logs.council, after, bodies[after:])


def caught_up(books: Books, logs: Logs) -> Books:
    """Feed, and append all of it."""
    feed(books, logs)
    books.append(logs.council)
    return books


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
