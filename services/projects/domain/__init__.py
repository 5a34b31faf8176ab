"""The rules of the projects service: money is allocated to a project, approved by one, paid by another. Pure.

A topic is a package with `commands` (what may be asked), `decide` (the facts that it makes, or the refusal),
`evolve` (which documents a fact changes, and how) and a `TOPIC`. Shared by them:

documents    what decisions need to know    lookup      finding it, or saying what is missing
pools        which money is drawn on        foreign     other services' facts, as we read them
roles        who may
"""

from __future__ import annotations

from typing import Final

from kernel.domain import domain_of
from kernel.gone import erased, erases, require_acting
from services.projects.domain import (
    activities,
    advances,
    allocations,
    claims,
    decisions,
    files,
    grants,
    invoices,
    milestones,
    notes,
    opinions,
    projects,
    reversals,
    sides,
    spending,
)
from services.projects.domain.roles import RECORDERS
from services.projects.events import PersonErasureNoted

__all__ = ["DOMAIN"]

DOMAIN: Final = domain_of(
    "projects",
    [
        projects.TOPIC,
        opinions.TOPIC,
        claims.TOPIC,
        activities.TOPIC,
        grants.TOPIC,
        allocations.TOPIC,
        spending.TOPIC,
        invoices.TOPIC,
        advances.TOPIC,
        reversals.TOPIC,
        notes.TOPIC,
        decisions.TOPIC,
        sides.TOPIC,
        milestones.TOPIC,
        files.TOPIC,
    ],
    recorders=RECORDERS,
    before=require_acting,
    erases=erases(PersonErasureNoted),
    erased=erased,
)
