"""What may be asked: to reverse, by two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.sealed import Sealed
from services.funds.domain.roles import CHAIR, TREASURER
from services.funds.events import ReversibleKind


@dataclass(frozen=True, slots=True)
class RequestReversal:
    """Ask for the reversal (红字冲销) of the `target` (an id) of that kind."""

    COMMAND: ClassVar = "funds.request_reversal"
    ROLES: ClassVar = TREASURER
    kind: ReversibleKind
    target: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ConfirmReversal:
    """Carry out a reversal that another person asked for."""

    COMMAND: ClassVar = "funds.confirm_reversal"
    ROLES: ClassVar = CHAIR
    reversal: str


@dataclass(frozen=True, slots=True)
class WithdrawReversal:
    """Take back a request that awaits its second person, by whichever treasurer."""

    COMMAND: ClassVar = "funds.withdraw_reversal"
    ROLES: ClassVar = TREASURER
    reversal: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RejectReversal:
    """Say no to a reversal that awaits its second person; also to one of their own asking."""

    COMMAND: ClassVar = "funds.reject_reversal"
    ROLES: ClassVar = CHAIR
    reversal: str
    reason: Sealed
