"""Many histories, on every processor; and one of them again, with its trace."""

from __future__ import annotations

import gc
import multiprocessing
import os
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from simulation.broken import RuleBroken
from simulation.council import KINDS
from simulation.history import History
from simulation.house import MAIN
from simulation.ledger import BooksStore, Store
from simulation.opening import opening

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """A seed, the rule that its history broke, and what was seen."""

    seed: int
    rule: str
    what: str

    def __str__(self) -> str:
        return f"seed {self.seed} breaks {self.rule}: {self.what}"


def play(seed: int, *, trace: list[str] | None = None, books: bool = False) -> Failure | None:
    """One history. What breaks in an unforeseen way breaks the rule `fault.ours`."""
    with _store(books=books) as store:
        try:
            History(seed, trace=trace, store=store).play()
        except RuleBroken as broken:
            return Failure(seed, broken.rule, str(broken.args[1]))
        except Exception:  # noqa: BLE001 - reported with its seed, and fails the test
            return Failure(seed, "fault.ours", traceback.format_exc())
    return None


def replay(seed: int, *, books: bool = False) -> tuple[list[str], Failure | None]:
    """One history with its trace."""
    quiet()
    trace: list[str] = []
    return trace, play(seed, trace=trace, books=books)


@contextmanager
def _store(*, books: bool) -> Iterator[Callable[[Any], Store] | None]:
    if not books:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="simulation-") as folder:
        made: list[BooksStore] = []

        def make(_: Any) -> Store:
            made.append(BooksStore(MAIN, Path(folder)))
            return made[0]

        yield make
        for one in made:
            one.database.close()


def quiet() -> None:
    """The house logs what goes wrong in it, and in here everything goes wrong."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(50), cache_logger_on_first_use=False
    )


def ready() -> None:
    """A worker begins: quiet, and with the openings that all its histories share."""
    quiet()
    for kind in KINDS:
        opening(kind)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def play_all(seeds: Iterable[int], *, books: bool = False, workers: int | None = None) -> list[Failure]:
    """Every failure among `seeds`, by seed."""
    chosen = list(seeds)
    size = max(1, min(CHUNK, len(chosen) // 8))
    chunks = [chosen[at : at + size] for at in range(0, len(chosen), size)]
    failures: list[Failure] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers or os.cpu_count(), context, ready) as pool:
        for done in as_completed([pool.submit(_chunk, chunk, books) for chunk in chunks]):
            failures += done.result()
    return sorted(failures, key=lambda one: one.seed)


def _chunk(seeds: Sequence[int], books: bool) -> list[Failure]:
    return [failure for seed in seeds if (failure := play(seed, books=books)) is not None]
