"""What later decisions of the members service need, and no history.

Parties and mandates load by subject: there may be a million donors. The rest is small and stays in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from services.members.events import MandateId, MemberId, PartyId, PartyKind, Recorder, Role, TokenId

Standing = Literal["active", "suspended", "left", "merged"]
COUNCIL: Final = "council"
"""The key of the one council of a log."""
RECORDERS: Final[frozenset[Recorder]] = frozenset(get_args(Recorder))


@dataclass(frozen=True, slots=True)
class Council:
    """`founders`: the founders' mandates without an end, and the day on which each begins."""

    founded: bool = False
    demonstration: bool = False
    founders: Mapping[MandateId, date] = field(default_factory=dict)

    def founding_on(self, day: date) -> frozenset[MandateId]:
        """Those in force on `day`: while there is one, mandates can be given from then on for ever."""
        return frozenset(mandate for mandate, starts_on in self.founders.items() if starts_on <= day)


@dataclass(frozen=True, slots=True)
class Member:
    """By id. Names and kinds are the readers' business. `since`: the day of the last change of its standing.

    Changes are of no later day than they are recorded on, so what stands is what holds today.
    """

    code: str
    standing: Standing = "active"
    since: date = date.min
    named_on: date = date.min
    """From when on its present name holds."""

    @property
    def is_gone(self) -> bool:
        """Whether it is no unit any more."""
        return self.standing in ("left", "merged")


@dataclass(frozen=True, slots=True)
class MemberCode:
    """By code."""

    member: MemberId


@dataclass(frozen=True, slots=True)
class Party:
    """`hold_until` is the last day on which the law keeps the name.

    `asked_by`: who asked to erase; `confirmed`: another agreed. `noted_by`: the services that know that the
    person is hidden, and of which all that came before is noted here.
    """

    kind: PartyKind
    hidden: bool = False
    erased: bool = False
    hold_until: date | None = None
    noted_by: frozenset[Recorder] = frozenset()
    asked_by: frozenset[str] = frozenset()
    confirmed: bool = False

    @property
    def is_known_everywhere(self) -> bool:
        """Whether no voucher is on its way that names the person, but those whose hold stands already."""
        return self.hidden and self.noted_by >= RECORDERS

    def may_go_on(self, day: date) -> bool:
        """Whether nothing keeps them from being erased."""
        return self.confirmed and self.is_known_everywhere and not (self.erased or self.held_on(day))

    def held_on(self, day: date) -> bool:
        """Whether a hold stands on `day`."""
        return self.hold_until is not None and self.hold_until >= day


@dataclass(frozen=True, slots=True)
class Alias:
    """By the person who was registered twice: who they are."""

    of: PartyId


@dataclass(frozen=True, slots=True)
class Aliases:
    """By person: their other registrations, in the order in which they were found out."""

    people: tuple[PartyId, ...]


@dataclass(frozen=True, slots=True)
class Mandate:
    """Both days are included."""

    mandate: MandateId
    person: PartyId
    role: Role
    starts_on: date
    ends_on: date | None
    revoked: bool = False
    member: MemberId | None = None

    def over_on(self, day: date) -> bool:
        """Whether it is revoked, or past its last day: never in force again."""
        return self.revoked or (self.ends_on is not None and self.ends_on < day)

    def in_force_on(self, day: date) -> bool:
        return self.starts_on <= day and not self.over_on(day)


@dataclass(frozen=True, slots=True)
class PersonMandates:
    """By person: every mandate that was not revoked, in the order in which they were given."""

    mandates: tuple[Mandate, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """By id. `expires_on` is the last day on which it is good; `signed_in`: by name and password."""

    person: PartyId
    revoked: bool = False
    expires_on: date | None = None
    signed_in: bool = False

    def is_good_on(self, day: date) -> bool:
        """Whether it still shows who somebody is."""
        return not self.revoked and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True, slots=True)
class TokenDigest:
    """By SHA-256 (hex) of the token. A revocation names the token's id alone, hence the two steps."""

    token: TokenId


@dataclass(frozen=True, slots=True)
class PersonTokens:
    """By person: the tokens that were not revoked, in the order in which they were issued."""

    tokens: tuple[TokenId, ...] = ()
