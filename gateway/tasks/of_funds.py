"""Money of funds that waits for somebody's word: allocations below the threshold, transfers between funds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.tasks.asking import Records, hands
from gateway.tasks.task import Task

CHAIR: Final = frozenset({"chair"})


def allocations_to_approve(records: Records, _: str) -> Iterator[Task]:
    """For the roles whose approval is lacking, never for whoever gave theirs."""
    for one in records.all("allocation_request", status="requested"):
        yield Task(
            "approve_allocation",
            "allocation_request",
            one["id"],
            one.get("purpose"),
            one["recorded_at"],
            roles=frozenset(said["role"] for said in one["lacking"]),
            apart=hands(one).union(*(hands(said, "by") for said in one["approvals"])),
        )


def transfers_to_confirm(records: Records, _: str) -> Iterator[Task]:
    """For another than the one who asked."""
    for one in records.all("fund_transfer", status="requested"):
        yield Task(
            "confirm_fund_transfer",
            "fund_transfer",
            one["id"],
            None,
            one["recorded_at"],
            roles=CHAIR,
            apart=hands(one),
        )


RULES: Final = (allocations_to_approve, transfers_to_confirm)
