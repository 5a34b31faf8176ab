"""One treasurer hands over to another (交接): what was there, counted, and signed by three. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NewType

from kernel.sealed import Sealed
from services.members.events.ids import PartyId

HandoverId = NewType("HandoverId", str)
Side = Literal["giver", "taker", "supervisor"]


@dataclass(frozen=True, slots=True)
class Counted:
    """An own account: what the ledger says, and what was counted or stands on its statement; minor units."""

    account: str
    currency: str
    balance: int
    counted: int | None

    @property
    def difference(self) -> int | None:
        """What was counted more (or less) than the ledger says; None where nothing was."""
        return None if self.counted is None else self.counted - self.balance


@dataclass(frozen=True, slots=True)
class OpenAdvance:
    """An advance that is not settled, with what is left of it, in minor units."""

    spending: str
    currency: str
    left: int


@dataclass(frozen=True, slots=True)
class HandoverOpened:
    """As of `ledger_position`; `receipt_stock` says which receipts are left. Subject: the handover.

    `difference_note` explains where what was counted is not what the ledger says.
    """

    TYPE: ClassVar = "members.handover_opened.v1"
    handover: HandoverId
    giver: PartyId
    taker: PartyId
    supervisor: PartyId
    counts: tuple[Counted, ...]
    advances: tuple[OpenAdvance, ...]
    receipt_stock: Sealed
    ledger_position: int
    note: Sealed | None
    difference_note: Sealed | None


@dataclass(frozen=True, slots=True)
class HandoverSigned:
    """Subject: the handover."""

    TYPE: ClassVar = "members.handover_signed.v1"
    handover: HandoverId
    person: PartyId
    side: Side


@dataclass(frozen=True, slots=True)
class HandoverCompleted:
    """The third has signed: the office goes over in the same breath. Subject: the handover."""

    TYPE: ClassVar = "members.handover_completed.v1"
    handover: HandoverId


Fact = HandoverOpened | HandoverSigned | HandoverCompleted
