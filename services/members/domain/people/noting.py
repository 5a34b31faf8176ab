"""Remembering other logs: who stands on a voucher is held to the end of its year + 30 years.

Who is hidden is erased here, once every service that records vouchers has said that it knows: what it
recorded before is noted then, and has placed its hold; behind that it names the person in nothing new. Erased
when they asked, somebody could stand without a name on a voucher that was on its way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from services.members.domain import foreign
from services.members.domain.documents import Party
from services.members.domain.holding import holds
from services.members.events import HidingNoted, PartyId, PersonErased, Recorder


def note(view: View, told: Told, given: Given) -> Sequence[Saying]:
    """What a fact of a service that records vouchers leaves here."""
    fact: foreign.Voucher | foreign.Hiding = told.fact
    match fact:
        case foreign.HidingNotedByFunds():
            return _hiding(view, fact, "funds", given)
        case foreign.HidingNotedByProjects():
            return _hiding(view, fact, "projects", given)
        case _:
            return _holds(view, told, fact, given)


def _hiding(view: View, fact: foreign.Hiding, service: Recorder, given: Given) -> Sequence[Saying]:
    party = view.get(Party, fact.person)
    if fact.erased or party is None or service in party.noted_by:
        return []
    person = PartyId(fact.person)
    sayings = [Saying(HidingNoted(person, service), subject=person)]
    known = replace(party, noted_by=party.noted_by | {service})
    if known.may_go_on(given.today):
        sayings.append(Saying(PersonErased(person), subject=person, occurred_on=given.today))
    return sayings


def _holds(view: View, told: Told, fact: foreign.Voucher, given: Given) -> Sequence[Saying]:
    """A hold on each person here whom the voucher names or who signed it, on paper too."""
    if isinstance(fact, foreign.OfGoods) and fact.value is None:
        return []
    # An approval may carry no accounting date; the day of noting is never before the one that it lacks.
    day = told.occurred_on or given.today
    return holds(view, (named(fact), told.actor.get("person"), told.whose), day)


def named(fact: foreign.Voucher) -> str | None:
    """The party that the voucher names as the other side."""
    match fact:
        case (
            foreign.DonationReceived(donor)
            | foreign.DonationRefunded(donor)
            | foreign.DonationReversed(donor)
            | foreign.GoodsReceived(donor)
            | foreign.FundTransferRequested(donor)
            | foreign.FundTransferred(donor)
        ):
            return donor
        case foreign.ReceiptRecorded(payer) | foreign.ReceiptReversed(payer):
            return payer
        case foreign.OutlayRecorded(payee) | foreign.OutlayReversed(payee):
            return payee
        case (
            foreign.SpendingApproved(payee)
            | foreign.SpendingPaid(payee)
            | foreign.PaymentReversed(payee)
            | foreign.AdvanceSettled(payee)
        ):
            return payee
        case (
            foreign.GoodsShipped(recipient)
            | foreign.GoodsAcknowledged(recipient)
            | foreign.GoodsLost(recipient)
        ):
            return recipient
        case (
            foreign.MoneyTransferred()
            | foreign.TransferReversed()
            | foreign.GoodsSorted()
            | foreign.AllocationRequested()
            | foreign.AllocationApproved()
            | foreign.AllocationMade()
            | foreign.SpendingApprovalGiven()
            | foreign.SpendingPapersAdded()
        ):
            return None
        case _:
            assert_never(fact)
