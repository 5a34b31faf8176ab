"""What an allocation changes: the fund alone."""

from __future__ import annotations

from kernel.domain import Keys
from services.funds.domain.documents import Fund
from services.funds.events.allocations import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Fund, fact.fund)]
