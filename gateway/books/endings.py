"""Facts after which a token may show nobody, or somebody who may do less: who that is, is asked anew."""

from __future__ import annotations

from typing import Final

from services.members.events import MandateRevoked, PersonErased, PersonHidden, TokenRevoked
from services.members.events.aliases import AliasRecorded

ENDS: Final = frozenset(
    {MandateRevoked.TYPE, TokenRevoked.TYPE, AliasRecorded.TYPE, PersonHidden.TYPE, PersonErased.TYPE}
)
