"""Spending that waits for approvals, payment or papers; reversals that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.tasks.asking import Record, Records, apart_by, hands, later
from gateway.tasks.task import Task

CHAIR: Final = frozenset({"chair"})
TREASURER: Final = frozenset({"treasurer"})
_ENDED: Final = ("rejected", "cancelled")


def to_approve(records: Records, today: str) -> Iterator[Task]:
    """Requests that are not decided: for the roles whose approval is lacking, never for whoever asked."""
    for one in records.all("spending", status="requested"):
        given = one.get("approvals", ())
        apart = hands(one).union(*(hands(said, "by") for said in given))
        yield Task(
            "approve_spending",
            "spending",
            one["id"],
            one.get("purpose"),
            one["recorded_at"],
            roles=_lacking(records, one, today),
            apart=apart,
        )


def _lacking(records: Records, one: Record, today: str) -> frozenset[str]:
    """By the policy's tier of what the payee asks of the project within its window; without one, the chair.

    A tier that wants a resolution is decided by the chair, who names it.
    """
    terms = records.terms(today)
    if terms is None:
        return CHAIR
    lacking = one.get("lacking")
    if lacking is None:  # nobody has approved yet
        lacking = _tier(terms, _together(records, one, terms))["approvals"]
    return frozenset(said["role"] for said in lacking) or CHAIR


def _tier(terms: Record, minor: int | None) -> Mapping[str, Any]:
    tiers: list[Mapping[str, Any]] = terms["tiers"]
    if minor is None:
        return tiers[-1]
    return next(tier for tier in tiers if tier["below"] is None or minor < tier["below"])


def _together(records: Records, one: Record, terms: Record) -> int | None:
    """Minor units of all that this payee is asked to be paid of this project around that day.

    None: in another currency than the policy's.
    """
    if one["currency"] != terms["currency"]:
        return None
    day = one.get("asked_on") or one["occurred_on"]
    near = [
        other
        for other in records.all("spending", payee=one["payee"], project=one["project"])
        if other["status"] not in _ENDED
        and other["currency"] == one["currency"]
        and apart_by(other.get("asked_on") or other["occurred_on"], day) <= terms["split_window_days"]
    ]
    return sum(int(other["amount"]) for other in near)


def to_pay(records: Records, _: str) -> Iterator[Task]:
    """What is approved and not paid in full: never for who asked or approved."""
    for status in ("approved", "partly_paid"):
        for one in records.all("spending", status=status):
            apart = hands(one, "approved_by").union(*(hands(said, "by") for said in one.get("approvals", ())))
            yield Task(
                "pay_spending",
                "spending",
                one["id"],
                one.get("purpose"),
                one.get("decided_at") or one["recorded_at"],
                roles=TREASURER,
                apart=apart,
            )


def advances_to_settle(records: Records, today: str) -> Iterator[Task]:
    """For whoever asked for it, whoever has the money, and the treasurer."""
    terms = records.terms(today)
    for status in ("paid", "partly_paid"):
        for one in records.all("spending", kind="advance", status=status):
            if not one.get("outstanding"):
                continue
            paid = [
                payment["occurred_on"]
                for payment in records.all("payment", spending=one["id"])
                if payment["status"] != "reversed"
            ]
            due_on = later(min(paid), terms["advance_days"]) if terms and paid else None
            yield Task(
                "settle_advance",
                "spending",
                one["id"],
                one.get("purpose"),
                one["recorded_at"],
                due_on,
                roles=TREASURER,
                persons=hands(one, "payee"),
            )


def reversals_to_confirm(records: Records, _: str) -> Iterator[Task]:
    """What one person asked to reverse, for another."""
    for one in records.all("reversal", status="requested"):
        yield Task(
            "confirm_reversal",
            "reversal",
            one["id"],
            None,
            one["recorded_at"],
            roles=CHAIR,
            apart=hands(one),
        )


RULES: Final = (to_approve, to_pay, advances_to_settle, reversals_to_confirm)
