"""Remembering other services' facts by facts of our own, so that replay needs no other log. Never refuses.

A fact is noted once: the follower's cursor moves in the batch that notes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from services.funds.domain.documents import Fund, Project
from services.funds.domain.figures import balanced
from services.funds.domain.foreign import (
    AdvanceSettled,
    AllocationReturned,
    OfMembers,
    OfProjects,
    PaymentReversed,
    PersonErased,
    ProjectApproved,
    ProjectCancelled,
    ProjectClosed,
    ProjectProposed,
    SpendingPaid,
)
from services.funds.domain.sayings import said
from services.funds.events import (
    AllocationReturnNoted,
    PaymentNoted,
    PersonErasureNoted,
    ProjectId,
    ProjectNoted,
)


def note_project(view: View, told: Told, _: Given) -> list[Saying]:
    """What a fact of the projects service leaves here."""
    fact: OfProjects = told.fact
    match fact:
        case ProjectProposed():
            approved = not fact.needs_approval
            noted = ProjectNoted(fact.project, fact.code, fact.category, open=True, approved=approved)
            return [said(noted, told.occurred_on)]
        case ProjectApproved():
            return _changed(view, fact.project, told, lambda one: replace(one, approved=True))
        case ProjectClosed() | ProjectCancelled():
            return _changed(view, fact.project, told, lambda one: replace(one, open=False))
        case AllocationReturned():
            return _moved(
                view,
                told,
                AllocationReturnNoted(fact.allocation, fact.fund, fact.project, fact.amount, fact.parts),
            )
        case SpendingPaid() | PaymentReversed() | AdvanceSettled():
            return _spent(view, fact, told)
        case _:
            assert_never(fact)


def _spent(view: View, fact: SpendingPaid | PaymentReversed | AdvanceSettled, told: Told) -> list[Saying]:
    """Advances stay committed, and are spent when they are settled (docs/adr/0020)."""
    if isinstance(fact, AdvanceSettled):
        payment, amount = fact.settlement, fact.amount
    else:
        payment, amount = fact.payment, -fact.amount if isinstance(fact, PaymentReversed) else fact.amount
        if fact.kind == "advance":
            return []
    if not amount:
        return []
    return _moved(view, told, PaymentNoted(payment, fact.fund, fact.project, fact.account, amount))


def _changed(
    view: View, ref: ProjectId, told: Told, change: Callable[[ProjectNoted], ProjectNoted]
) -> list[Saying]:
    project = view.get(Project, ref)
    if project is None:  # its proposal comes before it in the same log, or that log is not what it was
        return []
    noted = ProjectNoted(project.project, project.code, project.category, project.open, project.approved)
    return [said(change(noted), told.occurred_on)]


def _moved(view: View, told: Told, fact: AllocationReturnNoted | PaymentNoted) -> list[Saying]:
    # A project holds money of our own funds alone. Of another council's, say, there is nothing to remember.
    return balanced(view, fact, told.occurred_on) if view.get(Fund, fact.fund) else []


def note_member(_: View, told: Told, __: Given) -> list[Saying]:
    """Who asked to be erased is named by nothing new here; what is sealed here goes with their erasure."""
    fact: OfMembers = told.fact
    return [said(PersonErasureNoted(fact.person, isinstance(fact, PersonErased)), told.occurred_on)]
