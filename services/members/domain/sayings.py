"""How a decision of today is said."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.domain import Given, Saying
from services.members.events import Fact

Sayings = Sequence[Saying]


def said(fact: Fact, subject: str, given: Given) -> Saying:
    return Saying(fact, subject, given.today)
