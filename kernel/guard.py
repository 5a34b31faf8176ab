"""Who is asked before anything is written, and what a no means (docs/adr/0012, 0013)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog

from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure
from kernel.errors import Halted
from kernel.merkle import Range
from kernel.writer import Writer

_log = structlog.get_logger(__name__)
LEDGER_S: Final = 5.0
PEER_S: Final = 2.0
"""How long one that may be passed over is waited for."""


class Guard:
    """Asks those who keep or follow the log of the service `name` how far they have it.

    Without the word of every one of `guards` nothing is written, nor where one has another log than ours.
    `peers` follow the log and may have noted what the guards have not got yet; one that is away is passed
    over, or one service that is down would keep every other from starting. One that noted what the guards
    never had and is lost (docs/adr/0013) differs for good: its own stream stands still for it, we go on.
    """

    def __init__(self, name: str, bus: Bus, guards: Sequence[str], peers: Sequence[str]) -> None:
        self._name = name
        self._bus = bus
        self._guards = guards
        self._peers = peers

    def word(self, writer: Writer) -> str | None:
        """Why writing must wait, or None.

        Raises: Halted where a copy of our log is ahead of it, so that ours was restored too old, or where the
        guards' copy is of another log.
        """
        for guard in self._guards:
            reached = self._asked(guard, writer, LEDGER_S)
            if reached is None:
                return f"{guard}'s word on how far it has our log"
            if not _is_ours(reached, writer):
                raise Halted(f"{guard} has another log of ours up to {reached['position']}: restore them")
        for peer in self._peers:
            reached = self._asked(peer, writer, PEER_S)
            if reached is None:
                _log.warning("guard.peer_is_away", service=self._name, council=writer.council, peer=peer)
            elif not _is_ours(reached, writer):
                _log.error("guard.peer_differs", service=self._name, council=writer.council, peer=peer)
        return None

    def _asked(self, witness: str, writer: Writer, within_s: float) -> Mapping[str, Any] | None:
        """How far `witness` has our log, if it could say. Raises: Halted where that is beyond our end."""
        try:
            cursors = self._bus.call(witness, "cursors", timeout_s=within_s)
        except (BusDown, CallTimedOut, RemoteFailure):
            return None
        reached: Mapping[str, Any] = cursors.get(writer.council, {}).get(self._name, Range().as_wire())
        has = reached["position"]
        if has > writer.head.position:
            writer.load()  # another process of ours may have written since, and been copied
        if has > writer.head.position:
            here = writer.head.position
            raise Halted(f"{witness} has {has} events of our log, we have {here}: restore them")
        return reached


def _is_ours(reached: Mapping[str, Any], writer: Writer) -> bool:
    return bool(writer.range_at(reached["position"]).root().hex() == reached["root"])
