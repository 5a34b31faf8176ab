"""Bodies: people and organisations, and who is to be forgotten."""

from __future__ import annotations

import typing
from typing import Any, Final

from marshmallow import ValidationError, validates_schema

from kernel import wire
from kernel.cases import Body, Cases, Seal, sealing
from kernel.domain import Command
from services.members.domain.people.commands import (
    ConfirmErasure,
    RegisterParty,
    RegisterPerson,
    RequestErasure,
)
from services.members.events import PublishAs


class RegisterPersonSchema(wire.Strict):
    name = wire.Text(required=True)
    member = wire.Ref(load_default=None, allow_none=True)


class RegisterPartySchema(wire.Strict):
    """Only a donor who is published as anonymous may be without a name."""

    kind = wire.Choice("person", "organisation", required=True)
    name = wire.Text(load_default=None, allow_none=True)
    member = wire.Ref(load_default=None, allow_none=True)
    publish_as = wire.Choice(*typing.get_args(PublishAs), load_default=None, allow_none=True)
    origin = wire.Choice("donor", "payee", "author", required=True)

    @validates_schema(skip_on_field_errors=True)
    def _named(self, data: Body, **_: Any) -> None:
        nameless = (
            data["kind"] == "person"
            and data["origin"] == "donor"
            and data["publish_as"] in (None, "anonymous")
        )
        if data["name"] is None and not nameless:
            raise ValidationError("field.required", field_name="name")


class RequestErasureSchema(wire.Strict):
    person = wire.Id("per", "org", required=True)
    reason = wire.Text(load_default=None, allow_none=True)


class ConfirmErasureSchema(wire.Strict):
    person = wire.Id("per", "org", required=True)


def _register_party(data: Body, seal: Seal) -> Command:
    kind, name = data["kind"], data["name"]
    usual: PublishAs = "full" if kind == "organisation" else "masked" if name is not None else "anonymous"
    return RegisterParty(
        kind=kind,
        name=name if kind == "organisation" else None,
        sealed_name=seal(name) if kind == "person" and name is not None else None,
        member=data["member"],
        publish_as=data["publish_as"] or usual,
        origin=data["origin"],
    )


CASES: Final[Cases] = {
    RegisterPerson.COMMAND: (RegisterPersonSchema(), sealing(RegisterPerson, "name")),
    RegisterParty.COMMAND: (RegisterPartySchema(), _register_party),
    ConfirmErasure.COMMAND: (ConfirmErasureSchema(), sealing(ConfirmErasure)),
    RequestErasure.COMMAND: (RequestErasureSchema(), sealing(RequestErasure, "reason")),
}
