"""What later decisions need to know, as frozen documents: figures and states, and no history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kernel.ids import folded
from services.funds.events import (
    AccountId,
    DonationPledged,
    DonationReceived,
    FundId,
    MoneyTransferred,
    OutlayRecorded,
    PledgeId,
    ProjectId,
    ReceiptRecorded,
    Restriction,
    ReversibleKind,
)

State = Literal["standing", "reversal_pending", "reversed"]
ReversalState = Literal["requested", "confirmed", "withdrawn", "rejected"]


@dataclass(frozen=True, slots=True)
class Fund:
    """Resident. Figures are minor units of `currency`.

    `by_restriction` is what is available under each restriction (None: unrestricted); it sums to `available`.
    Money out that names no restriction (outlays, fees) counts under the fund's own.
    `fees` is what banks and platforms took and did not give back, a part of `other_out`.
    `short` is the last that was said to be short.
    """

    fund: FundId
    code: str
    legal_holder: str
    currency: str
    restriction: Restriction | None
    received: int = 0
    other_in: int = 0
    refunded: int = 0
    other_out: int = 0
    committed: int = 0
    spent: int = 0
    fees: int = 0
    by_restriction: Mapping[Restriction | None, int] = field(default_factory=dict)
    short: int = 0

    @property
    def available(self) -> int:
        """Neither committed nor gone; negative when a reversal or a fee left less than is committed."""
        return self.received + self.other_in - self.refunded - self.other_out - self.committed

    @property
    def free(self) -> int:
        """Unrestricted money, less what it must stand in for where a restriction lacks money.

        Money restricted to one thing never stands in for another.
        """
        lacking = sum(min(0, sum_) for key, sum_ in self.by_restriction.items() if key is not None)
        return self.by_restriction.get(None, 0) + lacking

    @property
    def lacks(self) -> int:
        """How much more is committed than there is money for; 0 when all is covered.

        A fee may eat into restricted money, for the bank takes it from the same account; a commitment may
        not.
        """
        return max(0, -self.available, -(self.free + max(0, self.fees)))

    def room(self, *restrictions: Restriction | None) -> list[int]:
        """What may be drawn under each of `restrictions`, one after the other."""
        left = max(0, self.available)
        rooms = []
        for key in restrictions:
            here = min(left, max(0, self.free if key is None else self.by_restriction.get(key, 0)))
            rooms.append(here)
            left -= here
        return rooms


@dataclass(frozen=True, slots=True)
class Account:
    """Resident."""

    account: AccountId
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class Project:
    """Resident: as noted of the projects service."""

    project: ProjectId
    code: str
    category: str | None
    open: bool
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """Resident, by `code_key`: whose code it is."""

    id: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Resident, by `holding_key`: the funds of one legal holder in one currency."""

    funds: tuple[FundId, ...] = ()


@dataclass(frozen=True, slots=True)
class Pledge:
    """`fulfilled` in minor units."""

    pledged: DonationPledged
    occurred_on: date
    fulfilled: int = 0


@dataclass(frozen=True, slots=True)
class Fulfilling:
    """Resident, by donation: how much of it keeps which promise, in the order in which it first kept them.

    Not a part of `Donation`, which loads by its own subject: a fulfilment is of the pledge's history.
    """

    pledges: Mapping[PledgeId, int] = field(default_factory=dict)

    @property
    def minor(self) -> int:
        """How much of it keeps promises at all."""
        return sum(self.pledges.values())


@dataclass(frozen=True, slots=True)
class Donation:
    """`refunded` in minor units."""

    fact: DonationReceived
    occurred_on: date
    refunded: int = 0
    state: State = "standing"

    @property
    def left(self) -> int:
        """What was not refunded, in minor units."""
        return self.fact.amount.minor - self.refunded


@dataclass(frozen=True, slots=True)
class Placement:
    """Resident, by donation (few are ever moved): where transfers between funds took it from, and to.

    In minor units, by fund and restriction; together nothing.
    """

    moved: Mapping[tuple[FundId, Restriction | None], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    fact: ReceiptRecorded
    occurred_on: date
    state: State = "standing"


@dataclass(frozen=True, slots=True)
class Transfer:
    fact: MoneyTransferred
    occurred_on: date
    state: State = "standing"


@dataclass(frozen=True, slots=True)
class Outlay:
    fact: OutlayRecorded
    occurred_on: date
    state: State = "standing"


@dataclass(frozen=True, slots=True)
class Reversal:
    """Resident (there are few): its request is of the history of what it would reverse."""

    kind: ReversibleKind
    target: str
    requester: str
    state: ReversalState = "requested"


Reversible = Donation | Receipt | Transfer | Outlay
REVERSIBLE: Final[Mapping[ReversibleKind, type[Reversible]]] = {
    "donation": Donation,
    "receipt": Receipt,
    "transfer": Transfer,
    "outlay": Outlay,
}


def code_key(kind: Literal["fund", "account", "project"], code: str) -> str:
    """Codes of funds, accounts and projects are apart: one word may name one of each."""
    return f"{kind}/{folded(code)}"


def holding_key(legal_holder: str, currency: str) -> str:
    """Where `Holding` stands."""
    return f"{currency}/{legal_holder}"
