"""Records of the lives of projects: approval, sides, milestones, acceptance, cancellation. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.shelf import Record, Shelf, Topic, known, made, on_paper, plain
from kernel.domain import Told
from services.projects.events import decisions, milestones, projects, sides


def _approved(told: Told, shelf: Shelf) -> None:
    fact: projects.ProjectApproved = told.fact
    approved = {"status": "approved", "resolution": fact.resolution, "approved_at": told.recorded_at}
    shelf.put(known(shelf, "project", fact.project) | approved)


def _noticed(told: Told, shelf: Shelf) -> None:
    """Of the many things that a notice may be about, a project that waits for its approval."""
    fact: decisions.NoticeNoted = told.fact
    record = shelf.get(fact.about)
    if record is None or record["record"] != "project":
        return
    # One that was taken down is as if it had never been posted: an earlier one that ran its days counts.
    standing = [one for one in record.get("notices", []) if one["notice"] != fact.notice]
    if fact.ends_on is not None:
        standing.append({"notice": fact.notice, "ends_on": fact.ends_on.isoformat()})
    ends_on = standing[-1]["ends_on"] if standing else None
    record = {**record, "notices": standing, "notice_ends_on": ends_on}
    if record.get("status") in ("proposed", "in_notice"):
        record["status"] = "in_notice" if ends_on else "proposed"
    shelf.put(record)


def _sided(told: Told, shelf: Shelf) -> None:
    """The present side, and all there ever were."""
    fact: sides.ProjectLed | sides.ProjectSupervised = told.fact
    record = known(shelf, "project", fact.project)
    side, many = ("lead", "leads") if isinstance(fact, sides.ProjectLed) else ("supervision", "supervisions")
    one = {"unit": fact.member, "answers": fact.person, "since": told.recorded_at, "said_by": told.whose}
    one |= on_paper(told)
    record |= {side: fact.member, f"{side}_person": fact.person, many: [*record.get(many, []), one]}
    shelf.put(record)


def _accepted(told: Told, shelf: Shelf) -> None:
    fact: projects.ProjectAccepted = told.fact
    fields = plain(fact)
    record = known(shelf, "project", fact.project) | {
        "status": "accepted",
        "report": fields["report"],
        "attachments": fields["attachments"],
        "accepted_at": told.recorded_at,
        "accepted_by": told.whose,
        **on_paper(told, "accepted"),
    }
    shelf.put(record)


def _cancelled(told: Told, shelf: Shelf) -> None:
    fact: projects.ProjectCancelled = told.fact
    record = known(shelf, "project", fact.project) | {
        "status": "cancelled",
        "reason": plain(fact)["reason"],
        "cancelled_at": told.recorded_at,
        "cancelled_by": told.whose,
    }
    shelf.put(record)


def _milestone(told: Told, shelf: Shelf) -> None:
    fact: milestones.MilestoneSet = told.fact
    shelf.put(made(told, "milestone", "milestone", status="waiting", first_due_on=fact.due_on.isoformat()))


def _milestone_changed(told: Told, shelf: Shelf) -> None:
    fact: milestones.MilestoneMoved | milestones.MilestoneOverdue | milestones.MilestoneCompleted = told.fact
    record: Record = known(shelf, "milestone", fact.milestone) | {"project": fact.project}
    match fact:
        case milestones.MilestoneMoved():
            record |= {
                "status": "waiting",
                "due_on": fact.due_on.isoformat(),
                "reason": plain(fact)["reason"],
            }
        case milestones.MilestoneOverdue():
            record |= {"status": "overdue", "overdue_at": told.recorded_at}
        case milestones.MilestoneCompleted():
            record |= {
                "status": "completed",
                "completed_on": told.occurred_on.isoformat() if told.occurred_on else None,
                "completed_at": told.recorded_at,
                "completed_by": told.whose,
                **on_paper(told, "completed"),
                "attachments": plain(fact)["attachments"],
            }
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        projects.ProjectApproved: _approved,
        decisions.NoticeNoted: _noticed,
        sides.ProjectLed: _sided,
        sides.ProjectSupervised: _sided,
        projects.ProjectAccepted: _accepted,
        projects.ProjectCancelled: _cancelled,
        milestones.MilestoneSet: _milestone,
        milestones.MilestoneMoved: _milestone_changed,
        milestones.MilestoneOverdue: _milestone_changed,
        milestones.MilestoneCompleted: _milestone_changed,
    },
    foremost=frozenset({projects.ProjectCancelled}),
    adds_up=frozenset({sides.ProjectLed, sides.ProjectSupervised}),
)
