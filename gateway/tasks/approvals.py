"""Whose approvals a spending that nobody decided on yet still lacks. Pure but for the records' own door."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from gateway.tasks.asking import Record, Records, later

__all__ = ["CHAIR", "Approvals"]

CHAIR: Final = "chair"
_ENDED: Final = ("rejected", "cancelled")
_BY_THE_CHAIR: Final = ({"role": CHAIR, "count": 1},)


class Approvals:
    """As of one day. What a payee is asked to be paid of a project is read once, however many ask for it."""

    def __init__(self, records: Records, today: str) -> None:
        self._records = records
        self._terms = records.terms(today)
        self._asked: dict[tuple[str, str], _Asked] = {}

    def lacking(self, one: Record) -> Sequence[Mapping[str, Any]]:
        """By the policy's tier of what the payee asks of the project in its window; without one, the chair.

        A tier that wants a resolution is decided by the chair, who names it.
        """
        if self._terms is None:
            return _BY_THE_CHAIR
        lacking = one.get("lacking")
        if lacking is None:  # nobody has approved yet
            lacking = _tier(self._terms, self._together(one, self._terms))["approvals"]
        return [*lacking] or _BY_THE_CHAIR

    def _together(self, one: Record, terms: Record) -> int | None:
        """Minor units of all that this payee is asked to be paid of this project around that day.

        None: in another currency than the policy's.
        """
        if one["currency"] != terms["currency"]:
            return None
        about = one["payee"], one["project"]
        if about not in self._asked:
            self._asked[about] = _Asked(self._records, *about, terms["currency"])
        return self._asked[about].around(_day(one), terms["split_window_days"])


class _Asked:
    """What one payee is asked to be paid of one project, by day."""

    def __init__(self, records: Records, payee: str, project: str, currency: str) -> None:
        found = sorted(
            (_day(one), int(one["amount"]))
            for one in records.all("spending", payee=payee, project=project)
            if one["status"] not in _ENDED and one["currency"] == currency
        )
        self._days = [day for day, _ in found]
        self._sums = [0, *accumulate(minor for _, minor in found)]

    def around(self, day: str, days: int) -> int:
        """Minor units from so many days before `day` to so many after."""
        first = bisect_left(self._days, later(day, -days))
        beyond = bisect_right(self._days, later(day, days))
        return self._sums[beyond] - self._sums[first]


def _day(one: Record) -> str:
    return str(one.get("asked_on") or one["occurred_on"])


def _tier(terms: Record, minor: int | None) -> Mapping[str, Any]:
    tiers: list[Mapping[str, Any]] = terms["tiers"]
    if minor is None:
        return tiers[-1]
    return next(tier for tier in tiers if tier["below"] is None or minor < tier["below"])
