"""What is refused about money between funds. Pure."""

from __future__ import annotations

from kernel.errors import Conflict
from kernel.money import Money, format_minor


class SameFund(Conflict):
    """A transfer is between two funds."""

    code = "funds.same_fund"


class ConsentNeeded(Conflict):
    """Restricted money leaves its fund only as its donor agrees to, on paper."""

    code = "funds.consent_needed"


class DonationElsewhere(Conflict):
    """More than is left of the donation in that fund. Args: what is left there, currency."""

    code = "funds.donation_elsewhere"

    def __init__(self, left: Money) -> None:
        super().__init__(format_minor(left.minor, left.currency), left.currency, field="amount")


class RequestSettled(Conflict):
    """What was made, withdrawn or rejected is not decided again. Args: which it was."""

    code = "funds.request_settled"
