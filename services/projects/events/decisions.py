"""What the council decided, as noted of the members service. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.money import Money
from policy.terms import Terms
from services.projects.events.ids import FundId, ProjectId

PolicyId = NewType("PolicyId", str)
ResolutionId = NewType("ResolutionId", str)
NoticeId = NewType("NoticeId", str)
ObjectionId = NewType("ObjectionId", str)
ResolutionKind = Literal[
    "allocation", "spending", "project", "fund_transfer", "policy", "membership", "other"
]


@dataclass(frozen=True, slots=True)
class PolicyNoted:
    """`terms` hold from their day on, until later ones do. Subject: the policy."""

    TYPE: ClassVar = "projects.policy_noted.v1"
    policy: PolicyId
    terms: Terms


@dataclass(frozen=True, slots=True)
class ResolutionNoted:
    """Adopted on `adopted_on`; others are not noted. None: it does not bind that. Subject: the resolution."""

    TYPE: ClassVar = "projects.resolution_noted.v1"
    resolution: ResolutionId
    kind: ResolutionKind
    amount: Money | None
    fund: FundId | None
    to_fund: FundId | None
    project: ProjectId | None
    adopted_on: date


@dataclass(frozen=True, slots=True)
class NoticeNoted:
    """A notice about `about` runs to the end of `ends_on`; None: it was withdrawn. Subject: the notice."""

    TYPE: ClassVar = "projects.notice_noted.v1"
    notice: NoticeId
    about: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ObjectionNoted:
    """Somebody objects to `about` (`open`), or it was dismissed or settled. Subject: the objection."""

    TYPE: ClassVar = "projects.objection_noted.v1"
    objection: ObjectionId
    about: str
    open: bool


Fact = PolicyNoted | ResolutionNoted | NoticeNoted | ObjectionNoted
