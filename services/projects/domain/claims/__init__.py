"""Service posts, and which member units claim them and projects (认领). Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.claims import decide, evolve, noting
from services.projects.domain.claims.commands import ClosePost, MakeClaim, OpenPost, ReleaseClaim
from services.projects.domain.claims.documents import Calendar, Claims
from services.projects.domain.claims.foreign import MandateGiven
from services.projects.events.claims import CouncillorNoted, Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        OpenPost: decide.open_post,
        ClosePost: decide.close_post,
        MakeClaim: decide.claim,
        ReleaseClaim: decide.release,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Calendar, Claims, CouncillorNoted}),
    note={"members": {MandateGiven: noting.of_members}},
    due=decide.due,
)
