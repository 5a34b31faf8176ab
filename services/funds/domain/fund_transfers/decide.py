"""Money between funds: asked for by a treasurer, confirmed by the chair, if that is another person.

Only the donor ties money or unties it: restricted money goes by their consent, and unrestricted money goes to
no fund that would tie it. Nothing is undone: what was wrong goes back by another transfer, under the same
rules. All is asked again when it is confirmed, for what a request found may be gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from policy.history import policy_on
from services.funds.domain.decisions.binding import bound
from services.funds.domain.documents import Donation, Fund
from services.funds.domain.figures import balanced
from services.funds.domain.fund_transfers.commands import (
    ConfirmFundTransfer,
    Consent,
    RejectFundTransfer,
    RequestFundTransfer,
    WithdrawFundTransfer,
)
from services.funds.domain.fund_transfers.documents import FundTransfer
from services.funds.domain.gifts.decide import find_donation
from services.funds.domain.lookup import (
    find_fund,
    places_of,
    require_currency,
    require_date,
    require_holder,
    require_order,
    restricted_in,
)
from services.funds.domain.sayings import said
from services.funds.domain.states import require_standing
from services.funds.errors import (
    CurrencyDiffers,
    Insufficient,
    OtherRestriction,
    OverCommitted,
    SamePerson,
)
from services.funds.errors.decisions import ResolutionNeeded
from services.funds.errors.fund_transfers import ConsentNeeded, DonationElsewhere, RequestSettled, SameFund
from services.funds.events import Restriction
from services.funds.events.decisions import ResolutionId
from services.funds.events.fund_transfers import (
    FundTransferId,
    FundTransferred,
    FundTransferRejected,
    FundTransferRequested,
    FundTransferWithdrawn,
)


@dataclass(frozen=True, slots=True)
class _Path:
    """Which money goes, and what it is tied to where it arrives."""

    restriction: Restriction | None
    into: Restriction | None
    donation: Donation | None = None


def request(view: View, command: RequestFundTransfer, given: Given) -> list[Saying]:
    """Raises: NotFound, SameFund, OtherHolder, CurrencyDiffers, InvalidInput, OverCommitted, Insufficient.

    With consent: DonationElsewhere, OtherRestriction, and what `require_standing` raises. Without it:
    ConsentNeeded, OtherRestriction, ResolutionNeeded, and what `bound` raises.
    """
    source, target = find_fund(view, command.source, "from"), find_fund(view, command.target, "to")
    if source.fund == target.fund:
        raise SameFund(command.target, field="to")
    require_holder(target.legal_holder, source.legal_holder, "to")
    if target.currency != source.currency:
        raise CurrencyDiffers(target.currency, source.currency, field="to")
    require_currency(command.amount, source.currency)
    occurred_on = require_date(command.occurred_on, given)
    if command.consent is not None:
        path = _by_consent(view, source, target, command, command.consent)
    else:
        path = _of_nobodys(source, target, command)
    donation = path.donation
    fact = FundTransferRequested(
        fund_transfer=FundTransferId(given.new_id("ftr")),
        source=source.fund,
        target=target.fund,
        amount=command.amount,
        restriction=path.restriction,
        into=path.into,
        donation=donation.fact.donation if donation else None,
        donor=donation.fact.donor if donation else None,
        paper=command.consent.paper if command.consent else None,
        resolution=ResolutionId(command.resolution) if command.resolution else None,
        reason=command.reason,
    )
    _require_right(view, fact, occurred_on, given)
    return [said(fact, occurred_on)]


def _by_consent(
    view: View, source: Fund, target: Fund, command: RequestFundTransfer, consent: Consent
) -> _Path:
    """Money of the donation, where it lies in `source`; tied as the donor says, or as it was."""
    donation = find_donation(view, consent.donation, "consent.donation")
    here = {tied: minor for (fund, tied), minor in places_of(view, donation).items() if fund == source.fund}
    # A donation that was moved twice may lie here under two restrictions: it goes from where there is enough.
    restriction, left = max(here.items(), key=lambda place: place[1], default=(donation.fact.restriction, 0))
    if command.amount.minor > left:
        raise DonationElsewhere(Money(left, source.currency))
    # What the fund itself tied is untied when it leaves the fund; what the donor tied stays tied.
    asked = command.restriction or (None if restriction == source.restriction else restriction)
    return _Path(restriction, restricted_in(view, target, asked), donation)


def _of_nobodys(source: Fund, target: Fund, command: RequestFundTransfer) -> _Path:
    """Unrestricted money, to where it stays so."""
    if source.restriction is not None:
        raise ConsentNeeded(source.code, field="consent")
    if target.restriction is not None:
        raise OtherRestriction(target.code, field="to")
    if command.restriction is not None:
        raise InvalidInput({"restriction": ["restriction.without_consent"]})
    return _Path(None, None)


def _require_right(view: View, fact: FundTransferRequested, occurred_on: date, given: Given) -> None:
    """What must hold when it is asked for, and again when it is confirmed."""
    source = find_fund(view, fact.source)
    if fact.donation is not None:
        donation = find_donation(view, fact.donation)
        require_standing(donation, fact.donation)
        require_order(donation.occurred_on, occurred_on, "occurred_on")
        left = places_of(view, donation).get((fact.source, fact.restriction), 0)
        if fact.amount.minor > left:
            raise DonationElsewhere(Money(left, source.currency))
    if fact.resolution is not None:
        named = {"fund": fact.source, "to_fund": fact.target}
        bound(view, fact.resolution, "fund_transfer", fact.amount, occurred_on, dict(named))
    elif fact.restriction is None and policy_on(view, given.today) is not None:
        raise ResolutionNeeded(field="resolution")
    if source.lacks:
        raise OverCommitted(Money(source.lacks, source.currency))
    (room,) = source.room(fact.restriction)
    if fact.amount.minor > room:
        raise Insufficient(Money(room, source.currency))


def confirm(view: View, command: ConfirmFundTransfer, given: Given) -> list[Saying]:
    """Raises: NotFound, RequestSettled, SamePerson, and whatever no longer allows it."""
    transfer = _open(view, command.fund_transfer)
    if transfer.hands & given.actor.hands:
        raise SamePerson
    asked = transfer.fact
    _require_right(view, asked, transfer.occurred_on, given)
    fact = FundTransferred(
        fund_transfer=asked.fund_transfer,
        source=asked.source,
        target=asked.target,
        amount=asked.amount,
        restriction=asked.restriction,
        into=asked.into,
        donation=asked.donation,
        donor=asked.donor,
        paper=asked.paper,
        resolution=asked.resolution,
    )
    return balanced(view, fact, transfer.occurred_on)


def withdraw(view: View, command: WithdrawFundTransfer, given: Given) -> list[Saying]:
    """Raises: NotFound, RequestSettled."""
    asked = _open(view, command.fund_transfer).fact
    return [said(FundTransferWithdrawn(asked.fund_transfer, asked.donor, command.reason), given.today)]


def reject(view: View, command: RejectFundTransfer, given: Given) -> list[Saying]:
    """Raises: NotFound, RequestSettled."""
    asked = _open(view, command.fund_transfer).fact
    return [said(FundTransferRejected(asked.fund_transfer, asked.donor, command.reason), given.today)]


def _open(view: View, ref: str) -> FundTransfer:
    transfer = view.get(FundTransfer, ref)
    if transfer is None:
        raise NotFound("fund_transfer", ref, field="fund_transfer")
    if transfer.state != "requested":
        raise RequestSettled(transfer.state)
    return transfer
