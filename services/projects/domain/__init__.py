"""The rules of the projects service: money is allocated to a project, approved by one, paid by another. Pure.

commands    what may be asked           documents   what decisions need to know
evolving    facts -> documents          pools       which money a payment or a return draws on
projects, allocations, spending, payments, reversals    decide, by what is decided about
notes       what other services' facts leave here   foreign     those facts, as we read them
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

from kernel.documents import View
from kernel.domain import Domain, Given, Saying
from kernel.gone import erased, erases, require_acting
from services.projects.domain import allocations, notes, payments, projects, reversals, spending
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    CloseProject,
    Command,
    ConfirmPaymentReversal,
    PaySpending,
    ProposeProject,
    RejectPaymentReversal,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
    ReturnAllocation,
    WithdrawPaymentReversal,
)
from services.projects.domain.documents import RESIDENT
from services.projects.domain.evolving import evolve, keys
from services.projects.domain.foreign import FundsFact, MembersFact
from services.projects.events import Fact, PersonErasureNoted

__all__ = ["DECIDE", "DOMAIN"]

DECIDE: Final[Mapping[type, Callable[[View, Any, Given], Sequence[Saying]]]] = {
    ProposeProject: projects.propose,
    CloseProject: projects.close,
    ReturnAllocation: allocations.give_back,
    RequestSpending: spending.request,
    ApproveSpending: spending.approve,
    RejectSpending: spending.reject,
    CancelSpending: spending.cancel,
    PaySpending: payments.pay,
    RequestPaymentReversal: reversals.request,
    ConfirmPaymentReversal: reversals.confirm,
    WithdrawPaymentReversal: reversals.withdraw,
    RejectPaymentReversal: reversals.reject,
}


def _decide(view: View, command: Command, given: Given) -> Sequence[Saying]:
    require_acting(view, command, given)
    return DECIDE[type(command)](view, command, given)


DOMAIN: Final = Domain(
    name="projects",
    facts=get_args(Fact),
    commands=get_args(Command),
    resident=RESIDENT,
    keys=keys,
    evolve=evolve,
    decide=_decide,
    note={"funds": notes.of_funds, "members": notes.of_members},
    foreign={"funds": get_args(FundsFact), "members": get_args(MembersFact)},
    erases=erases(PersonErasureNoted),
    erased=erased,
)
