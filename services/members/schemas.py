"""Wire -> commands of the members service. Names of people and reasons are sealed, once all is valid."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from typing import Any, Final

from marshmallow import Schema, ValidationError, validates_schema

from kernel import wire
from kernel.domain import Command
from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.members.domain import commands
from services.members.events import MemberKind, PublishAs, Role

Seal = Callable[[str], Sealed]
Body = Mapping[str, Any]


class FoundCouncil(wire.Strict):
    name = wire.Text(required=True)
    demonstration = wire.Flag(load_default=False)
    founder_name = wire.Text(required=True)
    digest = wire.sha256(required=True)


class JoinMember(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(required=True)
    kind = wire.Choice(*typing.get_args(MemberKind), required=True)


class RegisterPerson(wire.Strict):
    name = wire.Text(required=True)
    member = wire.Ref(load_default=None, allow_none=True)


class RegisterParty(wire.Strict):
    """Only a donor who is published as anonymous may be without a name."""

    kind = wire.Choice("person", "organisation", required=True)
    name = wire.Text(load_default=None, allow_none=True)
    member = wire.Ref(load_default=None, allow_none=True)
    publish_as = wire.Choice(*typing.get_args(PublishAs), load_default=None, allow_none=True)
    origin = wire.Choice("donor", "payee", required=True)

    @validates_schema(skip_on_field_errors=True)
    def _named(self, data: Body, **_: Any) -> None:
        nameless = (
            data["kind"] == "person"
            and data["origin"] == "donor"
            and data["publish_as"] in (None, "anonymous")
        )
        if data["name"] is None and not nameless:
            raise ValidationError("field.required", field_name="name")


class GiveMandate(wire.Strict):
    person = wire.Id("per", "org", required=True)
    role = wire.Choice(*typing.get_args(Role), required=True)
    starts_on = wire.Day(required=True, data_key="from")
    ends_on = wire.Day(load_default=None, allow_none=True, data_key="to")


class RevokeMandate(wire.Strict):
    mandate = wire.Id("man", required=True)


class IssueToken(wire.Strict):
    person = wire.Id("per", "org", required=True)
    digest = wire.sha256(required=True)


class RevokeToken(wire.Strict):
    token = wire.Id("tok", required=True)


class ReissueToken(IssueToken):
    revoke_others = wire.Flag(load_default=False)


class RequestErasure(wire.Strict):
    person = wire.Id("per", "org", required=True)
    reason = wire.Text(load_default=None, allow_none=True)


def _plain(command: Callable[..., Command]) -> Callable[[Body, Seal], Command]:
    """A command that takes its fields as they were loaded."""
    return lambda data, _: command(**data)


def _found_council(data: Body, seal: Seal) -> Command:
    return commands.FoundCouncil(**{**data, "founder_name": seal(data["founder_name"])})


def _register_person(data: Body, seal: Seal) -> Command:
    return commands.RegisterPerson(name=seal(data["name"]), member=data["member"])


def _register_party(data: Body, seal: Seal) -> Command:
    kind, name = data["kind"], data["name"]
    usual: PublishAs = "full" if kind == "organisation" else "masked" if name is not None else "anonymous"
    return commands.RegisterParty(
        kind=kind,
        name=name if kind == "organisation" else None,
        sealed_name=seal(name) if kind == "person" and name is not None else None,
        member=data["member"],
        publish_as=data["publish_as"] or usual,
        origin=data["origin"],
    )


def _request_erasure(data: Body, seal: Seal) -> Command:
    reason = data["reason"]
    return commands.RequestErasure(data["person"], seal(reason) if reason is not None else None)


CASES: Final[Mapping[str, tuple[Schema, Callable[[Body, Seal], Command]]]] = {
    "members.found_council": (FoundCouncil(), _found_council),
    "members.join_member": (JoinMember(), _plain(commands.JoinMember)),
    "members.register_person": (RegisterPerson(), _register_person),
    "members.register_party": (RegisterParty(), _register_party),
    "members.give_mandate": (GiveMandate(), _plain(commands.GiveMandate)),
    "members.revoke_mandate": (RevokeMandate(), _plain(commands.RevokeMandate)),
    "members.issue_token": (IssueToken(), _plain(commands.IssueToken)),
    "members.revoke_token": (RevokeToken(), _plain(commands.RevokeToken)),
    "members.reissue_token": (ReissueToken(), _plain(commands.ReissueToken)),
    "members.request_erasure": (RequestErasure(), _request_erasure),
}


def load(command: str, body: object, seal: Seal) -> Command:
    """The command of this name with `body`. Raises: NotFound (no such command), InvalidInput."""
    case = CASES.get(command)
    if case is None:
        raise NotFound("command", command, field="command")
    schema, make = case
    return make(wire.load(schema, body), seal)
