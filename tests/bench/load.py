"""The client that loads the gateway: plain sockets and epoll in one process, so that it costs little.

Run as `python -m bench.load` with a `Plan` as JSON on standard input. It says `begin` and `end` at the
borders of the measured window, so that whoever measures CPU reads it for the same window, then one line of
JSON.
"""

from __future__ import annotations

import json
import resource
import select
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
_POSITION = b"\r\nLedger-Position: funds/"
_LENGTH = b"\r\nContent-Length: "


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send. `rate` of 0: each connection sends its next request when the last one is answered."""

    host: str
    port: int
    token: str
    path: str
    bodies: Sequence[str]
    prefix: str
    """Of the idempotency keys: another one in each run."""
    connections: int
    seconds: float
    warm_up_s: float = 3.0
    rate: float = 0.0
    keep_positions: bool = False


@dataclass(slots=True)
class Outcome:
    """What came in the measured window. Times are of time.monotonic, which all processes share."""

    statuses: dict[str, int] = field(default_factory=dict)
    latencies_s: list[float] = field(default_factory=list)
    """Of answers 201; with a rate, counted from the moment at which the request was due."""
    positions: list[tuple[int, float]] = field(default_factory=list)
    """(position in the funds log, moment of the answer)."""
    elapsed_s: float = 0.0
    cpu_s: float = 0.0

    @property
    def created(self) -> int:
        return self.statuses.get("201", 0)

    @property
    def per_second(self) -> float:
        return self.created / self.elapsed_s


def run(plan: Plan, at_border: Callable[[str], None] = lambda _word: None) -> Outcome:
    """Load from a process of its own; `at_border` hears `begin` and `end` as they come."""
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.load"],
        cwd=TESTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child, child.stdin, child.stdout:
        child.stdin.write(json.dumps(asdict(plan)))
        child.stdin.close()
        for line in child.stdout:
            if line.startswith("{"):
                return Outcome(**json.loads(line))
            at_border(line.strip())
    raise RuntimeError("the load client died")


class _Connection:
    """One keep-alive connection: sends, and says when an answer is whole."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, 10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.due = 0.0
        self._got = b""
        self._whole = 0

    def send(self, request: bytes, due: float) -> None:
        self.due, self._got, self._whole = due, b"", 0
        self.socket.sendall(request)

    def receive(self) -> bytes | None:
        """The answer, once it is whole. Raises: ConnectionError."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("the gateway closed a connection")
        self._got += part
        if not self._whole:
            head = self._got.find(b"\r\n\r\n")
            if head < 0:
                return None
            at = self._got.index(_LENGTH) + len(_LENGTH)
            self._whole = head + 4 + int(self._got[at : self._got.index(b"\r\n", at)])
        return self._got if len(self._got) >= self._whole else None


class _Load:
    """The loop."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._bodies = [body.encode() for body in plan.bodies]
        self._head = (
            f"POST {plan.path} HTTP/1.1\r\nHost: {plan.host}\r\nAuthorization: Bearer {plan.token}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {plan.prefix}-"
        ).encode()
        self._sent = 0
        self._outcome = Outcome()
        self._statuses: dict[bytes, int] = {}

    def run(self) -> Outcome:
        plan, poll = self._plan, select.epoll()
        by_file: dict[int, _Connection] = {}
        for _ in range(plan.connections):
            one = _Connection((plan.host, plan.port))
            by_file[one.socket.fileno()] = one
            poll.register(one.socket, select.EPOLLIN)
        start = time.monotonic()
        begin, end = start + plan.warm_up_s, start + plan.warm_up_s + plan.seconds
        free = deque(by_file.values())
        busy, began, due, cpu = 0, False, start, 0.0
        while True:
            now = time.monotonic()
            if not began and now >= begin:
                print("begin", flush=True)
                began, begin, cpu = True, now, _cpu_s()
            if now >= end:
                break
            while free and (not plan.rate or due <= now):
                self._send(free.popleft(), due if plan.rate else now)
                busy += 1
                due += 1 / plan.rate if plan.rate else 0
            wait = min(end, begin if not began else end, due if plan.rate and free else end) - now
            for file, _ in poll.poll(max(wait, 0)):
                one = by_file[file]
                if (answer := one.receive()) is not None:
                    self._take(one, answer, counts=began)
                    free.append(one)
                    busy -= 1
        self._outcome.elapsed_s = time.monotonic() - begin
        self._outcome.cpu_s = _cpu_s() - cpu
        print("end", flush=True)
        self._outcome.statuses = {status.decode(): n for status, n in self._statuses.items()}
        return self._outcome

    def _send(self, one: _Connection, due: float) -> None:
        body = self._bodies[self._sent % len(self._bodies)]
        self._sent += 1
        one.send(b"%b%d\r\nContent-Length: %d\r\n\r\n%b" % (self._head, self._sent, len(body), body), due)

    def _take(self, one: _Connection, answer: bytes, *, counts: bool) -> None:
        if not counts:
            return
        now = time.monotonic()
        status = answer[9:12]
        self._statuses[status] = self._statuses.get(status, 0) + 1
        if status == b"201":
            self._outcome.latencies_s.append(now - one.due)
            if self._plan.keep_positions:
                at = answer.index(_POSITION) + len(_POSITION)
                position = int(answer[at : answer.index(b"\r\n", at)])
                self._outcome.positions.append((position, now))


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def percentile(values: Sequence[float], per_cent: float) -> float:
    """The nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * per_cent / 100))]


def _main() -> None:
    wanted: Mapping[str, Any] = json.load(sys.stdin)
    print(json.dumps(asdict(_Load(Plan(**wanted)).run())), flush=True)


if __name__ == "__main__":
    _main()
