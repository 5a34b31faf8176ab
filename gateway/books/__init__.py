"""The ledger's books: copies of three logs, one order over them, and all that is read.

`Books` puts the rooms together. What each method returns is said in its own room: records (their kinds
and fields) in `records/`, lists in `lists`, figures in `sums`, entries in `journal`, `accounts` and `trial`.
Sums are minor units beside their `currency`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from gateway.books import records as recording
from gateway.books.accounts import Accounts
from gateway.books.appender import Appended, Appender
from gateway.books.ask import Ask, AskByRpc, OneSource
from gateway.books.charts import library as charts_of_the_program
from gateway.books.copies import Copies, CopyRefused, CopySink
from gateway.books.counting import Counts
from gateway.books.endings import ENDS
from gateway.books.events import Events
from gateway.books.findings import Findings
from gateway.books.journal import Journal
from gateway.books.lists import Lists
from gateway.books.migrate import migrate
from gateway.books.names import Name, Names
from gateway.books.pages import Page
from gateway.books.rebuild import rebuild
from gateway.books.running import Running
from gateway.books.sql import councils_behind, ledger_head, ledger_heads_of
from gateway.books.sums import Sums
from gateway.books.tables import SOURCES
from gateway.books.trial import TrialBalances
from gateway.books.waiting import TooManyWaiting, Waiting
from gateway.books.whole import Wholes
from gateway.ledger.rules import Library
from kernel.bus import Bus
from kernel.clock import Clock, Seconds
from kernel.codec import decode_envelope
from kernel.db import Database
from kernel.follow import Follower

__all__ = [
    "Ask",
    "AskByRpc",
    "Books",
    "CopyRefused",
    "Name",
    "Page",
    "TooManyWaiting",
    "migrate",
]

WAITERS_MAX: Final = 200
STOP_S: Final = 10


class Books:
    """One process's ledger. Any number of processes may keep the same database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ask: Ask,
        *,
        waiters_max: int = WAITERS_MAX,
        library: Library | None = None,
        ended: Callable[[str], None] = lambda _council: None,
    ) -> None:
        """`ended` hears of each council in which somebody's mandate or token ended."""
        rules = library or charts_of_the_program()
        self._database = database
        self._clock = clock
        self._library = rules
        self._threads: list[threading.Thread] = []
        self._copies = Copies(database)
        self.appender: Final = Appender(database, rules)
        self._running = Running(self.appender, self._behind, self._appended, clock)
        self.waiting: Final = Waiting(self._taken, waiters_max=waiters_max, polls=database.postgres)
        self._ended = ended
        grew = dict.fromkeys(SOURCES, self._grew) | {"members": self._members_grew}
        self.sinks: Final = {source: CopySink(self._copies, source, grew[source]) for source in SOURCES}
        self.followers: Final = {
            source: Follower(source, OneSource(ask, source), sink, clock)
            for source, sink in self.sinks.items()
        }
        lists, journal = Lists(database), Journal(database, rules)
        sums, accounts, trial = Sums(database), Accounts(database, rules), TrialBalances(database, rules)
        names = Names(database, ask)
        findings = Findings(database, self._copies, ask, self.stalled, rules)
        # The rooms' own methods are the books' methods: nothing is added on the way.
        self.member_names = lists.member_names
        self.record = lists.record
        self.records = lists.records
        self.fund_figures = sums.fund_figures
        self.project_figures = sums.project_figures
        self.entries = journal.entries
        self.account = accounts.account
        self.money_account = accounts.money_account
        self.trial_balance = trial.trial_balance
        self.events = Events(database).events
        self.names = names.names
        self.counts = Counts(database).counts
        self.findings: Callable[[str], list[dict[str, Any]]] = findings.findings
        self.represent = recording.represent
        self.whole = Wholes(database).whole
        self.councils = self._copies.councils
        self.wait_for = self.waiting.wait_for

    # --- life ----------------------------------------------------------------------------------------
    def start(self, bus: Bus | None = None) -> None:
        """Start appender, notifier and followers; with a bus, take what it brings. Nothing waits here."""
        runs: dict[str, Callable[[], None]] = {
            "appender": self._running.run,
            "notifier": self.waiting.run,
        }
        for source, follower in self.followers.items():
            if bus is not None:
                bus.subscribe(f"gateway.{source}", [f"{source}.*"], follower.receive)
            runs[f"follow-{source}"] = follower.run
        self._threads = [threading.Thread(target=run, name=name, daemon=True) for name, run in runs.items()]
        for thread in self._threads:
            thread.start()

    def stop(self, patience_s: Seconds = STOP_S) -> None:
        """End the threads after what is in hand, and wait for them, so long in all."""
        for follower in self.followers.values():
            follower.stop()
        self._running.stop()
        self.waiting.stop()
        deadline = self._clock.monotonic() + patience_s
        for thread in self._threads:
            thread.join(max(0, deadline - self._clock.monotonic()))

    def waiting_for(self) -> list[str]:
        """What the ledger waits for, in words for `/readyz`; empty when it is ready."""
        reasons = {self._running.waiting_for, *(one.waiting_for for one in self.followers.values())}
        stalled = {
            f"stream {source}/{council} is stalled"
            for source, follower in self.followers.items()
            for council in follower.stalled
        }
        stalled |= {f"ledger of {council} is stalled" for council in self._running.stalled}
        # A defect may end a thread: then nobody does its work until the process is started anew.
        stalled |= {f"{one.name} has ended" for one in self._threads if not one.is_alive()}
        return sorted({*stalled, *(reason for reason in reasons if reason)})

    # --- taking --------------------------------------------------------------------------------------
    def take(self, source: str, council: str, after: int, bodies: Sequence[bytes]) -> None:
        """Take a log's bytes behind `after` into its copy, and wake the appender.

        Raises: CopyRefused, StorageFault.
        """
        self.sinks[source].take(council, after, bodies)

    def append(self, council: str) -> int:
        """Append all that the copies have, here and now; returns how many events. Raises: StorageFault."""
        total = 0
        while (done := self.appender.append(council)).count:
            total += done.count
            self._appended(council, done)
        return total

    def rebuild(
        self, council: str | None = None, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> int:
        """Make the derived tables again, of one council or of all; returns how many events."""
        chosen = self.councils() if council is None else [council]
        return sum(rebuild(self._database, self._library, one, progress) for one in chosen)

    def _grew(self, council: str, _bodies: Sequence[bytes]) -> None:
        """A copy grew by these bytes."""
        self._running.wake(council)

    def _members_grew(self, council: str, bodies: Sequence[bytes]) -> None:
        self._running.wake(council)
        if any(decode_envelope(body).type in ENDS for body in bodies):
            self._ended(council)

    def _appended(self, council: str, done: Appended) -> None:
        self.waiting.moved(council, done.head.taken)

    def _taken(self, councils: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        with self._database.read() as connection:
            heads = ledger_heads_of(connection, list(councils))
        return {council: head.taken for council, head in heads.items()}

    def _behind(self) -> list[str]:
        """Councils whose copies have more than their order."""
        with self._database.read() as connection:
            return councils_behind(connection)

    # --- standing ------------------------------------------------------------------------------------
    def position(self, council: str) -> dict[str, Any]:
        """How far the ledger is, its root, and how far it took each log."""
        with self._database.read() as connection:
            head = ledger_head(connection, council)
        taken = head.taken if head else {}
        return {
            "ledger": head.range.size if head else 0,
            "root": head.range.root().hex() if head else None,
            **{source: taken.get(source, 0) for source in SOURCES},
        }

    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        """council -> source -> {"position", "root"} of the copy: a service restored too old asks this."""
        return {
            council: {source: reached.as_wire() for source, reached in self._copies.heads(council).items()}
            for council in self.councils()
        }

    def stalled(self, council: str) -> dict[str, str]:
        """What stands still of this council, and why."""
        found = {
            source: follower.stalled[council]
            for source, follower in self.followers.items()
            if council in follower.stalled
        }
        if council in self._running.stalled:
            found["ledger"] = self._running.stalled[council]
        return found
