"""What the members service's facts leave here: whom a councillor's mandate is for. It cannot refuse. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from services.projects.domain.claims.foreign import MandateGiven
from services.projects.events.claims import CouncillorNoted


def of_members(view: View, told: Told, given: Given) -> Sequence[Saying]:
    """A mandate says once for which unit it is; when it ends is judged by who asks for the actor."""
    fact: MandateGiven = told.fact
    if fact.member is None or view.get(CouncillorNoted, fact.mandate) is not None:
        return []
    return [Saying(CouncillorNoted(fact.mandate, fact.member), fact.mandate, given.today)]
