"""What the projects service refuses, beside what every service does.

A later topic has a module of its own here, and is imported by that path.

NotFound
└── NotNoted              not known here, though the funds service may know it
InvalidInput
└── BeforeAllocation      paid on a day on which the project had none of the fund's money
Conflict
├── CodeTaken             another project has the code
├── ProjectIsClosed       nothing more is asked of it or approved for it
├── Insufficient          more than the project has left
├── WrongState            the spending is not in the state that this needs
├── ExceedsApproved       more than was approved and is not paid yet
├── FundFrozen            the fund is over-committed: payments wait
├── UnpaidSpending        approved and not paid: the project cannot close
├── ReversalPending       a reversal of this payment awaits its second person already
├── AlreadyReversed       no reversing twice
└── ReversalSettled       withdrawn or rejected: neither confirmed nor withdrawn any more
Refusal
├── SamePerson            requester, approver and payer are three people; so are the two of a reversal
├── NotRequester          a project lead cancels what they asked for themselves; the chair anything
├── FundNeeded            the project holds money of several funds: name one
├── OtherCurrency         a sum or an account in another currency than the fund's
└── OtherHolder           the account belongs to another legal holder than the fund
"""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict, InvalidInput, NotFound, Refusal


class NotNoted(NotFound):
    """`kind` and `ref` of something of the funds service that has not been noted here, yet or at all."""

    may_be_behind: ClassVar = ("funds",)


class BeforeAllocation(InvalidInput):
    """An allocation of an earlier accounting date may be on its way."""

    may_be_behind: ClassVar = ("funds",)

    def __init__(self) -> None:
        super().__init__({"occurred_on": ["date.order"]})


class CodeTaken(Conflict):
    """`code`."""

    code = "projects.code_taken"


class ProjectIsClosed(Conflict):
    """`project`."""

    code = "projects.project_closed"


class Insufficient(Conflict):
    """`remaining`, a decimal, and its `currency`: allocated less returned, spent and reserved."""

    code = "projects.insufficient"
    may_be_behind: ClassVar = ("funds",)


class WrongState(Conflict):
    """`state` in which the spending is."""

    code = "projects.wrong_state"


class ExceedsApproved(Conflict):
    """`left`, a decimal, and its `currency`: approved less paid."""

    code = "projects.exceeds_approved"


class FundFrozen(Conflict):
    """`fund`."""

    code = "projects.fund_frozen"
    may_be_behind: ClassVar = ("funds",)


class UnpaidSpending(Conflict):
    """`reserved`, a decimal, and its `currency`."""

    code = "projects.unpaid_spending"


class ReversalPending(Conflict):
    """`reversal` that awaits confirmation."""

    code = "projects.reversal_pending"


class AlreadyReversed(Conflict):
    """`payment`."""

    code = "projects.already_reversed"


class ReversalSettled(Conflict):
    """Which it was: withdrawn or rejected. Ask anew."""

    code = "projects.reversal_settled"


class SamePerson(Refusal):
    """`role` in which the actor already took part: requester or approver."""

    code = "projects.same_person"


class NotRequester(Refusal):
    """Another project lead asked for the spending."""

    code = "projects.not_requester"


class FundNeeded(Refusal):
    """The ids of the funds whose money the project holds."""

    code = "projects.fund_needed"


class OtherCurrency(Refusal):
    """`currency` of the fund."""

    code = "projects.other_currency"


class OtherHolder(Refusal):
    """`account` and `fund`: each legal holder is its own book (账套)."""

    code = "projects.other_holder"
