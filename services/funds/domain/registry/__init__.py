"""Accounts and funds, and whether a fund is short of money. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.documents import Account, Code, Fund, Holding
from services.funds.domain.registry import decide, evolve
from services.funds.domain.registry.commands import OpenAccount, OpenFund
from services.funds.events.registry import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        OpenAccount: decide.open_account,
        OpenFund: decide.open_fund,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Fund, Account, Code, Holding}),
)
