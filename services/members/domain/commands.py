"""The commands of the first topics, by one path. Those of a later topic are imported by its own."""

from __future__ import annotations

from services.members.domain.council.commands import FoundCouncil
from services.members.domain.mandates.commands import GiveMandate, RevokeMandate
from services.members.domain.people.commands import RegisterParty, RegisterPerson, RequestErasure
from services.members.domain.tokens.commands import IssueToken, ReissueToken, RevokeToken
from services.members.domain.units.commands import JoinMember

__all__ = [
    "FoundCouncil",
    "GiveMandate",
    "IssueToken",
    "JoinMember",
    "RegisterParty",
    "RegisterPerson",
    "ReissueToken",
    "RequestErasure",
    "RevokeMandate",
    "RevokeToken",
]
