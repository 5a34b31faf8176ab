"""What the council decided, as noted of the members service. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.money import Money
from policy.terms import Terms
from services.funds.events.ids import FundId, ProjectId

PolicyId = NewType("PolicyId", str)
ResolutionId = NewType("ResolutionId", str)
ObjectionId = NewType("ObjectionId", str)
ResolutionKind = Literal[
    "allocation", "spending", "project", "fund_transfer", "policy", "membership", "other"
]


@dataclass(frozen=True, slots=True)
class PolicyNoted:
    """`terms` hold from their day on, until later ones do. Subject: the policy."""

    TYPE: ClassVar = "funds.policy_noted.v1"
    policy: PolicyId
    terms: Terms


@dataclass(frozen=True, slots=True)
class ResolutionNoted:
    """Adopted on `adopted_on`; others are not noted. None: it does not bind that. Subject: the resolution."""

    TYPE: ClassVar = "funds.resolution_noted.v1"
    resolution: ResolutionId
    kind: ResolutionKind
    amount: Money | None
    fund: FundId | None
    to_fund: FundId | None
    project: ProjectId | None
    adopted_on: date


@dataclass(frozen=True, slots=True)
class ObjectionNoted:
    """Somebody objects to a resolution (`open`), or it was dismissed or settled. Subject: the objection."""

    TYPE: ClassVar = "funds.objection_noted.v1"
    objection: ObjectionId
    about: ResolutionId
    open: bool


Fact = PolicyNoted | ResolutionNoted | ObjectionNoted
