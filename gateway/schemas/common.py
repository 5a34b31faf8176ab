"""What the HTTP bodies have in common: to name somebody, to tie money to a purpose, to write a sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marshmallow import ValidationError, fields

from gateway.schemas.papers import Paper
from kernel import ids, wire

Origin = Literal["donor", "payee", "author"]


def optional(field: type[fields.Field[Any]], *args: Any, **kwargs: Any) -> Any:
    """`field`, which may be left out or null."""
    return field(*args, allow_none=True, **kwargs)


@dataclass(frozen=True, slots=True)
class NamedParty:
    """Somebody given by name: `body` as members.register_party takes it."""

    body: Mapping[str, Any]


class PartyBody(wire.Strict):
    """A donor, payer or payee by name. Only an anonymous donor may be without one."""

    name = optional(wire.Text)
    kind = wire.Choice("person", "organisation", required=True)
    member = optional(wire.Ref)
    publish_as = optional(wire.Choice, "full", "masked", "anonymous")


class Party(wire.Field):
    """The id of a party, {"id": ...}, or somebody by name, who becomes a party first."""

    def __init__(self, origin: Origin, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.origin = origin

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str | NamedParty:
        if isinstance(value, Mapping) and set(value) == {"id"}:
            value = value["id"]
        if isinstance(value, Mapping):
            return NamedParty({**_by_name.load(value), "origin": self.origin})
        text = self.text(value)
        if not (ids.is_id(text, "per") or ids.is_id(text, "org")):
            raise ValidationError("id.format")
        return text


_by_name = PartyBody()


class RestrictionBody(wire.Strict):
    """What money is tied to: a project (code or id), a category of projects, or nothing."""

    kind = wire.Choice("none", "project", "category", required=True)
    value = optional(wire.Text, 100)


class Restriction(wire.Field):
    """A restriction; {"kind": "none"} is the same as none at all."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, str] | None:
        if not isinstance(value, Mapping):
            raise ValidationError("field.type")
        loaded = _restriction.load(value)
        kind, what = loaded["kind"], loaded.get("value")
        if kind == "none":
            if what is not None:
                raise ValidationError({"value": ["restriction.no_value_wanted"]})
            return None
        if what is None:
            raise ValidationError({"value": ["field.required"]})
        return {"kind": kind, "value": what}


_restriction = RestrictionBody()


class OnBehalf(wire.Strict):
    """Whose act it is that is written down, and the SHA-256 (hex) of the paper that they signed."""

    person = wire.Id("per", required=True)
    paper = Paper(required=True)


class Empty(wire.Strict):
    """Nothing: the path says it all."""


class Reason(wire.Strict):
    """Why; sealed, so that it can be erased."""

    reason = wire.Text(required=True)


class OptionalReason(wire.Strict):
    """Why, if there is anything to say; sealed, so that it can be erased."""

    reason = optional(wire.Text)
