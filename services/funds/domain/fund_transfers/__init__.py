"""Money between funds of one legal holder. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.documents import Placement
from services.funds.domain.fund_transfers import decide, evolve
from services.funds.domain.fund_transfers.commands import (
    ConfirmFundTransfer,
    RejectFundTransfer,
    RequestFundTransfer,
    WithdrawFundTransfer,
)
from services.funds.events.fund_transfers import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RequestFundTransfer: decide.request,
        ConfirmFundTransfer: decide.confirm,
        WithdrawFundTransfer: decide.withdraw,
        RejectFundTransfer: decide.reject,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Placement}),
)
