"""Why an erasure does not go on.

Conflict
├── NoErasure               nobody asked for it
├── ErasureUnconfirmed      hidden, and a second person has not confirmed it
└── ErasureConfirmedAlready
"""

from __future__ import annotations

from kernel.errors import Conflict


class NoErasure(Conflict):
    """The argument is the person's id."""

    code = "members.no_erasure"


class ErasureUnconfirmed(Conflict):
    """The argument is the person's id."""

    code = "members.erasure_unconfirmed"


class ErasureConfirmedAlready(Conflict):
    """The argument is the person's id."""

    code = "members.erasure_confirmed_already"
