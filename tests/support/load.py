"""People at work all at once, each command insisted on with its key until it is answered."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from support.calling import Caller, Council

ANSWER_S_MAX = 120
"""An outage may take this long from a command; nothing hangs longer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A command that was carried out, as its caller knows it."""

    who: Caller
    path: str
    body: Mapping[str, Any]
    key: str
    made: Mapping[str, Any]
    at: str


@dataclass(slots=True)
class Load:
    """Threads of donors, allocations and spending over one fund and one project."""

    council: Council
    threads: int = 6
    name: str = "load"
    answered: list[Answered] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    slowest_s: float = 0.0
    """The longest that anybody waited for an answer, outages and all."""
    starts: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _running: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Enough in the fund for all that is to come, then everybody at once. May be started again."""
        self.starts += 1
        self._stop.clear()
        seed = f"{self.name}/{self.starts}/seed"
        self.command(self.council.treasurer, "donations", _gift(100_000_000), seed)
        for number in range(self.threads):
            thread = threading.Thread(target=self._work, args=(number,), daemon=True)
            self._running.append(thread)
            thread.start()

    def stop(self) -> None:
        """What is asked for is answered first."""
        self._stop.set()
        for thread in self._running:
            thread.join(6 * ANSWER_S_MAX)
            assert not thread.is_alive(), "somebody still waits for an answer"
        self._running.clear()
        if self.faults:
            raise self.faults[0]

    def command(self, who: Caller, path: str, body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Insist on one command; what it made. Anything but a 201 is a fault of the system."""
        asked_at = time.monotonic()
        answer = who.insisted(path, body, key, ANSWER_S_MAX)
        self.slowest_s = max(self.slowest_s, time.monotonic() - asked_at)
        assert answer.status_code == 201, (path, key, answer.status_code, answer.text)
        made = answer.json()
        self.answered.append(Answered(who, path, body, key, made, answer.headers["Ledger-Position"]))
        return made  # type: ignore[no-any-return]

    def of(self, path: str) -> list[Answered]:
        """The answered commands whose path ends so."""
        return [one for one in self.answered if one.path.endswith(path)]

    def positions(self) -> str:
        """The furthest of each log that an answer named, as a Ledger-Position."""
        furthest: dict[str, int] = defaultdict(int)
        for one in self.answered:
            for position in one.at.split(", "):
                service, _, number = position.partition("/")
                furthest[service] = max(furthest[service], int(number))
        return ", ".join(f"{service}/{number}" for service, number in furthest.items())

    def _work(self, number: int) -> None:
        try:
            turn = 0
            while not self._stop.is_set():
                turn += 1
                self._turn(f"{self.name}/{self.starts}/{number}/{turn}", turn)
        except BaseException as fault:  # noqa: BLE001 - raised again by `stop`, in the test's own thread
            self.faults.append(fault)

    def _turn(self, key: str, turn: int) -> None:
        who = self.council
        self.command(who.treasurer, "donations", _gift(100 + turn), f"{key}/gift")
        if turn % 2:
            allocated = {"fund": "gz", "project": "bench", "amount": "2.00", "occurred_on": "2026-04-02"}
            self.command(who.chair, "allocations", allocated, f"{key}/allocation")
        if turn % 4 == 1:
            # Of what this very thread was allocated a moment ago.
            asked = {"amount": "1.50", "payee": {"name": "木工社", "kind": "organisation"}, "purpose": "木料"}
            wanted = self.command(who.lead, "projects/bench/spending", asked, f"{key}/wanted")
            self.command(who.chair, f"spending/{wanted['id']}/approvals", {}, f"{key}/approval")
            paid = {"amount": "1.50", "account": "bank"}
            self.command(who.treasurer, f"spending/{wanted['id']}/payments", paid, f"{key}/payment")


def _gift(fen: int) -> dict[str, Any]:
    amount = f"{fen // 100}.{fen % 100:02}"
    return {"fund": "gz", "account": "bank", "amount": amount, "occurred_on": "2026-04-01"}
