"""Other money in, money between own accounts, and money out that no project asks for. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.receipts import decide, evolve
from services.funds.domain.receipts.commands import RecordOutlay, RecordReceipt, TransferMoney
from services.funds.events.receipts import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RecordReceipt: decide.receive,
        TransferMoney: decide.transfer,
        RecordOutlay: decide.lay_out,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
)
