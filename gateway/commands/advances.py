"""Commands: advances are settled."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import DAY, Route
from gateway.schemas import advances

ROUTES: Final = (
    Route(
        "/advances/<ref>/settlements",
        "projects.settle_advance",
        advances.Settlement,
        "Settle an advance, by the id of its spending: what it was spent on, and what came back",
        ("treasurer",),
        "settlement",
        {
            "spent": "350.00",
            "returned": "50.00",
            "account": "bank",
            "occurred_on": DAY,
            "attachments": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
            "invoices": [{"number": "24312000000012345679"}],
        },
        takes="spending",
    ),
)
