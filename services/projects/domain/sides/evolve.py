"""What a change of sides changes: the project alone. Pure."""

from __future__ import annotations

from kernel.domain import Keys
from services.projects.domain.documents import Project
from services.projects.events.sides import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Project, fact.project)]
