"""What other services' facts leave behind here. A note cannot refuse, and is made once. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from kernel.gone import Gone
from services.projects.domain import lookup
from services.projects.domain.allocations import returns
from services.projects.domain.documents import Alias, Allocation, FundFreeze
from services.projects.domain.files import lookup as files
from services.projects.domain.foreign import (
    AliasRecorded,
    AllocationMade,
    FundCovered,
    FundOpened,
    FundOverCommitted,
    FundsFact,
    MembersFact,
    MoneyAccountOpened,
    PersonErased,
)
from services.projects.events import (
    AccountNoted,
    AliasNoted,
    AllocationNoted,
    FundFrozenNoted,
    FundId,
    FundNoted,
    PersonErasureNoted,
)


def of_funds(view: View, told: Told, given: Given) -> Sequence[Saying]:  # noqa: PLR0911 - one case per fact
    """Accounts to pay from, funds and whether they are frozen, and the money that projects are given."""
    fact: FundsFact = told.fact
    match fact:
        case MoneyAccountOpened():
            if view.get(AccountNoted, fact.account):
                return []
            account = AccountNoted(fact.account, fact.code, fact.currency, fact.legal_holder)
            return [Saying(account, fact.account, told.occurred_on)]
        case FundOpened():
            if view.get(FundNoted, fact.fund):
                return []
            fund = FundNoted(fact.fund, fact.code, fact.currency, fact.legal_holder)
            return [Saying(fund, fact.fund, told.occurred_on)]
        case FundOverCommitted():
            return _freeze(view, fact.fund, told, frozen=True)
        case FundCovered():
            return _freeze(view, fact.fund, told, frozen=False)
        case AllocationMade():
            return _allocation(view, fact, told, given)
        case _:
            assert_never(fact)


def _freeze(view: View, fund: FundId, told: Told, *, frozen: bool) -> Sequence[Saying]:
    known = view.get(FundFreeze, fund)
    if (known is not None and known.frozen) == frozen:
        return []
    return [Saying(FundFrozenNoted(fund, frozen), fund, told.occurred_on)]


def _allocation(view: View, made: AllocationMade, told: Told, given: Given) -> Sequence[Saying]:
    """Money for a project that is unknown or closed goes back in the same batch: it never stands idle."""
    # Read from the log, once an allocation: what is in memory shall not grow with every one that ever was.
    if view.get(Allocation, made.allocation):
        return []
    noted = AllocationNoted(
        made.allocation, made.fund, made.project, made.amount, made.parts, made.resolution
    )
    sayings = [Saying(noted, made.allocation, told.occurred_on)]
    if not lookup.is_open(view, made.project):
        sayings.append(
            returns.returned(
                made.allocation,
                fund=made.fund,
                project=made.project,
                amount=made.amount,
                shares=made.parts,
                on=given.today,
                by_itself=True,
            )
        )
    return sayings


def of_members(view: View, told: Told, given: Given) -> Sequence[Saying]:
    """Who asked to be erased is named by nothing new here; an erasure there is an erasure here."""
    fact: MembersFact = told.fact
    if isinstance(fact, AliasRecorded):
        if view.get(Alias, fact.person) is not None:
            return []
        return [Saying(AliasNoted(fact.person, fact.of), fact.person, given.today)]
    noted = PersonErasureNoted(fact.person, isinstance(fact, PersonErased))
    gone = view.get(Gone, fact.person)
    if gone is not None and gone.erased >= noted.erased:
        return []
    sayings = [Saying(noted, fact.person, given.today)]
    return [*sayings, *files.erased_with(view, fact.person, given.today)] if noted.erased else sayings
