"""Gifts: promised, received, given back. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.documents import Fulfilling
from services.funds.domain.gifts import decide, evolve
from services.funds.domain.gifts.commands import FulfilPledge, PledgeDonation, RecordDonation, RefundDonation
from services.funds.events.gifts import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        PledgeDonation: decide.pledge,
        FulfilPledge: decide.fulfil,
        RecordDonation: decide.receive,
        RefundDonation: decide.refund,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Fulfilling}),
)
