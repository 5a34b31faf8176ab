"""The gateway as the command line sees it: HTTP by httpx, retried with the same keys, problems as exceptions.

Exception
├── Unreachable   nobody answers at the address
└── Refused       the gateway said no; `problem` is its RFC 9457 body
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import httpx

TRIES: Final = 8
WAIT_S_MAX: Final = 10.0
TIMEOUT_S: Final = 60.0
TRY_AGAIN: Final = frozenset({429, 503, 504})
PATIENCE_S: Final = 60
"""Who is told to come back later than that is told so, and not kept waiting."""
SETTLE_S_MAX: Final = 120.0
BATCH: Final = "/v1/batches"
POSITION: Final = "/v1/ledger/position"
_IN_BATCH: Final = re.compile(r"^commands\.[0-9]+\.")
DEMONSTRATION: Final = "Gongzhi-Demonstration"
"""The header by which every answer about a demonstration council says so."""


class Unreachable(Exception):  # noqa: N818 - a state of the world, named as such
    """Nobody answers at `url`."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(url, why)
        self.url = url
        self.why = why


class Refused(Exception):  # noqa: N818 - the field's word for it
    """The gateway's no, with its reason; `wait_s`: after how many seconds to ask again, where it said so."""

    def __init__(self, status: int, problem: Mapping[str, Any], wait_s: int = 0) -> None:
        super().__init__(status, problem)
        self.wait_s = wait_s
        self.status = status
        self.problem = problem
        self.code = str(problem.get("code", "unknown"))

    def words(self) -> str:
        """The gateway's sentence, with the fields that it names.

        Where the fields are all there is to say, they are said alone, and without the place in a batch: it
        is nothing that the caller's user knows of.
        """
        said = str(self.problem.get("detail") or self.problem.get("title") or self.code)
        fields = [
            f"{_IN_BATCH.sub('', str(one.get('field')))}: {one.get('message')}"
            for one in self.problem.get("errors") or ()
        ]
        if fields and self.code == "invalid_input":
            return "; ".join(fields)
        return "; ".join([said.rstrip("。."), *fields]) if fields else said


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a batch."""

    command: str
    key: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one command: the id of its record, made now or when it was first sent, or a problem."""

    id: str | None
    repeated: bool = False
    problem: Mapping[str, Any] | None = None


class Gateway:
    """One council's gateway for one bearer of a token. Any thread may use it."""

    def __init__(
        self,
        url: str,
        token: str | None,
        language: str = "en",
        *,
        transport: httpx.BaseTransport | None = None,
        timeout_s: float = TIMEOUT_S,
        tries: int = TRIES,
        demonstrated: Callable[[], None] = lambda: None,
        waiting: Callable[[str], object] = lambda _: None,
    ) -> None:
        """`demonstrated` is called once, when an answer says that the council is a demonstration.

        `waiting` is called once each time that a gateway falls silent, or has too much to do.
        """
        headers = {"Accept-Language": "zh-CN" if language == "zh" else "en"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.url = url.rstrip("/")
        self._tries = tries
        self._http = httpx.Client(
            base_url=self.url, headers=headers, timeout=timeout_s, transport=transport, trust_env=False
        )
        self._reached = False
        self._demonstrated: Callable[[], None] | None = demonstrated
        self._position: dict[str, int] = {}
        self._waiting = waiting
        self._is_waiting = False
        self._over = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._position:
            self._settle()
        self._http.close()

    def _settle(self) -> None:
        """Waits, bounded, until the ledger has what was written: the next reader, whoever it is, sees it."""
        ends = time.monotonic() + SETTLE_S_MAX
        while time.monotonic() < ends:
            try:
                self.get(POSITION)
            except Refused as error:
                if error.status not in TRY_AGAIN:
                    return  # nothing is lost: it is written, and this was a courtesy
            except Unreachable:
                return
            else:
                return

    def give_up(self) -> None:
        """Whoever waits to try again, in whatever thread, stops waiting."""
        self._over.set()

    # --- reading -------------------------------------------------------------------------------------
    def get(self, path: str, **params: str | None) -> dict[str, Any]:
        """The JSON at `path`, with all that this client wrote in it. Raises: Refused, Unreachable."""
        headers = {"Ledger-Position": position} if (position := self._awaited()) else {}
        asked = {name: value for name, value in params.items() if value is not None}
        found: dict[str, Any] = self._send("GET", path, params=asked, headers=headers).json()
        return found

    def pages(self, path: str, **params: str | None) -> Iterator[dict[str, Any]]:
        """Every record of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.get(path, limit="200", cursor=cursor, **params)
            yield from page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return

    # --- writing -------------------------------------------------------------------------------------
    def post(self, path: str, body: Mapping[str, Any], key: str, *, dry_run: bool = False) -> dict[str, Any]:
        """The record that this made, now or when the key was first used. Raises: Refused, Unreachable."""
        params = {"dry_run": "true"} if dry_run else {}
        headers = {"Idempotency-Key": key}
        answer = self._send("POST", path, params=params, json=body, headers=headers)
        found: dict[str, Any] = answer.json()
        return found

    def batch(self, commands: Sequence[Command], key: str, *, dry_run: bool = False) -> list[Outcome]:
        """What came of each command, each for itself. Raises: Refused (the batch as such), Unreachable."""
        wire = [{"command": one.command, "key": one.key, **one.body} for one in commands]
        found = self.post(BATCH, {"atomic": False, "commands": wire}, key, dry_run=dry_run)
        return [_outcome(one) for one in found["results"]]

    # --- how -----------------------------------------------------------------------------------------
    def _send(self, method: str, path: str, **how: Any) -> httpx.Response:
        """One request, again while that may help: every write carries a key, so no try counts twice."""
        pause_s = 0.2
        for left in range(self._tries - 1, -1, -1):
            try:
                answer = self._http.request(method, path, **how)
            except httpx.TransportError as error:
                # A gateway that answered before is restarting, perhaps; one that never did is not there.
                if not left or (not self._reached and isinstance(error, httpx.ConnectError)):
                    raise Unreachable(self.url, str(error) or type(error).__name__) from None
            else:
                self._reached = True
                if answer.is_success:
                    self._is_waiting = False
                    self._note(answer.headers.get("Ledger-Position", ""))
                    if answer.headers.get(DEMONSTRATION) is not None:
                        self._label()
                    return answer
                wait_s = _retry_after(answer)
                if answer.status_code not in TRY_AGAIN or not left or wait_s > PATIENCE_S:
                    raise Refused(answer.status_code, _problem(answer), wait_s)
                pause_s = max(pause_s, wait_s)
            self._tell_waiting()
            if self._over.wait(min(pause_s, WAIT_S_MAX)):
                break
            pause_s *= 2
        raise Unreachable(self.url, "")

    def _tell_waiting(self) -> None:
        with self._lock:
            told, self._is_waiting = self._is_waiting, True
        if not told:
            self._waiting(self.url)

    def _note(self, position: str) -> None:
        """Remembers how far the logs must be read for this client to see what it wrote."""
        with self._lock:
            for one in position.split(","):
                service, _, number = one.strip().partition("/")
                if number.isdecimal():
                    self._position[service] = max(self._position.get(service, 0), int(number))

    def _label(self) -> None:
        with self._lock:
            demonstrated, self._demonstrated = self._demonstrated, None
        if demonstrated is not None:
            demonstrated()

    def _awaited(self) -> str:
        with self._lock:
            return ", ".join(f"{service}/{number}" for service, number in sorted(self._position.items()))


def _problem(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    return {"code": f"http_{answer.status_code}", "title": f"HTTP {answer.status_code}"}


def _retry_after(answer: httpx.Response) -> int:
    wait = answer.headers.get("Retry-After", "")
    return int(wait) if wait.isdecimal() else 0


def _outcome(result: Mapping[str, Any]) -> Outcome:
    if (problem := result.get("problem")) is not None:
        return Outcome(None, problem=problem)
    return Outcome(str(result["id"]), repeated=bool(result.get("repeated")))
