"""A grant is agreed on, drawn by tranches, accounted for and closed; it moves no money itself. Pure.

Each tranche is asked for, approved and paid as a spending like any other: what keeps people apart there keeps
them apart here. The next one is drawn when the one before is accounted for.
"""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from kernel.ids import is_id
from kernel.money import Money
from services.projects.domain import lookup
from services.projects.domain.documents import PendingReversal, Spending
from services.projects.domain.grants.commands import (
    AgreeGrant,
    CloseGrant,
    DrawTranche,
    ReportTranche,
    ReturnTranche,
)
from services.projects.domain.grants.documents import Drawn, Grant, Part, Returned
from services.projects.errors.grants import (
    ExceedsOwed,
    GrantIsClosed,
    OtherSpending,
    ReturnTaken,
    SpendingTaken,
    TrancheWrongState,
    UnspentOwed,
)
from services.projects.events import ReversalId
from services.projects.events.grants import (
    GrantAgreed,
    GrantClosed,
    GrantId,
    Tranche,
    TrancheDrawn,
    TrancheReported,
    TrancheReturned,
)


def agree(view: View, command: AgreeGrant, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed, OtherCurrency, InvalidInput."""
    project = lookup.open_project(view, command.project)
    grant = GrantId(given.new_id("grt"))
    agreed = GrantAgreed(
        grant,
        project,
        command.member,
        command.payee,
        command.purpose,
        command.agreement,
        _total(command.tranches),
        command.tranches,
    )
    return [Saying(agreed, grant, given.today)]


def _total(tranches: Sequence[Tranche]) -> Money:
    """Of all tranches, which are of one currency and follow each other."""
    total, last = None, None
    for at, one in enumerate(tranches):
        if total is not None:
            lookup.same_currency(one.amount, total.currency, field=f"tranches.{at}.amount")
        if last is not None and one.due_on < last:
            field = f"tranches.{at}.due_on"
            raise InvalidInput({field: ["date.order"]})
        total, last = one.amount if total is None else total + one.amount, one.due_on
    if total is None:
        raise InvalidInput({"tranches": ["list.empty"]})
    return total


def draw(view: View, command: DrawTranche, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, GrantIsClosed, TrancheWrongState, OtherSpending, SpendingTaken."""
    grant, part = _part(view, command.grant, command.number)
    if part.state == "reported" or (part.state == "drawn" and not _came_to_nothing(view, part)):
        raise TrancheWrongState(str(command.number), part.state)
    for number, before in enumerate(grant.parts[: command.number - 1], 1):
        if before.state != "reported":
            raise TrancheWrongState(str(number), before.state, field="number")
    spending = lookup.spending(view, command.spending)
    _require_same(grant, part, spending)
    taken = view.get(Drawn, command.spending)
    if taken is not None:
        raise SpendingTaken(taken.grant, field="spending")
    drawn = TrancheDrawn(command.grant, command.number, command.spending)
    return [Saying(drawn, command.grant, given.today)]


def _require_same(grant: Grant, part: Part, spending: Spending) -> None:
    """The spending is what the tranche promises. Raises: OtherSpending."""
    differing = {
        "project": spending.project != grant.project,
        "payee": spending.payee != grant.payee,
        "amount": spending.amount != part.amount,
        "kind": spending.kind != "payment",
        "state": spending.state in ("rejected", "cancelled"),
    }
    for what, differs in differing.items():
        if differs:
            raise OtherSpending(what, field="spending")


def _came_to_nothing(view: View, part: Part) -> bool:
    """Whether its spending was turned down, or given up before anything of it was paid."""
    spending = None if part.spending is None else view.get(Spending, part.spending)
    return spending is not None and spending.state in ("rejected", "cancelled") and not spending.paid


def report(view: View, command: ReportTranche, given: Given) -> Sequence[Saying]:
    """Of what is paid and to which no more is paid; anew, where a report was wrong.

    Raises: NotFound, GrantIsClosed, TrancheWrongState, ExceedsOwed, OtherCurrency.
    """
    grant, part = _part(view, command.grant, command.number)
    paid = part.paid if part.state == "reported" else _paid(view, part)
    if paid is None:
        raise TrancheWrongState(str(command.number), part.state)
    lookup.same_currency(command.spent, paid.currency, field="spent")
    most = paid - part.given_back
    if command.spent > most:
        raise ExceedsOwed(*lookup.as_args(most), field="spent")
    said = TrancheReported(
        command.grant,
        command.number,
        command.spent,
        paid - command.spent,
        command.text,
        command.attachments,
    )
    # What is told of whom goes with whoever was paid.
    return [Saying(said, command.grant, given.today, (grant.payee,))]


def _paid(view: View, part: Part) -> Money | None:
    """What its spending paid in the end; None while more may be paid of it, or where nothing is."""
    spending = None if part.spending is None else view.get(Spending, part.spending)
    if spending is None or spending.state not in ("paid", "cancelled") or not spending.paid:
        return None
    return spending.paid


def give_back(view: View, command: ReturnTranche, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, GrantIsClosed, TrancheWrongState, OtherCurrency, ExceedsOwed, ReturnTaken,
    OtherSpending, InvalidInput.
    """
    _, part = _part(view, command.grant, command.number)
    if part.state != "reported":
        raise TrancheWrongState(str(command.number), part.state)
    lookup.same_currency(command.amount, part.amount.currency)
    if command.amount > part.owed:
        raise ExceedsOwed(*lookup.as_args(part.owed), field="amount")
    if view.get(Returned, command.by) is not None:
        raise ReturnTaken(command.by, field="by")
    if is_id(command.by, "rvp"):
        _require_reversed(view, part, command)
    back = TrancheReturned(command.grant, command.number, command.amount, command.by)
    return [Saying(back, command.grant, given.today)]


def _require_reversed(view: View, part: Part, command: ReturnTranche) -> None:
    """A payment of the tranche's spending came back, whole. Raises: NotFound, OtherSpending, InvalidInput."""
    found = view.get(PendingReversal, ReversalId(command.by))
    if found is None:
        raise NotFound("reversal", command.by, field="by")
    if found.spending != part.spending or found.state != "confirmed":
        raise OtherSpending("state" if found.spending == part.spending else "spending", field="by")
    payment = lookup.spending(view, found.spending).payment(found.payment)
    if payment is None or payment.amount != command.amount:
        raise OtherSpending("amount", field="by")


def close(view: View, command: CloseGrant, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, GrantIsClosed, TrancheWrongState, UnspentOwed."""
    grant = _open_grant(view, command.grant)
    for number, part in enumerate(grant.parts, 1):
        if part.state == "drawn" and not _came_to_nothing(view, part):
            raise TrancheWrongState(str(number), part.state)
        if part.owed:
            raise UnspentOwed(str(number), *lookup.as_args(part.owed))
    return [Saying(GrantClosed(command.grant), command.grant, given.today)]


def _open_grant(view: View, ref: GrantId) -> Grant:
    grant = view.get(Grant, ref)
    if grant is None:
        raise NotFound("grant", ref, field="grant")
    if not grant.open:
        raise GrantIsClosed(ref)
    return grant


def _part(view: View, ref: GrantId, number: int) -> tuple[Grant, Part]:
    grant = _open_grant(view, ref)
    if not 1 <= number <= len(grant.parts):
        raise NotFound("tranche", str(number), field="number")
    return grant, grant.parts[number - 1]
