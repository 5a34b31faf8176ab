"""What may be asked: to register people and organisations, and to forget a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kernel.sealed import Sealed
from services.members.domain.roles import FOUNDER
from services.members.events import PartyKind, PublishAs


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Register somebody who acts for the council. `member` is a code or an id."""

    COMMAND: ClassVar = "members.register_person"
    ROLES: ClassVar = FOUNDER
    name: Sealed
    member: str | None


@dataclass(frozen=True, slots=True)
class RegisterParty:
    """Register a donor, a payee or the author of an opinion, so that the books may name them.

    `name` of organisations, `sealed_name` of people, neither when anonymous.
    """

    COMMAND: ClassVar = "members.register_party"
    ROLES: ClassVar = frozenset({"treasurer", "project_lead", "secretary", "councillor"})
    kind: PartyKind
    name: str | None
    sealed_name: Sealed | None
    member: str | None
    publish_as: PublishAs
    origin: Literal["donor", "payee", "author"]


@dataclass(frozen=True, slots=True)
class RequestErasure:
    """Hide the person at once and end what they may do; erased they are once another confirmed it.

    Not before no hold stands or can come.
    """

    COMMAND: ClassVar = "members.request_erasure"
    ROLES: ClassVar = frozenset({"founder", "chair"})
    CATCH_UP: ClassVar = ("funds", "projects")  # asked anew after a hold: a refund on its way places another
    person: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class ConfirmErasure:
    """Confirm, as another person, that somebody who is hidden shall be erased."""

    COMMAND: ClassVar = "members.confirm_erasure"
    ROLES: ClassVar = frozenset({"founder", "chair", "supervisor"})
    CATCH_UP: ClassVar = ("funds", "projects")
    person: str
