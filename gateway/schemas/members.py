"""HTTP bodies for the members service: people, mandates, tokens."""

from __future__ import annotations

import typing

from gateway.schemas.common import PartyBody, optional
from kernel import wire
from kernel.days import DayAhead
from services.members.events import Role


class Person(wire.Strict):
    """Somebody who acts for the council. The name is sealed."""

    name = wire.Text(required=True)
    member = optional(wire.Ref)


class Alias(wire.Strict):
    """The person of the path is `of`, registered a second time."""

    of = wire.Ref(required=True)


class NewParty(PartyBody):
    """A donor, payee or author of an opinion, registered ahead of what will name them by id."""

    origin = wire.Choice("donor", "payee", "author", required=True)


class Mandate(wire.Strict):
    """`person` acts as `role` on the days `from` to `to`, both included; a councillor for a `member` unit."""

    person = wire.Ref(required=True)
    role = wire.Choice(*typing.get_args(Role), required=True)
    starts_on = wire.Day(required=True, data_key="from")
    ends_on = optional(DayAhead, 30, data_key="to")
    member = optional(wire.Ref)


class Token(wire.Strict):
    """A token for `person`; shown once. `expires_on` is the last day on which it is good."""

    person = wire.Ref(required=True)
    expires_on = optional(DayAhead, 10)
