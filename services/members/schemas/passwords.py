"""Bodies: passwords. A password itself never comes here, but its hash."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.passwords.commands import (
    ConfirmPasswordReset,
    IssueOneTimeToken,
    RefuseSignIn,
    RequestPasswordReset,
    SetPassword,
    SignIn,
    SignOut,
)


class RequestPasswordResetSchema(wire.Strict):
    person = wire.Id("per", "org", required=True)


class OneTimeTokenSchema(RequestPasswordResetSchema):
    digest = wire.sha256(required=True)


class SetPasswordSchema(RequestPasswordResetSchema):
    login = wire.Text(required=True)
    hash = wire.Text(required=True)
    once = wire.sha256(load_default=None, allow_none=True)
    typed = wire.Text(required=True)
    proved = wire.Flag(required=True)


class RefuseSignInSchema(wire.Strict):
    login = wire.Text(required=True)


class SignOutSchema(wire.Strict):
    digest = wire.sha256(required=True)


CASES: Final[Cases] = {
    IssueOneTimeToken.COMMAND: (OneTimeTokenSchema(), sealing(IssueOneTimeToken)),
    RequestPasswordReset.COMMAND: (RequestPasswordResetSchema(), sealing(RequestPasswordReset)),
    ConfirmPasswordReset.COMMAND: (OneTimeTokenSchema(), sealing(ConfirmPasswordReset)),
    SetPassword.COMMAND: (SetPasswordSchema(), sealing(SetPassword, "hash")),
    SignIn.COMMAND: (OneTimeTokenSchema(), sealing(SignIn)),
    RefuseSignIn.COMMAND: (RefuseSignInSchema(), sealing(RefuseSignIn)),
    SignOut.COMMAND: (SignOutSchema(), sealing(SignOut)),
}
