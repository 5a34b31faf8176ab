"""Commands: reversals (红字冲销), asked for, then confirmed, withdrawn or rejected.

Funds reverses its own facts, projects its payments: what is asked of a reversal goes by the prefix of its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from gateway.commands.route import NOTHING, Route
from gateway.schemas import common


def _reversal(kind: str) -> Route:
    return Route(
        f"/{kind}s/<ref>/reversals",
        "funds.request_reversal",
        common.Reason,
        f"Ask for the reversal (红字冲销) of a {kind}; another person confirms it",
        ("treasurer",),
        "reversal",
        {"reason": "重复登记"},
        takes="target",
        fixed={"kind": kind},
    )


PAYMENT_REVERSAL: Final = Route(
    "/payments/<ref>/reversals",
    "projects.request_payment_reversal",
    common.Reason,
    "Ask for the reversal of a payment that came back; another person confirms it",
    ("treasurer",),
    "reversal",
    {"reason": "收款账号有误，款项退回"},
    takes="payment",
    own_view=True,
)
"""Its own view adds the spending, by which the projects service finds the payment."""

_CONFIRMATION: Final = Route(
    "/reversals/<ref>/confirmations",
    "funds.confirm_reversal",
    common.Empty,
    "Confirm a reversal that another person asked for",
    ("chair",),
    "reversal",
    NOTHING,
    takes="reversal",
    own_view=True,
)
_WITHDRAWAL: Final = Route(
    "/reversals/<ref>/withdrawals",
    "funds.withdraw_reversal",
    common.Reason,
    "Take back a reversal that is not confirmed",
    ("treasurer",),
    "reversal",
    {"reason": "核对后原登记无误"},
    takes="reversal",
    own_view=True,
)
_REJECTION: Final = Route(
    "/reversals/<ref>/rejections",
    "funds.reject_reversal",
    common.Reason,
    "Reject a reversal that is not confirmed",
    ("chair",),
    "reversal",
    {"reason": "款项已到账，无须冲销"},
    takes="reversal",
    own_view=True,
)
OF_REVERSALS: Final[tuple[Mapping[str, Route], ...]] = (
    {"rev": _CONFIRMATION, "rvp": replace(_CONFIRMATION, command="projects.confirm_payment_reversal")},
    {"rev": _WITHDRAWAL, "rvp": replace(_WITHDRAWAL, command="projects.withdraw_payment_reversal")},
    {"rev": _REJECTION, "rvp": replace(_REJECTION, command="projects.reject_payment_reversal")},
)
"""Each by the prefix of the reversal's id."""

ROUTES: Final = (
    *(_reversal(kind) for kind in ("donation", "receipt", "transfer", "outlay")),
    PAYMENT_REVERSAL,
    *(routes["rev"] for routes in OF_REVERSALS),
)
