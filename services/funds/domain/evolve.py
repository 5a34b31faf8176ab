"""What each fact changes: the documents by `keys`, how by `evolve`. Never refuses, never checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, assert_never, cast

from kernel.domain import Told
from kernel.gone import Gone, evolve_gone
from services.funds.domain.documents import (
    Account,
    Code,
    Donation,
    Fulfilling,
    Fund,
    Holding,
    Outlay,
    Pledge,
    Project,
    Receipt,
    Reversal,
    Reversible,
    Transfer,
    code_key,
    holding_key,
)
from services.funds.domain.figures import Moving, moved
from services.funds.events import (
    AllocationMade,
    AllocationReturnNoted,
    DonationPledged,
    DonationReceived,
    DonationRefunded,
    DonationReversed,
    Fact,
    FundCovered,
    FundOpened,
    FundOverCommitted,
    MoneyAccountOpened,
    MoneyTransferred,
    OutlayRecorded,
    OutlayReversed,
    PaymentNoted,
    PersonErasureNoted,
    PledgeFulfilled,
    PledgeReopened,
    ProjectNoted,
    ReceiptRecorded,
    ReceiptReversed,
    ReversalRejected,
    ReversalRequested,
    ReversalWithdrawn,
    ReversibleKind,
    Reversing,
    TransferReversed,
)

Keys = Sequence[tuple[type, str]]
REVERSIBLE: Final[Mapping[ReversibleKind, type[Reversible]]] = {
    "donation": Donation,
    "receipt": Receipt,
    "transfer": Transfer,
    "outlay": Outlay,
}


def keys(fact: Fact) -> Keys:  # noqa: C901, PLR0911, PLR0912 - one case per kind of fact
    """Every document that `fact` changes."""
    match fact:
        case MoneyAccountOpened():
            return [(Account, fact.account), (Code, code_key("account", fact.code))]
        case FundOpened():
            holding = holding_key(fact.legal_holder, fact.currency)
            return [(Fund, fact.fund), (Code, code_key("fund", fact.code)), (Holding, holding)]
        case ProjectNoted():
            return [(Project, fact.project), (Code, code_key("project", fact.code))]
        case DonationPledged():
            return [(Pledge, fact.pledge)]
        case PledgeFulfilled() | PledgeReopened():
            return [(Pledge, fact.pledge), (Fulfilling, fact.donation)]
        case DonationReceived() | DonationRefunded():
            return [(Donation, fact.donation), (Fund, fact.fund)]
        case ReceiptRecorded():
            return [(Receipt, fact.receipt), (Fund, fact.fund)]
        case MoneyTransferred():
            return [(Transfer, fact.transfer), *_bearer(fact)]
        case OutlayRecorded():
            return [(Outlay, fact.outlay), (Fund, fact.fund)]
        case ReversalRequested() | ReversalWithdrawn() | ReversalRejected():
            return [(Reversal, fact.reversal), (REVERSIBLE[fact.kind], fact.target)]
        case DonationReversed():
            return [(Reversal, fact.reversal), (Donation, fact.donation), (Fund, fact.fund)]
        case ReceiptReversed():
            return [(Reversal, fact.reversal), (Receipt, fact.receipt), (Fund, fact.fund)]
        case TransferReversed():
            return [(Reversal, fact.reversal), (Transfer, fact.transfer), *_bearer(fact)]
        case OutlayReversed():
            return [(Reversal, fact.reversal), (Outlay, fact.outlay), (Fund, fact.fund)]
        case (
            AllocationMade() | AllocationReturnNoted() | PaymentNoted() | FundOverCommitted() | FundCovered()
        ):
            return [(Fund, fact.fund)]
        case PersonErasureNoted():
            return [(Gone, fact.person)]
        case _:
            assert_never(fact)


def _bearer(fact: MoneyTransferred | TransferReversed) -> Keys:
    return [] if fact.fund is None else [(Fund, fact.fund)]


def evolve(kind: type, document: Any, told: Told) -> object:
    """The document after `told`, which is one that `keys` gives it."""
    return EVOLVE[kind](document, told)


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


def _project(_: Project | None, told: Told) -> Project:
    fact: ProjectNoted = told.fact
    return Project(fact.project, fact.code, fact.category, fact.open)


def _code(_: Code | None, told: Told) -> Code:
    return Code(told.subject)


def _holding(holding: Holding | None, told: Told) -> Holding:
    fact: FundOpened = told.fact
    return Holding((*(holding or Holding()).funds, fact.fund))


def _pledge(pledge: Pledge, told: Told) -> Pledge:
    fact: DonationPledged | PledgeFulfilled | PledgeReopened = told.fact
    match fact:
        case DonationPledged():
            return Pledge(fact, _day(told))
        case PledgeFulfilled():
            return replace(pledge, fulfilled=pledge.fulfilled + fact.amount.minor)
        case PledgeReopened():
            return replace(pledge, fulfilled=pledge.fulfilled - fact.amount.minor)
        case _:
            assert_never(fact)


def _fulfilling(fulfilling: Fulfilling | None, told: Told) -> Fulfilling:
    fact: PledgeFulfilled | PledgeReopened = told.fact
    pledges = dict((fulfilling or Fulfilling()).pledges)
    change = fact.amount.minor if isinstance(fact, PledgeFulfilled) else -fact.amount.minor
    pledges[fact.pledge] = pledges.get(fact.pledge, 0) + change
    return Fulfilling({pledge: minor for pledge, minor in pledges.items() if minor})


OfReversible = (
    DonationReceived
    | DonationRefunded
    | ReceiptRecorded
    | MoneyTransferred
    | OutlayRecorded
    | ReversalRequested
    | ReversalWithdrawn
    | ReversalRejected
    | Reversing
)


def _reversible(document: Any, told: Told) -> Reversible:  # noqa: PLR0911 - one case per kind of fact
    fact: OfReversible = told.fact
    match fact:
        case DonationReceived():
            return Donation(fact, _day(told))
        case ReceiptRecorded():
            return Receipt(fact, _day(told))
        case MoneyTransferred():
            return Transfer(fact, _day(told))
        case OutlayRecorded():
            return Outlay(fact, _day(told))
        case DonationRefunded():
            return replace(cast("Donation", document), refunded=document.refunded + fact.amount.minor)
        case ReversalRequested():
            return replace(cast("Reversible", document), state="reversal_pending")
        case ReversalWithdrawn() | ReversalRejected():
            return replace(cast("Reversible", document), state="standing")
        case DonationReversed() | ReceiptReversed() | TransferReversed() | OutlayReversed():
            return replace(cast("Reversible", document), state="reversed")
        case _:
            assert_never(fact)


def _day(told: Told) -> date:
    """The accounting date: what moves money is never said without one."""
    return cast("date", told.occurred_on)


def _reversal(reversal: Reversal, told: Told) -> Reversal:
    fact: ReversalRequested | ReversalWithdrawn | ReversalRejected | Reversing = told.fact
    match fact:
        case ReversalRequested():
            return Reversal(fact.kind, fact.target, told.actor["person"])
        case ReversalWithdrawn():
            return replace(reversal, state="withdrawn")
        case ReversalRejected():
            return replace(reversal, state="rejected")
        case _:
            return replace(reversal, state="confirmed")


EVOLVE: Final[Mapping[type, Callable[[Any, Told], object]]] = {
    Fund: _fund,
    Account: _account,
    Project: _project,
    Code: _code,
    Holding: _holding,
    Pledge: _pledge,
    Fulfilling: _fulfilling,
    **dict.fromkeys(REVERSIBLE.values(), _reversible),
    Reversal: _reversal,
    Gone: evolve_gone,
}
