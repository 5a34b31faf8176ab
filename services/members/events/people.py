"""Whom the books may name, and who asked to be forgotten. Names of people are sealed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kernel.sealed import Sealed
from services.members.events.ids import MemberId, PartyId

PartyKind = Literal["person", "organisation"]
PublishAs = Literal["full", "masked", "anonymous"]
Recorder = Literal["funds", "projects"]
"""A service whose facts are vouchers."""


@dataclass(frozen=True, slots=True)
class PartyRegistered:
    """Somebody whom the books may name. Subject: the party.

    Exactly one of `name` (organisations) and `sealed_name` (people) is set; neither for an anonymous donor.
    """

    TYPE: ClassVar = "members.party_registered.v1"
    party: PartyId
    kind: PartyKind
    name: str | None
    sealed_name: Sealed | None
    member: MemberId | None
    publish_as: PublishAs
    origin: Literal["council", "donor", "payee", "author"]


@dataclass(frozen=True, slots=True)
class HoldPlaced:
    """The law keeps this person's name until `until` (a voucher names them). Subject: the person."""

    TYPE: ClassVar = "members.hold_placed.v1"
    person: PartyId
    until: date


@dataclass(frozen=True, slots=True)
class PersonHidden:
    """An erasure was asked for: the name is shown nowhere from now on. Subject: the person."""

    TYPE: ClassVar = "members.person_hidden.v1"
    person: PartyId
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class ErasureConfirmed:
    """A second person agrees: they are erased when no hold stands nor can come. Subject: the person."""

    TYPE: ClassVar = "members.erasure_confirmed.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class HidingNoted:
    """`service` knows of the hiding, and what it recorded before is noted here. Subject: the person."""

    TYPE: ClassVar = "members.hiding_noted.v1"
    person: PartyId
    service: Recorder


@dataclass(frozen=True, slots=True)
class PersonErased:
    """No hold stands, nor can one come any more: every opening that concerns the person is gone, here and at
    every follower. Subject: the person.
    """

    TYPE: ClassVar = "members.person_erased.v1"
    person: PartyId


Fact = PartyRegistered | HoldPlaced | PersonHidden | ErasureConfirmed | HidingNoted | PersonErased
