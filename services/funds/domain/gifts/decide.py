"""Gifts: promised, received, given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from kernel.gone import require_present
from kernel.money import Money
from services.funds.domain.documents import Donation, Fulfilling, Fund, Pledge
from services.funds.domain.figures import balanced
from services.funds.domain.gifts.commands import FulfilPledge, PledgeDonation, RecordDonation, RefundDonation
from services.funds.domain.lookup import (
    find_fund,
    place,
    places_of,
    require_currency,
    require_date,
    require_order,
    restricted_in,
)
from services.funds.domain.sayings import said
from services.funds.domain.states import require_standing
from services.funds.errors import (
    DonationUsedUp,
    Insufficient,
    OtherDonor,
    OtherFund,
    PledgeExceeded,
    RefundTooLarge,
)
from services.funds.events import (
    DonationId,
    DonationPledged,
    DonationReceived,
    DonationRefunded,
    PledgeFulfilled,
    PledgeId,
    PledgeReopened,
    RefundId,
)


def pledge(view: View, command: PledgeDonation, given: Given) -> list[Saying]:
    """Raises: NotFound, CurrencyDiffers, OtherRestriction, PersonGone."""
    require_present(view, command.donor, "donor")
    fund = find_fund(view, command.fund)
    require_currency(command.amount, fund.currency)
    fact = DonationPledged(
        pledge=PledgeId(given.new_id("plg")),
        fund=fund.fund,
        donor=command.donor,
        amount=command.amount,
        restriction=restricted_in(view, fund, command.restriction),
        purpose=command.purpose,
    )
    return [said(fact, require_date(command.occurred_on, given))]


def fulfil(view: View, command: FulfilPledge, _: Given) -> list[Saying]:
    """A donation of the same fund keeps (part of) a promise, on the day when the money came.

    What came before the promise does not keep it.

    Raises: NotFound, OtherFund, OtherDonor, InvalidInput, PledgeExceeded, DonationUsedUp, CurrencyDiffers
    and what `require_standing` raises.
    """
    promise = view.get(Pledge, command.pledge)
    if promise is None:
        raise NotFound("pledge", command.pledge, field="pledge")
    donation = find_donation(view, command.donation)
    require_standing(donation, command.donation)
    pledged, received = promise.pledged, donation.fact
    if received.fund != pledged.fund:
        raise OtherFund(received.fund, pledged.fund, field="donation")
    if None not in (received.donor, pledged.donor) and received.donor != pledged.donor:
        raise OtherDonor(field="donation")
    require_order(promise.occurred_on, donation.occurred_on, "donation")
    amount = _fulfilled(view, promise, donation, command.amount)
    return [
        said(PledgeFulfilled(pledged.pledge, received.donation, pledged.fund, amount), donation.occurred_on)
    ]


def _fulfilled(view: View, promise: Pledge, donation: Donation, asked: Money | None) -> Money:
    """How much of `promise` the donation keeps: what was asked for, or as much as both sides have."""
    currency = promise.pledged.amount.currency
    used = view.get(Fulfilling, donation.fact.donation) or Fulfilling()
    open_, left = promise.pledged.amount.minor - promise.fulfilled, donation.left - used.minor
    if asked is not None:
        require_currency(asked, currency)
    least = 1 if asked is None else asked.minor
    if least > open_:
        raise PledgeExceeded(Money(open_, currency))
    if least > left:
        raise DonationUsedUp(Money(max(0, left), currency))
    return asked or Money(min(open_, left), currency)


def receive(view: View, command: RecordDonation, given: Given) -> list[Saying]:
    """Raises: PersonGone, and what `place` and `restricted_in` raise."""
    require_present(view, command.donor, "donor")
    fund, account = place(view, command.fund, command.account, command.amount)
    fact = DonationReceived(
        donation=DonationId(given.new_id("don")),
        fund=fund.fund,
        account=account.account,
        donor=command.donor,
        amount=command.amount,
        restriction=restricted_in(view, fund, command.restriction),
        purpose=command.purpose,
        reference=command.reference,
        note=command.note,
        historical=command.historical,
    )
    return balanced(view, fact, require_date(command.occurred_on, given))


def refund(view: View, command: RefundDonation, given: Given) -> list[Saying]:
    """From the account that took it: at most what is left of it, and only money that is not committed.

    Raises: NotFound, InvalidInput, CurrencyDiffers, RefundTooLarge, Insufficient and what `require_standing`
    raises.
    """
    donation = find_donation(view, command.donation)
    received = donation.fact
    fund = find_fund(view, received.fund)
    occurred_on = require_date(command.occurred_on, given, command.historical)
    require_order(donation.occurred_on, occurred_on, "occurred_on")
    require_currency(command.amount, fund.currency)
    require_standing(donation, command.donation)
    # What was moved to another fund comes back from there before it is given back.
    left = places_of(view, donation)[received.fund, received.restriction]
    if command.amount.minor > left:
        raise RefundTooLarge(Money(left, fund.currency))
    _require_uncommitted(fund, donation, command.amount)
    fact = DonationRefunded(
        refund=RefundId(given.new_id("ref")),
        donation=received.donation,
        fund=received.fund,
        account=received.account,
        donor=received.donor,
        amount=command.amount,
        restriction=received.restriction,
        donated_on=donation.occurred_on,
        reason=command.reason,
        historical=command.historical,
    )
    left = donation.left - command.amount.minor
    return [*balanced(view, fact, occurred_on), *reopened(view, donation, left, occurred_on)]


def reopened(view: View, donation: Donation, left: int, on: date) -> Iterator[Saying]:
    """What keeps promises no more when only `left` (minor units) of the donation stays here.

    What keeps none goes back first; then the promise that it took on last is open first.
    """
    kept = view.get(Fulfilling, donation.fact.donation) or Fulfilling()
    over, currency = kept.minor - left, donation.fact.amount.currency
    for pledge, minor in reversed([*kept.pledges.items()]):
        if (open_ := min(over, minor)) > 0:
            over -= open_
            amount, still = Money(open_, currency), Money(minor - open_, currency)
            yield said(PledgeReopened(pledge, donation.fact.donation, donation.fact.fund, amount, still), on)


def _require_uncommitted(fund: Fund, donation: Donation, amount: Money) -> None:
    (room,) = fund.room(donation.fact.restriction)
    if amount.minor > room:
        raise Insufficient(Money(room, fund.currency))


def find_donation(view: View, ref: str, field: str = "donation") -> Donation:
    """Raises: NotFound."""
    donation = view.get(Donation, ref)
    if donation is None:
        raise NotFound("donation", ref, field=field)
    return donation
