"""What is said of a file beside its bytes, in the query or in a form."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import ValidationError

from gateway.schemas.queries import DryRun, Switch
from kernel import ids, wire

PEOPLE_MAX: Final = 100


class People(wire.Field):
    """Ids of people with commas between, none twice."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[str, ...]:
        people = self.text(value).split(",")
        if len(people) > PEOPLE_MAX:
            raise ValidationError("list.too_long")
        if any(not ids.is_id(one, "per") for one in people):
            raise ValidationError("id.format")
        if len(set(people)) < len(people):
            raise ValidationError("list.repeated")
        return tuple(people)


class Given(DryRun):
    """`public=true`, or `shows_people=true`, `concerns=per_...,per_...`, `dry_run=true`."""

    shows_people = Switch(load_default=False)
    concerns = People(load_default=())
    public = Switch(load_default=False)


DESCRIBED: Final = {
    "shows_people": {"type": "boolean", "description": "Whether people are seen in it"},
    "public": {"type": "boolean", "description": "Whether everybody may read it"},
    "concerns": {"type": "string", "description": "Ids of those of them whom the council knows, with commas"},
}
