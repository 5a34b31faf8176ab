"""What the council decided, as it is known here: policy, adopted resolutions, objections to them. Pure.

Rules ask `lookup`. What is used up under a resolution is moved by the facts of whichever topic uses it: that
topic's `keys` name the `Resolution`, and `evolve` here says by how much.
"""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from policy.history import Policies
from services.funds.domain.decisions import evolve
from services.funds.domain.decisions.documents import Objections, Resolution
from services.funds.domain.decisions.foreign import OfMembers
from services.funds.domain.decisions.noting import note
from services.funds.events.decisions import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Policies, Resolution, Objections}),
    note={"members": dict.fromkeys(classes(OfMembers), note)},
)
