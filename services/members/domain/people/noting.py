"""Remembering other logs: who stands on a voucher is held to the end of its year + 30 years.

Who is hidden is erased here, once every service that records vouchers has said that it knows: what it
recorded before is noted then, and has placed its hold; behind that it names the person in nothing new. Erased
when they asked, somebody could stand without a name on a voucher that was on its way.

Source: Measures for the Administration of Accounting Archives (会计档案管理办法): vouchers are kept for
30 years, counted from the end of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import MAXYEAR, date
from typing import Final, assert_never

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from kernel.ids import is_id
from services.members.domain import foreign
from services.members.domain.documents import Party
from services.members.events import HidingNoted, HoldPlaced, PartyId, PersonErased, Recorder

HOLD_YEARS: Final = 30


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
    """A hold on each person here whom the voucher names or who signed it, on paper too.

    Not where one as long stands already, so there is about one a year and person. Who is erased has nothing
    left to hold.
    """
    if isinstance(fact, foreign.OfGoods) and fact.value is None:
        return []
    # An approval may carry no accounting date; the day of noting is never before the one that it lacks.
    until = hold_until(told.occurred_on or given.today)
    signatories = (told.actor.get("person"), told.whose)
    sayings = []
    for name in dict.fromkeys((named(fact), *signatories)):
        if not isinstance(name, str) or not is_id(name, "per"):
            continue
        party = view.get(Party, name)
        if party is None or party.erased or party.held_on(until):
            continue
        sayings.append(Saying(HoldPlaced(PartyId(name), until), subject=name))
    return sayings


def hold_until(day: date) -> date:
    """The last day on which a voucher of `day` is kept."""
    return date(min(day.year + HOLD_YEARS, MAXYEAR), 12, 31)


def named(fact: foreign.Voucher) -> str | None:
    """The party that the voucher names as the other side."""
    match fact:
        case (
            foreign.DonationReceived(donor)
            | foreign.DonationRefunded(donor)
            | foreign.DonationReversed(donor)
            | foreign.FundTransferred(donor)
            | foreign.GoodsReceived(donor)
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
        case foreign.GoodsShipped(recipient) | foreign.GoodsLost(recipient):
            return recipient
        case foreign.MoneyTransferred() | foreign.TransferReversed() | foreign.GoodsSorted():
            return None
        case _:
            assert_never(fact)
