"""What we read of the members service's decisions: the same TYPE, and only the fields that we need. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kernel.money import Money
from policy.terms import Terms
from services.funds.events import FundId, ProjectId
from services.funds.events.decisions import (
    ObjectionId,
    PolicyId,
    ResolutionId,
    ResolutionKind,
)


@dataclass(frozen=True, slots=True)
class PolicyAdopted:
    TYPE: ClassVar = "members.policy_adopted.v1"
    policy: PolicyId
    terms: Terms


@dataclass(frozen=True, slots=True)
class ResolutionClosed:
    TYPE: ClassVar = "members.resolution_closed.v1"
    resolution: ResolutionId
    outcome: Literal["adopted", "rejected", "escalated"]
    kind: ResolutionKind
    amount: Money | None
    fund: FundId | None
    to_fund: FundId | None
    project: ProjectId | None


@dataclass(frozen=True, slots=True)
class ObjectionRaised:
    TYPE: ClassVar = "members.objection_raised.v1"
    objection: ObjectionId
    about_kind: str
    about: str


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    TYPE: ClassVar = "members.objection_answered.v1"
    objection: ObjectionId
    about: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class ObjectionSettled:
    TYPE: ClassVar = "members.objection_settled.v1"
    objection: ObjectionId
    about: str


OfMembers = PolicyAdopted | ResolutionClosed | ObjectionRaised | ObjectionAnswered | ObjectionSettled
