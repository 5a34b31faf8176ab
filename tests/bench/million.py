"""A council with many donations: how long the four services take to start, and the ledger to catch up.

The events are put into the funds log as its writer would have put them, past HTTP, which would take hours;
from there everything goes the system's own way: followers read the log, the ledger copies, orders and posts.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bench.council import Council
from bench.ledger import Ledger
from bench.system import COUNCIL, Grown, Http

from kernel import ids
from kernel.clock import instant_text
from kernel.codec import Codec, Envelope
from kernel.db import Database
from kernel.log import Entry, Head
from kernel.merkle import leaf_hash
from kernel.money import Money
from kernel.sql_log import SqlLog
from services.funds.domain import DOMAIN
from services.funds.events import AccountId, DonationId, DonationReceived, FundId, PartyId

CHUNK: Final = 5_000
CATCH_UP_PER_SECOND_MIN: Final = 100
FIRST_ANSWER_S_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class Start:
    """What starting took."""

    donations: int
    caught_up_s: float
    """From the first start on, until the ledger had all of it."""
    start_s: dict[str, float]
    """Service -> from exec to ready, all four starting at once, all caught up."""
    first_answer_s: float
    """From then until a donation is answered 201: the funds service loads its state when first needed."""
    peaks_kib: dict[str, int]


def start_with(system: Grown, council: Council, donations: int) -> Start:
    """Stop the system, fill the log, start it, let it catch up, start it once more."""
    system.stop()
    last = _fill(system.urls["funds"], council, donations)
    began = time.monotonic()
    system.start()
    ledger = Ledger(system.urls["gateway"])
    caught_up_s = ledger.reach(last, 300 + donations / CATCH_UP_PER_SECOND_MIN) - began
    ledger.close()
    system.stop()
    began = time.monotonic()
    services = list(system.services.values())
    for service in services:
        service.start()
    took: dict[str, float] = {}
    while len(took) < len(services):
        for service in services:
            if service.name not in took and service.is_ready():
                took[service.name] = time.monotonic() - began
        time.sleep(0.02)
    first_answer_s = _first_donation(system, council) - began
    return Start(donations, caught_up_s, took, first_answer_s, system.peaks())


def _first_donation(system: Grown, council: Council) -> float:
    """The moment at which one was answered 201. Raises: RuntimeError."""
    gift = {"fund": council.fund, "account": council.account, "amount": "1.00", "occurred_on": "2026-01-01"}
    deadline = time.monotonic() + FIRST_ANSWER_S_MAX
    http = Http(system.gateway.url, council.treasurer)
    try:
        while True:
            try:
                http.post("/v1/donations", gift)
            except RuntimeError:  # loading: 503 or 504
                if time.monotonic() > deadline:
                    raise
            else:
                return time.monotonic()
    finally:
        http.close()


def _fill(url: str, council: Council, donations: int) -> int:
    """Append so many donations; the position of the last."""
    database = Database(url)
    log, codec = SqlLog(database), Codec(DOMAIN.facts, DOMAIN.upcasters)
    for start in range(0, donations, CHUNK):
        with log.writing(COUNCIL) as tx:
            size = min(CHUNK, donations - start)
            made = [_donation(codec, council, tx.head, start + at, at) for at in range(1, size + 1)]
            reached = tx.head.range.extend(leaf_hash(entry.body) for entry in made)
            tx.append(Head(reached, instant_text(datetime.now(UTC))), made, [], [])
    head = log.head(COUNCIL)
    assert head is not None
    # As if the relay had published it: the followers come by the log.
    log.move_published(COUNCIL, head.range)
    database.close()
    return head.position


def _donation(codec: Codec, council: Council, head: Head, number: int, at: int) -> Entry:
    donation = ids.derived("don", f"bench {number}")
    fact = DonationReceived(
        DonationId(donation),
        FundId(council.fund),
        AccountId(council.account),
        PartyId(council.donors[number % len(council.donors)]),
        Money(1000 + number % 50_000, "CNY"),
        None,
        "社区共建长椅与花池",
        f"WX{number}",
        None,
    )
    envelope = Envelope(
        council=COUNCIL,
        service="funds",
        position=head.position + at,
        type=fact.TYPE,
        subject=donation,
        command_id=f"bench{number}",
        actor={"person": "per_bench", "mandate": None, "role": "treasurer", "position": 0},
        occurred_on=(date(2023, 1, 1) + timedelta(days=number % 1000)).isoformat(),
        recorded_at=head.recorded_at,
        cause=None,
        data=codec.data(fact),
    )
    return Entry(envelope.position, donation, fact.TYPE, envelope.encoded())
