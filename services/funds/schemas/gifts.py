"""Bodies: gifts, promised, received, given back."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.funds.domain.gifts.commands import FulfilPledge, PledgeDonation, RecordDonation, RefundDonation
from services.funds.schemas.parts import OPTIONAL, HistoricalSchema, RestrictionSchema


class PledgeDonationSchema(wire.Strict):
    fund = wire.Ref(required=True)
    donor = wire.Id("per", "org", **OPTIONAL)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)


class FulfilPledgeSchema(wire.Strict):
    pledge = wire.Id("plg", required=True)
    donation = wire.Id("don", required=True)
    amount = wire.Minor(**OPTIONAL)


class RecordDonationSchema(PledgeDonationSchema):
    account = wire.Ref(required=True)
    reference = wire.reference(**OPTIONAL)
    note = wire.Text(**OPTIONAL)
    historical = wire.Inner(HistoricalSchema, **OPTIONAL)


class RefundDonationSchema(wire.Strict):
    donation = wire.Id("don", required=True)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    reason = wire.Text(**OPTIONAL)
    historical = wire.Inner(HistoricalSchema, **OPTIONAL)


CASES: Final[Cases] = {
    PledgeDonation.COMMAND: (PledgeDonationSchema(), sealing(PledgeDonation)),
    FulfilPledge.COMMAND: (FulfilPledgeSchema(), sealing(FulfilPledge)),
    RecordDonation.COMMAND: (RecordDonationSchema(), sealing(RecordDonation, "note")),
    RefundDonation.COMMAND: (RefundDonationSchema(), sealing(RefundDonation, "reason")),
}
