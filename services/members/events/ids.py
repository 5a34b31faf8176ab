"""What facts and commands of members are named by. Pure."""

from __future__ import annotations

from typing import NewType

PartyId = NewType("PartyId", str)
"""A person (`per_...`) or an organisation (`org_...`): donor, payee or council person."""
MemberId = NewType("MemberId", str)
MandateId = NewType("MandateId", str)
TokenId = NewType("TokenId", str)
PolicyId = NewType("PolicyId", str)
ResolutionId = NewType("ResolutionId", str)
SeatId = NewType("SeatId", str)
"""Who has one vote: in the full council a unit (`mem_...`), on the standing board a person (`per_...`)."""
NoticeId = NewType("NoticeId", str)
ObjectionId = NewType("ObjectionId", str)
