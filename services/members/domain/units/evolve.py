"""What member units become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from kernel.ids import folded
from services.members.domain.documents import Member, MemberCode
from services.members.events import MemberJoined
from services.members.events.units import (
    Fact,
    MemberCounted,
    MemberLeft,
    MemberMerged,
    MemberRenamed,
    MemberResumed,
    MemberSuspended,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    if isinstance(fact, MemberJoined):
        return [(Member, fact.member), (MemberCode, folded(fact.code))]
    return [(Member, fact.member)]


def _member(member: Member, told: Told) -> Member:  # noqa: PLR0911 - one case per fact
    fact: Fact = told.fact
    day = told.occurred_on or date.min
    match fact:
        case MemberJoined():
            return Member(fact.code, since=day, named_on=day)
        case MemberRenamed():
            return replace(member, named_on=day)
        case MemberCounted():
            return member
        case MemberMerged():
            return replace(member, standing="merged", since=day)
        case MemberSuspended():
            return replace(member, standing="suspended", since=day)
        case MemberResumed():
            return replace(member, standing="active", since=day)
        case MemberLeft():
            return replace(member, standing="left", since=day)
        case _:
            assert_never(fact)


def _member_code(_: MemberCode | None, told: Told) -> MemberCode:
    fact: MemberJoined = told.fact
    return MemberCode(fact.member)


EVOLVE: Final[Mapping[type, Evolve]] = {Member: _member, MemberCode: _member_code}
