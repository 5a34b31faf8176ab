"""What several bodies have in common."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import ValidationError, post_load

from kernel import ids, wire
from services.funds.events import Historical, Restriction

CATEGORY_MAX: Final = 100

NAME_MAX: Final = 200

OPTIONAL: Final[dict[str, Any]] = {"load_default": None, "allow_none": True}


class RestrictionSchema(wire.Strict):
    """{kind: none} or {kind: project|category, value}; `none` is as good as absent."""

    kind = wire.Choice("none", "project", "category", required=True)
    value = wire.Text(CATEGORY_MAX, **OPTIONAL)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Restriction | None:
        kind, value = data["kind"], data["value"]
        if kind == "none":
            if value is not None:
                raise ValidationError({"value": ["restriction.no_value_wanted"]})
            return None
        if value is None:
            raise ValidationError({"value": ["field.required"]})
        if kind == "project" and ids.CODE.fullmatch(value) is None:
            raise ValidationError({"value": ["ref.format"]})
        return Restriction(kind, value)


class HistoricalSchema(wire.Strict):
    file = wire.sha256(required=True)
    line = wire.Line(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Historical:
        return Historical(**data)
