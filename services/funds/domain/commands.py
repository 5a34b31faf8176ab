"""The commands of the first topics, by one path. Those of a later topic are imported by its own."""

from __future__ import annotations

from services.funds.domain.allocations.commands import Allocate
from services.funds.domain.gifts.commands import FulfilPledge, PledgeDonation, RecordDonation, RefundDonation
from services.funds.domain.receipts.commands import RecordOutlay, RecordReceipt, TransferMoney
from services.funds.domain.registry.commands import OpenAccount, OpenFund
from services.funds.domain.reversals.commands import (
    ConfirmReversal,
    RejectReversal,
    RequestReversal,
    WithdrawReversal,
)

__all__ = [
    "Allocate",
    "ConfirmReversal",
    "FulfilPledge",
    "OpenAccount",
    "OpenFund",
    "PledgeDonation",
    "RecordDonation",
    "RecordOutlay",
    "RecordReceipt",
    "RefundDonation",
    "RejectReversal",
    "RequestReversal",
    "TransferMoney",
    "WithdrawReversal",
]
