"""What is known of other services' accounts, funds and people. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from kernel.gone import Gone, evolve_gone
from kernel.ids import folded
from services.projects.domain.documents import Alias, Aliases, FundFreeze
from services.projects.events import AccountNoted, AliasNoted, FundFrozenNoted, FundNoted, PersonErasureNoted
from services.projects.events.notes import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case AccountNoted():
            return [(AccountNoted, fact.account), (AccountNoted, folded(fact.code))]
        case FundNoted():
            return [(FundNoted, fact.fund), (FundNoted, folded(fact.code))]
        case FundFrozenNoted():
            return [(FundFreeze, fact.fund)]
        case PersonErasureNoted():
            return [(Gone, fact.person)]
        case AliasNoted():
            return [(Alias, fact.person), (Aliases, fact.of)]
        case _:
            assert_never(fact)


def _itself(_: object, told: Told) -> object:
    """The fact is the document."""
    return told.fact


def _fund_freeze(_: FundFreeze | None, told: Told) -> FundFreeze:
    fact: FundFrozenNoted = told.fact
    return FundFreeze(fact.frozen)


def _alias(_: Alias | None, told: Told) -> Alias:
    fact: AliasNoted = told.fact
    return Alias(fact.of)


def _aliases(known: Aliases | None, told: Told) -> Aliases:
    fact: AliasNoted = told.fact
    return Aliases((*(known or Aliases()).people, fact.person))


EVOLVE: Final[Mapping[type, Evolve]] = {
    AccountNoted: _itself,
    FundNoted: _itself,
    FundFreeze: _fund_freeze,
    Gone: evolve_gone,
    Alias: _alias,
    Aliases: _aliases,
}
