"""What receipts, transfers and outlays become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.documents import Fund, Outlay, Receipt, Transfer
from services.funds.domain.figures import bearer
from services.funds.domain.sayings import day_of
from services.funds.domain.states import Turning, turned
from services.funds.events import MoneyTransferred, OutlayRecorded, ReceiptRecorded
from services.funds.events.receipts import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ReceiptRecorded():
            return [(Receipt, fact.receipt), (Fund, fact.fund)]
        case MoneyTransferred():
            return [(Transfer, fact.transfer), *bearer(fact)]
        case OutlayRecorded():
            return [(Outlay, fact.outlay), (Fund, fact.fund)]
        case _:
            assert_never(fact)


def _receipt(receipt: Receipt, told: Told) -> Receipt:
    fact: ReceiptRecorded | Turning = told.fact
    return Receipt(fact, day_of(told)) if isinstance(fact, ReceiptRecorded) else turned(receipt, fact)


def _transfer(transfer: Transfer, told: Told) -> Transfer:
    fact: MoneyTransferred | Turning = told.fact
    return Transfer(fact, day_of(told)) if isinstance(fact, MoneyTransferred) else turned(transfer, fact)


def _outlay(outlay: Outlay, told: Told) -> Outlay:
    fact: OutlayRecorded | Turning = told.fact
    return Outlay(fact, day_of(told)) if isinstance(fact, OutlayRecorded) else turned(outlay, fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Receipt: _receipt, Transfer: _transfer, Outlay: _outlay}
