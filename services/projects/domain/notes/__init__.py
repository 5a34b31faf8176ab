"""What other services' facts leave here: accounts, funds, money for projects, and who is gone. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from kernel.gone import Gone
from services.projects.domain.documents import Alias, Aliases, FundFreeze
from services.projects.domain.foreign import FundsFact, MembersFact
from services.projects.domain.notes import evolve, noting
from services.projects.events import AccountNoted, FundNoted
from services.projects.events.notes import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({AccountNoted, FundNoted, FundFreeze, Gone, Alias, Aliases}),
    note={
        "funds": dict.fromkeys(classes(FundsFact), noting.of_funds),
        "members": dict.fromkeys(classes(MembersFact), noting.of_members),
    },
)
