"""Who is asked before anything is written, and what a no means (docs/adr/0012, 0013)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog

from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure
from kernel.errors import Halted
from kernel.writer import Writer

_log = structlog.get_logger(__name__)
LEDGER_S: Final = 5.0
PEER_S: Final = 2.0
"""How long one that may be passed over is waited for."""


class Guard:
    """Asks those who keep or follow the log of the service `name` how far they have it.

    Without the word of every one of `guards` nothing is written. `peers` follow the log and may have noted
    what the guards have not got yet; one that is away is passed over, or one service that is down would keep
    every other from starting.
    """

    def __init__(self, name: str, bus: Bus, guards: Sequence[str], peers: Sequence[str]) -> None:
        self._name = name
        self._bus = bus
        self._guards = guards
        self._peers = peers

    def word(self, writer: Writer) -> str | None:
        """Why writing must wait, or None.

        Raises: Halted where a copy of our log is ahead of it, so that ours was restored too old.
        """
        for guard in self._guards:
            if not self._asked(guard, writer, LEDGER_S):
                return f"{guard}'s word on how far it has our log"
        for peer in self._peers:
            if not self._asked(peer, writer, PEER_S):
                _log.warning("guard.peer_is_away", service=self._name, council=writer.council, peer=peer)
        return None

    def _asked(self, witness: str, writer: Writer, within_s: float) -> bool:
        """Whether `witness` could say how far it has our log. Raises: Halted where that is beyond our end."""
        try:
            cursors = self._bus.call(witness, "cursors", timeout_s=within_s)
        except (BusDown, CallTimedOut, RemoteFailure):
            return False
        has = cursors.get(writer.council, {}).get(self._name, 0)
        if has > writer.head.position:
            writer.load()  # another process of ours may have written since, and been copied
        if has > writer.head.position:
            here = writer.head.position
            raise Halted(f"{witness} has {has} events of our log, we have {here}: restore them")
        return True
