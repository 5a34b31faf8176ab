"""What may be asked: to open accounts and funds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.funds.domain.roles import FOUNDER
from services.funds.events import AccountKind, FundKind, FundSource, Restriction


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Open an own money account of a legal holder."""

    COMMAND: ClassVar = "funds.open_account"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: AccountKind
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class OpenFund:
    """Open a fund.

    A `restriction` of kind project names it by code or id, here and wherever money comes in.
    """

    COMMAND: ClassVar = "funds.open_fund"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: FundKind
    source: FundSource
    legal_holder: str
    currency: str
    restriction: Restriction | None
