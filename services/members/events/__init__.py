"""What the members service records: who belongs to the council, who may act, who may be named. Pure.

Names of people are sealed; names of organisations are public and stand in clear. A topic has a module of its
own, with the union of its facts, and is imported by that path; the first ones can be had from here too.
"""

from __future__ import annotations

from services.members.events import (
    aliases,
    council,
    handovers,
    mandates,
    notices,
    passwords,
    people,
    policy,
    resolutions,
    tokens,
    units,
)
from services.members.events.council import CouncilFounded
from services.members.events.ids import MandateId, MemberId, PartyId, TokenId
from services.members.events.mandates import MandateGiven, MandateRevoked, Role
from services.members.events.people import (
    HidingNoted,
    HoldPlaced,
    PartyKind,
    PartyRegistered,
    PersonErased,
    PersonHidden,
    PublishAs,
    Recorder,
)
from services.members.events.tokens import TokenIssued, TokenRevoked
from services.members.events.units import MemberJoined, MemberKind

__all__ = [
    "CouncilFounded",
    "Fact",
    "HidingNoted",
    "HoldPlaced",
    "MandateGiven",
    "MandateId",
    "MandateRevoked",
    "MemberId",
    "MemberJoined",
    "MemberKind",
    "PartyId",
    "PartyKind",
    "PartyRegistered",
    "PersonErased",
    "PersonHidden",
    "PublishAs",
    "Recorder",
    "Role",
    "TokenId",
    "TokenIssued",
    "TokenRevoked",
]

# A line per topic, so that two who add one do not meet.
# fmt: off
Fact = (
    council.Fact
    | units.Fact
    | people.Fact
    | aliases.Fact
    | mandates.Fact
    | tokens.Fact
    | passwords.Fact
    | handovers.Fact
    | policy.Fact
    | resolutions.Fact
    | notices.Fact
)
# fmt: on
"""Every fact of the service."""
