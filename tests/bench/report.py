"""The table, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bench import load
from bench.legs import Bench, Leg
from bench.million import Start

WANTED: Final[Mapping[int, tuple[float, float]]] = {32: (0.06, 0.10), 128: (0.09, 0.15)}
"""Connections -> wanted and stretch, of pgbench."""
WANTED_BATCHES: Final = (0.25, 0.4)


def table(bench: Bench) -> str:
    """Legs and rulers of one run, medians first, smallest and largest in brackets."""
    rows = [
        ("pgbench: one 300-byte row a transaction, 8 clients", str(bench.ruler), "1", "", "", ""),
        ("eventsourcing: one event an aggregate, 1 thread", str(bench.saved), "", "1", "", ""),
        ("eventsourcing, 8 threads", str(bench.saved_by_threads), "", "", "", ""),
        *(_row(bench, leg, WANTED[n]) for n, leg in bench.singles.items()),
        _row(bench, bench.batches, WANTED_BATCHES),
    ]
    head = (
        "",
        "per second",
        "of pgbench",
        "of eventsourcing",
        "wanted (stretch)",
        "per CPU-second: services, all",
    )
    return _markdown(head, rows)


def _row(bench: Bench, leg: Leg, wanted: tuple[float, float]) -> tuple[str, ...]:
    rate = leg.per_second.median
    return (
        leg.name,
        str(leg.per_second),
        f"{rate / bench.ruler.median:.3f}",
        f"{rate / bench.saved.median:.2f}",
        f"{wanted[0]} ({wanted[1]})",
        f"{leg.per_cpu_of_services.median:,.0f}, {leg.per_cpu_of_all.median:,.0f}",
    )


def details(bench: Bench) -> str:
    """Where the CPU went, how long answers took, and the lag."""
    lines = []
    for leg in (*bench.singles.values(), bench.batches):
        total = sum(leg.shares.values())
        shares = ", ".join(f"{part} {100 * cpu / total:.0f}%" for part, cpu in leg.shares.items())
        lines.append(
            f"- {leg.name}: answers {_times(leg.latencies_s)}; CPU: {shares}; "
            f"the load client took {leg.client_cpu.median:.0f}% of a core"
        )
    lines.append(
        f"- lag from answer to ledger at {bench.lag_rate:,.0f} commands a second: {_times(bench.lags_s)}"
    )
    return "\n".join(lines)


def peaks(peaks_kib: Mapping[str, int], when: str) -> str:
    """VmHWM of each process."""
    each = ", ".join(f"{name} {kib / 1024:.0f} MiB" for name, kib in peaks_kib.items())
    return f"- peak memory {when}: {each}"


def start(found: Start) -> str:
    """Starting with many donations."""
    each = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found.start_s.items())
    rate = found.donations / found.caught_up_s
    lines = [f"- ledger of {found.donations:,} donations behind: caught up in {found.caught_up_s:,.0f} s"]
    lines[0] += f" ({rate:,.0f} a second, all four starting)"
    lines.append(f"- start with {found.donations:,} donations until /readyz, all four at once: {each};")
    lines[1] += f" until a donation is answered: {found.first_answer_s:.1f} s"
    return "\n".join([*lines, peaks(found.peaks_kib, "after that start")])


def _times(seconds: Sequence[float]) -> str:
    p50, p99 = (1000 * load.percentile(seconds, per_cent) for per_cent in (50, 99))
    return f"p50 {p50:,.0f} ms, p99 {p99:,.0f} ms"


def _markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))
