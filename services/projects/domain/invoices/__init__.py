"""Who has which invoice: a number is used once, in whatever project. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.invoices import evolve
from services.projects.events.invoices import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(facts=classes(Fact), keys=evolve.keys, evolve=evolve.EVOLVE)
