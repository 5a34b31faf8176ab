"""Accounts and funds are opened."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given, Saying
from services.funds.domain.documents import Code, code_key
from services.funds.domain.lookup import find_restriction
from services.funds.domain.registry.commands import OpenAccount, OpenFund
from services.funds.domain.sayings import said
from services.funds.errors import CodeTaken
from services.funds.events import AccountId, FundId, FundOpened, MoneyAccountOpened


def open_account(view: View, command: OpenAccount, given: Given) -> list[Saying]:
    """Raises: CodeTaken."""
    _refuse_taken(view, code_key("account", command.code), command.code)
    account = AccountId(given.new_id("acc"))
    fact = MoneyAccountOpened(
        account, command.code, command.name, command.kind, command.currency, command.legal_holder
    )
    return [said(fact, given.today)]


def open_fund(view: View, command: OpenFund, given: Given) -> list[Saying]:
    """Raises: CodeTaken, ProjectUnknown."""
    _refuse_taken(view, code_key("fund", command.code), command.code)
    fact = FundOpened(
        fund=FundId(given.new_id("fnd")),
        code=command.code,
        name=command.name,
        kind=command.kind,
        source=command.source,
        legal_holder=command.legal_holder,
        currency=command.currency,
        restriction=find_restriction(view, command.restriction),
    )
    return [said(fact, given.today)]


def _refuse_taken(view: View, key: str, code: str) -> None:
    if view.get(Code, key) is not None:
        raise CodeTaken(code, field="code")
