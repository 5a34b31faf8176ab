"""Reversals (红字冲销): requested by one person, confirmed by another; nothing is edited or deleted.

A request that is not confirmed yet is withdrawn by a treasurer or rejected by the chair, whoever asked: that
moves nothing. Then what it was about stands, and may be asked to be reversed anew. Whichever is decided first
ends the request.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from kernel.money import Money
from services.funds.domain.documents import (
    REVERSIBLE,
    Donation,
    Outlay,
    Receipt,
    Reversal,
    Reversible,
    Transfer,
)
from services.funds.domain.figures import balanced
from services.funds.domain.gifts.decide import reopened
from services.funds.domain.reversals.commands import (
    ConfirmReversal,
    RejectReversal,
    RequestReversal,
    WithdrawReversal,
)
from services.funds.domain.sayings import said
from services.funds.domain.states import require_standing
from services.funds.errors import AlreadyReversed, IsReversal, NothingLeft, ReversalSettled, SamePerson
from services.funds.events import (
    DonationReversed,
    OutlayReversed,
    ReceiptReversed,
    ReversalId,
    ReversalRejected,
    ReversalRequested,
    ReversalWithdrawn,
    ReversibleKind,
    Reversing,
    TransferReversed,
)


def request(view: View, command: RequestReversal, given: Given) -> list[Saying]:
    """Raises: NotFound, IsReversal, ReversalPending, AlreadyReversed, NothingLeft."""
    target = _find(view, command.kind, command.target)
    require_standing(target, command.target)
    if isinstance(target, Donation) and not target.left:
        raise NothingLeft(command.target)
    fact = ReversalRequested(ReversalId(given.new_id("rev")), command.target, command.kind, command.reason)
    # The reason may speak of whoever gave or was paid: it goes with them when they are erased.
    return [replace(said(fact, given.today), concerns=_parties(target))]


def _parties(target: Reversible) -> tuple[str, ...]:
    match target:
        case Donation(fact):
            party: str | None = fact.donor
        case Receipt(fact):
            party = fact.payer
        case Outlay(fact):
            party = fact.payee
        case _:
            party = None
    return (party,) if party else ()


def _find(view: View, kind: ReversibleKind, target: str) -> Reversible:
    if view.get(Reversal, target) is not None:
        raise IsReversal(target)
    found = view.get(REVERSIBLE[kind], target)
    if found is None:
        raise NotFound(kind, target, field="target")
    return found


def confirm(view: View, command: ConfirmReversal, given: Given) -> list[Saying]:
    """What is reversed may leave the fund short, and keeps no promise any more: said in the same breath.

    Raises: NotFound, AlreadyReversed, ReversalSettled, SamePerson.
    """
    reversal = _open(view, command.reversal)
    if reversal.requester in given.actor.hands:
        raise SamePerson
    target = _find(view, reversal.kind, reversal.target)
    sayings = balanced(view, undone(ReversalId(command.reversal), target), given.today)
    return [*sayings, *reopened(view, target, 0, given.today)] if isinstance(target, Donation) else sayings


def withdraw(view: View, command: WithdrawReversal, given: Given) -> list[Saying]:
    """Raises: NotFound, AlreadyReversed, ReversalSettled."""
    return _dropped(view, command, ReversalWithdrawn, given)


def reject(view: View, command: RejectReversal, given: Given) -> list[Saying]:
    """Raises: NotFound, AlreadyReversed, ReversalSettled."""
    return _dropped(view, command, ReversalRejected, given)


def _dropped(
    view: View,
    command: WithdrawReversal | RejectReversal,
    how: type[ReversalWithdrawn | ReversalRejected],
    given: Given,
) -> list[Saying]:
    reversal = _open(view, command.reversal)
    fact = how(ReversalId(command.reversal), reversal.target, reversal.kind, command.reason)
    parties = _parties(_find(view, reversal.kind, reversal.target))
    return [replace(said(fact, given.today), concerns=parties)]


def _open(view: View, ref: str) -> Reversal:
    """A request that awaits its second person. Raises: NotFound, AlreadyReversed, ReversalSettled."""
    reversal = view.get(Reversal, ref)
    if reversal is None:
        raise NotFound("reversal", ref, field="reversal")
    if reversal.state == "confirmed":
        raise AlreadyReversed(reversal.target)
    if reversal.state != "requested":
        raise ReversalSettled(reversal.state)
    return reversal


def undone(reversal: ReversalId, target: Reversible) -> Reversing:
    """The fact that undoes what `target` stands for."""
    match target:
        case Donation(fact, original_on):
            return DonationReversed(
                reversal=reversal,
                donation=fact.donation,
                fund=fact.fund,
                account=fact.account,
                donor=fact.donor,
                amount=Money(target.left, fact.amount.currency),
                restriction=fact.restriction,
                original_on=original_on,
            )
        case Receipt(fact, original_on):
            return ReceiptReversed(
                reversal=reversal,
                receipt=fact.receipt,
                fund=fact.fund,
                account=fact.account,
                kind=fact.kind,
                payer=fact.payer,
                amount=fact.amount,
                restriction=fact.restriction,
                original_on=original_on,
            )
        case Transfer(fact, original_on):
            return TransferReversed(
                reversal=reversal,
                transfer=fact.transfer,
                source=fact.source,
                target=fact.target,
                amount=fact.amount,
                fee=fact.fee,
                fund=fact.fund,
                original_on=original_on,
            )
        case Outlay(fact, original_on):
            return OutlayReversed(
                reversal=reversal,
                outlay=fact.outlay,
                fund=fact.fund,
                account=fact.account,
                kind=fact.kind,
                payee=fact.payee,
                amount=fact.amount,
                original_on=original_on,
            )
        case _:
            assert_never(target)
