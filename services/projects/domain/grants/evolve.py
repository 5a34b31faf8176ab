"""What grants and support become. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.grants.documents import Drawn, Grant, Part, Returned, Support
from services.projects.events.grants import (
    Fact,
    GrantAgreed,
    GrantClosed,
    SupportGiven,
    SupportWithdrawn,
    TrancheDrawn,
    TrancheReported,
    TrancheReturned,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case GrantAgreed() | TrancheReported() | GrantClosed():
            return [(Grant, fact.grant)]
        case TrancheDrawn():
            return [(Grant, fact.grant), (Drawn, fact.spending)]
        case TrancheReturned():
            return [(Grant, fact.grant), (Returned, fact.by)]
        case SupportGiven() | SupportWithdrawn():
            return [(Support, fact.support)]
        case _:
            assert_never(fact)


OfGrant = GrantAgreed | TrancheDrawn | TrancheReported | TrancheReturned | GrantClosed


def _grant(before: Grant, told: Told) -> Grant:
    fact: OfGrant = told.fact
    match fact:
        case GrantAgreed():
            parts = tuple(Part(one.amount) for one in fact.tranches)
            return Grant(fact.project, fact.member, fact.payee, parts)
        case TrancheDrawn():
            return before.changed(fact.number, state="drawn", spending=fact.spending)
        case TrancheReported():
            return before.changed(fact.number, state="reported", spent=fact.spent, unspent=fact.unspent)
        case TrancheReturned():
            back = before.parts[fact.number - 1].given_back + fact.amount
            return before.changed(fact.number, returned=back)
        case GrantClosed():
            return replace(before, open=False)
        case _:
            assert_never(fact)


def _drawn(_: Drawn | None, told: Told) -> Drawn:
    fact: TrancheDrawn = told.fact
    return Drawn(fact.grant)


def _returned(_: Returned | None, told: Told) -> Returned:
    fact: TrancheReturned = told.fact
    return Returned(fact.grant)


def _support(_: Support | None, told: Told) -> Support:
    fact: SupportGiven | SupportWithdrawn = told.fact
    return Support(withdrawn=isinstance(fact, SupportWithdrawn))


EVOLVE: Final[Mapping[type, Evolve]] = {
    Grant: _grant,
    Drawn: _drawn,
    Returned: _returned,
    Support: _support,
}
