"""What posting must know of accounts and funds: holder, currency, restriction. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.ledger.errors import Unpostable


@dataclass(frozen=True, slots=True)
class MoneyAccount:
    """An own money account; its legal holder is the book that it belongs to."""

    id: str
    kind: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class HeldFund:
    """A fund; `restriction` (a key, "" for none) holds for all its money."""

    id: str
    currency: str
    legal_holder: str
    restriction: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """Accounts and funds by id."""

    accounts: Mapping[str, MoneyAccount] = field(default_factory=dict)
    funds: Mapping[str, HeldFund] = field(default_factory=dict)

    def account(self, account: str) -> MoneyAccount:
        """Raises: Unpostable."""
        found = self.accounts.get(account)
        if found is None:
            raise Unpostable("ledger.account_unknown", account)
        return found

    def fund(self, fund: str) -> HeldFund:
        """Raises: Unpostable."""
        found = self.funds.get(fund)
        if found is None:
            raise Unpostable("ledger.fund_unknown", fund)
        return found


def restriction_key(restriction: Any) -> str:
    """`project:prj_...` or `category:...`; "" for unrestricted money. Takes either service's class."""
    return "" if restriction is None else _key(restriction.kind, restriction.value)


def shown_restriction_key(restriction: Mapping[str, str] | None) -> str:
    """The same of a restriction as records show it."""
    return _key(restriction["kind"], restriction["value"]) if restriction else ""


def _key(kind: str, value: str) -> str:
    return f"{kind}:{value}"
