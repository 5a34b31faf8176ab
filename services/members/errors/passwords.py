"""Why a password is not set, and nobody is let in.

Refusal
├── SignInIncorrect         name or password are wrong, or there is no such council: which, is not said
├── TooManyFailures         five within a quarter of an hour
├── OneTimeTokenUnknown     used, expired, or never issued
├── SamePersonTwice         a reset takes two people, neither of whom it is for
└── Conflict
    ├── LoginTaken          somebody else signs in by this name
    ├── HasPassword         it is reset by two, not given anew by one
    ├── NoPassword          there is nothing to reset
    ├── ResetUnderWay       asked for, and not confirmed yet
    ├── NoReset             nobody asked, or too long ago
    └── RefusalsFull        of too many refusals the rest is not recorded
"""

from __future__ import annotations

from kernel.errors import Conflict, Forbidden, Refusal


class SignInIncorrect(Refusal):
    """Says nothing more."""

    code = "members.sign_in_incorrect"


class TooManyFailures(Refusal):
    """The argument: after how many seconds it may be tried again."""

    code = "members.too_many_failures"


class OneTimeTokenUnknown(Refusal):
    """Says nothing more."""

    code = "members.one_time_token_unknown"


class SamePersonTwice(Forbidden):
    """The argument is the person who may not confirm it."""

    code = "members.same_person_twice"


class LoginTaken(Conflict):
    """Says nothing more."""

    code = "members.login_taken"


class HasPassword(Conflict):
    """The argument is the person's id."""

    code = "members.has_password"


class NoPassword(Conflict):
    """The argument is the person's id."""

    code = "members.no_password"


class ResetUnderWay(Conflict):
    """The argument is the person's id."""

    code = "members.reset_under_way"


class NoReset(Conflict):
    """The argument is the person's id."""

    code = "members.no_reset"


class RefusalsFull(Conflict):
    """Heard by the service alone."""

    code = "members.refusals_full"
