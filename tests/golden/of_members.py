"""An example of each of the first facts of members, with its subject."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from golden.parts import MANDATE, MEMBER, NOTE, PERSON, TOKEN

from services.members import events as members

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (members.CouncilFounded("滨湖世纪社区共治理事会", demonstration=True), "main"),
    (members.MemberJoined(MEMBER, "unit-01", "第一居民单位·甲", "resident_unit", 42), MEMBER),
    (members.PartyRegistered(PERSON, "person", None, NOTE, MEMBER, "masked", "donor"), PERSON),
    (
        members.MandateGiven(MANDATE, PERSON, "councillor", date(2026, 1, 1), date(2028, 2, 29), MEMBER),
        MANDATE,
    ),
    (members.MandateRevoked(MANDATE, PERSON), MANDATE),
    (
        members.TokenIssued(
            TOKEN, PERSON, "0123456789abcdef" * 4, on_host=True, expires_on=date(2026, 3, 3), signed_in=True
        ),
        TOKEN,
    ),
    (members.TokenRevoked(TOKEN, PERSON), TOKEN),
    (members.HoldPlaced(PERSON, date(2056, 12, 31)), PERSON),
    (members.PersonHidden(PERSON, NOTE), PERSON),
    (members.HidingNoted(PERSON, "funds"), PERSON),
    (members.PersonErased(PERSON), PERSON),
)
