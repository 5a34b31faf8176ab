"""What shows who somebody is. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.documents import PersonTokens, Token, TokenDigest
from services.members.domain.tokens import decide, evolve
from services.members.domain.tokens.commands import IssueToken, ReissueToken, RevokeToken
from services.members.events.tokens import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        IssueToken: decide.issue,
        RevokeToken: decide.revoke,
        ReissueToken: decide.reissue,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Token, TokenDigest, PersonTokens}),
)
