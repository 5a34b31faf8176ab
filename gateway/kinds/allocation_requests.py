"""The kind of record of an allocation that awaits approvals. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import COUNT, ON_BEHALF, ON_PAPER, SEALED, TEXT, listed, made, or_null, words
from gateway.kinds.kind import Kind
from services.funds.events import allocations

TAGS: Final = {"allocation-requests": "Allocations that await the approvals which the policy asks for"}
_ROLE: Final = words("chair", "standing_board")
_ENDS: Final = ("withdrawn", "rejected")

KINDS: Final = (
    Kind(
        name="allocation_request",
        path="allocation-requests",
        fact=allocations.AllocationRequested,
        listing="Allocations that await approvals, or did",
        one="One of them, with who approved and what is lacking",
        filters=("fund", "project", "status", "from", "to"),
        statuses=("requested", "made", "withdrawn", "rejected"),
        always={
            "approvals": listed(
                made({"by": or_null(TEXT), "roles": listed(_ROLE), "at": TEXT}, optional=ON_PAPER)
            ),
            "lacking": listed(made({"role": _ROLE, "count": COUNT})),
        },
        later={
            "allocation": or_null(TEXT),
            **dict.fromkeys((f"{how}_by" for how in _ENDS), or_null(TEXT)),
            **dict.fromkeys((f"{how}_at" for how in _ENDS), TEXT),
            "decision_reason": SEALED,
            "rejected_on_behalf": ON_BEHALF,
        },
        summed=("approvals",),
        whole=False,
    ),
)
