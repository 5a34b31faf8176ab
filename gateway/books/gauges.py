"""How far the ledger is, over all councils, for `/metrics`: asked of the tables when somebody scrapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Select, func, select

from gateway.books.tables import entries, ledger_heads, unpostable
from kernel import metrics
from kernel.db import Database, StorageFault
from kernel.follow import Follower


class LedgerGauges(Collector):
    """No sample while the database is away: an old figure would pass for a new one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> list[GaugeMetricFamily]:
        position = GaugeMetricFamily("gongzhi_ledger_position", "Events in the ledger's order")
        without_entry = GaugeMetricFamily("gongzhi_unpostable_events", "Events in the order without an entry")
        unposted = GaugeMetricFamily("gongzhi_unposted_entries", "Entries without the accountant's number")
        try:
            position.add_metric([], self._one(select(func.coalesce(func.sum(ledger_heads.c.position), 0))))
            without_entry.add_metric([], self._one(select(func.count()).select_from(unpostable)))
            # The accountant's posting (记账) would give an entry its number; none is given yet.
            unposted.add_metric([], self._one(select(func.count()).select_from(entries)))
        except StorageFault:
            return []
        return [position, without_entry, unposted]

    def describe(self) -> list[GaugeMetricFamily]:
        """Without asking the database, which may be away when the process starts."""
        return []

    def _one(self, statement: Select[Any]) -> int:
        with self._database.read() as connection:
            return int(connection.execute(statement).scalar_one())


def measure(
    database: Database, followers: Mapping[str, Follower], registry: CollectorRegistry = REGISTRY
) -> Callable[[], None]:
    """Show the ledger's gauges and its followers'; returns what takes the ledger's away again."""
    gauges = LedgerGauges(database)
    registry.register(gauges)
    for source, follower in followers.items():
        metrics.FOLLOWER_LAG.labels("gateway", source).set_function(follower.behind)
        metrics.STALLED.labels("gateway", source).set_function(follower.stopped)
    return lambda: registry.unregister(gauges)
