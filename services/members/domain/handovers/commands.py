"""What may be asked: to write a handover down, and to sign it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, get_args

from kernel.sealed import Sealed
from services.members.events import Role
from services.members.events.handovers import Counted, OpenAdvance


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """Write down what one treasurer hands over to another, for three signatures.

    The gateway reads balances and open advances at one position of the ledger.
    """

    COMMAND: ClassVar = "members.open_handover"
    ROLES: ClassVar = frozenset({"founder", "chair", "treasurer", "supervisor"})
    giver: str
    taker: str
    supervisor: str
    counts: tuple[Counted, ...]
    advances: tuple[OpenAdvance, ...]
    receipt_stock: Sealed
    ledger_position: int
    note: Sealed | None = None
    difference_note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class SignHandover:
    """Sign it; with the third signature the office goes over.

    `counts` and `advances` as the ledger has them now: nobody signs what is so no more.
    """

    COMMAND: ClassVar = "members.sign_handover"
    ROLES: ClassVar = frozenset(get_args(Role))
    ON_BEHALF: ClassVar = True
    handover: str
    counts: tuple[Counted, ...]
    advances: tuple[OpenAdvance, ...]
