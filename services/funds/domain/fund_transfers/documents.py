"""What becomes of a transfer between funds: loaded by its subject, the transfer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.funds.events.fund_transfers import FundTransferRequested

State = Literal["requested", "made", "withdrawn", "rejected"]


@dataclass(frozen=True, slots=True)
class FundTransfer:
    """`hands`: everybody who had a hand in asking for it."""

    fact: FundTransferRequested
    occurred_on: date
    hands: frozenset[str]
    state: State = "requested"
