"""The ledger watched from outside: how far it has taken the funds log, read from its own table."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

import psycopg
from bench.system import COUNCIL
from sqlalchemy import make_url

LOOK_S: Final = 0.005
"""How often a watch looks: so much may a lag be overstated."""
_TAKEN: Final = "SELECT (taken::json ->> 'funds')::bigint FROM ledger_heads WHERE council = %s"


class Ledger:
    """One connection to the gateway's database."""

    def __init__(self, url: str) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, autocommit=True)

    def taken(self) -> int:
        """Up to which position the funds log is ordered, posted and projected."""
        row = self._connection.execute(_TAKEN, (COUNCIL,)).fetchone()
        return 0 if row is None or row[0] is None else int(row[0])

    def reach(self, position: int, seconds: float) -> float:
        """Wait until the ledger has it; the moment at which it was seen. Raises: TimeoutError."""
        deadline = time.monotonic() + seconds
        while self.taken() < position:
            if time.monotonic() > deadline:
                raise TimeoutError(f"the ledger is at {self.taken()} of {position} after {seconds} s")
            time.sleep(LOOK_S)
        return time.monotonic()

    def close(self) -> None:
        self._connection.close()


class Watch:
    """Notes in a thread when the ledger moved, as long as the block lasts."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._positions: list[int] = []
        self._moments: list[float] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(LOOK_S):
            taken = self._ledger.taken()
            if not self._positions or taken > self._positions[-1]:
                self._positions.append(taken)
                self._moments.append(time.monotonic())

    def lags_s(self, answered: Sequence[tuple[int, float]]) -> list[float]:
        """From each answer to the moment when its position was in the ledger; 0 where it was before."""
        return [
            max(0.0, self._moments[bisect_left(self._positions, position)] - moment)
            for position, moment in answered
        ]
