"""Two registrations of one human. Pure.

Nobody is found out to be somebody else by a name: it is recorded by who knows. From then on both are one
actor: the tokens of both act under the mandates of one, and whoever must be apart is apart from both.
"""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.aliases import decide, evolve
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.documents import Alias, Aliases
from services.members.events.aliases import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RecordAlias: decide.record,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Alias, Aliases}),
)
