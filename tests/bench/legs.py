"""What is measured, each leg beside its rulers: single commands, batches until posted, the ledger's lag."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from bench import load
from bench.council import BATCH, Council, prefix
from bench.ledger import LOOK_S, Ledger, Watch
from bench.rulers import CLIENTS, EventSourcing, Pgbench
from bench.system import Grown, Usage

CATCH_UP_S: Final = 120
BATCHES_AT_ONCE: Final = 4


@dataclass(slots=True)
class Samples:
    """One figure, measured several times."""

    values: list[float] = field(default_factory=list)

    def add(self, value: float) -> None:
        self.values.append(value)

    @property
    def median(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        low, high = min(self.values), max(self.values)
        spread = f" ({low:,.0f} to {high:,.0f})" if len(self.values) > 1 else ""
        return f"{self.median:,.0f}{spread}"


@dataclass(slots=True)
class Leg:
    """A rate of ours, the CPU that it took, and the answers' times."""

    name: str
    per_second: Samples = field(default_factory=Samples)
    per_cpu_of_services: Samples = field(default_factory=Samples)
    per_cpu_of_all: Samples = field(default_factory=Samples)
    client_cpu: Samples = field(default_factory=Samples)
    """Per cent of one core that the load client used."""
    latencies_s: list[float] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    """CPU seconds of each part, over all runs."""

    def note(self, posted: float, elapsed_s: float, outcome: load.Outcome, used: Usage) -> None:
        parts = {**used.services, "rabbitmq": used.broker, "postgresql": used.database}
        self.per_second.add(posted / elapsed_s)
        self.per_cpu_of_services.add(posted / used.of_services)
        self.per_cpu_of_all.add(posted / sum(parts.values()))
        self.client_cpu.add(100 * outcome.cpu_s / outcome.elapsed_s)
        self.latencies_s += outcome.latencies_s
        for part, seconds in parts.items():
            self.shares[part] = self.shares.get(part, 0) + seconds


class Bench:
    """Legs on one system, each between two runs of the rulers."""

    def __init__(
        self, system: Grown, council: Council, pgbench: Pgbench, saving: EventSourcing, seconds: int
    ) -> None:
        self._system, self._council = system, council
        self._pgbench, self._saving = pgbench, saving
        self._seconds = seconds
        self.ruler = Samples()
        self.saved = Samples()
        self.saved_by_threads = Samples()
        self.singles = {n: Leg(f"single commands, {n} connections") for n in (32, 128)}
        self.batches = Leg(f"batches of {BATCH}, posted in the ledger")
        self.lags_s: list[float] = []
        self.lag_rate = 0.0

    def rounds(self, count: int) -> Iterator[str]:
        """Run everything `count` times, the rulers before, between and after; says what comes next."""
        for number in range(1, count + 1):
            for connections in self.singles:
                yield f"round {number}: rulers, then {connections} connections"
                self._rule()
                self._single(connections)
            yield f"round {number}: rulers, then batches"
            self._rule()
            self._batch()
        yield "rulers, then the lag at half the top rate"
        self._rule()
        self._lag()

    def _rule(self) -> None:
        seconds = max(3, self._seconds // 3)
        self.ruler.add(self._pgbench.per_second(seconds))
        self.saved.add(self._saving.per_second(seconds, 1))
        self.saved_by_threads.add(self._saving.per_second(seconds, CLIENTS))

    def _load(self, plan: load.Plan) -> tuple[load.Outcome, Usage, list[int]]:
        """The outcome, the CPU used, and the ledger's positions at begin and end of the window."""
        usages: list[Usage] = []
        taken: list[int] = []
        ledger = self._ledger()

        def at_border(_word: str) -> None:
            usages.append(self._system.usage())
            taken.append(ledger.taken())

        outcome = load.run(plan, at_border)
        ledger.close()
        if set(outcome.statuses) - {"201"}:
            raise RuntimeError(f"answers other than 201: {outcome.statuses}")
        self._settle()
        return outcome, usages[1].since(usages[0]), taken

    def _single(self, connections: int) -> None:
        outcome, used, _ = self._load(self._plan("/v1/donations", self._council.bodies(), connections))
        self.singles[connections].note(outcome.created, outcome.elapsed_s, outcome, used)

    def _batch(self) -> None:
        # What counts is what the ledger took within the window, whatever was answered meanwhile.
        outcome, used, taken = self._load(self._plan("/v1/batches", self._council.batches(), BATCHES_AT_ONCE))
        self.batches.note(taken[1] - taken[0], outcome.elapsed_s, outcome, used)

    def _lag(self) -> None:
        self.lag_rate = max(leg.per_second.median for leg in self.singles.values()) / 2
        plan = self._plan("/v1/donations", self._council.bodies(), 32, self.lag_rate)
        ledger = self._ledger()
        with Watch(ledger) as watch:
            outcome, _, _ = self._load(plan)
            ledger_at_end = self._ledger()
            ledger_at_end.reach(max(position for position, _ in outcome.positions), CATCH_UP_S)
            ledger_at_end.close()
            time.sleep(4 * LOOK_S)  # the watch looks once more
        self.lags_s += watch.lags_s(outcome.positions)
        ledger.close()

    def _plan(self, path: str, bodies: list[str], connections: int, rate: float = 0.0) -> load.Plan:
        return load.Plan(
            "127.0.0.1",
            self._system.gateway.port,
            self._council.treasurer,
            path,
            bodies,
            prefix(),
            connections,
            float(self._seconds),
            rate=rate,
            keep_positions=bool(rate),
        )

    def _ledger(self) -> Ledger:
        return Ledger(self._system.urls["gateway"])

    def _settle(self) -> None:
        """Until the ledger has all that was written: the next leg must not pay for this one."""
        ledger = self._ledger()
        head = int(self._system.postgres.psql("SELECT position FROM heads WHERE council = 'main'", "funds"))
        ledger.reach(head, CATCH_UP_S)
        ledger.close()
