"""What is known of other services' projects and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from kernel.gone import Gone, evolve_gone
from services.funds.domain.allocations.documents import Allotted
from services.funds.domain.documents import Code, Fund, Project, code_key
from services.funds.events import AllocationReturnNoted, PaymentNoted, PersonErasureNoted, ProjectNoted
from services.funds.events.notes import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ProjectNoted():
            return [(Project, fact.project), (Code, code_key("project", fact.code))]
        case AllocationReturnNoted():
            return [(Fund, fact.fund), (Allotted, fact.project)]
        case PaymentNoted():
            return [(Fund, fact.fund)]
        case PersonErasureNoted():
            return [(Gone, fact.person)]
        case _:
            assert_never(fact)


def _project(_: Project | None, told: Told) -> Project:
    fact: ProjectNoted = told.fact
    return Project(fact.project, fact.code, fact.category, fact.open, fact.approved)


EVOLVE: Final[Mapping[type, Evolve]] = {Project: _project, Gone: evolve_gone}
