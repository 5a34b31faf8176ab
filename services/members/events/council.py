"""The council begins. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CouncilFounded:
    """The first fact of a council. Subject: the council's own name in tokens and rows."""

    TYPE: ClassVar = "members.council_founded.v1"
    name: str
    demonstration: bool = False


Fact = CouncilFounded
