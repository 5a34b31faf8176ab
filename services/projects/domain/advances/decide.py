"""An advance is settled against papers: what it was spent on is a cost, what is left comes back. Pure.

An advance is no cost: it left the account and is still to be accounted for. Where more was spent, the rest is
paid beside it under the same approval, or asked for as a reimbursement, which is approved anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.money import Money
from policy.history import policy_on
from services.projects.domain import lookup, pools
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.allocations import returns
from services.projects.domain.documents import FundFreeze, Payment, Spending
from services.projects.domain.files import lookup as files
from services.projects.domain.invoices import lookup as invoices
from services.projects.domain.invoices.numbers import invoice_of, use_of
from services.projects.domain.spending import blocks, hands, payees, paying
from services.projects.errors import ExceedsApproved, FundFrozen
from services.projects.errors.spending import ExceedsAdvance, NotAnAdvance
from services.projects.events import AccountId, AdvanceSettled, Invoice, InvoiceUseId, SettlementId, Share


@dataclass(frozen=True, slots=True)
class Sums:
    """What was spent, came back, and was paid beside the advance."""

    spent: Money
    returned: Money
    topped_up: Money

    @property
    def of_advance(self) -> Money:
        """What was spent of the advance itself."""
        return self.spent - self.topped_up


def settle(view: View, command: SettleAdvance, given: Given) -> Sequence[Saying]:
    """Whether the project is open is not asked: what is out must come in.

    Raises: NotFound, NotNoted, NotAnAdvance, SamePerson, OtherCurrency, ExceedsAdvance, ExceedsApproved,
    InvoiceUsed, OtherHolder, FundFrozen, InvalidInput.
    """
    occurred_on = lookup.occurred(command.occurred_on, given)
    spending = lookup.spending(view, command.spending)
    if spending.kind != "advance":
        raise NotAnAdvance(command.spending)
    paying.third_person(view, spending, given)
    payees.require_apart(view, spending, command.called, given)
    sums = _sums(spending, command)
    if occurred_on < min(one.paid_on for one in _paid(spending)):
        raise InvalidInput({"occurred_on": ["date.order"]})
    _allowed(view, command, spending, sums, given)
    fact = _settled(view, command, given, sums)
    said = [Saying(fact, command.spending, occurred_on)]
    for invoice in fact.invoices:
        said += invoices.taken(view, invoice, fact.settlement, given)
    if not lookup.is_open(view, spending.project):
        said += returns.by_themselves(
            fact.back, project=spending.project, fund=spending.fund, like=sums.returned, on=given.today
        )
    return said


def _allowed(view: View, command: SettleAdvance, spending: Spending, sums: Sums, given: Given) -> None:
    """What the policy sees to: papers of what was spent, nothing against what is paid beside it."""
    if sums.topped_up:
        hands.require_approved(view, spending)
        blocks.require_notice_over(view, command.spending, spending, given.today)
    terms = policy_on(view, given.today)
    if terms is None:
        return
    if sums.topped_up:
        blocks.require_unopposed(view, command.spending, spending)
    if sums.spent:
        blocks.require_papers(terms, command.attachments, invoiced=bool(command.invoices))
    files.require_papers(view, command.attachments, given.today)


def _paid(spending: Spending) -> list[Payment]:
    """There are some, or nothing would be out."""
    return [one for one in spending.payments if not one.reversed]


def _settled(view: View, command: SettleAdvance, given: Given, sums: Sums) -> AdvanceSettled:
    spending = lookup.spending(view, command.spending)
    fund = lookup.fund(view, spending.fund)
    used = pools.draw(pools.to_pay(spending.out), sums.of_advance.minor)
    # What may serve elsewhere at once comes back first, as with an allocation.
    back = pools.draw(pools.to_pay(pools.less(spending.out, used))[::-1], sums.returned.minor)
    held = lookup.held(view, spending.project, fund)
    extra = pools.draw(pools.to_pay(held.pools), sums.topped_up.minor)
    return AdvanceSettled(
        settlement=SettlementId(given.new_id("stl")),
        spending=command.spending,
        project=spending.project,
        fund=spending.fund,
        account=_account(view, command, spending, sums) or _paid(spending)[-1].account,
        payee=spending.payee,
        amount=sums.spent,
        returned=sums.returned,
        topped_up=sums.topped_up,
        shares=_together(used, extra),
        back=back,
        extra=extra,
        purpose=spending.purpose,
        reference=command.reference,
        attachments=command.attachments,
        invoices=_invoices(view, command),
        approved_on=spending.approved_on,
    )


def _together(*of: Sequence[Share]) -> tuple[Share, ...]:
    pool = pools.more((), (share for shares in of for share in shares))
    return tuple(Share(one.allocation, one.restriction, one.minor) for one in pool)


def _sums(spending: Spending, command: SettleAdvance) -> Sums:
    """Raises: InvalidInput, OtherCurrency, ExceedsAdvance, ExceedsApproved."""
    nothing = spending.amount - spending.amount
    for field in ("spent", "returned", "topped_up"):
        if (one := getattr(command, field)) is not None:
            lookup.same_currency(one, nothing.currency, field)
    sums = Sums(command.spent or nothing, command.returned or nothing, command.topped_up or nothing)
    if not sums.spent and not sums.returned:
        raise InvalidInput({"spent": ["field.required"]})
    settled, left = sums.of_advance + sums.returned, spending.outstanding
    if sums.topped_up:
        _topped_up(spending, sums)
    if settled > left or not left:
        raise ExceedsAdvance(*lookup.as_args(left), field="spent" if sums.spent else "returned")
    return sums


def _topped_up(spending: Spending, sums: Sums) -> None:
    """Paid beside it only where the whole advance is spent, and more was. Raises as `_sums` does."""
    if sums.returned:
        raise InvalidInput({"topped_up": ["settlement.both_ways"]})
    if sums.of_advance != spending.outstanding:
        raise InvalidInput({"topped_up": ["settlement.not_the_difference"]})
    owing = spending.state in ("approved", "partly_paid")
    owed = spending.unpaid if owing else spending.amount - spending.amount
    if sums.topped_up > owed:
        raise ExceedsApproved(*lookup.as_args(owed), field="topped_up")


def _account(view: View, command: SettleAdvance, spending: Spending, sums: Sums) -> AccountId | None:
    """Where the difference goes through. Raises: InvalidInput, NotNoted, OtherHolder, FundFrozen."""
    if not sums.returned and not sums.topped_up:
        return None
    if command.account is None:
        raise InvalidInput({"account": ["field.required"]})
    account, fund = lookup.account(view, command.account), lookup.fund(view, spending.fund)
    paying.of_one_book(account, fund)
    freeze = view.get(FundFreeze, fund.fund)
    if sums.topped_up and freeze is not None and freeze.frozen:
        raise FundFrozen(fund.fund)
    return account.account


def _invoices(view: View, command: SettleAdvance) -> tuple[Invoice, ...]:
    """Raises: InvalidInput, InvoiceUsed."""
    found: dict[InvoiceUseId, Invoice] = {}
    for index, number in enumerate(command.invoices):
        where = f"invoices.{index}.number"
        invoice = invoice_of(number, where)
        if use_of(invoice) in found:
            raise InvalidInput({where: ["list.repeated"]})
        invoices.require_unused(view, invoice, None, where)
        found[use_of(invoice)] = invoice
    return (*found.values(),)
