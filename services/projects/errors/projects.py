"""What the life of a project does not allow.

Conflict
├── NotApproved           it waits for its resolution, its notice or an answer
├── AlreadyAccepted       it was accepted before
├── NotAccepted           it was approved by resolution, and closes only after it is accepted
├── SameUnit              who leads a project does not supervise it
└── MilestoneDone         it is completed already
Refusal
└── NotSupervising        neither the chair nor who answers for the unit that supervises it
"""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict, Refusal


class NotApproved(Conflict):
    """`code` of the project."""

    code = "projects.not_approved"
    may_be_behind: ClassVar = ("members",)


class AlreadyAccepted(Conflict):
    code = "projects.already_accepted"


class NotAccepted(Conflict):
    """`code` of the project."""

    code = "projects.not_accepted"


class SameUnit(Conflict):
    """`member`: the unit that is the other side already."""

    code = "projects.same_unit"


class MilestoneDone(Conflict):
    code = "projects.milestone_done"


class NotSupervising(Refusal):
    code = "projects.not_supervising"
