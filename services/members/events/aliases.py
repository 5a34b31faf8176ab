"""Two registrations of one human. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.members.events.ids import PartyId


@dataclass(frozen=True, slots=True)
class AliasRecorded:
    """`person` was registered twice and is `of`: who shows a token of `person` acts as `of` from now on.

    Nothing that was recorded before changes. Subject: the person who is the alias.
    """

    TYPE: ClassVar = "members.alias_recorded.v1"
    person: PartyId
    of: PartyId


Fact = AliasRecorded
