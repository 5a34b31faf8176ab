"""HTTP bodies for member units. Days are today where they are left out."""

from __future__ import annotations

import typing

from gateway.schemas.common import optional
from kernel import wire
from services.members.events import MemberKind


class Member(wire.Strict):
    """A member unit of the council."""

    code = wire.Code(required=True)
    name = wire.Text(required=True)
    kind = wire.Choice(*typing.get_args(MemberKind), required=True)
    head_count = optional(wire.Count)
    joined_on = optional(wire.Day)


class Renaming(wire.Strict):
    """Another name, from a day on."""

    name = wire.Text(required=True)
    starts_on = optional(wire.Day, data_key="from")


class HeadCount(wire.Strict):
    """How many people it has."""

    head_count = wire.Count(required=True)
    on = optional(wire.Day)


class Merger(wire.Strict):
    """It becomes a part of `into` (code or id)."""

    into = wire.Ref(required=True)
    on = optional(wire.Day)


class Resumption(wire.Strict):
    """It votes again."""

    on = optional(wire.Day)


class Standing(wire.Strict):
    """From a day on, and why (sealed)."""

    on = optional(wire.Day)
    reason = optional(wire.Text)
