"""Why the members service says no.

A later topic has a module of its own here, and is imported by that path.

Refusal
├── NotAPerson              organisations hold no mandates and no tokens, and their names are public
├── HoldsOffice             one officer never removes another
├── IsAnAlias               who was registered twice acts as the person that they are
└── Conflict
    ├── AlreadyFounded      a council is founded once
    ├── CodeTaken           another member has this code
    ├── TokenTaken          a token is issued once, also when it was revoked since
    ├── TokenAlreadyRevoked
    ├── MandateAlreadyEnded     revoked, or past its last day
    ├── LastFounder         nobody would be left who may give mandates
    ├── ErasureUnderWay     hidden, and not yet known to be in every service
    ├── AlreadyHidden       erasure was asked for, and the law still keeps the name
    └── AlreadyErased       there is nothing left to erase
"""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict, Forbidden, Refusal


class NotAPerson(Refusal):
    """`party` is an organisation."""

    code = "members.not_a_person"


class AlreadyFounded(Conflict):
    """`council` stands already."""

    code = "members.already_founded"


class CodeTaken(Conflict):
    """Another member has the code; the argument is the code."""

    code = "members.code_taken"


class TokenTaken(Conflict):
    """A token of this digest was issued before, to whomever."""

    code = "members.token_taken"


class TokenAlreadyRevoked(Conflict):
    """The argument is the token's id."""

    code = "members.token_already_revoked"


class MandateAlreadyEnded(Conflict):
    """The argument is the mandate's id."""

    code = "members.mandate_already_ended"


class LastFounder(Conflict):
    """The last founder's mandate that is in force and has no end: without it nobody could give a mandate."""

    code = "members.last_founder"


class IsAnAlias(Refusal):
    """The arguments: who was registered a second time, and who they are."""

    code = "members.is_an_alias"


class HoldsOffice(Forbidden):
    """Whom a mandate was given, the founder alone may hide: else one officer could remove another."""

    code = "members.holds_office"


class AlreadyHidden(Conflict):
    """The person is hidden; the second argument is the last day (ISO) of the hold on their name."""

    code = "members.already_hidden"


class ErasureUnderWay(Conflict):
    """Hidden, and erased by itself once every service has said that it knows. The argument is the id."""

    code = "members.erasure_under_way"
    may_be_behind: ClassVar = ("funds", "projects")


class AlreadyErased(Conflict):
    """The argument is the person's id."""

    code = "members.already_erased"
