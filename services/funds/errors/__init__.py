"""What the funds service refuses, and by which code. Pure.

A later topic has a module of its own here, and is imported by that path.

A refusal that facts of the projects service could overturn names it in `may_be_behind`: an allocation given
back frees money, a project just proposed may be named.
"""

from __future__ import annotations

from kernel.errors import Conflict, NotFound
from kernel.money import Money, format_minor


class ProjectUnknown(NotFound):
    """No project of this code or id has been noted here, yet."""

    may_be_behind = ("projects",)

    def __init__(self, ref: str, field: str) -> None:
        super().__init__("project", ref, field=field)


class CodeTaken(Conflict):
    """Another fund or account goes by this code."""

    code = "funds.code_taken"


class CurrencyDiffers(Conflict):
    """A fund, its accounts and its sums have one currency. Args: given, expected."""

    code = "funds.currency_differs"


class OtherHolder(Conflict):
    """Each legal holder is a book of its own: money moves within one. Args: the two holders."""

    code = "funds.other_holder"


class OtherRestriction(Conflict):
    """All money of this fund is restricted in one way, and another was given."""

    code = "funds.other_restriction"


class Insufficient(Conflict):
    """More than is available for this. Args: what is available, currency."""

    code = "funds.insufficient"
    may_be_behind = ("projects",)

    def __init__(self, available: Money) -> None:
        super().__init__(*_texts(available), field="amount")


class OverCommitted(Conflict):
    """More is committed than the fund has: until covered, no allocation. Args: short, currency."""

    code = "funds.over_committed"
    may_be_behind = ("projects",)

    def __init__(self, short: Money) -> None:
        super().__init__(*_texts(short), field="fund")


class ProjectIsClosed(Conflict):
    """A closed project is given no money. Args: the project's code."""

    code = "funds.project_closed"


class ProjectNotApproved(Conflict):
    """A policy held when it was proposed: no money before its resolution. Args: the project's code."""

    code = "funds.project_not_approved"
    may_be_behind = ("projects",)


class SameAccount(Conflict):
    """A transfer is between two accounts."""

    code = "funds.same_account"


class FeeWithoutFund(Conflict):
    """The holder has several funds of this currency, or none: say which bears the fee."""

    code = "funds.fee_without_fund"


class NotHistorical(Conflict):
    """Gifts and expenses of today are asked for, approved and paid; this records those of before alone."""

    code = "funds.not_historical"


class RefundTooLarge(Conflict):
    """More than is left of the donation. Args: what is left, currency."""

    code = "funds.refund_too_large"

    def __init__(self, left: Money) -> None:
        super().__init__(*_texts(left), field="amount")


class NothingLeft(Conflict):
    """All of the donation was refunded: nothing is left to reverse."""

    code = "funds.nothing_left"


class ReversalPending(Conflict):
    """A reversal of this awaits its second person. Args: what it would reverse."""

    code = "funds.reversal_pending"


class AlreadyReversed(Conflict):
    """No reversing twice. Args: what was reversed."""

    code = "funds.already_reversed"


class ReversalSettled(Conflict):
    """What was withdrawn or rejected is neither confirmed nor withdrawn: ask anew. Args: which it was."""

    code = "funds.reversal_settled"


class IsReversal(Conflict):
    """No reversing a reversal: record anew what was right. Args: the reversal."""

    code = "funds.is_reversal"


class SamePerson(Conflict):
    """Who requested a reversal does not confirm it."""

    code = "funds.same_person"


class OtherFund(Conflict):
    """The donation went to another fund than the pledge names."""

    code = "funds.other_fund"


class OtherDonor(Conflict):
    """The donation is another's than the pledge."""

    code = "funds.other_donor"


class PledgeExceeded(Conflict):
    """More than is open of the pledge. Args: what is open, currency."""

    code = "funds.pledge_exceeded"

    def __init__(self, open_: Money) -> None:
        super().__init__(*_texts(open_), field="amount")


class DonationUsedUp(Conflict):
    """More than is left of the donation for keeping promises. Args: what is left, currency."""

    code = "funds.donation_used_up"

    def __init__(self, left: Money) -> None:
        super().__init__(*_texts(left), field="donation")


def _texts(money: Money) -> tuple[str, str]:
    return format_minor(money.minor, money.currency), money.currency
