"""What accounts and funds become. A fund is moved by whatever moves money: `figures` says how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.documents import Account, Code, Fund, Holding, code_key, holding_key
from services.funds.domain.figures import Moving, moved
from services.funds.events import FundCovered, FundOpened, FundOverCommitted, MoneyAccountOpened
from services.funds.events.registry import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case MoneyAccountOpened():
            return [(Account, fact.account), (Code, code_key("account", fact.code))]
        case FundOpened():
            holding = holding_key(fact.legal_holder, fact.currency)
            return [(Fund, fact.fund), (Code, code_key("fund", fact.code)), (Holding, holding)]
        case FundOverCommitted() | FundCovered():
            return [(Fund, fact.fund)]
        case _:
            assert_never(fact)


def _fund(fund: Fund, told: Told) -> Fund:
    fact: FundOpened | FundOverCommitted | FundCovered | Moving = told.fact
    match fact:
        case FundOpened():
            return Fund(fact.fund, fact.code, fact.legal_holder, fact.currency, fact.restriction)
        case FundOverCommitted():
            return replace(fund, short=fact.short.minor)
        case FundCovered():
            return replace(fund, short=0)
        case _:
            return moved(fund, fact)


def _account(_: Account | None, told: Told) -> Account:
    fact: MoneyAccountOpened = told.fact
    return Account(fact.account, fact.currency, fact.legal_holder)


def _code(_: Code | None, told: Told) -> Code:
    return Code(told.subject)


def _holding(holding: Holding | None, told: Told) -> Holding:
    fact: FundOpened = told.fact
    return Holding((*(holding or Holding()).funds, fact.fund))


EVOLVE: Final[Mapping[type, Evolve]] = {Fund: _fund, Account: _account, Code: _code, Holding: _holding}
