"""An example of each fact about handovers between treasurers."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import BANK, NOTE, PERSON, SPENDING, an

from services.members.events import handovers

HANDOVER: Final = an("han")

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (
        handovers.HandoverOpened(
            HANDOVER,
            PERSON,
            an("per", "two"),
            an("per", "three"),
            (handovers.Counted(BANK, "CNY", 123_45, None),),
            (handovers.OpenAdvance(SPENDING, "CNY", 5_00),),
            NOTE,
            1917,
            NOTE,
            NOTE,
        ),
        HANDOVER,
    ),
    (handovers.HandoverSigned(HANDOVER, PERSON, "giver"), HANDOVER),
    (handovers.HandoverCompleted(HANDOVER), HANDOVER),
)
