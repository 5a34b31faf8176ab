"""The rules of the funds service: money comes in, is committed to projects, goes back. Pure.

commands     what may be asked              documents    what decisions need to know
figures      how facts move a fund          evolve       facts -> documents
registry     funds, accounts, and finding   sayings      what each fact is about
gifts, receipts, allocations, reversals     decide, by what is decided about
notes        what other services' facts leave here       foreign   those facts, as we read them
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, get_args

from kernel.documents import View
from kernel.domain import Domain, Given, Saying
from kernel.gone import erased, erases, require_acting
from services.funds.domain import allocations, gifts, receipts, registry, reversals
from services.funds.domain.commands import (
    Allocate,
    Command,
    ConfirmReversal,
    FulfilPledge,
    OpenAccount,
    OpenFund,
    PledgeDonation,
    RecordDonation,
    RecordOutlay,
    RecordReceipt,
    RefundDonation,
    RejectReversal,
    RequestReversal,
    TransferMoney,
    WithdrawReversal,
)
from services.funds.domain.documents import RESIDENT
from services.funds.domain.evolve import evolve, keys
from services.funds.domain.foreign import OfMembers, OfProjects
from services.funds.domain.notes import note_member, note_project
from services.funds.events import Fact, PersonErasureNoted

__all__ = ["DECIDE", "DOMAIN"]

DECIDE: Final[Mapping[type, Callable[[View, Any, Given], list[Saying]]]] = {
    OpenAccount: registry.open_account,
    OpenFund: registry.open_fund,
    PledgeDonation: gifts.pledge,
    FulfilPledge: gifts.fulfil,
    RecordDonation: gifts.receive,
    RefundDonation: gifts.refund,
    RecordReceipt: receipts.receive,
    TransferMoney: receipts.transfer,
    RecordOutlay: receipts.lay_out,
    Allocate: allocations.allocate,
    RequestReversal: reversals.request,
    ConfirmReversal: reversals.confirm,
    WithdrawReversal: reversals.withdraw,
    RejectReversal: reversals.reject,
}
"""Every command class and what decides it; a test holds it against `Command`."""


def _decide(view: View, command: Command, given: Given) -> Sequence[Saying]:
    require_acting(view, command, given)
    return DECIDE[type(command)](view, command, given)


DOMAIN: Final = Domain(
    name="funds",
    facts=get_args(Fact),
    commands=get_args(Command),
    resident=RESIDENT,
    keys=keys,
    evolve=evolve,
    decide=_decide,
    note={"projects": note_project, "members": note_member},
    foreign={"projects": get_args(OfProjects), "members": get_args(OfMembers)},
    erases=erases(PersonErasureNoted),
    erased=erased,
)
