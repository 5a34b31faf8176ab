"""Commands: handovers between treasurers."""

from __future__ import annotations

from typing import Final, get_args

from gateway.commands.route import NOTHING, Route
from gateway.schemas import common, handovers
from services.members.events import Role

ROUTES: Final = (
    Route(
        "/handovers",
        "members.open_handover",
        handovers.Handover,
        "Write down what one treasurer hands over to another (交接), for three signatures",
        ("founder", "chair", "treasurer", "supervisor"),
        "handover",
        {
            "from": "per_0123456789abcdefghjk",
            "to": "per_1123456789abcdefghjk",
            "supervisor": "per_2123456789abcdefghjk",
            "counts": [{"account": "cash", "counted": "120.50"}],
            "receipt_stock": "公益事业捐赠票据 0001-0050，已用 12 份",
        },
        own_view=True,
    ),
    Route(
        "/handovers/<ref>/signatures",
        "members.sign_handover",
        common.Empty,
        "Sign a handover; with the third signature the office goes over and the old tokens end",
        get_args(Role),
        "handover",
        NOTHING,
        takes="handover",
        on_behalf=True,
        own_view=True,
    ),
)
