"""How somebody signs in by a name and a password. Pure: passwords are hashed and compared elsewhere."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.passwords import decide, evolve
from services.members.domain.passwords.commands import (
    ConfirmPasswordReset,
    IssueOneTimeToken,
    RefuseSignIn,
    RequestPasswordReset,
    SetPassword,
    SignIn,
    SignOut,
)
from services.members.domain.passwords.documents import Login, OneTime, Password, Recovery, Refusals
from services.members.events.passwords import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        IssueOneTimeToken: decide.issue_one_time,
        RequestPasswordReset: decide.request_reset,
        ConfirmPasswordReset: decide.confirm_reset,
        SetPassword: decide.set_password,
        SignIn: decide.sign_in,
        RefuseSignIn: decide.refuse,
        SignOut: decide.sign_out,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Login, Password, OneTime, Recovery, Refusals}),
)
