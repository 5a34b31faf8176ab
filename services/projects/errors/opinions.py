"""Of opinions and issues.

Conflict
├── IssueWrongState       the issue is not in the state that this needs
├── IssueIsFull           so many opinions ask for more than one thing
├── OpinionJoined         the opinion belongs to the issue already
├── OpinionElsewhere      the opinion belongs to another issue, or to none that became this project
└── AlreadyCalledBack     the author answered already since it was last dealt with
Refusal
├── NotApart              who deals with an issue, supervises it and calls back are different people
├── NotYourOpinion        a resident says what they think themselves
└── NotAssigned           it is for somebody else to solve
"""

from __future__ import annotations

from kernel.errors import Conflict, Refusal


class IssueWrongState(Conflict):
    """`state` in which the issue is."""

    code = "projects.issue_wrong_state"


class IssueIsFull(Conflict):
    """How many opinions an issue may have."""

    code = "projects.issue_full"


class OpinionJoined(Conflict):
    """`opinion`."""

    code = "projects.opinion_joined"


class OpinionElsewhere(Conflict):
    """`opinion`."""

    code = "projects.opinion_elsewhere"


class AlreadyCalledBack(Conflict):
    """`opinion`."""

    code = "projects.already_called_back"


class NotApart(Refusal):
    """The part that the person has in it already: assigned, supervisor or solver."""

    code = "projects.not_apart"


class NotYourOpinion(Refusal):
    """The author is somebody else than the resident who speaks."""

    code = "projects.not_your_opinion"


class NotAssigned(Refusal):
    """The issue is assigned to somebody else."""

    code = "projects.not_assigned"
