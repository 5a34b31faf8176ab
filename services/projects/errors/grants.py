"""Of grants.

Conflict
├── GrantIsClosed         nothing more is drawn, reported or returned
├── TrancheWrongState     the tranche is not in the state that this needs
├── OtherSpending         the spending is not what the tranche promises, or not of it
├── SpendingTaken         the spending pays another tranche
├── UnspentOwed           what the organisation did not spend is not back yet
├── ExceedsOwed           more than was paid, or than is to come back
└── ReturnTaken           that money is written down as another return
"""

from __future__ import annotations

from kernel.errors import Conflict


class GrantIsClosed(Conflict):
    """`grant`."""

    code = "projects.grant_closed"


class TrancheWrongState(Conflict):
    """`number` of the tranche, and its `state`."""

    code = "projects.tranche_wrong_state"


class OtherSpending(Conflict):
    """What differs: project, payee, amount, or its state."""

    code = "projects.other_spending"


class SpendingTaken(Conflict):
    """`grant` whose tranche the spending pays."""

    code = "projects.spending_taken"


class UnspentOwed(Conflict):
    """`number` of the tranche, what is to come back, a decimal, and its `currency`."""

    code = "projects.unspent_owed"


class ExceedsOwed(Conflict):
    """`owed`, a decimal, and its `currency`."""

    code = "projects.exceeds_owed"


class ReturnTaken(Conflict):
    """`by`: the receipt or the reversal."""

    code = "projects.return_taken"
