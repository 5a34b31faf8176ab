"""How the books ask the services: log, heads and openings. By RPC in life, by direct calls in tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from kernel.clock import Seconds
from kernel.follow import LogPage, RpcSource

CALL_S: Final = 5


class Ask(Protocol):
    """Raises: BusDown, CallTimedOut, RemoteFailure."""

    def read_log(self, source: str, council: str, after: int, limit: int) -> LogPage:
        """Events of a council's log behind `after`."""
        ...

    def heads(self, source: str) -> Mapping[str, tuple[int, str]]:
        """council -> (position, root in hex)."""
        ...

    def openings(self, source: str, council: str, digests: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """digest -> {"salt": hex, "text": text}; what is erased is missing."""
        ...


class AskByRpc:
    """`call` is `kernel.bus.Bus.call`."""

    def __init__(self, call: Any, timeout_s: Seconds = CALL_S) -> None:
        self._call = call
        self._timeout_s = timeout_s

    def read_log(self, source: str, council: str, after: int, limit: int) -> LogPage:
        """Events of a council's log behind `after`."""
        return RpcSource(self._call, source, self._timeout_s).read_log(council, after, limit)

    def heads(self, source: str) -> Mapping[str, tuple[int, str]]:
        """council -> (position, root in hex)."""
        return RpcSource(self._call, source, self._timeout_s).heads()

    def openings(self, source: str, council: str, digests: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """digest -> {"salt": hex, "text": text}; what is erased is missing."""
        found: Mapping[str, Mapping[str, str]] = self._call(
            source, "openings", council, list(digests), timeout_s=self._timeout_s
        )
        return found


class OneSource:
    """One service, as a follower asks it (`kernel.follow.Source`)."""

    def __init__(self, ask: Ask, source: str) -> None:
        self._ask = ask
        self._source = source

    def heads(self) -> Mapping[str, tuple[int, str]]:
        """council -> (position, root in hex)."""
        return self._ask.heads(self._source)

    def read_log(self, council: str, after: int, limit: int) -> LogPage:
        """Events behind `after`."""
        return self._ask.read_log(self._source, council, after, limit)
