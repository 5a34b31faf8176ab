"""What is out as advances, by payee, and what a settlement changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never, cast

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.documents import (
    ADVANCES,
    Advance,
    Advances,
    ProjectFund,
    Spending,
    in_project,
)
from services.projects.events import AdvanceSettled, PaymentReversed, SpendingPaid
from services.projects.events.advances import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [
        (Spending, fact.spending),
        (ProjectFund, in_project(fact.project, fact.fund)),
        (Advances, ADVANCES),
    ]


def _advances(before: Advances | None, told: Told) -> Advances:
    """Those that are out, the earliest day of each being that of its first payment."""
    fact: SpendingPaid | PaymentReversed | AdvanceSettled = told.fact
    out = {one.spending: one for one in (before or Advances()).out}
    on = cast("date", told.occurred_on)
    known = out.get(fact.spending, Advance(fact.spending, fact.payee, on, 0))
    match fact:
        case SpendingPaid():
            minor, since = known.minor + fact.amount.minor, min(known.since, on)
        case PaymentReversed():
            minor, since = known.minor - fact.amount.minor, known.since
        case AdvanceSettled():
            settled = fact.amount.minor - fact.topped_up.minor + fact.returned.minor
            minor, since = known.minor - settled, known.since
        case _:
            assert_never(fact)
    out[fact.spending] = Advance(fact.spending, fact.payee, since, minor)
    return Advances(tuple(one for one in out.values() if one.minor > 0))


EVOLVE: Final[Mapping[type, Evolve]] = {Advances: _advances}
