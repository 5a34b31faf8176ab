"""What activities and hours become. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.activities.documents import Activity, Hours
from services.projects.events.activities import (
    ActivityHeld,
    ActivityWithdrawn,
    Fact,
    HoursGiven,
    HoursWithdrawn,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ActivityHeld() | ActivityWithdrawn():
            return [(Activity, fact.activity)]
        case HoursGiven() | HoursWithdrawn():
            return [(Hours, fact.volunteer_hours)]
        case _:
            assert_never(fact)


def _activity(before: Activity, told: Told) -> Activity:
    fact: ActivityHeld | ActivityWithdrawn = told.fact
    match fact:
        case ActivityHeld():
            return Activity(fact.project, fact.visits)
        case ActivityWithdrawn():
            return replace(before, withdrawn=True)
        case _:
            assert_never(fact)


def _hours(before: Hours, told: Told) -> Hours:
    fact: HoursGiven | HoursWithdrawn = told.fact
    match fact:
        case HoursGiven():
            return Hours(fact.project, fact.member, fact.hours)
        case HoursWithdrawn():
            return replace(before, withdrawn=True)
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Activity: _activity, Hours: _hours}
