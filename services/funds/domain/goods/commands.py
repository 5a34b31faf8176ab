"""What may be asked: to record goods that were given, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain.roles import CHAIR, KEEPER, TREASURER
from services.funds.events import PartyId, Restriction


@dataclass(frozen=True, slots=True)
class GivenGoods:
    """So many of one item. `value`: of all of it together, by the donor's papers."""

    name: str
    unit: str
    quantity: int
    value: Money | None


@dataclass(frozen=True, slots=True)
class Looked:
    """So many were looked through: so many can be used, so many not."""

    name: str
    usable: int
    discarded: int


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of the item of that name."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ReceiveGoods:
    """Record goods that were given (实物捐赠): with their value, or in the register only."""

    COMMAND: ClassVar = "funds.receive_goods"
    ROLES: ClassVar = TREASURER
    fund: str
    donor: PartyId | None
    items: tuple[GivenGoods, ...]
    valued: bool
    occurred_on: date
    purpose: str | None
    restriction: Restriction | None
    note: Sealed | None


@dataclass(frozen=True, slots=True)
class SortGoods:
    """Say how many of a gift can be used, and how many are thrown away."""

    COMMAND: ClassVar = "funds.sort_goods"
    ROLES: ClassVar = KEEPER
    gift: str
    items: tuple[Looked, ...]
    occurred_on: date


@dataclass(frozen=True, slots=True)
class ShipGoods:
    """Give goods out to somebody."""

    COMMAND: ClassVar = "funds.ship_goods"
    ROLES: ClassVar = KEEPER
    gift: str
    recipient: PartyId
    items: tuple[Counted, ...]
    occurred_on: date
    purpose: str | None


@dataclass(frozen=True, slots=True)
class AcknowledgeGoods:
    """Record what arrived of a shipment, once; what did not is lost, whole items that are not named too."""

    COMMAND: ClassVar = "funds.acknowledge_goods"
    ROLES: ClassVar = KEEPER
    gift: str
    shipment: str
    items: tuple[Counted, ...]
    occurred_on: date
    paper: str | None


@dataclass(frozen=True, slots=True)
class LoseGoods:
    """Write off what is no more in store. Who keeps it does not write it off: the chair does."""

    COMMAND: ClassVar = "funds.lose_goods"
    ROLES: ClassVar = CHAIR
    ON_BEHALF: ClassVar = True
    gift: str
    items: tuple[Counted, ...]
    occurred_on: date
    reason: Sealed
