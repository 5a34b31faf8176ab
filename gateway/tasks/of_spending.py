"""Spending that waits for approvals, payment or papers; reversals that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.tasks.approvals import Approvals
from gateway.tasks.asking import Records, hands, later
from gateway.tasks.task import Task

CHAIR: Final = frozenset({"chair"})
TREASURER: Final = frozenset({"treasurer"})


def to_approve(records: Records, today: str) -> Iterator[Task]:
    """Requests that are not decided: for the roles whose approval is lacking, never for whoever asked."""
    approvals = Approvals(records, today)
    for one in records.all("spending", status="requested"):
        given = one.get("approvals", ())
        apart = hands(one).union(*(hands(said, "by") for said in given))
        yield Task(
            "approve_spending",
            "spending",
            one["id"],
            one.get("purpose"),
            one["recorded_at"],
            roles=frozenset(said["role"] for said in approvals.lacking(one)),
            apart=apart,
        )


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
