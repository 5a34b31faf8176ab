"""What member units become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import Member, MemberCode
from services.members.events import MemberJoined
from services.members.events.units import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Member, fact.member), (MemberCode, fact.code)]


def _member(_: Member | None, told: Told) -> Member:
    fact: MemberJoined = told.fact
    return Member(fact.code)


def _member_code(_: MemberCode | None, told: Told) -> MemberCode:
    fact: MemberJoined = told.fact
    return MemberCode(fact.member)


EVOLVE: Final[Mapping[type, Evolve]] = {Member: _member, MemberCode: _member_code}
