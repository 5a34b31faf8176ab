"""What the council becomes: whether it is founded, and who may give mandates for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import COUNCIL, Council
from services.members.events import CouncilFounded, MandateGiven, MandateRevoked
from services.members.events.council import Fact


def keys(_: Fact) -> Keys:
    """Every document that it changes: the one."""
    return [(Council, COUNCIL)]


def _council(council: Council | None, told: Told) -> Council:
    fact: CouncilFounded | MandateGiven | MandateRevoked = told.fact
    council = council or Council()
    match fact:
        case CouncilFounded(demonstration=demonstration):
            return replace(council, founded=True, demonstration=demonstration)
        case MandateGiven(mandate, starts_on=starts_on, ends_on=None):
            return replace(council, founders={**council.founders, mandate: starts_on})
        case MandateRevoked(mandate):
            left = {one: starts_on for one, starts_on in council.founders.items() if one != mandate}
            return replace(council, founders=left)
        case _:
            return council


EVOLVE: Final[Mapping[type, Evolve]] = {Council: _council}
