"""Why a handover does not go on.

Refusal
├── NotASigner              neither who hands over, nor who takes over, nor the supervisor
├── SignersApart            one hand would be in two of the three signatures
└── Conflict
    ├── NotInOffice         who hands over is no treasurer, or who watches no supervisor
    ├── SignedAlready
    ├── AccountsMoved       what was written down is so no more: it is written down anew
    └── HandoverOver        all have signed, or another was written down since
"""

from __future__ import annotations

from kernel.errors import Conflict, Forbidden


class NotASigner(Forbidden):
    """The argument is the person's id."""

    code = "members.not_a_signer"


class SignersApart(Forbidden):
    """The argument is the id of whoever acts or writes down."""

    code = "members.signers_apart"


class NotInOffice(Conflict):
    """The arguments: the person's id, and the role that they would need."""

    code = "members.not_in_office"


class SignedAlready(Conflict):
    """The argument is the person's id."""

    code = "members.signed_already"


class HandoverOver(Conflict):
    """The argument is the handover's id."""

    code = "members.handover_over"


class AccountsMoved(Conflict):
    """The argument is the id of an account, or of an advance, of which the ledger has another sum by now."""

    code = "members.accounts_moved"
