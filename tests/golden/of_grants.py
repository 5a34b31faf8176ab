"""An example of each fact about support to social organisations, with its subject."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from golden.parts import CNY, COMPANY, MEMBER, NOTE, PROJECT, SPENDING, an

from kernel.money import Money
from services.projects.events import grants

GRANT, SUPPORT = an("grt"), an("sup")
TRANCHES = (grants.Tranche(CNY, date(2025, 3, 1)), grants.Tranche(CNY, date(2025, 9, 1)))

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (
        grants.GrantAgreed(
            GRANT, PROJECT, MEMBER, COMPANY, "社区食堂", "ab" * 32, Money(246_90, "CNY"), TRANCHES
        ),
        GRANT,
    ),
    (grants.TrancheDrawn(GRANT, 1, SPENDING), GRANT),
    (
        grants.TrancheReported(GRANT, 1, Money(100_00, "CNY"), Money(23_45, "CNY"), NOTE, ("cd" * 32,)),
        GRANT,
    ),
    (grants.TrancheReturned(GRANT, 1, Money(23_45, "CNY"), an("rcp")), GRANT),
    (grants.GrantClosed(GRANT), GRANT),
    (grants.SupportGiven(SUPPORT, "venue", MEMBER, NOTE, PROJECT), SUPPORT),
    (grants.SupportWithdrawn(SUPPORT, NOTE), SUPPORT),
)
