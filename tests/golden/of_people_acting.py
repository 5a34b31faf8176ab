"""An example of each fact about who acts as whom."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import PERSON, an

from services.members.events.aliases import AliasRecorded
from services.members.events.people import ErasureConfirmed

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (AliasRecorded(PERSON, an("per", "two")), PERSON),
    (ErasureConfirmed(PERSON), PERSON),
)
