"""Bodies: tokens, of which the digest alone is kept."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from services.members.domain.tokens.commands import IssueToken, ReissueToken, RevokeToken


class TokenSchema(wire.Strict):
    person = wire.Id("per", "org", required=True)
    digest = wire.sha256(required=True)


class IssueTokenSchema(TokenSchema):
    expires_on = DayAhead(10, load_default=None, allow_none=True)


class RevokeTokenSchema(wire.Strict):
    token = wire.Id("tok", required=True)


class ReissueTokenSchema(TokenSchema):
    revoke_others = wire.Flag(load_default=False)


CASES: Final[Cases] = {
    IssueToken.COMMAND: (IssueTokenSchema(), sealing(IssueToken)),
    RevokeToken.COMMAND: (RevokeTokenSchema(), sealing(RevokeToken)),
    ReissueToken.COMMAND: (ReissueTokenSchema(), sealing(ReissueToken)),
}
