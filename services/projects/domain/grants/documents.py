"""What later decisions need to know of grants and support, and no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from kernel.money import Money
from services.projects.events import PartyId, ProjectId, SpendingId
from services.projects.events.claims import MemberId
from services.projects.events.grants import GrantId

TrancheState = Literal["promised", "drawn", "reported"]


@dataclass(frozen=True, slots=True)
class Part:
    """One tranche of a grant."""

    amount: Money
    state: TrancheState = "promised"
    spending: SpendingId | None = None
    spent: Money | None = None
    unspent: Money | None = None
    returned: Money | None = None

    @property
    def paid(self) -> Money:
        """What its report accounts for."""
        return (self.spent or self._nothing) + (self.unspent or self._nothing)

    @property
    def given_back(self) -> Money:
        return self.returned or self._nothing

    @property
    def owed(self) -> Money:
        """What is still to come back of it."""
        return (self.unspent or self._nothing) - self.given_back

    @property
    def _nothing(self) -> Money:
        return Money(0, self.amount.currency)


@dataclass(frozen=True, slots=True)
class Grant:
    """By id, loaded when it is asked for."""

    project: ProjectId
    member: MemberId
    payee: PartyId
    parts: tuple[Part, ...]
    open: bool = True

    def changed(self, number: int, **changes: Any) -> Grant:
        """With one tranche changed."""
        parts = [replace(one, **changes) if at == number else one for at, one in enumerate(self.parts, 1)]
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True, slots=True)
class Drawn:
    """By spending, resident: the grant whose tranche it pays."""

    grant: GrantId


@dataclass(frozen=True, slots=True)
class Returned:
    """By receipt or reversal, resident: the grant whose unspent money it brought back."""

    grant: GrantId


@dataclass(frozen=True, slots=True)
class Support:
    """By id, loaded when it is asked for."""

    withdrawn: bool = False
