"""HTTP bodies for money between funds."""

from __future__ import annotations

from gateway.schemas.common import Restriction, optional
from gateway.schemas.papers import Paper
from kernel import wire


class Consent(wire.Strict):
    """The donor agrees that money of `donation` goes there; `paper`: SHA-256 of what they signed."""

    donation = wire.Ref(required=True)
    paper = Paper(required=True)


class FundTransfer(wire.Strict):
    """From one fund to another of the same holder. Restricted money by the donor's `consent`.

    Unrestricted money by a `resolution` where a policy is in force. `restriction`: what the donor ties it to
    in the other fund, where that is not what it was.
    """

    source = wire.Ref(required=True, data_key="from")
    target = wire.Ref(required=True, data_key="to")
    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    reason = wire.Text(required=True)
    resolution = optional(wire.Ref)
    consent = wire.Inner(Consent, allow_none=True)
    restriction = optional(Restriction)
