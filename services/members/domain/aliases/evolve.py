"""What aliases become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import Alias, Aliases
from services.members.events.aliases import AliasRecorded, Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Alias, fact.person), (Aliases, fact.of)]


def _alias(_: Alias | None, told: Told) -> Alias:
    fact: AliasRecorded = told.fact
    return Alias(fact.of)


def _aliases(known: Aliases | None, told: Told) -> Aliases:
    fact: AliasRecorded = told.fact
    return Aliases((*(known.people if known is not None else ()), fact.person))


EVOLVE: Final[Mapping[type, Evolve]] = {Alias: _alias, Aliases: _aliases}
