"""The HTTP body of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError

from kernel import wire

COMMANDS_MAX: Final = 1_000


class Command(wire.Field):
    """{"command", "key"?, and the fields of that command's body}; looked into one by one later."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise ValidationError("field.type")
        return value


class Commands(wire.Many):
    """At least one."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if value == []:
            raise ValidationError("list.empty")
        return super()._deserialize(value, *args, **kwargs)


class Batch(wire.Strict):
    """Up to 1,000 commands, each for itself, or all or none (`atomic`: then all of one service)."""

    atomic = wire.Flag(load_default=False)
    commands = Commands(Command(), COMMANDS_MAX, required=True)
