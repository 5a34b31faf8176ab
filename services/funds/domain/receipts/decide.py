"""Other money in, money between own accounts, and money out that no project asks for."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.gone import require_present
from kernel.money import Money
from services.funds.domain.documents import Account, Fund, Holding, holding_key
from services.funds.domain.figures import balanced
from services.funds.domain.lookup import (
    find_account,
    find_fund,
    place,
    require_currency,
    require_date,
    require_holder,
    restricted_in,
)
from services.funds.domain.receipts.commands import RecordOutlay, RecordReceipt, TransferMoney
from services.funds.errors import CurrencyDiffers, FeeWithoutFund, Insufficient, NotHistorical, SameAccount
from services.funds.events import (
    FundId,
    MoneyTransferred,
    OutlayId,
    OutlayRecorded,
    ReceiptId,
    ReceiptRecorded,
    TransferId,
)


def receive(view: View, command: RecordReceipt, given: Given) -> list[Saying]:
    """Raises: PersonGone, and what `place` and `restricted_in` raise."""
    require_present(view, command.payer, "from")
    fund, account = place(view, command.fund, command.account, command.amount)
    fact = ReceiptRecorded(
        receipt=ReceiptId(given.new_id("rcp")),
        fund=fund.fund,
        account=account.account,
        kind=command.kind,
        payer=command.payer,
        amount=command.amount,
        restriction=restricted_in(view, fund, command.restriction),
        purpose=command.purpose,
        reference=command.reference,
        note=command.note,
        historical=command.historical,
    )
    return balanced(view, fact, require_date(command.occurred_on, given))


def transfer(view: View, command: TransferMoney, given: Given) -> list[Saying]:
    """Raises: NotFound, SameAccount, OtherHolder, CurrencyDiffers, FeeWithoutFund."""
    source = find_account(view, command.source, "from")
    target = find_account(view, command.target, "to")
    if source.account == target.account:
        raise SameAccount(command.target, field="to")
    require_holder(target.legal_holder, source.legal_holder, "to")
    if target.currency != source.currency:
        raise CurrencyDiffers(target.currency, source.currency, field="to")
    require_currency(command.amount, source.currency)
    fact = MoneyTransferred(
        transfer=TransferId(given.new_id("tra")),
        source=source.account,
        target=target.account,
        amount=command.amount,
        fee=command.fee,
        fund=_bearer(view, command, source),
        reference=command.reference,
    )
    return balanced(view, fact, require_date(command.occurred_on, given))


def _bearer(view: View, command: TransferMoney, source: Account) -> FundId | None:
    """The fund that bears the fee. One named without a fee is checked all the same, and bears nothing."""
    if command.fee is not None:
        require_currency(command.fee, source.currency, "fee")
    if command.fund is not None:
        fund = find_fund(view, command.fund)
        require_holder(fund.legal_holder, source.legal_holder, "fund")
        if fund.currency != source.currency:
            raise CurrencyDiffers(fund.currency, source.currency, field="fund")
        return fund.fund if command.fee is not None else None
    if command.fee is None:
        return None
    holding = view.get(Holding, holding_key(source.legal_holder, source.currency)) or Holding()
    if len(holding.funds) != 1:
        raise FeeWithoutFund(field="fund")
    return holding.funds[0]


def lay_out(view: View, command: RecordOutlay, given: Given) -> list[Saying]:
    """A fee is what a bank did: it is recorded whatever is left. Gifts and expenses are not.

    Raises: PersonGone, NotHistorical, InvalidInput, Insufficient and what `place` raises.
    """
    require_present(view, command.payee, "payee")
    fund, account = place(view, command.fund, command.account, command.amount)
    # The mark alone lets gifts and expenses pass: what is spent from today on goes by three people.
    occurred_on = require_date(command.occurred_on, given, command.historical)
    if command.kind in ("gift", "expense"):
        if command.historical is None:
            raise NotHistorical(field="historical")
        _require_room(fund, command.amount)
    fact = OutlayRecorded(
        outlay=OutlayId(given.new_id("out")),
        fund=fund.fund,
        account=account.account,
        kind=command.kind,
        payee=command.payee,
        amount=command.amount,
        purpose=command.purpose,
        reference=command.reference,
        note=command.note,
        historical=command.historical,
    )
    return balanced(view, fact, occurred_on)


def _require_room(fund: Fund, amount: Money) -> None:
    (room,) = fund.room(fund.restriction)
    if amount.minor > room:
        raise Insufficient(Money(room, fund.currency))
