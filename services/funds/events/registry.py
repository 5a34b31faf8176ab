"""Accounts and funds are opened; a fund is short of money, or covered again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kernel.money import Money
from services.funds.events.ids import AccountId, FundId, Restriction

AccountKind = Literal["bank", "cash", "wechat", "alipay"]
FundKind = Literal["co_governance", "public_welfare", "self_governance", "other"]
FundSource = Literal["donation", "government_grant", "agency", "own"]


@dataclass(frozen=True, slots=True)
class MoneyAccountOpened:
    """An own account of a legal holder. Subject: the account."""

    TYPE: ClassVar = "funds.money_account_opened.v1"
    account: AccountId
    code: str
    name: str
    kind: AccountKind
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundOpened:
    """Subject: the fund. `restriction` holds for all its money."""

    TYPE: ClassVar = "funds.fund_opened.v1"
    fund: FundId
    code: str
    name: str
    kind: FundKind
    source: FundSource
    legal_holder: str
    currency: str
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class FundOverCommitted:
    """A reversal or a bounced receipt left less than is committed: allocations refused, payments to stop."""

    TYPE: ClassVar = "funds.fund_over_committed.v1"
    fund: FundId
    short: Money


@dataclass(frozen=True, slots=True)
class FundCovered:
    """Nothing is short any more. Subject: the fund, as of `FundOverCommitted`."""

    TYPE: ClassVar = "funds.fund_covered.v1"
    fund: FundId


Fact = MoneyAccountOpened | FundOpened | FundOverCommitted | FundCovered
